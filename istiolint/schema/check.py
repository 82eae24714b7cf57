"""Plain values held against a JSON Schema, and what is wrong with them in our own words.

``jsonschema`` takes several times as long to import as a file takes to lint. So a few lines
of ours look first: what they find valid is valid. Whatever they are not sure of,
``jsonschema`` decides and explains. Nothing else imports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from istiolint.syntax.show import dotted
from istiolint.syntax.tape import Path

if TYPE_CHECKING:
    from jsonschema import ValidationError

Schema = Mapping[str, Any]


class Violation(NamedTuple):
    """A value that a keyword of a schema does not allow.

    ``path`` leads to the value, or to an unknown key itself. ``expected`` is what the
    schema says under the keyword; for an unknown key the known ones, for a missing key
    its name. ``title`` is what the schema calls such values, if it has a name for them.
    """

    path: Path
    keyword: str
    expected: Any
    actual: Any
    title: str = ""

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        if self.keyword == "additionalProperties":
            return f'unknown key "{self.path[-1]}"'
        if self.keyword == "required":
            return f'"{self.expected}" is missing'
        return f"{_name(self.path)}{_demand(self)}"

    @property
    def word(self) -> str | None:
        """What is written where only the words in ``expected`` may be, as for an enumeration."""
        if self.keyword == "additionalProperties":
            return str(self.path[-1])
        return self.actual if self.keyword == "enum" and isinstance(self.actual, str) else None


def problems(schema: Schema, value: Any) -> list[Violation]:
    """All that is wrong with ``value``; nothing if ``schema`` allows it."""
    if _is_plainly_valid(value, schema, schema):
        return []
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(schema).iter_errors(value)
    found = [each for error in errors for each in _violations(error)]
    return list({(each.path, each.keyword, str(each.expected)): each for each in found}.values())


# Valid or not


_NOTES = frozenset(
    ("$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples")
)

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


def _is_plainly_valid(value: Any, schema: Any, root: Schema) -> bool:
    """Whether ``schema`` surely allows ``value``: false also for keywords not known here."""
    if not isinstance(schema, Mapping):
        return schema is True
    return all(_holds(keyword, value, schema, root) for keyword in schema if keyword not in _NOTES)


def _holds(keyword: str, value: Any, schema: Schema, root: Schema) -> bool:
    expected = schema[keyword]
    match keyword:
        case "$ref":
            home, _, name = expected.rpartition("/")
            return home == "#/$defs" and _is_plainly_valid(value, root["$defs"][name], root)
        case "type":
            return isinstance(expected, str) and type(value) in _TYPES.get(expected, ())
        case "enum":
            return isinstance(value, str) and value in expected
        case "pattern":
            return isinstance(value, str) and re.search(expected, value) is not None
        case "minLength":
            return isinstance(value, str) and len(value) >= expected
        case "minItems":
            return isinstance(value, list) and len(value) >= expected
        case "items":
            return isinstance(value, list) and all(
                _is_plainly_valid(each, expected, root) for each in value
            )
        case "required":
            return isinstance(value, dict) and all(key in value for key in expected)
        case "properties" | "additionalProperties":
            return isinstance(value, dict) and _has_valid_keys(keyword, value, schema, root)
    return False


def _has_valid_keys(keyword: str, value: dict[str, Any], schema: Schema, root: Schema) -> bool:
    known = schema.get("properties", {})
    if keyword == "properties":
        mine = {key: known[key] for key in value if key in known}
    elif "patternProperties" in schema:
        return False
    else:
        mine = {key: schema[keyword] for key in value if key not in known}
    return all(_is_plainly_valid(value[key], each, root) for key, each in mine.items())


# What is wrong


def _violations(error: ValidationError) -> Iterator[Violation]:
    path = tuple(error.absolute_path)
    keyword = str(error.validator)
    expected, actual = error.validator_value, error.instance
    if keyword == "additionalProperties":
        known = list(error.schema.get("properties", ()))
        for key in _unknown_keys(error.schema, actual):
            yield Violation((*path, key), keyword, known, actual[key])
    elif keyword == "required":
        for key in expected:
            if key not in actual:
                yield Violation(path, keyword, key, None)
    elif (branch := _branch(error)) is not None:
        for each in branch:
            yield from _violations(each)
    else:
        title = error.schema.get("title", "") if isinstance(error.schema, Mapping) else ""
        yield Violation(path, keyword, expected, actual, title)


def _unknown_keys(schema: Schema, value: Mapping[str, Any]) -> list[str]:
    patterns = schema.get("patternProperties", ())
    return [
        key
        for key in value
        if key not in schema.get("properties", ())
        and not any(re.search(pattern, key) for pattern in patterns)
    ]


def _branch(error: ValidationError) -> list[ValidationError] | None:
    """The errors of the one alternative that was meant, if its kind of value tells."""
    branches: dict[Any, list[ValidationError]] = {}
    for each in error.context or ():
        branches.setdefault(each.relative_schema_path[0], []).append(each)
    meant = [errors for errors in branches.values() if not any(map(_is_of_another_kind, errors))]
    return meant[0] if len(meant) == 1 else None


def _is_of_another_kind(error: ValidationError) -> bool:
    return not error.relative_path and error.validator in ("type", "enum", "const")


# In our words


_KINDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
}

_DEMANDS = {
    "type": "must be {kinds}, not {actual}",
    "enum": "must be {choices}, not {actual}",
    "const": "must be {choices}, not {actual}",
    "pattern": "must match {expected}, not be {actual}",
    "format": "must be in the format {expected}, not {actual}",
    "minLength": "must have {expected} or more characters",
    "maxLength": "must have {expected} characters at most",
    "minimum": "must be {expected} or more, not {actual}",
    "maximum": "must be {expected} or less, not {actual}",
    "exclusiveMinimum": "must be more than {expected}, not {actual}",
    "exclusiveMaximum": "must be less than {expected}, not {actual}",
    "multipleOf": "must be a multiple of {expected}, not {actual}",
    "minItems": "must have {expected} or more items",
    "maxItems": "must have {expected} items at most",
    "uniqueItems": "must not name anything twice",
    "minProperties": "must have {expected} or more keys",
    "maxProperties": "must have {expected} keys at most",
}

_LONGEST = 40
"""Characters of a value that are repeated in a message."""


def _name(path: Path) -> str:
    """The last key on a path with what follows it, in quotes and with a space behind."""
    keys = [index for index, step in enumerate(path) if isinstance(step, str)]
    return f'"{dotted(path[keys[-1] :])}" ' if keys else ""


def _demand(violation: Violation) -> str:
    expected, actual = violation.expected, violation.actual
    if violation.title and violation.keyword == "pattern":
        return f"must be {violation.title}, not {_shown(actual)}"
    if violation.keyword in ("minLength", "minItems") and expected == 1:
        return "must not be empty"
    as_list = expected if isinstance(expected, list) else [expected]
    demand = _DEMANDS.get(violation.keyword, "is none of the forms that are allowed here")
    quotes = violation.keyword == "type" and expected == "string" and type(actual) in (int, float)
    return demand.format(
        kinds=" or ".join(_KINDS.get(str(each), str(each)) for each in as_list),
        choices=("one of " if len(as_list) > 1 else "") + ", ".join(map(str, as_list)),
        expected=expected,
        actual=_shown(actual),
    ) + ("; quote it" if quotes else "")


def _shown(value: Any) -> str:
    """A value as part of a sentence."""
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            return f'"{value}"' if len(value) <= _LONGEST else f'"{value[:_LONGEST]}…"'
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case dict():
            return "a mapping"
    return f"a {type(value).__name__}"
