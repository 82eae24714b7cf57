"""Schemas of one thing in many releases, merged into one that tells the releases apart.

A *site* is a place in a schema: what stands there in each release that has it. The merged
schema has one node for each site, with these keywords of ours for time, all of them lists
of first and last minor release (the last is null while the newest release still has it):

``x-istio-releases``   when the node is there; without it, whenever the node around it is
``x-istio-enum``       for each value of ``enum`` that is not always allowed, when it is
``x-istio-required``   the same for the keys in ``required``
``x-istio-changes``    for any other keyword, its values: first minor, last minor, value

``istiolint/schema/projection.py`` gives back the schema of one release.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Site = Mapping[int, Any]
Spans = list[list[Any]]
Emit = Callable[[str, Site, Iterable[int]], dict[str, Any]]
"""Makes the node of a site from its name, the site, and the minors of what is around it."""

MAPPINGS = frozenset(("properties", "patternProperties", "$defs", "x-istio-versions"))
"""Keywords that hold schemas by name."""

SCHEMAS = frozenset(("items", "additionalProperties", "not", "schema"))
"""Keywords that hold one schema."""

SEQUENCES = frozenset(("oneOf", "anyOf", "allOf"))
"""Keywords that hold a list of schemas."""

WORDS = frozenset(("enum", "required"))
"""Keywords that hold a list of words, each with a time of its own."""


class Merger:
    """Merges sites; ``known`` are all the minors there are facts for."""

    def __init__(self, known: Iterable[int], emit: Emit) -> None:
        self.known = sorted(known)
        self._emit = emit

    def node(self, name: str, site: Site) -> dict[str, Any]:
        """The merged schema of a site, without the time it is there."""
        keywords = sorted({keyword for schema in site.values() for keyword in schema})
        found: dict[str, Any] = {}
        for keyword in keywords:
            values = {minor: each[keyword] for minor, each in site.items() if keyword in each}
            merged = self._keyword(name, keyword, values, site)
            found |= self._changed(found, keyword, values, site) if merged is None else merged
        return found

    def during(self, site: Site, around: Iterable[int]) -> dict[str, Any]:
        """The keyword that says when a site is there, if it is not whenever ``around`` is."""
        return {} if set(site) == set(around) else {"x-istio-releases": self.spans(site)}

    def spans(self, minors: Iterable[int]) -> Spans:
        """Runs of minors, as first and last; the last is ``None`` if it is the newest."""
        return [[first, last] for first, last, _ in self._runs(dict.fromkeys(minors, True))]

    def _keyword(
        self, name: str, keyword: str, values: Site, site: Site
    ) -> dict[str, Any] | None:
        """The merged value of a keyword and what goes with it; ``None`` if only changes tell."""
        if keyword in MAPPINGS and (all(values.values()) or exact([{}] * len(site)) == exact(
            list(values.values())
        )):
            return {keyword: self._mapping(values, site)}
        if keyword in SCHEMAS and all(isinstance(value, dict) for value in values.values()):
            return {keyword: self._emit("schema" if keyword == "schema" else name, values, site)}
        if keyword in SEQUENCES or keyword in WORDS:
            return self._sequence(keyword, values, site)
        return None

    def _mapping(self, values: Site, site: Site) -> dict[str, Any]:
        names = sorted({name for value in values.values() for name in value})
        return {
            name: self._emit(
                name, {minor: each[name] for minor, each in values.items() if name in each}, site
            )
            for name in names
        }

    def _sequence(self, keyword: str, values: Site, site: Site) -> dict[str, Any] | None:
        """Lists with one order that holds in every release, item by item."""
        order = common_order([[exact(each) for each in value] for value in values.values()])
        if order is None or not all(values.values()):
            return None
        items = {text: json.loads(text) for text in order}
        there = {
            text: {minor: item for minor, value in values.items() if item_in(text, value)}
            for text, item in items.items()
        }
        if keyword in SEQUENCES:
            return {keyword: [items[text] | self.during(there[text], site) for text in order]}
        times = {
            items[text]: self.spans(there[text]) for text in order if set(there[text]) != set(site)
        }
        if not all(isinstance(word, str) for word in times):
            return None
        return {keyword: list(items.values())} | ({f"x-istio-{keyword}": times} if times else {})

    def _changed(
        self, found: dict[str, Any], keyword: str, values: Site, site: Site
    ) -> dict[str, Any]:
        runs = self._runs(values)
        if set(values) == set(site) and len({exact(value) for value in values.values()}) == 1:
            return {keyword: runs[0][2]}
        return {"x-istio-changes": found.get("x-istio-changes", {}) | {keyword: runs}}

    def _runs(self, values: Site) -> Spans:
        """First minor, last minor and value for each run of releases that agree."""
        runs: Spans = []
        previous: int | None = None
        for minor in self.known:
            if minor in values:
                if previous in values and exact(values[previous]) == exact(values[minor]):
                    runs[-1][1] = minor
                else:
                    runs.append([minor, minor, values[minor]])
            previous = minor
        if runs[-1][1] == self.known[-1]:
            runs[-1][1] = None
        return runs


def exact(value: Any) -> str:
    """A text that tells apart what Python takes for equal: 1, 1.0 and true."""
    return json.dumps(value, sort_keys=True)


def item_in(text: str, value: Iterable[Any]) -> bool:
    """Whether a list has the item with this exact text."""
    return any(exact(each) == text for each in value)


def common_order(lists: list[list[str]]) -> list[str] | None:
    """All items in an order that every list agrees with; ``None`` if there is none."""
    if any(len(set(each)) != len(each) for each in lists):
        return None
    left = [list(each) for each in lists if each]
    order: list[str] = []
    while left:
        behind = {item for each in left for item in each[1:]}
        first = next((each[0] for each in left if each[0] not in behind), None)
        if first is None:
            return None
        order.append(first)
        left = [rest for each in left if (rest := each[1:] if each[0] == first else each)]
    return order
