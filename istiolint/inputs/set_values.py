"""What ``--set`` and ``--set-string`` say, as Helm reads them.

A text has one or several assignments with commas between them: ``a.b=1,c[0].d=x,e={1,2}``. A
backslash takes the meaning from the character behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from istiolint.text import Span

MAX_INDEX = 65536
"""The highest index of a list that Helm accepts."""

MAX_DEPTH = 30
"""How deep Helm lets names go."""

Steps = tuple[str, ...]


class Indexed(dict[int, Any]):
    """A list of which single items are set, by index; others are what lower layers say."""


def typed(text: str) -> Any:
    """What Helm takes a value for: it knows whole numbers, booleans and null."""
    words = {"true": True, "false": False, "null": None}
    if text.lower() in words:
        return words[text.lower()]
    is_number = re.fullmatch(r"0|(?!0)[-+]?[0-9]{1,19}", text) is not None
    return int(text) if is_number and -(2**63) <= int(text) < 2**63 else text


class Flags(NamedTuple):
    """The assignments as they are given, a flag on each line, and what stands where.

    ``keys`` and ``values`` are by path; a list is one value, that of the last item that is set.
    """

    text: str
    keys: dict[Steps, Span]
    values: dict[Steps, Span]


def set_values(said: Iterable[str], said_as_text: Iterable[str] = ()) -> dict[str, Any]:
    """The tree that assignments make, in their order; those of text come last, as in Helm.

    ``ValueError`` tells in words what is wrong with one.
    """
    return set_flags(said, said_as_text)[0]


def set_flags(
    said: Iterable[str], said_as_text: Iterable[str] = ()
) -> tuple[dict[str, Any], Flags]:
    """The same with the flags that say it."""
    tree: dict[str, Any] = {}
    flags = Flags("", {}, {})
    for flag, meaning, texts in (("--set ", typed, said), ("--set-string ", str, said_as_text)):
        for text in texts:
            before = f"{flags.text}{flag}"
            _Assignments(text, meaning, flags, len(before)).put_into(tree)
            flags = flags._replace(text=f"{before}{text}\n")
    return tree, flags


def problem_of_set(said: Iterable[str]) -> str | None:
    """What is wrong with some assignments, in words; ``None`` if nothing is."""
    try:
        set_values(said)
    except ValueError as error:
        return str(error)
    return None


class _Assignments:
    """One text, read from left to right."""

    def __init__(self, text: str, meaning: Callable[[str], Any], flags: Flags, base: int) -> None:
        self._text = text
        self._meaning = meaning
        self._flags = flags
        self._base = base
        self._at = 0

    def put_into(self, tree: dict[str, Any]) -> None:
        while self._at < len(self._text):
            ends = [self._at]
            path = []
            for step in self._name():
                path.append(step)
                ends.append(self._at)
            if len(path) > MAX_DEPTH:
                raise ValueError(f'"{self._text}" goes deeper than {MAX_DEPTH} levels')
            _put(tree, path, self._value(), self._text)
            self._note(path, ends)

    def _note(self, path: Sequence[str | int], ends: Sequence[int]) -> None:
        """Note where the keys stand, and the value; ``ends`` are where each step is read to."""
        steps: Steps = ()
        for step, (start, end) in zip(path, pairwise(ends), strict=True):
            if isinstance(step, int):
                break
            steps = (*steps, step)
            self._flags.keys.setdefault(steps, self._span(start, end))
        self._flags.values[steps] = self._span(ends[-1], self._at)

    def _span(self, start: int, after: int) -> Span:
        """From an offset up to the character that ends it, the last one that was read."""
        end = min(after - 1, len(self._text))
        return Span(self._base + min(start, end), self._base + end)

    def _name(self) -> Iterator[str | int]:
        """The keys and indexes before the equals sign."""
        stop = "."
        while stop != "=":
            if stop == "[":
                yield self._index()
                stop = self._next()
                if stop not in (".", "[", "="):
                    raise ValueError(f'"{self._text}" has something else behind an index')
                continue
            key, stop = self._until(".[=,")
            if stop in ("", ","):
                what = f'"{key}" in "{self._text}"' if key != self._text else f'"{key}"'
                raise ValueError(f"{what} has no value")
            if not key:
                raise ValueError(f'"{self._text}" has a name without a key')
            yield key

    def _index(self) -> int:
        text, stop = self._until("]")
        if stop != "]" or not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > MAX_INDEX:
            raise ValueError(f'"{text}" in "{self._text}" is no index of a list')
        return int(text)

    def _value(self) -> Any:
        if self._text[self._at : self._at + 1] != "{":
            return self._meaning(self._until(",")[0])
        self._at += 1
        items = []
        stop = ","
        while stop == ",":
            text, stop = self._until(",}")
            items.append(text)
        if stop != "}":
            raise ValueError(f'"{self._text}" has a list without an end')
        if self._next() not in ("", ","):
            raise ValueError(f'"{self._text}" has something else behind a list')
        return [] if items == [""] else [self._meaning(each) for each in items]

    def _until(self, stops: str) -> tuple[str, str]:
        """What comes before one of several characters, and which one that is; none at the end."""
        found = ""
        while (here := self._next()) and here not in stops:
            found += self._next() if here == "\\" else here
        return found, here

    def _next(self) -> str:
        here = self._text[self._at : self._at + 1]
        self._at += 1
        return here


def _put(tree: dict[str, Any], path: list[str | int], value: Any, text: str) -> None:
    """Set one value; what is in the way of its name gives way, but lists are no mappings."""
    here: Any = tree
    for step, after in pairwise(path):
        kind = Indexed if isinstance(after, int) else dict
        below = here.get(step)
        if isinstance(below, list) and kind is Indexed:
            below = here[step] = Indexed(enumerate(below))
        elif type(below) is not kind:
            if isinstance(below, dict | list):
                raise ValueError(f'"{text}" takes a list for a mapping, or the reverse')
            below = here[step] = kind()
        here = below
    here[path[-1]] = value


Piece = tuple[str, Span | None]
"""A text, and where the flags have it if they do."""


def pieces(
    tree: dict[str, Any], flags: Flags, has_more: Callable[[Steps], bool], indent: str = ""
) -> Iterator[Piece]:
    """A tree as YAML, one line for each key.

    ``has_more`` is asked of lists whose items are set one by one whether other layers have
    any: then what the list is cannot be told, and it is written as a placeholder.
    """
    return _lines(tree, (), flags, has_more, indent)


def _lines(
    tree: dict[str, Any],
    path: Steps,
    flags: Flags,
    has_more: Callable[[Steps], bool],
    indent: str,
) -> Iterator[Piece]:
    for key, value in tree.items():
        here = (*path, key)
        name = key if re.fullmatch(r"[A-Za-z_][\w-]*", key, re.ASCII) else json.dumps(key)
        yield indent, None
        yield name, flags.keys[here]
        if isinstance(value, dict) and not isinstance(value, Indexed):
            yield ":\n", None
            yield from _lines(value, here, flags, has_more, f"{indent}  ")
        else:
            is_open = isinstance(value, Indexed) and has_more(here)
            text = "${items}" if is_open else _listed(value)
            yield ": ", None
            yield json.dumps(text), flags.values[here]
            yield "\n", None


def _listed(value: Any) -> Any:
    """A value with lists for what is set by index; items that nothing sets are null."""
    if isinstance(value, Indexed):
        return [_listed(value.get(index)) for index in range(max(value) + 1)]
    return {key: _listed(each) for key, each in value.items()} if isinstance(value, dict) else value
