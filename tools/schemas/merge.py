"""Schemas of one thing in many releases, merged into one that tells the releases apart.

A *site* is a place in a schema: what stands there in each release that has it. The merged
schema has one node for each site; ``istiolint/schema/projection.py`` says with what
keywords it tells the time, and gives back the schema of one release.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from istiolint.schema.projection import MAPPINGS, SCHEMAS, SEQUENCES, WORDS

Site = Mapping[int, Any]
Spans = list[list[Any]]
Emit = Callable[[str, Site, Iterable[int]], dict[str, Any]]
"""Makes the node of a site from its name, the site, and the minors of what is around it."""


class Merger:
    """Merges sites; ``known`` are all the minors there are facts for."""

    def __init__(self, known: Iterable[int], emit: Emit) -> None:
        self._known = sorted(known)
        self._emit = emit

    def node(self, name: str, site: Site) -> dict[str, Any]:
        """The merged schema of a site, without the time it is there."""
        found: dict[str, Any] = {}
        changes: dict[str, Spans] = {}
        for keyword in sorted({keyword for schema in site.values() for keyword in schema}):
            values = {minor: each[keyword] for minor, each in site.items() if keyword in each}
            merged = self._merged(name, keyword, values, site)
            if merged is None:
                changes[keyword] = runs(values, self._known)
            else:
                found |= merged
        return found | ({"x-istio-changes": changes} if changes else {})

    def during(self, site: Iterable[int], around: Iterable[int]) -> dict[str, Any]:
        """The keyword that says when a site is there, if it is not whenever ``around`` is."""
        same = set(site) == set(around)
        return {} if same else {"x-istio-releases": spans(site, self._known)}

    def _merged(self, name: str, keyword: str, values: Site, site: Site) -> dict[str, Any] | None:
        """A keyword whose values, or parts of them, agree; ``None`` if they only change."""
        always = len(values) == len(site) and len(set(map(exact, values.values()))) == 1
        if keyword in MAPPINGS and (always or all(values.values())):
            return {keyword: self._mapping(values, site)}
        if keyword in SCHEMAS and all(isinstance(value, dict) for value in values.values()):
            inner = "schema" if keyword == "schema" else name
            return {keyword: self._emit(inner, values, site)}
        if always:
            return {keyword: next(iter(values.values()))}
        if keyword in SEQUENCES | WORDS and all(values.values()):
            return self._sequence(keyword, values, site)
        return None

    def _mapping(self, values: Site, site: Site) -> dict[str, Any]:
        """Schemas by name, each merged over the releases that have the name."""
        names = sorted({name for value in values.values() for name in value})
        return {
            name: self._emit(
                name, {minor: each[name] for minor, each in values.items() if name in each}, site
            )
            for name in names
        }

    def _sequence(self, keyword: str, values: Site, site: Site) -> dict[str, Any] | None:
        """Lists with one order that holds in every release, each item with its time."""
        texts = {minor: [exact(each) for each in value] for minor, value in values.items()}
        order = common_order(list(texts.values()))
        if order is None:
            return None
        times = {
            text: self.during([minor for minor, each in texts.items() if text in each], site)
            for text in order
        }
        if keyword in SEQUENCES:
            return {keyword: [json.loads(text) | times[text] for text in order]}
        changing = {json.loads(text): time for text, time in times.items() if time}
        if not all(isinstance(word, str) for word in changing):
            return None
        words = {word: time["x-istio-releases"] for word, time in changing.items()}
        return {keyword: [json.loads(text) for text in order], f"x-istio-{keyword}": words}


def spans(minors: Iterable[int], known: Iterable[int]) -> Spans:
    """First and last minor of each run of releases; ``None`` for the newest of all."""
    return [run[:2] for run in runs(dict.fromkeys(minors, True), known)]


def runs(values: Site, known: Iterable[int]) -> Spans:
    """First minor, last minor and value of each run of releases that agree."""
    found: Spans = []
    before: str | None = None
    for minor in known:
        text = exact(values[minor]) if minor in values else None
        if text is not None and text == before:
            found[-1][1] = minor
        elif text is not None:
            found.append([minor, minor, values[minor]])
        before = text
    if before is not None:
        found[-1][1] = None
    return found


def exact(value: Any) -> str:
    """A text that tells apart what Python takes for equal: 1, 1.0 and true."""
    return json.dumps(value, sort_keys=True)


def common_order(lists: list[list[str]]) -> list[str] | None:
    """All items in an order that every list agrees with; ``None`` if there is none."""
    if any(len(set(each)) != len(each) for each in lists):
        return None
    left = [each for each in lists if each]
    order: list[str] = []
    while left:
        behind = {item for each in left for item in each[1:]}
        first = next((each[0] for each in left if each[0] not in behind), None)
        if first is None:
            return None
        order.append(first)
        left = [rest for each in left if (rest := each[1:] if each[0] == first else each)]
    return order
