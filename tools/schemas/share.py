"""Merged documents in which a schema that stands in several places is written once."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from tools.schemas.merge import Merger, Site, spans

LEAST = 160
"""Characters below which a schema is clearer where it stands than behind a reference."""

Signature = tuple[tuple[int, str], ...]
"""The minors of a site and, for each, the text of what stands there."""


class Shared(NamedTuple):
    """A schema that stands in several places: a name for it, and all that is known of it."""

    name: str
    site: dict[int, Any]
    texts: dict[int, str]


class Document:
    """Merges one document; sites that agree in every release they both have are shared."""

    def __init__(self, site: Site, known: Iterable[int]) -> None:
        self.site = site
        self._known = sorted(known)
        self._merger = Merger(self._known, self._emit)
        self._texts: dict[int, str] = {}
        self._seen: list[tuple[str, Site]] = []
        self._shared: dict[Signature, Shared] = {}

    def plain(self) -> dict[str, Any]:
        """The merged document with everything where it stands."""
        found = self._merger.node("schema", self.site)
        return {"x-istio-releases": spans(self.site, self._known)} | found

    def sharing(self) -> dict[str, Any]:
        """The merged document, with what stands in several places in ``$defs``."""
        self.plain()
        self._shared = self._several()
        while True:
            found = self._with_definitions()
            uses = Counter(re.findall(r'"#/\$defs/(\w+)"', json.dumps(found)))
            kept = {key: each for key, each in self._shared.items() if uses[each.name] > 1}
            if len(kept) == len(self._shared):
                return found
            self._shared = kept

    def _with_definitions(self) -> dict[str, Any]:
        """The document as a whole, after new names for what is shared in it."""
        self._rename()
        shared = {each.name: each for each in self._shared.values()}
        definitions = {
            name: self._merger.node(name, each.site) | self._merger.during(each.site, self.site)
            for name, each in shared.items()
        }
        return self.plain() | ({"$defs": definitions} if definitions else {})

    def _rename(self) -> None:
        """Number those of one name: no two may have the same."""
        names: dict[int, str] = {}
        numbers: Counter[str] = Counter()
        for each in self._shared.values():
            if id(each.site) not in names:
                base = re.sub(r"\d+$|\W", "", each.name)
                numbers[base] += 1
                names[id(each.site)] = base + (str(numbers[base]) if numbers[base] > 1 else "")
        self._shared = {
            key: each._replace(name=names[id(each.site)]) for key, each in self._shared.items()
        }

    def _emit(self, name: str, site: Site, around: Iterable[int]) -> dict[str, Any]:
        """The node of a site, or a reference to where it is written."""
        signature = self._signature(site)
        if not self._shared:
            self._seen.append((name, site))
        shared = self._shared.get(signature)
        node = {"$ref": f"#/$defs/{shared.name}"} if shared else self._merger.node(name, site)
        return node | self._merger.during(site, around)

    def _several(self) -> dict[Signature, Shared]:
        """What stands in several places, by the signature of each of them."""
        names: dict[Signature, str] = {}
        sites: dict[Signature, Site] = {}
        for name, site in self._seen:
            signature = self._signature(site)
            if max(len(text) for _, text in signature) >= LEAST:
                names.setdefault(signature, name)
                sites.setdefault(signature, site)
        groups: dict[tuple[int, str], list[Shared]] = {}
        found: dict[Signature, Shared] = {}
        for signature in sorted(sites, key=len, reverse=True):
            found[signature] = self._joined(names[signature], sites[signature], groups)
        return found

    def _joined(self, name: str, site: Site, groups: dict[tuple[int, str], list[Shared]]) -> Shared:
        """The group that a site agrees with, a new one if there is none."""
        signature = self._signature(site)
        near = [group for part in signature for group in groups.get(part, ())]
        agreeing = (
            group
            for group in near
            if all(group.texts.get(minor, text) == text for minor, text in signature)
        )
        group = next(agreeing, None) or Shared(name, {}, {})
        group.site.update(site)
        group.texts.update(signature)
        for part in signature:
            if not any(each.site is group.site for each in groups.setdefault(part, [])):
                groups[part].append(group)
        return group

    def _signature(self, site: Site) -> Signature:
        return tuple((minor, self._text(schema)) for minor, schema in sorted(site.items()))

    def _text(self, schema: Any) -> str:
        """The exact text of a schema; the facts outlive the document, and so do their ids."""
        if id(schema) not in self._texts:
            self._texts[id(schema)] = json.dumps(schema, sort_keys=True)
        return self._texts[id(schema)]
