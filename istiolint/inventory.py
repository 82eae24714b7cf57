"""What makes up a mesh, each with a digest of its content: to back up, restore and compare.

A digest is the SHA-256 of the object as canonical JSON: keys in order, no spaces, values as
Kubernetes reads them. Comments, quotes and the order of keys do not count, nor does what the
API server adds or in which version of its API an object is written, so that a file and an
export of the same object from a cluster agree.

Digests are not salted. A salt would have to travel with the inventory to compare anything, and
would then hide nothing. What is digested of Secrets is private keys and tokens, which nobody
can guess; Secrets that may hold words of people are not listed.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from istiolint.inputs.document import Document, Form, Role
from istiolint.kinds import (
    CONFIG_MAP,
    MESH_GROUPS,
    NETWORK_POLICIES,
    SECRET,
    WORKLOADS,
    Kind,
    is_istio,
)
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

WEBHOOKS = "admissionregistration.k8s.io"
CA_SECRETS = ("cacerts", "istio-ca-secret")
ROOT_MAP = "istio-ca-root-cert"
CLUSTER_LABEL = "istio/multiCluster"

OF_THE_SERVER = (
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
)
"""Metadata that the API server writes."""

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


class Identity(NamedTuple):
    """What the API server knows an object by; the version it is written in is content."""

    group: str
    kind: str
    namespace: str
    name: str


class Item(NamedTuple):
    """An object, where it is written, and the digest of its content in hexadecimal."""

    api_version: str
    kind: str
    namespace: str
    """Empty for kinds that have none."""
    name: str
    path: str
    line: int
    sha256: str

    @property
    def identity(self) -> Identity:
        """Which object it is, wherever it is written."""
        kind = Kind.of(self.api_version, self.kind)
        return Identity(kind.group, kind.name, self.namespace, self.name)


class Change(NamedTuple):
    """An object whose content is another; it may have moved as well."""

    before: Item
    after: Item


class Comparison(NamedTuple):
    """How one inventory differs from an earlier one."""

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both have the same objects with the same content."""
        return not (self.added or self.removed or self.changed)


def inventory(documents: Iterable[Document]) -> list[Item]:
    """The objects of the mesh among documents, by kind, namespace, name and place."""
    resources = (Resource(each, each.object) for each in documents if each.object is not None)
    found = (_item(each) for each in resources if _belongs(each))
    return sorted(found, key=lambda each: (each.identity, each.path, each.line))


def compare(before: Iterable[Item], after: Iterable[Item]) -> Comparison:
    """What was added, removed and changed; an object that has only moved is the same."""
    old, new = _by_identity(before), _by_identity(after)
    added: list[Item] = []
    removed: list[Item] = []
    changed: list[Change] = []
    for identity in sorted({*old, *new}):
        was, now = old.get(identity, []), new.get(identity, [])
        pairs = [*_pairs(was, now, "path"), *_pairs(was, now, "sha256"), *_pairs(was, now, "kind")]
        changed += (each for each in pairs if each.before.sha256 != each.after.sha256)
        removed += was
        added += now
    return Comparison(tuple(added), tuple(removed), tuple(changed))


def _by_identity(items: Iterable[Item]) -> dict[Identity, list[Item]]:
    found: dict[Identity, list[Item]] = {}
    for each in items:
        found.setdefault(each.identity, []).append(each)
    return found


def _pairs(was: list[Item], now: list[Item], field: str) -> Iterator[Change]:
    """Take items of one identity that agree in a field out of both lists."""
    for before in list(was):
        same = (each for each in now if getattr(each, field) == getattr(before, field))
        after = next(same, None)
        if after is not None:
            was.remove(before)
            now.remove(after)
            yield Change(before, after)


def _belongs(resource: Resource) -> bool:
    """Whether an object is part of the mesh's configuration."""
    kind, name, document = resource.kind, resource.name, resource.document
    if document.form is not Form.RESOURCE:
        return False
    if kind == SECRET:
        is_of_cluster = resource.root.at("metadata", "labels", CLUSTER_LABEL) is not None
        return name in CA_SECRETS or is_of_cluster
    if kind == CONFIG_MAP:
        return name == ROOT_MAP or any(tree.role is Role.MESH_CONFIG for tree in document.trees)
    if kind.group == WEBHOOKS:
        return "istio" in name
    holds_settings = bool(document.trees) and kind not in WORKLOADS
    return is_istio(kind) or kind.group in MESH_GROUPS or kind in NETWORK_POLICIES or holds_settings


def _item(resource: Resource) -> Item:
    api_version = resource.root.scalar("apiVersion")
    return Item(
        api_version.value if api_version is not None else "",
        resource.kind.name,
        resource.namespace,
        resource.name,
        resource.path,
        resource.root.location.start.line,
        digest(resource),
    )


def digest(resource: Resource) -> str:
    """The SHA-256 of an object's canonical content, in hexadecimal."""
    text = json.dumps(_content(resource), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _content(resource: Resource) -> dict[str, Any]:
    """An object without what the API server adds; texts of a Secret as it encodes them."""
    content: dict[str, Any] = {
        entry.name: _plain(entry.value)
        for entry in resource.root.entries()
        if entry.name != "status"
    }
    content["apiVersion"] = resource.kind.group
    metadata = content.get("metadata")
    if isinstance(metadata, dict):
        content["metadata"] = _written({**metadata, "namespace": resource.namespace})
    texts = content.get("stringData")
    if resource.kind == SECRET and isinstance(texts, dict):
        del content["stringData"]
        data = content.get("data")
        encoded = {key: b64encode(str(each).encode()).decode() for key, each in texts.items()}
        content["data"] = {**(data if isinstance(data, dict) else {}), **encoded}
    return content


def _written(metadata: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in metadata.items() if key not in OF_THE_SERVER}
    annotations = kept.get("annotations")
    if isinstance(annotations, dict):
        annotations.pop(LAST_APPLIED, None)
        if not annotations:
            del kept["annotations"]
    return kept


def _plain(node: Node) -> Any:
    """A tree of nodes as JSON has it; what is filled in later is a text."""
    if node.is_scalar:
        return node.value if node.is_unknown else node.meaning
    if node.is_sequence:
        return [_plain(each) for each in node.items()]
    return {entry.name: _plain(entry.value) for entry in node.entries()}
