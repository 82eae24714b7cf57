"""What installs run: istiod, gateways, and on every node istio-cni and ztunnel."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.install.gateways import Gateway, gateways_of
from istiolint.install.install import Install
from istiolint.install.naming import namespace, revision
from istiolint.plan.demand import of_setting
from istiolint.plan.part import Part, Role
from istiolint.plan.replicas import Count, Scaling, on_nodes
from istiolint.plan.replicas import of_setting as count_of_setting
from istiolint.plan.workloads import Found, place_of

_ISTIOD = Scaling(
    "pilot.autoscaleEnabled", "pilot.autoscaleMin", "pilot.autoscaleMax", "pilot.replicaCount"
)
_EITHER_KIND = "whether it is a Deployment is not in the files"
_ON_NODES = {"cni": (Role.CNI, "istio-cni-node"), "ztunnel": (Role.ZTUNNEL, "ztunnel")}


def parts_of(install: Install, nodes: int | None) -> Iterator[Found]:
    """The parts that come out of an install."""
    if install.deploys("istiod"):
        own = revision(install)
        name = "istiod" if own == "default" else f"istiod-{own}"
        count = count_of_setting(install, _ISTIOD)
        yield _found(install, Role.CONTROL_PLANE, name, count, "pilot.resources")
    if install.deploys("gateway"):
        yield from (_gateway(each, nodes) for each in gateways_of(install))
    for chart, (role, name) in _ON_NODES.items():
        if install.deploys(chart):
            yield _found(install, role, name, on_nodes(nodes), f"{chart}.resources")


def _gateway(gateway: Gateway, nodes: int | None) -> Found:
    """A gateway of a chart; that of the ``gateway`` chart may be a DaemonSet."""
    keys = ("autoscaleEnabled", "autoscaleMin", "autoscaleMax", "replicaCount")
    scaling = Scaling(*(f"{gateway.root}.{gateway.key(key)}" for key in keys))
    kind = gateway.kind
    count = Count(None, _EITHER_KIND)
    if kind is not None:
        is_scaled = gateway.is_deployment
        count = count_of_setting(gateway.install, scaling) if is_scaled else on_nodes(nodes)
    resources = f"{gateway.root}.resources"
    found = _found(
        gateway.install, Role.GATEWAY, gateway.name, count, resources, kind or "Deployment"
    )
    where = gateway.namespace or found.part.namespace
    return found._replace(part=found.part._replace(namespace=where))


def _found(
    install: Install, role: Role, name: str, count: Count, resources: str, kind: str = ""
) -> Found:
    """A part with what its chart requests."""
    kind = kind or ("DaemonSet" if role in (Role.CNI, Role.ZTUNNEL) else "Deployment")
    proxy = of_setting(install, resources)
    part = Part(role, kind, namespace(install), name, place_of(install.at), count.pods, proxy=proxy)
    return Found(part, count.reason)
