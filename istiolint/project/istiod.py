"""The pods of istiod as selectors see them, and where they run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from istiolint.kinds import ISTIO_SYSTEM
from istiolint.project.managed import AZURE_NAMESPACE
from istiolint.resources.labels import Labels
from istiolint.resources.network_policy import Pod, Policy

if TYPE_CHECKING:
    from istiolint.install.install import Install
    from istiolint.project.project import Project
    from istiolint.syntax.node import Node


_REVISION = frozenset(("istio.io/rev",))
_OF_ISTIOD = {
    "app": "istiod",
    "operator.istio.io/component": "Pilot",
    "sidecar.istio.io/inject": "false",
    "app.kubernetes.io/name": "istiod",
}
_OF_OTHERS = dict.fromkeys((*_OF_ISTIOD, "istio"), "(another)")


def _labels(said: Mapping[str, str]) -> Labels:
    return Labels({key: frozenset((value,)) for key, value in said.items()}, free=_REVISION)


# The label ``istio`` has one value without and one with a revision; the others are those
# that the chart gives to every istiod.
ISTIOD = tuple(_labels({**_OF_ISTIOD, "istio": value}) for value in ("pilot", "istiod"))
_ANOTHER = _labels(_OF_OTHERS)


class About(NamedTuple):
    """The policies that may be about the istiod of a namespace.

    ``named`` are those about it alone, ``speakers`` those that isolate it, in the order in
    which they are to be reported.
    """

    namespace: str
    all: list[Policy]
    named: list[Policy]
    speakers: list[Policy]


class Spoken(NamedTuple):
    """An istiod that policies isolate, as the one to report sees it.

    ``group`` are all policies that may be about it, ``named`` those about it alone.
    ``is_sure`` is whether it is known to run there.
    """

    namespace: str
    at: Node
    group: list[Policy]
    named: list[Policy]
    is_sure: bool

    @property
    def opens_nothing(self) -> bool:
        """Whether no connection at all gets through."""
        return all(each.ingress is None or each.ingress.opens_nothing for each in self.group)


def names_istiod(policy: Policy, namespace: str) -> bool:
    """Whether a policy is about the istiod of a namespace and not about all pods there."""
    pods = (Pod(labels, namespace) for labels in ISTIOD)
    return any(map(policy.selects, pods)) and policy.selects(Pod(_ANOTHER, namespace)) is False


def homes_of(project: Project) -> set[str]:
    """The namespaces in which installs, or the pods in sight, put an istiod."""
    found = {namespace_of(each) for each in project.installs if each.deploys_istiod}
    for namespace, pods in project.members.pods.items():
        if any(labels.has_one_of("app", frozenset(("istiod",))) for _, labels in pods):
            found.add(namespace)
    return found


def namespace_of(install: Install) -> str:
    """Where an install puts its istiod."""
    released = (each.release.namespace for each in install.trees if each.release.namespace)
    return next(released, None) or install.setting("global.istioNamespace").text or ISTIO_SYSTEM


def istiod_namespaces(project: Project) -> Mapping[str, bool]:
    """Where istiod runs, and whether that is known from more than its usual place.

    There is none in the cluster where Google runs all of it.
    """
    said, managed = homes_of(project), project.managed
    is_known = bool(said) or project.closed_world
    said |= {AZURE_NAMESPACE} if managed.by_azure else set()
    usual: set[str] = set() if managed.by_google else {ISTIO_SYSTEM}
    return dict.fromkeys(sorted(said or usual), is_known)
