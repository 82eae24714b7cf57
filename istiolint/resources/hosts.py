"""Host names as istiod completes and matches them."""

from __future__ import annotations

CLUSTER_DOMAIN = "cluster.local"


def complete(host: str, namespace: str, domain: str = CLUSTER_DOMAIN) -> str:
    """The name a host stands for in an object of a namespace, in lower case.

    Only names without any dot are completed; ``reviews.prod`` stays what it is, and so
    do wildcards. Source: istiod's ``ResolveShortnameToFQDN``.
    """
    name = host.lower().removesuffix(".")
    if "." in name or name.startswith("*") or not name:
        return name
    return f"{name}.{namespace}.svc.{domain}"


def namespace_of(host: str, domain: str = CLUSTER_DOMAIN) -> str | None:
    """The namespace of a completed service name; ``None`` for other hosts."""
    service, _, rest = host.removesuffix(f".svc.{domain}").partition(".")
    is_service = host.endswith(f".svc.{domain}") and service and rest and "." not in rest
    return rest if is_service else None


def wildcards(host: str) -> list[str]:
    """The wildcard hosts that cover a name, the most specific first.

    Of ``a.b.c``: ``*.b.c``, ``*.c``, ``*``.
    """
    labels = host.removeprefix("*.").split(".")
    first = 0 if host.startswith("*.") else 1
    above = (".".join(labels[n:]) for n in range(first + host.startswith("*."), len(labels)))
    return [*(f"*.{rest}" for rest in above), "*"]
