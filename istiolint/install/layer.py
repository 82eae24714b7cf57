"""Layers of settings, and where in each of them a setting stands.

A *setting* is named by its path in istioctl's tree of values. A layer knows how its own
form writes that path: the istiod chart without ``pilot:``, an IstioOperator's components
with Kubernetes' names. Each layer has one or more probes; a list of them, those that win
first, is all that an install needs to resolve a setting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from istiolint.inputs.document import Role, Tree
from istiolint.install.setting import UNKNOWN, Origin
from istiolint.syntax.node import Node

Steps = tuple[str, ...]

ABSENT = object()
"""A layer that does not mention a setting."""


class Answer(NamedTuple):
    """What a layer says about a setting; ``value`` may be :data:`ABSENT`."""

    value: Any
    node: Node | None = None


NOTHING_SAID = Answer(ABSENT)


class Layer(NamedTuple):
    """A source of settings with one way of writing their paths.

    ``translate`` gives the path in the layer for the path of a setting, or ``None`` for
    settings the layer cannot hold.
    """

    origin: Origin
    tree: Node | dict[str, Any]
    translate: Callable[[Steps], Steps | None]
    is_patch: bool = False
    """Whether it is patched into the rendered object, after all values."""
    said_by: Node | None = None
    """What the user wrote to choose the layer, as a profile's name."""

    def answer(self, setting: Steps) -> Answer:
        """What the layer says about a setting."""
        path = self.translate(setting)
        if path is None:
            return NOTHING_SAID
        if isinstance(self.tree, Node):
            return _written(self.tree, path)
        return _given(self.tree, path)

    def nearest(self, setting: Steps) -> Node | None:
        """The key of the longest part of the path that the layer writes, if it writes any."""
        path = self.translate(setting)
        if path is None or not isinstance(self.tree, Node):
            return None
        found, node = None, self.tree
        for step in path:
            below = _step(node, step)
            if below is None:
                break
            found = node = below
        return (found.key or found) if found is not None else None


class Unseen(NamedTuple):
    """Settings that something outside the input gives: all of them, or those of ``names``."""

    names: frozenset[Steps] | None = None
    origin: Origin = Origin.WRITTEN
    is_patch: bool = False
    said_by: Node | None = None

    def answer(self, setting: Steps) -> Answer:
        """That the value cannot be known, where this may give one."""
        if self.names is None or any(_related(name, setting) for name in self.names):
            return Answer(UNKNOWN)
        return NOTHING_SAID

    def nearest(self, setting: Steps) -> Node | None:  # noqa: ARG002 - the same question as to a layer
        """Nothing: it is not in the input."""
        return None


def _related(one: Steps, other: Steps) -> bool:
    """Whether one of two paths leads through the other."""
    return all(a == b for a, b in zip(one, other, strict=False))


def _step(node: Node, step: str) -> Node | None:
    """One step down; into a list of Kubernetes objects by their ``name``."""
    if node.is_sequence:
        return next((each for each in node.items() if _is_named(each, step)), None)
    return node.get(step)


def _is_named(item: Node, name: str) -> bool:
    said = item.text("name")
    return said is not None and said.value == name


def _written(root: Node, path: Steps) -> Answer:
    """What a tree of the user's says at a path.

    A scalar or ``null`` on the way replaces or deletes all that other layers have below.
    """
    node = root
    for step in path:
        below = _step(node, step)
        if below is None:
            return NOTHING_SAID if not node.is_scalar else _cut(node)
        node = below
    if node.is_scalar:
        return Answer(UNKNOWN if node.is_unknown else node.meaning, node)
    return Answer(plain(node), node)


def _cut(node: Node) -> Answer:
    return Answer(UNKNOWN if node.is_unknown else None, node)


def _given(tree: dict[str, Any], path: Steps) -> Answer:
    """What a chart's defaults or a profile say at a path."""
    here: Any = tree
    for step in path:
        if isinstance(here, list):
            here = {each["name"]: each for each in here if isinstance(each, dict) and "name" in each}
        if not isinstance(here, dict) or step not in here:
            return NOTHING_SAID
        here = here[step]
    return Answer(here)


def plain(node: Node) -> Any:
    """A tree of nodes as JSON has it."""
    if node.is_scalar:
        return UNKNOWN if node.is_unknown else node.meaning
    if node.is_sequence:
        return [plain(each) for each in node.items()]
    return {entry.name: plain(entry.value) for entry in node.entries()}


# How each form writes the path of a setting


def as_it_is(setting: Steps) -> Steps:
    """istioctl's own tree, and all charts before they were flattened."""
    return setting


def below(key: str) -> Callable[[Steps], Steps | None]:
    """A tree that is itself the value of a key, such as ``spec.meshConfig``."""

    def translate(setting: Steps) -> Steps | None:
        return setting[1:] if setting[0] == key else None

    return translate


def component(setting: Steps) -> Steps | None:
    """``spec.components`` of an IstioOperator: what is patched after rendering."""
    head, *rest = setting
    if head not in ("pilot", "cni", "ztunnel") or not rest:
        return None
    if rest[0] in ("hub", "tag"):
        return (head, *rest)
    if rest[0] in _PATCHED or (rest[0] == "env" and len(rest) > 1):
        return (head, "k8s", *rest, *(("value",) if rest[0] == "env" else ()))
    return None


_PATCHED = (
    "resources",
    "replicaCount",
    "nodeSelector",
    "affinity",
    "tolerations",
    "podAnnotations",
    "serviceAnnotations",
    "securityContext",
)


def operator_layers(trees: dict[Role, Tree], *, spec_wins: bool) -> Iterator[Layer]:
    """The layers of an IstioOperator, those that win first.

    ``spec_wins`` is whether ``spec.meshConfig`` beats ``spec.values.meshConfig``, as it
    does from 1.24 on.
    """
    mesh = [(Role.MESH_CONFIG, below("meshConfig")), (Role.OPERATOR_VALUES, as_it_is)]
    order: list[tuple[Role, Callable[[Steps], Steps | None]]] = [
        (Role.COMPONENTS, component),
        (Role.UNVALIDATED_VALUES, as_it_is),
        *(mesh if spec_wins else mesh[::-1]),
    ]
    for role, translate in order:
        if role in trees:
            yield Layer(Origin.WRITTEN, trees[role].root, translate, role is Role.COMPONENTS)
