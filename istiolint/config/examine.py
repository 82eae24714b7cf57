"""What is wrong with a configuration: the schema's judgement, then that of the registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from istiolint.config.options import rules_schema
from istiolint.config.problem import Problem
from istiolint.config.tree import Tree
from istiolint.rules.registry import named, words
from istiolint.schema.check import problems
from istiolint.schema.store import load
from istiolint.schema.valid import Schema
from istiolint.schema.violation import Violation
from istiolint.spelling import did_you_mean
from istiolint.syntax.tape import Path

SELECTORS = ("select", "extend-select", "ignore")


def examine(tree: Tree, path: str) -> list[Problem]:
    """All problems of the configuration that reports call ``path``."""
    found = [_problem(each, tree, path) for each in problems(_schema(tree.values), tree.values)]
    for place, word in _unknown_selectors(tree.values):
        message = f'no rule is called "{word}"{did_you_mean(word, words())}'
        found.append(Problem(path, *tree.place(place).value, message))
    return [*tree.problems, *found]


def _schema(values: Any) -> Schema:
    """The schema of configuration with what the rules in ``values`` have as options."""
    schema = load("config.json")
    said = [_mapping(each, "rules") for _, each in _parts(values)]
    rules = rules_schema(name for each in said for name in each)
    return {**schema, "$defs": {**schema["$defs"], "rules": rules}}


def _problem(violation: Violation, tree: Tree, path: str) -> Problem:
    is_key = violation.keyword == "additionalProperties"
    place = tree.place(violation.path)
    word = violation.word
    said = violation.message
    if is_key and violation.path[-2:-1] == ("rules",):
        said = f'no rule is called "{word}"'
    hint = "" if word is None else did_you_mean(word, map(str, violation.expected))
    return Problem(path, *(place.key if is_key else place.value), said + hint)


def _unknown_selectors(values: Any) -> Iterator[tuple[Path, str]]:
    for path, part in _parts(values):
        for key in SELECTORS:
            words = part.get(key)
            for index, word in enumerate(words if isinstance(words, list) else ()):
                if isinstance(word, str) and named(word) is None:
                    yield (*path, key, index), word


def _parts(values: Any) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The configuration itself and the entries of ``per-path``, with the way there."""
    if isinstance(values, dict):
        yield (), values
    for glob in _mapping(values, "per-path"):
        yield ("per-path", glob), _mapping(values["per-path"], glob)


def _mapping(values: Any, key: str) -> Mapping[str, Any]:
    """What is under a key, if it is a mapping; an empty one otherwise."""
    found = values.get(key) if isinstance(values, dict) else None
    return found if isinstance(found, dict) else {}
