"""Objects that hold certificates: what each of their entries is for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from istiolint.kinds import CONFIG_MAP, ISTIO_SYSTEM, MUTATING_WEBHOOK, SECRET, VALIDATING_WEBHOOK
from istiolint.resources.certificates import Certificate, certificates, has_private_key
from istiolint.resources.resource import Resource
from istiolint.syntax.encoded import decoded
from istiolint.syntax.node import Entry, Node

HOLDERS_OF_CERTIFICATES = (SECRET, CONFIG_MAP, MUTATING_WEBHOOK, VALIDATING_WEBHOOK)
"""The kinds of objects that :func:`holders` reads."""


class Part(StrEnum):
    """What an entry is for."""

    SIGNER = "the certificate that istiod signs with"
    SERVER = "the certificate of a server"
    KEY = "a private key"
    CHAIN = "the chain to the root"
    ROOTS = "the certificates that are trusted"


class Use(StrEnum):
    """What an object is for."""

    PLUGGED_CA = "a CA of one's own for istiod"
    OWN_CA = "the CA that istiod made itself"
    SERVER = "a server"
    TRUST = "what is trusted"


class Item(NamedTuple):
    """One entry: ``at`` is its key. ``text`` is what is in it, decoded.

    ``text`` is ``None`` for what is filled in later, and where ``is_base64`` says that it cannot
    be decoded.
    """

    name: str
    part: Part
    at: Node
    text: str | None
    is_base64: bool = True

    @property
    def certificates(self) -> list[Certificate]:
        """The certificates in it, as far as they can be read."""
        return certificates(self.text) or [] if self.text else []

    @property
    def problem(self) -> str | None:
        """Why it is not what it should be; ``None`` if it is, is empty or is not known."""
        if not self.is_base64:
            return "is not base64"
        if self.text is None or not self.text.strip():
            return None
        if self.part is Part.KEY:
            return None if has_private_key(self.text) else "has no private key in PEM"
        found = certificates(self.text)
        if found is None:
            return "has a certificate that cannot be read"
        if not found and has_private_key(self.text):
            return "has a private key where a certificate belongs"
        return None if found else "has no certificate in PEM"


class Holder(NamedTuple):
    """An object, or a part of one, with entries that belong together."""

    use: Use
    at: Node
    items: Mapping[str, Item]
    missing: tuple[str, ...] = ()
    """Entries that have to be there and are not."""

    def of(self, part: Part) -> Item | None:
        """Its entry for something, if there is one."""
        return next((each for each in self.items.values() if each.part is part), None)

    def all_of(self, part: Part) -> list[Certificate]:
        """The certificates of its entry for something."""
        item = self.of(part)
        return item.certificates if item is not None else []


_CACERTS = {
    "ca-cert.pem": Part.SIGNER,
    "ca-key.pem": Part.KEY,
    "root-cert.pem": Part.ROOTS,
    "cert-chain.pem": Part.CHAIN,
}
_CACERTS_TLS = {"tls.crt": Part.SIGNER, "tls.key": Part.KEY, "ca.crt": Part.ROOTS}
_OWN_CA = {"ca-cert.pem": Part.SIGNER, "ca-key.pem": Part.KEY}
_TLS = {"tls.crt": Part.SERVER, "tls.key": Part.KEY, "ca.crt": Part.ROOTS}
_GENERIC = {"cert": Part.SERVER, "key": Part.KEY, "cacert": Part.ROOTS}
_TRUST = {"ca.crt": Part.ROOTS, "cacert": Part.ROOTS}


def holders(resource: Resource) -> Iterator[Holder]:
    """What an object holds, of certificates that have to do with a mesh."""
    if resource.kind == SECRET:
        found = _secret(resource)
        if found is not None:
            yield found
    elif resource.kind == CONFIG_MAP:
        if resource.name.startswith("istio-ca-root-cert"):
            entries = {entry.name: entry for entry in resource.root.entries("data")}
            items = _items(entries, {"root-cert.pem": Part.ROOTS}, encoded=())
            yield Holder(Use.TRUST, resource.at, items)
    else:
        yield from _webhooks(resource)


def items(resource: Resource) -> Iterator[Item]:
    """All entries of what an object holds."""
    return (item for holder in holders(resource) for item in holder.items.values())


def _secret(resource: Resource) -> Holder | None:
    """What a Secret holds; what is plain in ``stringData`` replaces what is in ``data``."""
    encoded = {entry.name: entry for entry in resource.root.entries("data")}
    plain = {entry.name: entry for entry in resource.root.entries("stringData")}
    entries = encoded | plain
    names = [name for name in encoded if name not in plain]
    kind = resource.root.text("type")
    is_tls = kind is not None and kind.value == "kubernetes.io/tls"
    use, parts, needed = _purpose(resource, entries, is_tls=is_tls)
    if use is None:
        return None
    items = _items(entries, parts, encoded=names)
    return Holder(use, resource.at, items, tuple(name for name in needed if name not in entries))


_Purpose = tuple[Use | None, Mapping[str, Part], tuple[str, ...]]


def _purpose(resource: Resource, entries: Mapping[str, Entry], *, is_tls: bool) -> _Purpose:
    """What a Secret is for, what its entries are, and which of them it has to have."""
    known = _CACERTS.keys() | _CACERTS_TLS.keys()
    is_ours = resource.namespace == ISTIO_SYSTEM or not known.isdisjoint(entries)
    if resource.name == "cacerts" and is_ours:
        parts = _CACERTS_TLS if "tls.crt" in entries else _CACERTS
        return Use.PLUGGED_CA, parts, tuple(parts)
    if resource.name == "istio-ca-secret":
        return Use.OWN_CA, _OWN_CA, ()
    if is_tls or {"tls.crt", "tls.key"} <= entries.keys():
        return Use.SERVER, _TLS, ("tls.crt", "tls.key")
    if _is_pem(entries.get("cert")) and "key" in entries:
        return Use.SERVER, _GENERIC, ()
    if any(_is_pem(entries.get(name)) for name in _TRUST):
        return Use.TRUST, _TRUST, ()
    return None, {}, ()


def _is_pem(entry: Entry | None) -> bool:
    """Whether an entry of a common name is a certificate, plain or in base64."""
    return entry is not None and entry.value.value.lstrip().startswith(("-----BEGIN ", "LS0tLS1"))


def _items(
    entries: Mapping[str, Entry], parts: Mapping[str, Part], encoded: Collection[str]
) -> dict[str, Item]:
    found = {}
    for name, part in parts.items():
        entry = entries.get(name)
        if entry is not None and entry.value.is_scalar:
            found[name] = _item(name, part, entry, is_encoded=name in encoded)
    return found


def _item(name: str, part: Part, entry: Entry, *, is_encoded: bool) -> Item:
    value = entry.value
    if value.is_unknown:
        return Item(name, part, entry.key, None)
    text = _decoded(value.value) if is_encoded else value.value
    return Item(name, part, entry.key, text, is_base64=text is not None)


def _decoded(text: str) -> str | None:
    """The text behind base64; ``None`` if it is none."""
    data = decoded(text)
    return None if data is None else data.decode("utf-8", "replace")


def _webhooks(resource: Resource) -> Iterator[Holder]:
    """What the API server trusts when it calls istiod."""
    for webhook in resource.root.items("webhooks"):
        service = webhook.text("clientConfig", "service", "name")
        is_ours = "istio" in resource.name or (service and service.value.startswith("istiod"))
        client = webhook.at("clientConfig")
        if is_ours and client is not None and client.is_mapping:
            entries = {entry.name: entry for entry in client.entries()}
            items = _items(entries, {"caBundle": Part.ROOTS}, encoded=("caBundle",))
            yield Holder(Use.TRUST, resource.at, items)
