"""What one file contributes: a pure function of its text.

Nothing here looks at another file, so that processes, a cache and a language server can
call it as they like.
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.diagnostic import Diagnostic, Label, LeftAlone, Severity
from istiolint.inputs.alert_values import alert_documents
from istiolint.inputs.classify import classify, not_read
from istiolint.inputs.document import Contribution, Document, Form
from istiolint.inputs.json_text import json_problem
from istiolint.inputs.templates import NOT_RENDERED, is_template
from istiolint.kinds import Kind, is_read
from istiolint.syntax.comments import Comment, directives, embedded_directives
from istiolint.syntax.documents import documents, sniff
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse_all
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import MERGE_KEY, Tape
from istiolint.text import Location, Source, Span

NO_VALUES = "no apiVersion and kind, and no keys of an Istio chart"


def contribute(source: Source) -> Contribution:
    """Split, parse and classify the documents of one file."""
    if source.path.endswith(".json"):
        problem = json_problem(source.text)
        if problem is not None:
            return Contribution(source, diagnostics=(syntax_error(source, problem, 0),), count=1)
    reader = _Reader(source)
    spans = list(documents(source.text))
    reasons = [_reason_not_to_read(source, span) for span in spans]
    wanted = [span for span, reason in zip(spans, reasons, strict=True) if reason is None]
    parsed = parse_all(source, wanted)
    for number, (span, reason) in enumerate(zip(spans, reasons, strict=True)):
        if reason is None:
            reader.read(number, span, next(parsed))
        else:
            reader.leave(number, span, reason)
    return Contribution(
        source,
        tuple(reader.documents),
        tuple(reader.comments),
        tuple(reader.diagnostics),
        tuple(reader.left_alone),
        len(spans),
        tuple(reader.candidates),
    )


class _Reader:
    """Collects what the documents of one file contribute."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents: list[Document] = []
        self.comments: list[Comment] = []
        self.diagnostics: list[Diagnostic] = []
        self.left_alone: list[LeftAlone] = []
        self.candidates: list[Document] = []

    def read(self, number: int, span: Span, tape: Tape | Problem) -> None:
        """Take one document for what it is."""
        text = self.source.text
        has_actions = text.find("{{", *span) >= 0
        if has_actions and is_template(text[span.start : span.end], tape):
            self.leave(number, span, NOT_RENDERED)
        elif isinstance(tape, Problem):
            self.comments += directives(self.source, span, None)
            self.diagnostics.append(syntax_error(self.source, tape, span.start))
        else:
            self._classify(number, span, tape)

    def _classify(self, number: int, span: Span, tape: Tape) -> None:
        comments = list(directives(self.source, span, tape))
        self.diagnostics += duplicate_keys(tape)
        self.diagnostics += wrong_merges(tape)
        embedded: dict[int, Tape] = {}
        for found in classify(self.source, number, span, tape, tuple(comments)):
            rules = [*alert_documents(found)] if isinstance(found, Document) else []
            self.documents += rules
            apart = (each.root.tape for each in rules if each.root.tape is not tape)
            embedded.update((id(each), each) for each in apart)
            if isinstance(found, str):
                self.leave(number, span, found)
            elif isinstance(found, Document) and found.form is Form.VALUES and not found.trees:
                self.candidates.append(found)
                self.leave(number, span, NO_VALUES)
            elif isinstance(found, Document):
                self.documents.append(found)
                inner = (tree.root.tape for tree in found.trees if tree.root.tape is not tape)
                embedded.update((id(each), each) for each in inner)
            else:
                self.diagnostics.append(embedded_error(*found))
        for each in embedded.values():
            comments += embedded_directives(each)
            self.diagnostics += duplicate_keys(each)
            self.diagnostics += wrong_merges(each)
        self.comments += comments

    def leave(self, number: int, span: Span, reason: str) -> None:
        """Leave one document alone."""
        line = self.source.position(_first_content(self.source.text, span)).line
        self.left_alone.append(LeftAlone(self.source.path, line, number, reason))


def _reason_not_to_read(source: Source, span: Span) -> str | None:
    """Why a document is not even parsed, where it says itself what it is."""
    sniffed = sniff(source.text, span)
    if sniffed is None or source.path.endswith("Chart.yaml"):
        return None
    kind = Kind.of(*sniffed)
    return None if is_read(kind) or kind.name.endswith("List") else not_read(kind)


def _first_content(text: str, span: Span) -> int:
    """Where a document begins, leaving out its marker and the comments before it."""
    at = span.start
    while at < span.end:
        after = text.find("\n", at, span.end) + 1 or span.end
        line = text[at:after].strip()
        if line and line != "---" and line[0] not in "#%":
            return at
        at = after
    return span.start


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


def wrong_merges(tape: Tape) -> Iterator[Diagnostic]:
    """What ``<<`` keys cannot merge in: kubectl and Helm do not read the file then."""
    mappings = filter(tape.is_mapping, range(len(tape))) if tape.may_merge else ()
    for key in (row for mapping in mappings for row in tape.children(mapping)[::2]):
        if tape.values[key] != MERGE_KEY or not Node(tape, key).is_plain:
            continue
        value = Node(tape, tape.nexts[key])
        # A list has to stand there itself: what an alias stands for is merged in as one mapping.
        parts = value.items() if value.is_sequence and value.site == value.row else [value]
        wrong = next((each for each in parts if not (each.is_mapping or each.is_unknown)), None)
        if wrong is not None:
            at = Node(tape, key) if wrong.is_null else wrong
            message = "only a mapping can be merged in with <<, or a list of them"
            yield Diagnostic("syntax-error", Severity.ERROR, message, at.location.on_one_line())
