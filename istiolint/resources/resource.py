"""A Kubernetes object: a document with a kind, a name and a namespace."""

from __future__ import annotations

from istiolint.diagnostic import ObjectName
from istiolint.inputs.document import Document, Form
from istiolint.kinds import CLUSTER_SCOPED, POD_PATHS, RULE_FILE, Kind
from istiolint.syntax.node import Node

DEFAULT_NAMESPACE = "default"

_RULE_FILE = ObjectName(f"{RULE_FILE.group}/v1", RULE_FILE.name, None, None)


def known_as(document: Document) -> ObjectName | None:
    """The name of what rules see as a resource: an object, or a plain file of alert rules."""
    if document.form is Form.ALERT_RULES:
        return _RULE_FILE
    return document.object if document.form is Form.RESOURCE else None


class Resource:
    """One object in sight.

    ``namespace`` is the one written, else ``default``, where kubectl and istioctl put
    it; empty for kinds that have none. ``reported`` is false for context, on which a
    finding would be none of the user's question.
    """

    __slots__ = ("document", "kind", "name", "namespace", "pod", "reported")

    def __init__(self, document: Document, said: ObjectName, *, reported: bool = True) -> None:
        self.document = document
        self.kind = Kind.of(said.api_version, said.kind)
        self.name = said.name or ""
        scoped = self.kind not in CLUSTER_SCOPED
        self.namespace = (said.namespace or DEFAULT_NAMESPACE) if scoped else ""
        self.reported = reported
        self.pod = _pod(document.root, self.kind)
        """The pod or pod template in it: a mapping with ``metadata`` and ``spec``."""

    def __repr__(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name} in {self.path}"

    @property
    def path(self) -> str:
        """The file it is in."""
        return self.document.source.path

    @property
    def paths(self) -> tuple[str, ...]:
        """The files in which a finding about it may be reported."""
        return (self.path,)

    @property
    def root(self) -> Node:
        """The mapping with ``apiVersion`` and ``kind``."""
        return self.document.root

    @property
    def at(self) -> Node:
        """What to point at when the whole object is meant: its name, else its kind."""
        root = self.document.root
        return root.scalar("metadata", "name") or root.scalar("kind") or root


def _pod(root: Node, kind: Kind) -> Node | None:
    path = POD_PATHS.get(kind)
    return root.at(*path) if path is not None else None
