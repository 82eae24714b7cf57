"""The objects that the charts render, as far as settings end up in them.

Names and paths are those of the charts that istioctl uses, 1.16 to 1.31.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.install.forms import Steps
from istiolint.install.setting import Unknown

MAIN = "[main]"
"""The step to the container that a component is about."""

ANY = "[?]"
"""The step to some container."""


class Containers(NamedTuple):
    """The main container of a component, and whether it certainly is the only one."""

    main: str
    is_all: bool


_CONTAINERS = {
    "pilot": Containers("discovery", is_all=True),
    "cni": Containers("install-cni", is_all=False),
    "ztunnel": Containers("istio-proxy", is_all=True),
    "gateways": Containers("istio-proxy", is_all=False),
    "base": Containers("", is_all=False),
}


def containers(root: Steps) -> Containers:
    """The containers of a component, named by where its settings stand."""
    return _CONTAINERS[root[0]]


class Target(NamedTuple):
    """A place in a rendered object, and the settings that it is made from.

    ``how`` says what lies between the two: nothing (``tree``), a list of variables
    (``env``), a name put together (``image``), or more than can be told (``unknown``).
    """

    path: Steps
    settings: tuple[Steps, ...]
    how: str = "tree"
    container: str = ""


_POD = ("spec", "template", "spec")
_CONTAINER = (*_POD, "containers", MAIN)
_ROLLING = ("rollingUpdate",)

_TEMPLATE: dict[Steps, Steps] = {
    ("spec", "template", "metadata", "annotations"): ("podAnnotations",),
    ("spec", "template", "metadata", "labels"): ("podLabels",),
    **{
        (*_POD, name): (name,)
        for name in (
            "nodeSelector",
            "affinity",
            "tolerations",
            "topologySpreadConstraints",
            "securityContext",
            "volumes",
            "initContainers",
            "terminationGracePeriodSeconds",
        )
    },
    (*_CONTAINER, "resources"): ("resources",),
    (*_CONTAINER, "volumeMounts"): ("volumeMounts",),
    (*_CONTAINER, "envFrom"): ("envVarFrom",),
}
_DEPLOYMENT: dict[Steps, Steps] = {
    **_TEMPLATE,
    ("metadata", "labels"): ("deploymentLabels",),
    ("spec", "replicas"): ("replicaCount",),
    ("spec", "strategy", *_ROLLING, "maxSurge"): ("rollingMaxSurge",),
    ("spec", "strategy", *_ROLLING, "maxUnavailable"): ("rollingMaxUnavailable",),
}
_SCALER: dict[Steps, Steps] = {
    ("spec", "minReplicas"): ("autoscaleMin",),
    ("spec", "maxReplicas"): ("autoscaleMax",),
    ("spec", "behavior"): ("autoscaleBehavior",),
}
_BUDGET: dict[Steps, Steps] = {
    ("spec", name): ("pdb", name)
    for name in ("minAvailable", "maxUnavailable", "unhealthyPodEvictionPolicy")
}
_SERVICE: dict[Steps, Steps] = {
    ("metadata", "annotations"): ("serviceAnnotations",),
    **{
        ("spec", name): (name,)
        for name in (
            "ipFamilies",
            "ipFamilyPolicy",
            "trafficDistribution",
            "type",
            "ports",
            "loadBalancerIP",
            "loadBalancerSourceRanges",
            "externalTrafficPolicy",
        )
    },
}
_SCALED: dict[str, dict[Steps, Steps]] = {
    "Deployment": _DEPLOYMENT,
    "HorizontalPodAutoscaler": _SCALER,
    "PodDisruptionBudget": _BUDGET,
    "Service": _SERVICE,
}
_ACCOUNT = ("metadata", "annotations")
_DAEMON_SET: dict[Steps, Steps] = {**_TEMPLATE, ("spec", "updateStrategy"): ("updateStrategy",)}
_OBJECTS: dict[str, dict[str, dict[Steps, Steps]]] = {
    "pilot": {**_SCALED, "ServiceAccount": {_ACCOUNT: ("serviceAccountAnnotations",)}},
    "gateways": {**_SCALED, "ServiceAccount": {_ACCOUNT: ("serviceAccount", "annotations")}},
    "cni": {"DaemonSet": _DAEMON_SET},
    "ztunnel": {"DaemonSet": _DAEMON_SET},
}
_IN_CONFIG_MAPS: dict[Steps, tuple[Steps, ...]] = {
    ("data", "mesh"): (("meshConfig",),),
    ("data", "config"): (("global", "proxy"), ("sidecarInjectorWebhook",)),
    ("data", "values"): (("global", "proxy"), ("sidecarInjectorWebhook",)),
}
_ARGUMENTS = (("keepaliveMaxServerConnectionAge",), ("extraContainerArgs",))
_WORKLOADS = ("Deployment", "DaemonSet", "StatefulSet")


def targets(root: Steps, kind: str) -> Iterator[Target]:
    """The places in an object of a component's that settings end up in."""
    name = root[0]
    for path, setting in _OBJECTS.get(name, {}).get(kind, {}).items():
        yield Target(path, ((*root, *setting),), container=containers(root).main)
    if kind in _WORKLOADS and kind in _OBJECTS.get(name, {}):
        yield from _in_main_container(root)
    if kind == "HorizontalPodAutoscaler" and name in ("pilot", "gateways"):
        metrics = ((*root, each, "targetAverageUtilization") for each in ("cpu", "memory"))
        yield Target(("spec", "metrics"), tuple(metrics), "unknown")
    if kind == "ConfigMap" and name == "pilot":
        for path, settings in _IN_CONFIG_MAPS.items():
            yield Target(path, settings, "unknown")


