"""Which pods the injector adds a sidecar to, and what such a sidecar requests by default."""

from __future__ import annotations

from collections.abc import Iterable

from istiolint.install.install import Install
from istiolint.plan.amounts import Demand
from istiolint.plan.demand import of_setting
from istiolint.project.members import INJECT, INJECTION, REVISION, Members, Mode
from istiolint.project.project import Project
from istiolint.project.revisions import DEFAULT, revision_of
from istiolint.resources.labels import Labels, labels_of
from istiolint.resources.quantity import ONE
from istiolint.syntax.node import Node

NEVER_INJECTED = frozenset(("kube-system", "kube-public", "kube-node-lease", "local-path-storage"))
"""The namespaces that istiod refuses to inject. Source: ``IgnoredNamespaces`` of its injector."""

_FALSE = frozenset(("false",))

INJECTED = "sidecar.istio.io/status"
"""The annotation of pods that were injected already."""

SIDECAR_RESOURCES = "global.proxy.resources"
WAYPOINT_RESOURCES = "global.waypoint.resources"
_WAYPOINTS_SINCE = 24
_OLD_WAYPOINT = Demand(128 * ONE << 20, ONE // 10)  # in the template, before there was a key
_EVERYWHERE = "sidecarInjectorWebhook.enableNamespacesByDefault"

UNKNOWN_DEMAND = Demand(None, None)


class Injection:
    """The injectors of a project, asked about its pods."""

    def __init__(self, project: Project) -> None:
        self._members: Members = project.members
        self._closed_world = project.closed_world
        self._planes = [each for each in project.installs if each.deploys_istiod]
        said = [each.peek(_EVERYWHERE) for each in self._planes]
        is_off = all(each.is_absent or each.flag is False for each in said)
        is_on = any(each.flag for each in said)
        self._by_default = True if is_on else False if is_off else None

    def mode(self, namespace: str, pod: Node) -> Mode | None:
        """What takes the traffic of a pod; ``None`` where that is not in sight."""
        labels = labels_of(pod.at("metadata", "labels"))
        if pod.scalar("metadata", "annotations", INJECTED) is not None:
            return Mode.SIDECAR
        mode = self._by_labels(namespace, labels)
        if mode in (Mode.NONE, Mode.AMBIENT):
            return mode
        return Mode.NONE if _is_refused(namespace, labels, pod) else mode

    def _by_labels(self, namespace: str, pod: Labels) -> Mode | None:
        mode = self._members.mode(namespace, pod)
        around = self._members.namespaces.get(namespace)
        if around is None and mode is None and self._closed_world:
            around, mode = Labels(complete=True), Mode.NONE
        says_nothing = around is not None and not around.known.keys() & {INJECTION, REVISION}
        if mode is Mode.NONE and says_nothing and INJECT not in pod.known:
            return Mode.SIDECAR if self._by_default else mode if self._by_default is False else None
        return mode

    def usual(self, namespace: str, pod: Node) -> Demand:
        """What the sidecar of a pod requests that says nothing about it."""
        planes = self._injectors(namespace, labels_of(pod.at("metadata", "labels")))
        return _agreed(of_setting(each, SIDECAR_RESOURCES) for each in planes)

    def changes_gateways(self) -> bool:
        """Whether an install changes what istiod makes for Gateways, as it may since 1.26."""
        return any(each.peek("gatewayClasses").value for each in self._planes)

    def managed(self, *, is_waypoint: bool) -> Demand:
        """What a pod requests that istiod makes for a Gateway; waypoints have their own key."""
        return _agreed(_managed(each, is_waypoint=is_waypoint) for each in self._planes)

    def _injectors(self, namespace: str, pod: Labels) -> list[Install]:
        """The installs of the revision that injects a pod; all of them where that is not told."""
        around = self._members.labels_of(namespace).known
        wanted = around.get(REVISION) if INJECTION not in around else frozenset((DEFAULT,))
        wanted = pod.known.get(REVISION) or wanted or frozenset((DEFAULT,))
        found = [each for each in self._planes if revision_of(each) in wanted]
        return found or self._planes


def _managed(install: Install, *, is_waypoint: bool) -> Demand:
    if not is_waypoint:
        return of_setting(install, SIDECAR_RESOURCES)
    if install.target.minor < _WAYPOINTS_SINCE:
        return _OLD_WAYPOINT
    return of_setting(install, WAYPOINT_RESOURCES)


def _is_refused(namespace: str, labels: Labels, pod: Node) -> bool:
    """Whether istiod leaves a pod alone that its webhook shows it."""
    host = pod.at("spec", "hostNetwork")
    if labels.has_one_of(INJECT, _FALSE):
        return True
    said = pod.scalar("metadata", "annotations", INJECT)
    is_opted_out = INJECT not in labels.known and said is not None and said.value == "false"
    return (
        namespace in NEVER_INJECTED or is_opted_out or (host is not None and host.meaning is True)
    )


def _agreed(demands: Iterable[Demand]) -> Demand:
    """What several installs have in common; unknown where they differ, or there is none."""
    found = list(demands)
    if not found:
        return UNKNOWN_DEMAND
    units = ({each.memory for each in found}, {each.cpu for each in found})
    return Demand(*(each.pop() if len(each) == 1 else None for each in units))
