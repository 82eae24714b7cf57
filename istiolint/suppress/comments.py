"""Comments that ask for silence, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, Edit
from istiolint.inputs.document import Contribution
from istiolint.rules.registry import named
from istiolint.suppress.cover import covered, tapes
from istiolint.suppress.directive import Ignore, Name, directive, place
from istiolint.suppress.notices import no_such_rule, unknown, unused
from istiolint.suppress.silence import COMMENT, Silence
from istiolint.syntax.comments import Comment
from istiolint.syntax.outward import whole_lines
from istiolint.text import Location, Span


class Request(NamedTuple):
    """An ``ignore`` comment, with a silence for each of its names that stands for rules.

    ``is_read`` is whether its document is one that rules look at.
    """

    comment: Comment
    ignore: Ignore
    silences: Mapping[Name, Silence]
    is_read: bool

    def unused(self, used: Collection[Silence], on: frozenset[str]) -> Iterator[Diagnostic]:
        """The names that silenced nothing, those of rules that are off excepted."""
        idle = [
            (name, each)
            for name, each in self.silences.items()
            if self.is_read and each not in used and each.rules & on
        ]
        whole = len(idle) == len(self.ignore.names)
        for name, each in idle:
            if whole:
                yield unused(each, "Remove the comment", self._no_comment())
            else:
                yield unused(each, f'Remove "{each.word}"', self._comment_without(name))

    def mistakes(self) -> Iterator[Diagnostic]:
        """The names that stand for no rule."""
        for name in self.ignore.names:
            if self.is_read and name not in self.silences:
                yield no_such_rule(name.word, _at(self.comment, name.span))

    def _no_comment(self) -> Edit | None:
        """The file without the comment, and without its line if it has one to itself."""
        source, (start, end) = self.comment.source, self.comment.span
        if place(self.comment, Span(0, 0)) is None:
            return None
        line = source.position(start).line
        before = source.text[source.line_span(line).start : start]
        if before.strip():
            span = Span(start - len(before) + len(before.rstrip()), end)
        else:
            span = whole_lines(source, line, line)
        return Edit(Location(source, span), "")

    def _comment_without(self, name: Name) -> Edit | None:
        """The comment with one name less, but not without any."""
        spans = [each.span for each in self.ignore.names]
        at = spans.index(name.span)
        if at + 1 < len(spans):
            location = place(self.comment, Span(name.span.start, spans[at + 1].start))
        else:
            location = place(self.comment, Span(spans[at - 1].end, name.span.end))
        return Edit(location, "") if location else None


class Heard(NamedTuple):
    """All that the comments of a file ask for, and what nobody understands."""

    requests: tuple[Request, ...]
    mistakes: tuple[Diagnostic, ...]


def heard(contribution: Contribution) -> Heard:
    """Read the comments of a file."""
    read = {id(tape) for tape in tapes(contribution)}
    requests: list[Request] = []
    mistakes: list[Diagnostic] = []
    for comment in contribution.comments:
        said, is_read = directive(comment.text), id(comment.tape) in read
        if isinstance(said, Ignore):
            request = Request(comment, said, _silences(comment, said), is_read)
            requests.append(request)
            mistakes += request.mistakes()
        elif said is not None and is_read:
            mistakes.append(unknown(said.message, _at(comment, said.span)))
    return Heard(tuple(requests), tuple(mistakes))


def _silences(comment: Comment, ignore: Ignore) -> dict[Name, Silence]:
    whole_file = Span(0, len(comment.source.text))
    span = whole_file if ignore.whole_file else covered(comment)
    found = {}
    for name in ignore.names:
        rules = named(name.word)
        if rules is not None:
            at = _at(comment, name.span)
            found[name] = Silence(name.word, frozenset(rules), span, COMMENT, ignore.reason, at)
    return found


def _at(comment: Comment, part: Span) -> Location:
    return place(comment, part) or Location(comment.source, comment.span)
