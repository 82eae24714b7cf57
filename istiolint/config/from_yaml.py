"""Configuration written in YAML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from istiolint.config.problem import ConfigError, Problem
from istiolint.config.tree import Place, Tree
from istiolint.syntax.documents import documents
from istiolint.syntax.node import Entry, Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem as SyntaxProblem
from istiolint.syntax.tape import Path
from istiolint.text import Source

MAX_DEPTH = 32
"""Mappings and lists inside one another, aliases written out. Half a dozen are of use."""

AS_WRITTEN = frozenset(("istio-version",))
"""Keys whose values are taken as they are written: to YAML, ``1.20`` is the number 1.2."""


def read_yaml(source: Source) -> Tree:
    """What the one document of a file says; an empty file says nothing."""
    spans = list(documents(source.text))
    if len(spans) > 1:
        raise ConfigError(_problem(source, spans[1].start, "only one document is allowed here"))
    if not spans:
        return Tree({}, lambda _: Place(source.position(0), source.position(0)))
    tape = parse(source, *spans[0])
    if isinstance(tape, SyntaxProblem):
        raise ConfigError(_problem(source, spans[0].start + tape.start, tape.message))
    root = Node(tape)
    values = {} if root.is_null else _plain(root, 0)
    return Tree(values, lambda path: _place(root, path), tuple(_duplicates(root)))


def _plain(node: Node, depth: int) -> Any:
    if depth > MAX_DEPTH:
        message = f"nested more than {MAX_DEPTH} levels deep"
        raise ConfigError(_problem(node.tape.source, node.span.start, message))
    if node.is_mapping:
        return {each.name: _value(each, depth + 1) for each in node.entries()}
    if node.is_sequence:
        return [_plain(each, depth + 1) for each in node.items()]
    return node.meaning


def _value(entry: Entry, depth: int) -> Any:
    is_text = entry.name in AS_WRITTEN and entry.value.scalar() is not None
    return entry.value.value if is_text else _plain(entry.value, depth)


def _place(root: Node, path: Path) -> Place:
    node = root.at(*path) or root
    return Place((node.key or node).location.start, node.location.start)


def _duplicates(root: Node) -> Iterator[Problem]:
    tape = root.tape
    for _, later in tape.duplicates:
        message = f'the key "{tape.values[later]}" is there twice'
        yield _problem(tape.source, tape.span(later).start, message)


def _problem(source: Source, offset: int, message: str) -> Problem:
    return Problem(source.path, *source.position(offset), message)
