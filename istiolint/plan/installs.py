"""What installs run: istiod, gateways, and on every node istio-cni and ztunnel."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.install.install import Install
from istiolint.install.naming import namespace, revision
from istiolint.plan.demand import of_setting
from istiolint.plan.part import Part, Role
from istiolint.plan.replicas import Count, Scaling, on_nodes
from istiolint.plan.replicas import of_setting as count_of_setting
from istiolint.plan.workloads import Found, place_of
from istiolint.schema.timeline import keys_of

_ISTIOD = Scaling(
    "pilot.autoscaleEnabled", "pilot.autoscaleMin", "pilot.autoscaleMax", "pilot.replicaCount"
)
_GATEWAY = Scaling(
    "autoscaling.enabled", "autoscaling.minReplicas", "autoscaling.maxReplicas", "replicaCount"
)
_OLD_GATEWAY = Scaling("autoscaleEnabled", "autoscaleMin", "autoscaleMax", "replicaCount")
_ON_NODES = {"cni": (Role.CNI, "istio-cni-node"), "ztunnel": (Role.ZTUNNEL, "ztunnel")}


def parts_of(install: Install, nodes: int | None) -> Iterator[Found]:
    """The parts that come out of an install."""
    if install.deploys("istiod"):
        own = revision(install)
        name = "istiod" if own == "default" else f"istiod-{own}"
        count = count_of_setting(install, _ISTIOD)
        yield _found(install, Role.CONTROL_PLANE, name, count, "pilot.resources")
    if install.deploys("gateway"):
        for root in install.gateways:
            yield _gateway(install, root, nodes)
    for chart, (role, name) in _ON_NODES.items():
        if install.deploys(chart):
            yield _found(install, role, name, on_nodes(nodes), f"{chart}.resources")


def _gateway(install: Install, root: str, nodes: int | None) -> Found:
    """A gateway of a chart; that of the ``gateway`` chart may be a DaemonSet."""
    key = keys_of(root)[-1]
    is_old = root.startswith("gateways")
    name = key if is_old else install.peek(f"{root}.name").text or key.removeprefix("gateway/")
    kind = install.peek(f"{root}.kind").text or "Deployment"
    if kind == "DaemonSet":
        count = on_nodes(nodes)
    else:
        keys = _OLD_GATEWAY if is_old else _GATEWAY
        count = count_of_setting(install, Scaling(*(f"{root}.{key}" for key in keys)))
    return _found(install, Role.GATEWAY, name, count, f"{root}.resources", kind)


def _found(
    install: Install, role: Role, name: str, count: Count, resources: str, kind: str = ""
) -> Found:
    """A part with what its chart requests."""
    kind = kind or ("DaemonSet" if role in (Role.CNI, Role.ZTUNNEL) else "Deployment")
    proxy = of_setting(install, resources)
    part = Part(role, kind, namespace(install), name, place_of(install.at), count.pods, proxy=proxy)
    return Found(part, count.reason)
