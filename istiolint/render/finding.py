"""Findings with the lines they are about, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic
from istiolint.render import Presentation
from istiolint.render.badge import BLUE, BOLD, STYLES, badge
from istiolint.render.excerpt import Mark, Row, lines, pieces, rows
from istiolint.render.links import rule_url
from istiolint.render.secrets import is_about_secret, may_show_secret
from istiolint.render.summary import counted
from istiolint.render.terminal import visible
from istiolint.render.view import CUT
from istiolint.render.whereabouts import Whereabouts

RELATED = 5
"""So many related places are shown."""

NARROWEST = 20
"""Text gets at least so many columns, however small the terminal is."""


class Margin(NamedTuple):
    """What stands to the left of source lines and notes."""

    width: int
    presentation: Presentation

    @property
    def room(self) -> int:
        """The columns that are left for source lines."""
        return max(NARROWEST, self.presentation.width - self.width - len(" | "))

    @property
    def bar(self) -> str:
        """A line with nothing but the edge."""
        return self.beside(Row("", ""))

    def beside(self, row: Row) -> str:
        """A row of an excerpt; dots that stand for lines have no edge."""
        edge = CUT if row.number == CUT else f"{row.number:>{self.width}} |"
        return f"{self._faint(edge)} {row.text}".rstrip()

    def place(self, arrow: str, mark: Mark) -> str:
        """Where a mark is, written as editors and terminals recognise it."""
        place = Whereabouts.of(mark.source, mark.line, mark.start + 1)
        return f"{self._faint(' ' * self.width + arrow)} {place}"

    def note(self, title: str, text: str) -> Iterator[str]:
        """Something said about the whole finding, broken where the terminal ends."""
        indent = self.width + len(f" = {title}: ")
        room = max(NARROWEST, self.presentation.width - indent)
        lines = wrap(
            visible(" ".join(text.split())), room, break_long_words=False, break_on_hyphens=False
        )
        edge = self._faint(" " * self.width + " =")
        yield f"{edge} {self.presentation.paint(f'{title}:', BOLD)} {''.join(lines[:1])}"
        yield from (" " * indent + line for line in lines[1:])

    def _faint(self, text: str) -> str:
        return self.presentation.paint(text, BLUE)


def finding(diagnostics: Sequence[Diagnostic], presentation: Presentation) -> list[str]:
    """The lines that a finding takes, or several findings that show the same lines."""
    diagnostic = diagnostics[0]
    found = pieces(_marks(diagnostic))
    shown = [piece for piece in found if piece[0].source.text and not _is_secret(diagnostic, piece)]
    margin = Margin(len(str(max(map(max, map(lines, shown)), default=1))), presentation)
    text = [_header(each, presentation) for each in diagnostics]
    for piece in found:
        arrow = "-->" if piece is found[0] else ":::"
        text += _excerpt(arrow, piece, margin) if piece in shown else _places(arrow, piece, margin)
    for title, note in _notes(diagnostics, found, presentation):
        text += margin.note(title, note)
    return text[:-1] if text[-1] == margin.bar else text


def _header(diagnostic: Diagnostic, presentation: Presentation) -> str:
    """Severity, rule, whether ``--fix`` helps, and the fact."""
    message = presentation.paint(visible(diagnostic.message), BOLD)
    return f"{badge(diagnostic, presentation)} {message}"


def _marks(diagnostic: Diagnostic) -> Iterator[Mark]:
    style = STYLES[diagnostic.severity]
    yield Mark.on(diagnostic.location, "^", diagnostic.label, style)
    for label in diagnostic.related[:RELATED]:
        yield Mark.on(label.location, "~", label.message, BLUE)


def _is_secret(diagnostic: Diagnostic, piece: Sequence[Mark]) -> bool:
    source = piece[0].source
    return is_about_secret(diagnostic) or any(may_show_secret(source, at) for at in lines(piece))


def _excerpt(arrow: str, piece: Sequence[Mark], margin: Margin) -> Iterator[str]:
    yield margin.place(arrow, piece[0])
    yield margin.bar
    yield from map(margin.beside, rows(piece, margin.room, margin.presentation))
    yield margin.bar


def _places(arrow: str, piece: Sequence[Mark], margin: Margin) -> Iterator[str]:
    """The places alone, where there is no text or none that may be shown."""
    for mark in piece:
        yield margin.place(arrow, mark) + (f": {mark.label}" if mark.label else "")
        arrow = ":::"


def _notes(
    diagnostics: Sequence[Diagnostic], found: Sequence[Sequence[Mark]], presentation: Presentation
) -> Iterator[tuple[str, str]]:
    """What is said below the excerpts, each with its title."""
    diagnostic = diagnostics[0]
    if where := _where(diagnostic):
        yield "in", where
    yield from _helps(diagnostics)
    if diagnostic.fix:
        yield "fix" if diagnostic.fix.safe else "unsafe fix", diagnostic.fix.title
    if any(_is_secret(diagnostic, piece) for piece in found):
        yield "note", "the text of a Secret is not shown"
    if (left := len(diagnostic.related) - RELATED) > 0:
        yield "note", f"{counted(left, 'related place')} more"
    if presentation.verbose:
        rules = dict.fromkeys(each.rule for each in diagnostics)
        yield from (("docs", rule_url(rule) or f"istiolint explain {rule}") for rule in rules)


def _helps(diagnostics: Sequence[Diagnostic]) -> Iterator[tuple[str, str]]:
    """What to do; with the rules that say so, where several say different things."""
    by_text: dict[str | None, list[str]] = {}
    for each in diagnostics:
        by_text.setdefault(each.help, []).append(each.rule)
    for text, rules in by_text.items():
        if text:
            of = "" if len(by_text) == 1 else f"[{', '.join(dict.fromkeys(rules))}] "
            yield "help", of + text


def _where(diagnostic: Diagnostic) -> str:
    """The object and the path in it, outermost first."""
    parts = []
    if (resource := diagnostic.resource) is not None:
        name = "/".join(filter(None, (resource.namespace, resource.name)))
        parts.append(f"{resource.kind} {name}".rstrip())
    return ", ".join([*parts, *filter(None, (diagnostic.container, diagnostic.field))])
