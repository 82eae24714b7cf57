"""Annotations and labels of an object and of the pods that it makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.kinds import POD
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Entry, Node


class Owner(NamedTuple):
    """What annotations and labels belong to: an object, or the pods of its template."""

    kind: str
    """``Pod`` for a pod template as well."""
    metadata: Node
    is_template: bool = False

    def annotations(self) -> Iterator[Entry]:
        """Its annotations."""
        return self.metadata.entries("annotations")

    def labels(self) -> Iterator[Entry]:
        """Its labels."""
        return self.metadata.entries("labels")

    def has(self, what: str, name: str) -> bool:
        """Whether it has an annotation or a label (``annotations``, ``labels``)."""
        return self.metadata.at(what, name) is not None

    @property
    def is_pod(self) -> bool:
        """Whether it is a pod or a pod template."""
        return self.kind == POD.name


def owners(resource: Resource) -> list[Owner]:
    """The object itself, then its pod template if it has one."""
    metadata, pod = resource.root.at("metadata"), resource.pod
    template = pod.at("metadata") if pod is not None and pod is not resource.root else None
    found = [Owner(resource.kind.name, metadata)] if metadata is not None else []
    if template is not None and resource.kind != POD:
        found.append(Owner(POD.name, template, is_template=True))
    return found
