"""The pods of istiod as selectors see them, and where they run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from istiolint.resources.labels import Labels
from istiolint.resources.network_policy import Pod, Policy

if TYPE_CHECKING:
    from istiolint.install.install import Install

USUAL_NAMESPACE = "istio-system"

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


def names_istiod(policy: Policy, namespace: str) -> bool:
    """Whether a policy is about the istiod of a namespace and not about all pods there."""
    pods = (Pod(labels, namespace) for labels in ISTIOD)
    return any(map(policy.selects, pods)) and policy.selects(Pod(_ANOTHER, namespace)) is False


def namespace_of(install: Install) -> str:
    """Where an install puts its istiod."""
    released = (each.release.namespace for each in install.trees if each.release.namespace)
    return next(released, None) or install.setting("global.istioNamespace").text or USUAL_NAMESPACE
