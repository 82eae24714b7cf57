"""A schema in the words of JSON Schema alone, for programs that know nothing of ours.

What our own walk knows of a reader is said here in keywords that any validator has: that the
API server fills in defaults and drops nulls before it looks, that protobuf takes numbers in
quotes and knows a field by two names, which texts are durations, which keys exclude one
another. A test holds the verdicts of ``jsonschema`` on what is printed against ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from istiolint.schema.constraints import NUMBERS, is_portable, limits_of
from istiolint.schema.facets import COMBINERS, format_by_key, format_of, is_closed, types_of
from istiolint.schema.fault import PROTO, Reader
from istiolint.schema.formats import pattern_of
from istiolint.schema.replacements import FAILING
from istiolint.settings import NOTHING

Schema = dict[str, Any]

_OURS = ("x-istio-", "x-kubernetes-")
_SAID_ANEW = frozenset((*COMBINERS, "enum", "nullable", "required", "type"))


class Printer:
    """Puts schemas of one release into the words of JSON Schema."""

    def __init__(
        self,
        definitions: Mapping[str, Schema],
        reader: Reader,
        formats: Mapping[str, str] = NOTHING,
    ) -> None:
        self._known = definitions
        self._reader = reader
        self._formats = formats

    def definitions(self) -> Schema:
        """All definitions, in the same words."""
        return {name: self.schema(each) for name, each in self._known.items()}

    def schema(self, said: Any, key: str = "", *, may_be_null: bool = True) -> Schema:
        """One schema, that of the value of ``key``. Null says nothing, so most may be null."""
        may_be_null = may_be_null or "nullable" in said
        found: Schema = {
            keyword: value
            for keyword, value in said.items()
            if keyword not in _SAID_ANEW and not keyword.startswith(_OURS)
        }
        if not is_portable(found.get("pattern", "")):
            del found["pattern"]
        found |= self._types(said, may_be_null=may_be_null)
        found |= self._form(said, key)
        found |= self._members(said)
        if _is_about_keys(said):
            found |= {each: _alternatives(said[each]) for each in COMBINERS if each in said}
        if never := [*_never(said)]:
            found["allOf"] = [*found.get("allOf", ()), *never]
        return found

    def _types(self, said: Mapping[str, Any], *, may_be_null: bool) -> Schema:
        """What kinds of values there may be; of words, which."""
        if "$ref" in said and may_be_null:
            return {}
        words, types = said.get("enum"), self._kinds(said)
        found: Schema = {"enum": [*words, None] if may_be_null else words} if words else {}
        if types is None:
            return found if may_be_null else {**found, "not": {"type": "null"}}
        quoted = None if "$ref" in said or words else self._quoted(types)
        if quoted is not None:
            found["pattern"] = f"^(?:{quoted})$"
            types |= {"string"}
        kinds = sorted(types | {"null"} if may_be_null else types - {"null"})
        return {**found, "type": kinds if len(kinds) > 1 else kinds[0]}

    def _kinds(self, said: Mapping[str, Any]) -> frozenset[str] | None:
        *_, last = self._followed(said)
        return types_of(last)

    def _followed(self, said: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """A schema, what it refers to, and so on."""
        yield said
        while "$ref" in said:
            said = self._known[said["$ref"].rpartition("/")[2]]
            yield said

    def _must_be_there(self, said: Mapping[str, Any]) -> bool:
        """Whether nobody fills a required key in before it is looked for."""
        return not any("default" in each for each in self._followed(said))

    def _quoted(self, types: frozenset[str]) -> str | None:
        """How numbers look that are in quotes, where they may be."""
        if self._reader not in PROTO or "string" in types:
            return None
        return next((NUMBERS[each] for each in ("number", "integer") if each in types), None)

    def _form(self, said: Mapping[str, Any], key: str) -> Schema:
        """The bounds or the pattern of a format, which most validators know nothing of."""
        by_key = format_by_key(key, said, self._formats)
        form = format_of({**said, "format": by_key} if by_key else said)
        limits, pattern = limits_of(form or ""), pattern_of(form or "")
        found: Schema = {} if pattern is None else {"pattern": pattern}
        if limits is not None:
            found["minimum"] = max(said.get("minimum", limits[0]), limits[0])
            found["maximum"] = min(said.get("maximum", limits[1]), limits[1])
        return found

    def _members(self, said: Mapping[str, Any]) -> Schema:
        """What keys and items there may be, and which must."""
        found: Schema = {}
        known: Mapping[str, Schema] = said.get("properties", {})
        required = [
            key for key in said.get("required", ()) if self._must_be_there(known.get(key, NOTHING))
        ]
        if required:
            found["required"] = required
        if "properties" in said:
            found["properties"] = {
                key: self.schema(each, key, may_be_null=key not in required)
                for key, each in known.items()
                if each.get("x-istio-dead") not in FAILING
            }
        patterns = {**said.get("patternProperties", {}), **dict(self._other_names(known))}
        if patterns:
            found["patternProperties"] = {
                each: self.schema(inner) for each, inner in patterns.items()
            }
        if isinstance(rest := said.get("additionalProperties"), Mapping):
            found["additionalProperties"] = self.schema(rest)
            if (form := pattern_of(said.get("x-istio-keys", ""))) is not None:
                found["propertyNames"] = {"pattern": form}
        elif is_closed(said, self._reader):
            found["additionalProperties"] = False
        if isinstance(items := said.get("items"), Mapping):
            may_be_null = self._reader is not Reader.API_SERVER
            found["items"] = self.schema(items, may_be_null=may_be_null)
        return found

    def _other_names(self, known: Mapping[str, Schema]) -> Iterator[tuple[str, Schema]]:
        """The names of fields in their .proto file: taken, but not what an editor should offer."""
        for each in known.values() if self._reader in PROTO else ():
            name = each.get("x-istio-proto-name")
            if name is not None and name not in known:
                yield f"^{name}$", each


def _is_about_keys(said: Mapping[str, Any]) -> bool:
    """Whether ``oneOf`` and its like tell which keys go together.

    Where they tell types, we do so ourselves; where they tell what values go together, it
    takes the defaults to know whether these do.
    """
    alternatives: Sequence[Mapping[str, Any]] = said.get("oneOf", ())
    return bool(alternatives) and all("required" in each or "not" in each for each in alternatives)


def _never(said: Mapping[str, Any]) -> Iterator[Schema]:
    """What excludes each pair of keys of which one may be there; a null is none."""
    for group in said.get("x-istio-exclusive", ()):
        for pair in combinations(group, 2):
            there = {key: {"not": {"type": "null"}} for key in pair}
            yield {"not": {"type": "object", "required": list(pair), "properties": there}}


def _alternatives(said: Any) -> Any:
    """Schemas that tell which keys go together, and nothing of a null."""
    if isinstance(said, list):
        return [_alternatives(each) for each in said]
    if not isinstance(said, Mapping):
        return said
    found = {key: _alternatives(each) for key, each in said.items() if not key.startswith(_OURS)}
    return {"type": "object", **found} if isinstance(said.get("required"), list) else found
