"""How traffic gets to the proxies, as far as the files in sight tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from istiolint.kinds import DAEMON_SET, GITOPS, ISTIO_OPERATOR
from istiolint.project.members import Mode

if TYPE_CHECKING:
    from istiolint.install.install import Install
    from istiolint.project.project import Project
    from istiolint.syntax.node import Node

INTERCEPTION_KINDS = (DAEMON_SET, ISTIO_OPERATOR, *GITOPS)
"""The kinds whose objects show that istio-cni or ztunnel is installed."""

_WITH_CNI = ("ambient", "openshift", "openshift-ambient")
"""Profiles of istioctl that install istio-cni."""

_COMPONENTS = {"istio-cni-node": "cni", "ztunnel": "ztunnel"}


def components(project: Project) -> frozenset[str]:
    """Which of ``cni`` and ``ztunnel`` are certainly installed."""
    found: set[str] = set()
    for kind in INTERCEPTION_KINDS:
        for resource in project.of_kind(kind):
            if kind == DAEMON_SET:
                found.add(_COMPONENTS.get(resource.name, ""))
            elif kind == ISTIO_OPERATOR:
                found |= {each for each in _COMPONENTS.values() if _has(resource.root, each)}
            else:
                found |= {tree.release.chart or "" for tree in resource.document.trees}
    return frozenset(found & set(_COMPONENTS.values()))


def uses_istio_cni(project: Project) -> bool | None:
    """Whether istio-cni takes the place of istio-init; ``None`` where no install is in sight."""
    if "cni" in components(project):
        return True
    said = [uses_cni(each) for each in project.installs if each.deploys_istiod]
    return None if not said or None in said else any(said)


def uses_cni(install: Install) -> bool | None:
    """Whether istiod injects for istio-cni; ``None`` where that cannot be told.

    Up to 1.23 the charts had another key for it, and istioctl sets it with its component.
    Other files may add to a bare file of values, so that only what is written there counts.
    """
    root = install.document.root if install.document.kind == ISTIO_OPERATOR else None
    component = root.at("spec", "components", "cni", "enabled") if root is not None else None
    if component is not None:
        meaning = component.meaning
        return meaning if isinstance(meaning, bool) else None
    chosen = root.scalar("spec", "profile") if root is not None else None
    if chosen is not None and (chosen.is_unknown or chosen.value in _WITH_CNI):
        return None if chosen.is_unknown else True
    keys = ("pilot.cni.enabled", "istio_cni.enabled")
    said = [install.setting(key) for key in keys]
    if any(each.flag for each in said):
        return True
    is_told = install.complete or any(each.is_written for each in said)
    is_off = all(each.is_absent or each.flag is False for each in said)
    return False if is_told and is_off else None


def is_ambient(project: Project) -> bool:
    """Whether something in sight is in ambient mode, or installed for it."""
    members = project.members
    some = any(members.mode_of(each) is Mode.AMBIENT for each in members.namespaces)
    return some or "ztunnel" in components(project)


def _has(root: Node, component: str) -> bool:
    enabled = root.at("spec", "components", component, "enabled")
    return enabled is not None and enabled.meaning is True
