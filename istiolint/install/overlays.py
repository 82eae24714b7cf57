"""What overlays of an IstioOperator patch into rendered objects, last of all.

A path such as ``spec.template.spec.containers.[name:discovery].env.[name:A].value`` walks
down an object; ``[key:value]`` selects an item of a list, and a dot that belongs to a key has
a backslash before it. A patch replaces what stands at its path whole, and removes it where
there is no value. Objects are selected by kind and name alone. What matches nothing is left
out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from istiolint.install.forms import Steps, as_it_is
from istiolint.install.layer import NOTHING_SAID, Layer, Whole, plain, put
from istiolint.install.objects import (
    ANY,
    ENV_OF_CHARTS,
    MAIN,
    Target,
    containers,
    rendered,
    targets,
)
from istiolint.install.setting import ABSENT, UNKNOWN, Answer, Origin
from istiolint.syntax.node import Node


class Patch(NamedTuple):
    """One patch of an overlay, and the settings that it replaces."""

    node: Node
    path: Node | None
    value: Node | None
    steps: Steps | None
    """The path taken apart; ``None`` where it cannot be read."""
    selects: bool | None
    """``False`` where an item of a list is wanted that certainly is not there."""


class Overlay(NamedTuple):
    """The patches of one object."""

    component: Steps
    """Where the settings of its component stand, such as ``pilot``."""
    node: Node
    kind: Node | None
    name: Node | None
    is_rendered: bool | None
    """Whether the component has an object of that kind and name; ``None`` if unsure."""
    patches: tuple[Patch, ...]


class Replacement(NamedTuple):
    """A value that takes the place of a setting and all below it."""

    setting: Steps
    value: Any
    at: Node
    """What to point at where no node has been written."""
    node: Node | None = None

    def answer(self, path: Steps) -> Answer:
        """What it says at the path of a setting."""
        depth = len(self.setting)
        if path[:depth] == self.setting:
            return self._inside(path[depth:])
        if self.setting[: len(path)] == path:
            around: dict[str, Any] = {}
            put(around, self.setting[len(path) :], self._value(self.value))
            return Answer(around, self.node or self.at)
        return NOTHING_SAID

    def leaves(self) -> Iterator[Steps]:
        """The settings that it is about."""
        yield from _leaves(self.value, self.setting)

    def _inside(self, rest: Steps) -> Answer:
        value, node = self.value, self.node
        for step in rest:
            if value is not UNKNOWN:
                value = value.get(step) if isinstance(value, Mapping) else None
            node = None if node is None else node.get(step)
        return Answer(self._value(value), node or self.node or self.at)

    @staticmethod
    def _value(value: Any) -> Any:
        return Whole(value) if isinstance(value, Mapping) else value


def _leaves(value: Any, path: Steps) -> Iterator[Steps]:
    if isinstance(value, Mapping) and value:
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    else:
        yield path


def overlays_of(root: Node, lists: Mapping[str, str], revision: object) -> tuple[Overlay, ...]:
    """All overlays of an IstioOperator. ``lists`` has gateways and the list that each is in."""
    found: list[Overlay] = []
    for name in ("base", "pilot", "cni", "ztunnel"):
        component = root.at("spec", "components", name)
        if component is not None:
            found += _of_component(component, (name,), revision)
    for key in dict.fromkeys(lists.values()):
        for item in root.items("spec", "components", key):
            said = item.text("name")
            if said is not None:
                found += _of_component(item, ("gateways", said.value), revision)
    return tuple(found)


def _of_component(component: Node, root: Steps, revision: object) -> Iterator[Overlay]:
    for each in component.items("k8s", "overlays"):
        kind, name = each.scalar("kind"), each.scalar("name")
        is_rendered = None
        if kind is not None and name is not None and not (kind.is_unknown or name.is_unknown):
            is_rendered = rendered(root, kind.value, name.value, revision)
        patches = tuple(_patch(patch, root) for patch in each.items("patches"))
        yield Overlay(root, each, kind, name, is_rendered, patches)


def _patch(node: Node, root: Steps) -> Patch:
    path, value = node.scalar("path"), node.at("value")
    steps = None if path is None or path.is_unknown else path_steps(path.value)
    return Patch(node, path, value, steps, _selects(steps, root))


def path_steps(text: str) -> Steps:
    """The steps of a path; one that selects an item of a list keeps its brackets."""
    pieces = re.findall(r"(?:\\.|[^.\\])+", text)
    steps = (step for piece in pieces for step in re.findall(r"\[[^\]]*\]|[^\[]+", piece))
    return tuple(step.replace("\\.", ".") for step in steps)


def _selects(steps: Steps | None, root: Steps) -> bool | None:
    """Whether the container that a path wants is there, as far as that is certain."""
    if steps is None or not _is_below_containers(steps):
        return None
    return _normal(steps, root) is not None or not containers(root).is_all


def _is_below_containers(steps: Steps) -> bool:
    head = ("spec", "template", "spec", "containers")
    return steps[:4] == head and len(steps) > len(head)


def _normal(steps: Steps, root: Steps) -> Steps | None:
    """A path with one name for the main container; ``None`` if it leads to another one."""
    if not _is_below_containers(steps):
        return steps
    wanted, known = steps[4], containers(root)
    if wanted == f"[name:{known.main}]" or (wanted == "[0]" and known.is_all):
        return (*steps[:4], MAIN, *steps[5:])
    if wanted.startswith("[name:") or wanted == "[-1]":
        return None
    return (*steps[:4], ANY, *steps[5:])


def overlay_layers(overlays: Sequence[Overlay], lower: Sequence[Layer]) -> Iterator[Layer]:
    """What overlays replace, over the layers before them; those that win first."""
    layers: list[Layer] = []
    for overlay in overlays:
        for patch in overlay.patches:
            below = (*layers, *lower)
            found = [_layer(each) for each in _replacements(overlay, patch, below)]
            layers = [*reversed(found), *layers]
    yield from layers


def _layer(replacement: Replacement) -> Layer:
    return Layer(Origin.WRITTEN, replacement, as_it_is, is_patch=True)


def _replacements(overlay: Overlay, patch: Patch, lower: Sequence[Layer]) -> Iterator[Replacement]:
    """The settings that one patch replaces, those that win last."""
    if overlay.is_rendered is False or overlay.kind is None or patch.path is None:
        return
    at = patch.path
    for target in targets(overlay.component, overlay.kind.value):
        if overlay.is_rendered is None or patch.steps is None:
            unsure = patch.steps is None or _touches(patch.steps, target, overlay.component)
            yield from _unknown(target, at) if unsure else ()
            continue
        steps = _normal(patch.steps, overlay.component)
        if steps is None:
            continue
        common = min(len(steps), len(target.path))
        if all(map(_may_be, steps[:common], target.path[:common])):
            yield from _replaced(target, steps, patch, lower)


def _touches(steps: Steps, target: Target, root: Steps) -> bool:
    found = _normal(steps, root)
    return found is not None and all(map(_may_be, found, target.path))


def _may_be(step: str, wanted: str) -> bool:
    return step == wanted or (wanted == MAIN and step == ANY)


def _unknown(target: Target, at: Node) -> Iterator[Replacement]:
    return (Replacement(setting, UNKNOWN, at) for setting in target.settings)


def _replaced(
    target: Target, steps: Steps, patch: Patch, lower: Sequence[Layer]
) -> Iterator[Replacement]:
    """What a patch makes of one target, on its path or below it or above."""
    at = patch.path or patch.node
    rest, above = steps[len(target.path) :], target.path[len(steps) :]
    value = _down(patch.value, above, target)
    if ANY in steps:
        yield from _unknown(target, at)
    elif target.how == "env":
        yield from _environment(target.settings[0], rest, value, at, lower)
    elif target.how == "image":
        yield from _image(target, value, at)
    elif target.how == "unknown" or any(step.startswith("[") for step in rest):
        yield from _unknown(target, at)
    else:
        yield _whole((*target.settings[0], *rest), value, at)


def _whole(setting: Steps, value: Node | None, at: Node) -> Replacement:
    return Replacement(setting, None if value is None else plain(value), at, value)


def _down(value: Node | None, above: Steps, target: Target) -> Node | None:
    """What a value that replaces more than a target says of it."""
    for step in above:
        if value is None:
            return None
        if step == MAIN:
            named = (each for each in value.items() if _is_named(each, target.container))
            value = next(named, None)
        else:
            value = value.get(step)
    return value


def _is_named(item: Node, name: str) -> bool:
    said = item.text("name")
    return said is not None and said.value == name


def _environment(
    setting: Steps, rest: Steps, value: Node | None, at: Node, lower: Sequence[Layer]
) -> Iterator[Replacement]:
    """Environment variables: the whole list, one of them, or its value."""
    if not rest:
        is_unknown = value is not None and value.is_unknown
        yield Replacement(setting, UNKNOWN if is_unknown else {}, at, value)
        for item in value.items() if value is not None else ():
            yield from _variable(setting, item, at)
        return
    found = re.fullmatch(r"\[name:(.*)\]", rest[0])
    if rest == ("[-1]",) and value is not None:
        yield from _variable(setting, value, at)
    elif found is None:
        yield Replacement(setting, UNKNOWN, at)
    else:
        variable = (*setting, found[1])
        if not _has(variable, lower):
            yield Replacement(variable, UNKNOWN, at)
        elif rest[1:] == ("value",):
            yield _whole(variable, value, at)
        elif rest[1:] or value is None:
            yield Replacement(variable, UNKNOWN if rest[1:] else None, at)
        else:
            yield from _variable(setting, value, at)


def _has(variable: Steps, lower: Sequence[Layer]) -> bool:
    """Whether there is a variable to patch: one of the chart's own, or written."""
    said = (layer.answer(variable).value for layer in lower)
    found = next((value for value in said if value is not ABSENT), None)
    return found is not None or variable[-1] in ENV_OF_CHARTS


def _variable(setting: Steps, item: Node, at: Node) -> Iterator[Replacement]:
    name = item.text("name")
    if name is not None:
        value = item.at("value")
        computed = item.at("valueFrom") is not None
        said = UNKNOWN if computed else "" if value is None else plain(value)
        yield Replacement((*setting, name.value), said, at, value)


def _image(target: Target, value: Node | None, at: Node) -> Iterator[Replacement]:
    """An image is one text, which the settings have in parts; a full name may stand for all."""
    image, hub, tag = target.settings
    if value is not None and value.is_unknown:
        yield from _unknown(target, value)
        return
    text = "" if value is None else value.value
    found = re.fullmatch(r"(?:(.+)/)?[^/:@]+(?::([\w.-]+))?(?:@.+)?", text)
    yield Replacement(image, text or None, at, value)
    yield Replacement(hub, found[1] if found else None, at, value)
    yield Replacement(tag, found[2] if found else None, at, value)
