"""Annotations and labels of an object and of the pods that it makes."""

from __future__ import annotations

from functools import lru_cache

from istiolint.kinds import POD
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Entry, Node


class Owner:
    """What annotations and labels belong to: an object, or the pods of its template."""

    __slots__ = ("_annotations", "_labels", "is_template", "kind", "metadata")

    def __init__(self, kind: str, metadata: Node, *, is_template: bool = False) -> None:
        self.kind = kind
        """``Pod`` for a pod template as well."""
        self.metadata = metadata
        self.is_template = is_template
        self._annotations: list[Entry] | None = None
        self._labels: list[Entry] | None = None

    def annotations(self) -> list[Entry]:
        """Its annotations."""
        if self._annotations is None:
            self._annotations = list(self.metadata.entries("annotations"))
        return self._annotations

    def labels(self) -> list[Entry]:
        """Its labels."""
        if self._labels is None:
            self._labels = list(self.metadata.entries("labels"))
        return self._labels

    def has(self, what: str, name: str) -> bool:
        """Whether it has an annotation or a label (``annotations``, ``labels``)."""
        return self.metadata.at(what, name) is not None

    @property
    def is_pod(self) -> bool:
        """Whether it is a pod or a pod template."""
        return self.kind == POD.name


@lru_cache(maxsize=8)  # rules are asked about one object after the other
def owners(resource: Resource) -> tuple[Owner, ...]:
    """The object itself, then its pod template if it has one."""
    metadata, pod = resource.root.at("metadata"), resource.pod
    template = pod.at("metadata") if pod is not None and pod is not resource.root else None
    found = [Owner(resource.kind.name, metadata)] if metadata is not None else []
    if template is not None and resource.kind != POD:
        found.append(Owner(POD.name, template, is_template=True))
    return tuple(found)
