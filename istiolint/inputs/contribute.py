"""What one file contributes: a pure function of its text.

Nothing here looks at another file, so that processes, a cache and a language server can
call it as they like.
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.diagnostic import Diagnostic, Label, LeftAlone, Severity
from istiolint.inputs.classify import classify, is_template, not_read
from istiolint.inputs.document import Contribution, Document
from istiolint.inputs.json_text import json_problem
from istiolint.kinds import Kind, is_read
from istiolint.syntax.comments import Comment, directives, embedded_directives
from istiolint.syntax.documents import documents, sniff
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Tape
from istiolint.text import Location, Source, Span


def contribute(source: Source) -> Contribution:
    """Split, parse and classify the documents of one file."""
    if source.path.endswith(".json"):
        problem = json_problem(source.text)
        if problem is not None:
            return Contribution(source, diagnostics=(syntax_error(source, problem, 0),), count=1)
    reader = _Reader(source)
    spans = list(documents(source.text))
    for number, span in enumerate(spans):
        reader.read(number, span)
    return Contribution(
        source,
        tuple(reader.documents),
        tuple(reader.comments),
        tuple(reader.diagnostics),
        tuple(reader.left_alone),
        len(spans),
    )


class _Reader:
    """Collects what the documents of one file contribute."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents: list[Document] = []
        self.comments: list[Comment] = []
        self.diagnostics: list[Diagnostic] = []
        self.left_alone: list[LeftAlone] = []

    def read(self, number: int, span: Span) -> None:
        """Read one document."""
        text = self.source.text
        sniffed = sniff(text, span)
        if sniffed is not None:
            kind = Kind.of(*sniffed)
            if not is_read(kind) and not kind.name.endswith("List"):
                self._leave(number, span, not_read(kind))
                return
        tape = parse(self.source, *span)
        problem = tape if isinstance(tape, Problem) else None
        if text.find("{{", *span) >= 0 and is_template(
            text[span.start : span.end], None if isinstance(tape, Problem) else tape
        ):
            self._leave(number, span, "Helm template that is not rendered")
        elif isinstance(tape, Problem):
            assert problem is not None
            self.comments += directives(self.source, span, None)
            self.diagnostics.append(syntax_error(self.source, problem, span.start))
        else:
            self._classify(number, span, tape)

    def _classify(self, number: int, span: Span, tape: Tape) -> None:
        comments = list(directives(self.source, span, tape))
        self.diagnostics += duplicate_keys(tape)
        for found in classify(self.source, number, span, tape, tuple(comments)):
            if isinstance(found, str):
                self._leave(number, span, found)
            elif isinstance(found, Document):
                self.documents.append(found)
                for tree in found.trees:
                    if tree.root.tape is not tape:
                        comments += embedded_directives(tree.root.tape)
                        self.diagnostics += duplicate_keys(tree.root.tape)
            else:
                self.diagnostics.append(embedded_error(*found))
        self.comments += comments

    def _leave(self, number: int, span: Span, reason: str) -> None:
        # The document begins where its first line of content does.
        text = self.source.text
        start = (
            span.start
            + len(text[span.start : span.end])
            - len(text[span.start : span.end].lstrip())
        )
        line = self.source.position(start).line
        self.left_alone.append(LeftAlone(self.source.path, line, number, reason))


def syntax_error(source: Source, problem: Problem, base: int) -> Diagnostic:
    """A document that cannot be parsed, at the place where that became clear."""
    start = min(base + problem.start, len(source.text))
    location = Location(source, Span(start, min(start + problem.width, len(source.text))))
    return Diagnostic("syntax-error", Severity.ERROR, problem.message, location.on_one_line())


def embedded_error(scalar: Node, problem: Problem) -> Diagnostic:
    """Text inside a scalar that should be YAML and is not."""
    source = scalar.tape.source
    location = Location(source, Span(problem.start, problem.start + problem.width))
    key = scalar.key
    message = f'in the text of "{key.value if key else ""}": {problem.message}'
    return Diagnostic("syntax-error", Severity.ERROR, message, location.on_one_line())


def duplicate_keys(tape: Tape) -> Iterator[Diagnostic]:
    """Keys that a mapping has twice: all but the last are dropped without a word."""
    for first, second in tape.duplicates:
        key, before = Node(tape, second), Node(tape, first)
        label = Label(before.location, "first written here; this value is dropped")
        message = f'key "{key.value}" is written twice'
        yield Diagnostic(
            "duplicate-key", Severity.ERROR, message, key.location.on_one_line(), related=(label,)
        )
