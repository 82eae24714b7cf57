"""Values that are set one by one, as with ``helm --set``, and what they say of a setting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from istiolint.install.setting import ABSENT, UNKNOWN, Answer
from istiolint.syntax.node import Node


class Parameters(NamedTuple):
    """A list of ``name`` and ``value``, or a mapping of names to values."""

    root: Node

    def answer(self, path: tuple[str, ...]) -> Answer:
        """What they say at a path: the last one counts.

        Where a part of the setting is set, its whole value is unknown.
        """
        answer = Answer(ABSENT)
        for name, value, is_text in pairs(self.root):
            keys = keys_of_name(name.value)
            if keys == path:
                answer = Answer(UNKNOWN if value.is_unknown else typed(value, is_text), value)
            elif keys[: len(path)] == path:
                answer = Answer(UNKNOWN, value)
            elif path[: len(keys)] == keys:
                answer = Answer(None, value)
        return answer


def pairs(root: Node) -> Iterator[tuple[Node, Node, bool]]:
    """Names with their values, and whether a value is text whatever it looks like."""
    for entry in root.entries():
        yield entry.key, entry.value, False
    for item in root.items():
        name, value = item.text("name"), item.at("value")
        forced = item.scalar("forceString")
        if name is not None and value is not None:
            yield name, value, forced is not None and forced.meaning is True


def keys_of_name(name: str) -> tuple[str, ...]:
    """The keys of a name: a dot that belongs to one is written with a backslash."""
    pieces = re.findall(r"((?:\\.|[^.\\\[])+)|\[(\d+)\]", name)
    return tuple(re.sub(r"\\(.)", r"\1", key) or f"[{index}]" for key, index in pieces)


def typed(node: Node, is_text: bool) -> Any:  # noqa: FBT001
    """What Helm takes a value for: it knows whole numbers, booleans and null."""
    text = node.value
    if is_text or not node.is_scalar:
        return text
    words = {"true": True, "false": False, "null": None}
    if text.lower() in words:
        return words[text.lower()]
    return int(text) if re.fullmatch(r"0|[-+]?[1-9]\d{0,17}", text) else text
