"""How many pods there are of something, as far as the files tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from istiolint.install.install import Install
from istiolint.install.setting import Setting
from istiolint.kinds import AUTOSCALERS, DAEMON_SET, POD
from istiolint.plan.amounts import Range
from istiolint.project.project import Project
from istiolint.resources.autoscalers import least, most, target
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

_NODES = "one pod runs on every node; --nodes says how many there are"
_FILLED_IN = "the number of replicas is not in the files"
_SCALED = "the numbers of the autoscaler are not in the files"


class Count(NamedTuple):
    """A number of pods; where it is unknown, why."""

    pods: Range | None
    reason: str = ""


Scalers = Mapping[tuple[str, str, str], list[Resource]]
"""Autoscalers by namespace, kind and name of what they scale."""


def scalers(project: Project) -> Scalers:
    """The autoscalers in sight."""
    found: dict[tuple[str, str, str], list[Resource]] = {}
    for each in (scaler for kind in AUTOSCALERS for scaler in project.of_kind(kind)):
        said = target(each)
        if said is not None:
            found.setdefault((each.namespace, *said), []).append(each)
    return found


def of_workload(resource: Resource, by_target: Scalers, nodes: int | None) -> Count:
    """The pods of a workload: what its autoscaler allows, else its replicas."""
    if resource.kind == POD:
        return Count(Range(1, 1))
    if resource.kind == DAEMON_SET:
        return on_nodes(nodes, is_partial=_is_partial(resource.pod))
    scaled = of_autoscaler(by_target, (resource.namespace, resource.kind.name, resource.name))
    if scaled is not None:
        return scaled
    replicas = _number(resource.root.at("spec", "replicas"), 1)
    return Count(None, _FILLED_IN) if replicas is None else Count(Range(replicas, replicas))


def on_nodes(nodes: int | None, *, is_partial: bool = False) -> Count:
    """One pod for each node, or for some of the nodes only."""
    if nodes is None:
        return Count(None, _NODES)
    return Count(Range(0 if is_partial else nodes, nodes))


def of_autoscaler(by_target: Scalers, target: tuple[str, str, str]) -> Count | None:
    """What the autoscalers of a target allow; ``None`` if there is none."""
    said = by_target.get(target)
    return _scaled(said) if said else None


class Scaling(NamedTuple):
    """The settings that say how many pods an install has of a component."""

    enabled: str
    least: str
    most: str
    replicas: str


def of_setting(install: Install, said: Scaling) -> Count:
    """The pods of a component: its replicas unless it is scaled, as it is by default."""
    enabled = install.peek(said.enabled)
    if enabled.is_absent or enabled.flag is False:
        count = _integer(install.peek(said.replicas))
        return Count(None, _FILLED_IN) if count is None else Count(Range(count, count))
    least, most = _integer(install.peek(said.least)), _integer(install.peek(said.most))
    if enabled.flag is None or least is None or most is None:
        return Count(None, _SCALED)
    return Count(Range(min(least, most), most))


def _scaled(autoscalers: Iterable[Resource]) -> Count:
    """What all autoscalers of one name allow: of several environments each has its own."""
    found: Range | None = None
    for each in autoscalers:
        lower, upper = least(each), most(each)
        fewest = _number(lower.node, lower.default)
        greatest = _number(upper.node, upper.default)
        if fewest is None or greatest is None:
            return Count(None, _SCALED)
        own = Range(min(fewest, greatest), greatest)
        found = own if found is None else found.around(own)
    return Count(found)


def _is_partial(pod: Node | None) -> bool:
    """Whether a DaemonSet chooses among the nodes; all of them run Linux here."""
    if pod is None:
        return False
    chosen = {each.name for each in pod.entries("spec", "nodeSelector")}
    nodes = pod.at("spec", "affinity", "nodeAffinity")
    return bool(chosen - {"kubernetes.io/os"}) or nodes is not None


def _number(node: Node | None, default: int | None) -> int | None:
    if node is None or node.is_null:
        return default
    meaning = None if node.is_unknown else node.meaning
    is_count = isinstance(meaning, int) and not isinstance(meaning, bool) and meaning >= 0
    return int(meaning) if is_count and meaning is not None else None


def _integer(setting: Setting) -> int | None:
    """A number of pods; one where a chart says nothing, as Kubernetes has it."""
    if setting.is_absent:
        return 1
    number = setting.number
    return int(number) if number is not None and number >= 0 and number.is_integer() else None
