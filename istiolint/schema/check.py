"""Plain values held against a JSON Schema.

``jsonschema`` takes several times as long to import as a file takes to lint, so it is only
asked about what a first look does not find valid. Nothing else imports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from istiolint.schema.valid import Schema, is_plainly_valid
from istiolint.schema.violation import Violation

if TYPE_CHECKING:
    from jsonschema import ValidationError


def problems(schema: Schema, value: Any) -> list[Violation]:
    """All that is wrong with ``value``; nothing if ``schema`` allows it."""
    if is_plainly_valid(value, schema, schema):
        return []
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(schema).iter_errors(value)
    found = [each for error in errors for each in _violations(error)]
    return list({(each.path, each.keyword, str(each.expected)): each for each in found}.values())


def _violations(error: ValidationError) -> Iterator[Violation]:
    path, keyword = tuple(error.absolute_path), str(error.validator)
    schema: Any = error.schema
    expected: Any = error.validator_value
    actual: Any = error.instance
    if keyword == "additionalProperties":
        known = list(schema.get("properties", ()))
        for key in _unknown_keys(schema, actual):
            yield Violation((*path, key), keyword, known, actual[key])
    elif keyword == "required":
        for key in expected:
            if key not in actual:
                yield Violation(path, keyword, key, None)
    elif (branch := _branch(error)) is not None:
        for each in branch:
            yield from _violations(each)
    else:
        title = schema.get("title", "") if isinstance(schema, Mapping) else ""
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
