"""Host names as istiod completes and matches them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

CLUSTER_DOMAIN = "cluster.local"

Item = TypeVar("Item")


def complete(host: str, namespace: str, domain: str = CLUSTER_DOMAIN) -> str:
    """The name a host stands for in an object of a namespace, in lower case.

    Only names without any dot are completed; ``reviews.prod`` stays what it is, and so do
    ``*`` and addresses. Source: istiod's ``ResolveShortnameToFQDN``.
    """
    name = host.lower().removesuffix(".")
    if name in ("", "*") or "." in name or ":" in name:
        return name
    return f"{name}.{namespace}.svc.{domain}"


def namespace_of(host: str, domain: str = CLUSTER_DOMAIN) -> str | None:
    """The namespace of a completed service name; ``None`` for other hosts."""
    service, _, rest = host.removesuffix(f".svc.{domain}").partition(".")
    is_service = host.endswith(f".svc.{domain}") and service and rest and "." not in rest
    return rest if is_service else None


class HostTable(Generic[Item]):
    """Items by the host they are for, found by any host that theirs covers.

    A wildcard covers all that ends like it, whole labels or not: ``*.shop.com`` and
    ``*-api.shop.com`` both cover ``v1-api.shop.com``, the longer one is more specific. It covers
    narrower wildcards as well. Source: istiod's ``MostSpecificHostMatch``.
    """

    def __init__(self) -> None:
        self._items: dict[str, list[Item]] = {}
        self._endings: set[int] = set()
        """How long the endings are that wildcards have in common with what they cover."""

    def add(self, host: str, item: Item) -> None:
        """Note an item under its host."""
        self._items.setdefault(host, []).append(item)
        if host.startswith("*"):
            self._endings.add(len(host) - 1)

    def matches(self, host: str) -> Iterator[list[Item]]:
        """The items whose host covers ``host``, those of the most specific host first."""
        if host in self._items:
            yield self._items[host]
        ending = host.removeprefix("*")
        for length in sorted(self._endings, reverse=True):
            wildcard = f"*{ending[len(ending) - length :]}"
            if length <= len(ending) and wildcard != host and wildcard in self._items:
                yield self._items[wildcard]
