"""How the pods of a namespace are part of the mesh, as far as the files tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from istiolint.kinds import NAMESPACE, WORKLOADS
from istiolint.resources.labels import ANY, Labels, labels_of

if TYPE_CHECKING:
    from istiolint.project.project import Project
    from istiolint.resources.resource import Resource

INJECTION = "istio-injection"
REVISION = "istio.io/rev"
DATAPLANE = "istio.io/dataplane-mode"
PROXY = "istio-proxy"
INJECT = "sidecar.istio.io/inject"


class Mode(Enum):
    """What takes the traffic of a pod."""

    SIDECAR = "sidecar"
    AMBIENT = "ambient"
    NONE = "none"


class Members:
    """The namespaces and pod templates in sight, asked about their part in the mesh."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def namespaces(self) -> Mapping[str, Labels]:
        """The labels of the namespaces in sight."""
        found = self._project.of_kind(NAMESPACE)
        return {each.name: labels_of(each.root.at("metadata", "labels")) for each in found}

    @cached_property
    def pods(self) -> Mapping[str, list[tuple[Resource, Labels]]]:
        """The pod templates in sight with their labels, by namespace."""
        found: dict[str, list[tuple[Resource, Labels]]] = {}
        for kind in WORKLOADS:
            for each in self._project.of_kind(kind):
                pod = each.pod
                labels = labels_of(pod.at("metadata", "labels") if pod is not None else None)
                found.setdefault(each.namespace, []).append((each, labels))
        return found

    def labels_of(self, namespace: str) -> Labels:
        """The labels of a namespace; unknown for one that is not in sight."""
        return self.namespaces.get(namespace, Labels())

    def mode_of(self, namespace: str) -> Mode | None:
        """What a namespace does with pods that say nothing; ``None`` where that is unknown."""
        labels = self.namespaces.get(namespace)
        if labels is None:
            return None
        injection = labels.known.get(INJECTION)
        if injection == ANY:
            return None
        if injection == _ENABLED or (injection is None and REVISION in labels.known):
            return Mode.SIDECAR
        is_ambient = labels.has_one_of(DATAPLANE, _AMBIENT)
        return None if is_ambient is None else Mode.AMBIENT if is_ambient else Mode.NONE

    def mode(self, namespace: str, pod: Labels) -> Mode | None:
        """What takes the traffic of a pod; its own labels count before the namespace's."""
        usual = self.mode_of(namespace)
        if pod.has_one_of(INJECT, _FALSE):
            return Mode.NONE if usual is Mode.SIDECAR else usual
        if pod.has_one_of(INJECT, _TRUE) or pod.has(REVISION):
            return Mode.SIDECAR
        if pod.has_one_of(DATAPLANE, _AMBIENT):
            return Mode.AMBIENT if usual is Mode.NONE else usual or Mode.AMBIENT
        opts_out = usual is Mode.AMBIENT and pod.has_one_of(DATAPLANE, frozenset(("none",)))
        return Mode.NONE if opts_out else usual

    def mode_of_pod(self, resource: Resource, labels: Labels) -> Mode | None:
        """What takes the traffic of a pod template with its labels; it may have its sidecar."""
        pod = resource.pod
        lists = ("containers", "initContainers")
        containers = [e for key in lists for e in pod.items("spec", key)] if pod is not None else []
        names = {name.value for each in containers if (name := each.text("name")) is not None}
        return Mode.SIDECAR if PROXY in names else self.mode(resource.namespace, labels)


_AMBIENT = frozenset(("ambient",))
_ENABLED = frozenset(("enabled",))
_TRUE = frozenset(("true",))
_FALSE = frozenset(("false",))