def _in_main_container(root: Steps) -> Iterator[Target]:
    main = containers(root).main
    yield Target((*_CONTAINER, "env"), ((*root, "env"),), "env", main)
    if root[0] != "gateways":
        parts = tuple((*root, part) for part in ("image", "hub", "tag"))
        yield Target((*_CONTAINER, "image"), parts, "image", main)
    if root[0] == "pilot":
        flags = tuple((*root, *flag) for flag in _ARGUMENTS)
        yield Target((*_CONTAINER, "args"), flags, "unknown", main)


def rendered(root: Steps, kind: str, name: str, revision: object) -> bool | None:
    """Whether a component has an object of that kind and name; ``None`` if unsure."""
    if root[0] == "pilot" and isinstance(revision, Unknown):
        return None
    names = _names(root, kind, revision)
    if names is not None:
        # Components have more services and config maps than those that settings end up in.
        is_sure = kind not in ("Service", "ConfigMap")
        return True if name in names else False if is_sure else None
    return False if kind in _WORKLOADS and root[0] in ("pilot", "gateways") else None


def _names(root: Steps, kind: str, revision: object) -> frozenset[str] | None:
    """The names of the objects of a kind, where all are known."""
    if root[0] == "pilot":
        return _of_istiod(kind, revision)
    if root[0] == "gateways" and kind in _SCALED:
        return frozenset(root[1:])
    if kind != "DaemonSet":
        return None
    return {"cni": frozenset({"istio-cni-node"}), "ztunnel": None}.get(root[0])


def _of_istiod(kind: str, revision: object) -> frozenset[str] | None:
    """Istiod's objects have the revision in their names; the default one goes without."""
    if kind not in (*_SCALED, "ConfigMap"):
        return None
    stems = ("istio", "istio-sidecar-injector", "values") if kind == "ConfigMap" else ("istiod",)
    ends = [f"-{revision}"] if revision else [""]
    if revision == "default":
        ends.append("")
    return frozenset(stem + end for stem in stems for end in ends)


ENV_OF_CHARTS = frozenset(
    [
        "CLUSTER_ID",
        "KUBECONFIG",
        "PILOT_CERT_PROVIDER",
        "PILOT_ENABLE_ANALYSIS",
        "PILOT_TRACE_SAMPLING",
        "POD_NAME",
        "POD_NAMESPACE",
        "REVISION",
        "SERVICE_ACCOUNT",
    ]
)
"""The variables that istiod has whatever the values say."""
