"""Configuration written in TOML: the table ``[tool.istiolint]``.

Python's reader does not say where things stand, so keys are looked for in the text: those
of tables are found, those inside ``{…}`` count as standing where the outer key does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from istiolint.config.problem import ConfigError, Problem, about_file
from istiolint.config.tree import Place, Tree
from istiolint.syntax.tape import Path
from istiolint.text import Position, Source

TABLE = ("tool", "istiolint")

_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_LINE = rf"^[ \t]*(?:(?P<open>\[\[?)[ \t]*(?P<table>{_KEYS})[ \t]*\]|(?P<keys>{_KEYS})[ \t]*=)"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def read_toml(source: Source) -> Tree:
    """What our table in a file says."""
    values = table(source)
    if values is None:
        raise about_file(source.path, "has no table [tool.istiolint]")
    places = _places(source)
    return Tree(values, lambda path: _place(places, path))


def table(source: Source) -> Any:
    """The values of our table; ``None`` if there is none."""
    import tomllib

    try:
        found: Any = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax_problem(source, str(error))) from None
    except RecursionError:
        raise about_file(source.path, "is nested too deep") from None
    for key in TABLE:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _syntax_problem(source: Source, said: str) -> Problem:
    found = _PLACE.search(said)
    reason = _PLACE.sub("", said).replace("'", '"')
    position = source.position(len(source.text))
    if found and found[1]:
        position = Position(int(found[1]), int(found[2]))
    return Problem(source.path, *position, f"not TOML: {reason[:1].lower()}{reason[1:]}")


def _place(places: Mapping[Path, Position], path: Path) -> Place:
    """The place of the innermost key on a path that was found."""
    ends = range(len(path), -1, -1)
    position = next((places[path[:end]] for end in ends if path[:end] in places), Position(1, 1))
    return Place(position, position)


def _places(source: Source) -> Mapping[Path, Position]:
    """Where the keys in our table, and those of the tables in it, are first to be seen."""
    places: dict[Path, Position] = {}
    header: Path = ()
    counts: dict[Path, int] = {}
    for found in re.finditer(_LINE, source.text, re.MULTILINE):
        path = (*header, *_split(found["keys"]))
        if found["table"]:
            path = header = _split(found["table"])
            if found["open"] == "[[":
                counts[path] = counts.get(path, -1) + 1
                path = header = (*path, counts[path])
        if path[: len(TABLE)] == TABLE:
            position = source.position(found.start("table" if found["table"] else "keys"))
            for end in range(len(TABLE), len(path) + 1):
                places.setdefault(path[len(TABLE) : end], position)
    return places


def _split(keys: str | None) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, keys or ""))
