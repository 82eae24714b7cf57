"""Istio's environment variables: who reads them, in which releases, and as what.

Out of ``schemas/env.json``, the registrations in Istio's code with who reads them, and
``schemas/env-facts.json``, what was found out by hand: the words a variable may have, what came
instead of another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from istiolint.schema.store import load
from istiolint.schema.timeline import is_within, keyword_in


class Side(StrEnum):
    """The program that a variable is set for."""

    ISTIOD = "istiod"
    AGENT = "the proxy's agent"
    CNI = "the CNI agent"
    ZTUNNEL = "ztunnel"


class Known(NamedTuple):
    """A variable that some release of Istio reads.

    ``spans`` are first and last minor releases, the last ``None`` while the newest has it;
    ``is_settled`` is whether they are certain.
    """

    name: str
    spans: Sequence[Sequence[Any]]
    is_settled: bool
    side: Side | None
    """Who alone reads it, where that is certain."""
    instead: str | None
    """What to use in its place, if there is anything."""
    needs_ambient: bool = False
    """Whether istiod only reads it with ``PILOT_ENABLE_AMBIENT``."""

    def is_read(self, minor: int) -> bool:
        """Whether release 1.``minor`` reads it."""
        return is_within(self.spans, minor)

    @property
    def is_ancient(self) -> bool:
        """Whether it was gone before the oldest release of which all variables are known."""
        return self.gone_in is not None and self.spans[0][0] == OLDEST_LISTED

    @property
    def gone_in(self) -> int | None:
        """The minor release that reads it no more; ``None`` while the newest does."""
        last: int | None = self.spans[-1][1]
        return None if last is None else last + 1


OLDEST_LISTED = 10
"""The minor release from which on we know of variables that are gone."""


def known(name: str) -> Known | None:
    """What is known of a variable; ``None`` if no release reads it."""
    facts = _facts()
    registered = _registered().get(name)
    if registered is None and name not in facts["older"]:
        return None
    spans = [[OLDEST_LISTED, 15]] if registered is None else [[16, None]]
    return Known(
        name,
        (registered or {}).get("x-istio-releases", spans),
        name not in facts["unsettled"],
        _side(name),
        facts["instead"].get(name),
        "x-istio-needs" in (registered or {}),
    )


@cache
def names() -> frozenset[str]:
    """All variables that any release reads."""
    return frozenset((*_registered(), *_facts()["older"], *_facts()["elsewhere"]))


def misnamed(name: str) -> str | None:
    """The variable that Istio's release notes call by a name that no release ever read."""
    found: str | None = _facts()["misnamed"].get(name)
    return found


def type_of(name: str, minor: int) -> str | None:
    """``bool``, ``int``, ``float``, ``duration`` or ``string``; ``None`` where that is unknown."""
    found: str | None = keyword_in(_registered().get(name, {}), "x-istio-type", minor)
    return found


def choices(name: str, minor: int) -> tuple[Sequence[str], str] | None:
    """The only values that mean anything, and what any other is taken for."""
    for *span, words, otherwise in _facts()["choices"].get(name, ()):
        if is_within((span,), minor):
            return words, otherwise
    return None


def default(name: str, minor: int) -> str | None:
    """The default as a user writes it; ``None`` where that is unknown or nothing."""
    said = str(keyword_in(_registered().get(name, {}), "x-istio-default", minor) or "")
    code = re.fullmatch(r"(\d+)\*time\.(\w+)", said)
    if code is not None:
        return f"{code[1]}{_UNITS[code[2]]}" if code[2] in _UNITS else None
    if re.fullmatch(r'"[^"]+"', said):
        return said.strip('"')
    return said if re.fullmatch(r"true|false|[\d.]+", said) else None


_UNITS = {"Millisecond": "ms", "Second": "s", "Minute": "m", "Hour": "h"}


def _side(name: str) -> Side | None:
    said = _registered().get(name, {})
    return _SIDES[said["x-istio-sides"][0]] if "x-istio-alone" in said else None


_SIDES = {"agent": Side.AGENT, "istiod": Side.ISTIOD}


def _registered() -> Mapping[str, Any]:
    properties: Mapping[str, Any] = load("env.json")["properties"]
    return properties


def _facts() -> Mapping[str, Any]:
    facts: Mapping[str, Any] = load("env-facts.json")
    return facts


_OF_ISTIO_ALONE = ("PILOT_", "CITADEL_", "AMBIENT_", "ENABLE_", "ISTIO_")


@cache
def on_offer(minor: int) -> list[str]:
    """The names that may be meant by a misspelt one in release 1.``minor``.

    Names that are not Istio's beyond doubt, such as ``POD_NAME`` or ``PLATFORM``, may not.
    """
    registered = ((each, known(each)) for each in sorted(names()))
    return [
        name
        for name, said in registered
        if (said is None or said.is_read(minor))
        and (name.startswith(_OF_ISTIO_ALONE) or (said is not None and said.side is not None))
    ]
