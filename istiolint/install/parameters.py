"""Values that are set one by one, as with ``helm --set``, and what they say of a setting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from istiolint.inputs.set_values import typed
from istiolint.install.setting import ABSENT, UNKNOWN, Answer
from istiolint.syntax.node import Node


class Parameters(NamedTuple):
    """A list of ``name`` and ``value``, or a mapping of names to values.

    With a ``target`` the root is the one value that is set under that name. With a
    ``chart_key`` they are for an umbrella chart, and what is not below that key or global is
    for other charts.
    """

    root: Node
    target: str | None = None
    chart_key: str | None = None
    is_seen: bool = True
    """Whether the values are at hand, or just the names under which they are set."""

    def answer(self, path: tuple[str, ...]) -> Answer:
        """What they say at a path: the last one counts.

        Where a part of the setting is set, its whole value is unknown.
        """
        answer = Answer(ABSENT)
        for single in sorted(self.singles(), key=lambda each: each.rank):
            keys = self.keys(single.name)
            if keys is None:
                continue
            if keys == path:
                answer = Answer(single.value, single.node)
            elif keys[: len(path)] == path:
                answer = Answer(UNKNOWN, single.node)
            elif path[: len(keys)] == keys:
                answer = Answer(None, single.node)
        return answer

    def leaves(self) -> Iterator[tuple[str, ...]]:
        """The paths that are set, each down to a list if it leads into one."""
        for single in self.singles():
            keys = self.keys(single.name)
            if keys:
                yield tuple(takewhile(lambda key: not key.startswith("["), keys))

    def singles(self) -> Iterator[Single]:
        """The values, in the order they are written in."""
        if self.target is not None:
            value = _typed(self.root) if self.is_seen else UNKNOWN
            yield Single(self.target, self.root, value, self.root)
            return
        for entry in self.root.entries():
            yield Single(entry.name, entry.value, _typed(entry.value), entry.key)
        for item in self.root.items():
            name, value, forced = item.text("name"), item.at("value"), item.scalar("forceString")
            elsewhere = next((each for key in _ELSEWHERE if (each := item.at(key))), None)
            if name is None:
                continue
            if value is None and elsewhere is not None:
                yield Single(name.value, elsewhere, UNKNOWN, name, _OF_A_FILE)
            elif value is not None and forced is not None and forced.meaning is True:
                text = UNKNOWN if value.is_unknown else value.value
                yield Single(name.value, value, text, name, _AS_TEXT)
            elif value is not None:
                yield Single(name.value, value, _typed(value), name)

    def keys(self, name: str) -> tuple[str, ...] | None:
        """The keys of a name, if it is for this chart: with a backslash a dot belongs to a key."""
        pieces = re.findall(r"((?:\\.|[^.\\\[])+)|\[(\d+)\]", name)
        keys = tuple(re.sub(r"\\(.)", r"\1", key) or f"[{index}]" for key, index in pieces)
        if self.chart_key is None or keys[:1] == ("global",):
            return keys
        return keys[1:] if keys[:1] == (self.chart_key,) else None


class Single(NamedTuple):
    """One value: its name, the node that gives it, what it is, and where it is named.

    Helm takes values that are text after all others, and files after those.
    """

    name: str
    node: Node
    value: Any
    named: Node
    rank: int = 0


_AS_TEXT, _OF_A_FILE = 1, 2
_ELSEWHERE = ("path", "file", "values")


def _typed(node: Node) -> Any:
    """What Helm takes a value for; ``{a,b}`` is a list."""
    text = node.value
    if node.is_unknown:
        return UNKNOWN
    if not node.is_scalar:
        return text
    if text.startswith("{") and text.endswith("}"):
        return [typed(each) for each in text[1:-1].split(",")] if text != "{}" else []
    return typed(text)
