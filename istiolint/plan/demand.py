"""What pods request: the applications by themselves, and the proxies beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from istiolint.install.install import Install
from istiolint.plan.amounts import Demand
from istiolint.resources.proxies import PROXY, own_proxy, resource_annotations
from istiolint.resources.quantity import parse
from istiolint.syntax.node import Node

UNITS = ("memory", "cpu")


def of_applications(pod: Node) -> Demand:
    """What a pod requests without its proxy."""
    return Demand(*(_of_pod(pod, unit) for unit in UNITS))


def of_proxy_alone(pod: Node) -> Demand:
    """What the proxy in a pod requests by what the pod itself says; unknown if it says nothing."""
    proxy = own_proxy(pod)
    return Demand(*(_own(proxy, unit) for unit in UNITS))


def of_sidecar(pod: Node, usual: Demand) -> Demand:
    """What the sidecar of a pod requests where the mesh's ``usual`` is for those that say nothing.

    A container of the pod's own counts first. Any one annotation turns all defaults off.
    """
    proxy, annotations = own_proxy(pod), resource_annotations(pod)
    amounts = []
    for unit, default in zip(UNITS, usual, strict=True):
        own = _own(proxy, unit)
        if own is None and not _says(proxy, unit):
            own = default if not annotations else _annotated(annotations, unit)
        amounts.append(own)
    return Demand(*amounts)


def of_setting(install: Install, root: str) -> Demand:
    """What is requested by the resources below a setting, such as ``pilot.resources``."""
    return Demand(*(_setting(install, root, unit) for unit in UNITS))


def requests_nothing(pod: Node) -> int:
    """The number of containers beside the proxy that request no memory."""
    containers = (each for each in pod.items("spec", "containers") if not _is_proxy(each))
    return sum(not _says(each, "memory") for each in containers)


def _of_pod(pod: Node, unit: str) -> int | None:
    """The larger of what runs together, and what each step of its start needs."""
    whole = pod.at("spec", "resources", "requests", unit)
    if whole is not None:
        return _amount(whole)
    lasting: list[int | None] = []
    starting: list[int | None] = [0]
    for each in pod.items("spec", "initContainers"):
        if _is_proxy(each):
            continue
        own = _request(each, unit)
        starting.append(_sum([*lasting, own]))
        policy = each.text("restartPolicy")
        if policy is not None and policy.value == "Always":
            lasting.append(own)
    containers = (each for each in pod.items("spec", "containers") if not _is_proxy(each))
    together = _sum([*lasting, *(_request(each, unit) for each in containers)])
    known = [each for each in (*starting, together) if each is not None]
    return max(known) if len(known) > len(starting) else None


def _sum(amounts: list[int | None]) -> int | None:
    known = [each for each in amounts if each is not None]
    return sum(known) if len(known) == len(amounts) else None


def _request(container: Node, unit: str) -> int | None:
    """What a container requests: its limit where that is all it says, else nothing."""
    return _own(container, unit) if _says(container, unit) else 0


def _own(container: Node | None, unit: str) -> int | None:
    said = next(_sides(container, unit), None)
    return None if said is None else _amount(said)


def _says(container: Node | None, unit: str) -> bool:
    return next(_sides(container, unit), None) is not None


def _sides(container: Node | None, unit: str) -> Iterator[Node]:
    for side in ("requests", "limits"):
        node = container.at("resources", side, unit) if container is not None else None
        if node is not None and not node.is_null:
            yield node


def _annotated(annotations: Mapping[tuple[str, str], Node], unit: str) -> int | None:
    said = annotations.get(("requests", unit)) or annotations.get(("limits", unit))
    return 0 if said is None else _amount(said)


def _setting(install: Install, root: str, unit: str) -> int | None:
    request, limit = (install.peek(f"{root}.{side}.{unit}") for side in ("requests", "limits"))
    said = limit if request.is_absent else request
    return 0 if said.is_absent else said.quantity


def _amount(node: Node) -> int | None:
    amount = None if node.is_unknown or not node.is_scalar else parse(node.value)
    return None if amount is None or amount < 0 else amount


def _is_proxy(container: Node) -> bool:
    name = container.text("name")
    return name is not None and name.value == PROXY
