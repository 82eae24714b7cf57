"""The settings that overlays replace in rendered objects.

A patch replaces what stands at its path whole, and removes it where there is no value. What
cannot be told leaves the settings it may touch unknown, and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from istiolint.install.forms import Steps, as_it_is
from istiolint.install.layer import NOTHING_SAID, Layer, Whole, plain, put
from istiolint.install.objects import ANY, ENV_OF_CHARTS, MAIN, Target, targets
from istiolint.install.overlays import APPENDED, Overlay, Patch, normal
from istiolint.install.setting import ABSENT, UNKNOWN, Answer, Origin
from istiolint.syntax.node import Node


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
        steps = normal(patch.steps, overlay.component)
        if steps is None:
            continue
        common = min(len(steps), len(target.path))
        if all(map(_may_be, steps[:common], target.path[:common])):
            yield from _replaced(target, steps, patch, lower)


def _touches(steps: Steps, target: Target, root: Steps) -> bool:
    found = normal(steps, root)
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
    if rest == (APPENDED,) and value is not None:
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
