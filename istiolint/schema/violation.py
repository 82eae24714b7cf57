"""What a schema does not allow, in our own words."""

from __future__ import annotations

from typing import Any, NamedTuple

from istiolint.syntax.tape import Path

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
    "minLength": "must have no fewer characters than {expected}",
    "maxLength": "must have no more characters than {expected}",
    "minimum": "must be {expected} or more, not {actual}",
    "maximum": "must be {expected} or less, not {actual}",
    "exclusiveMinimum": "must be more than {expected}, not {actual}",
    "exclusiveMaximum": "must be less than {expected}, not {actual}",
    "multipleOf": "must be a multiple of {expected}, not {actual}",
    "minItems": "must have no fewer items than {expected}",
    "maxItems": "must have no more items than {expected}",
    "uniqueItems": "must not name anything twice",
    "minProperties": "must have no fewer keys than {expected}",
    "maxProperties": "must have no more keys than {expected}",
}

_LONGEST = 40
"""Characters of a value that are repeated in a message."""

_MOST = 6
"""Choices that a message lists."""


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
            return f"unknown key {_shown(self.path[-1])}"
        if self.keyword == "required":
            return f'"{self.expected}" is missing'
        return f"{_name(self.path)}{_demand(self)}"

    @property
    def word(self) -> str | None:
        """What is written where only the words in ``expected`` may be, as for an enumeration."""
        if self.keyword == "additionalProperties":
            return str(self.path[-1])
        return self.actual if self.keyword == "enum" and isinstance(self.actual, str) else None


def _name(path: Path) -> str:
    """The last key on a path with the indexes behind it, in quotes, and a space."""
    name = ""
    for step in path:
        name = f"{name}[{step}]" if isinstance(step, int) else step
    return f'"{name}" ' if name else ""


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
        choices=_choices(as_list),
        expected=expected,
        actual=_shown(actual),
    ) + ("; quote it" if quotes else "")


def _choices(values: list[Any]) -> str:
    words = [*map(str, values[:_MOST]), *(["…"] if len(values) > _MOST else [])]
    return f"one of {', '.join(words)}" if len(words) > 1 else words[0]


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
