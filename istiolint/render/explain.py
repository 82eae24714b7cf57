"""The page of a rule for a terminal: its docstring, options, and examples with their carets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import fill, indent

from istiolint.render import Presentation
from istiolint.render.highlight import colored
from istiolint.render.page import NOTHING, Page, heading, is_silent, options, yaml
from istiolint.rules.examples import MARKER
from istiolint.rules.registry import entries, load
from istiolint.rules.rule import Example, Rule

_BOLD, _FAINT = "1", "2"
_MARKER_COLORS = {"^": "31", "~": "36"}
_WIDTH = 92
"""Columns of a page where there is room; longer lines are hard to read."""


def explain(name: str, presentation: Presentation) -> str:
    """The page of one rule."""
    rule, page = load(name), Page.parse(presentation.page(name))
    width = min(_WIDTH, presentation.width)
    parts = [_head(name, presentation)]
    parts += (each for text in page[:2] for each in _paragraphs(text, width))
    for title, text in page.sections:
        paragraphs = "\n\n".join(_paragraphs(text, width, "  "))
        parts.append(f"{presentation.paint(title, _BOLD)}\n{paragraphs}")
    parts += _options(rule, presentation)
    for example in rule.examples:
        parts += _example(example, presentation)
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(name: str, presentation: Presentation) -> str:
    row = entries()[name]
    facts = [row.category, row.info.severity.word, *row.upstream]
    facts += ["[*] has a fix"] if row.fixable else []
    return f"{presentation.paint(name, _BOLD)}  {presentation.paint(', '.join(facts), _FAINT)}"


def _paragraphs(text: str, width: int, margin: str = "") -> Iterator[str]:
    """Paragraphs as wide as the page; the items of a list each begin a line."""
    for paragraph in filter(None, text.split("\n\n")):
        parts = re.split(r"\n(?=[-*] )", paragraph)
        yield "\n".join(_filled(part, width, margin) for part in parts)


def _filled(part: str, width: int, margin: str) -> str:
    hanging = "  " if part.startswith(("- ", "* ")) else ""
    return fill(
        " ".join(part.split()),
        width,
        initial_indent=margin,
        subsequent_indent=margin + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _options(rule: Rule, presentation: Presentation) -> Iterator[str]:
    """The options of a rule with their defaults."""
    if found := options(rule):
        lines = [f"  {name}: {default}" for name, default in found]
        yield "\n".join([presentation.paint("Options", _BOLD), *lines])


def _example(example: Example, presentation: Presentation) -> Iterator[str]:
    """An example as it stands in the rule's file, markers and all, and what a fix makes of it."""
    title = presentation.paint(f"Example: {heading(example)}", _BOLD)
    note = f"\n{presentation.paint(f'  {NOTHING}.', _FAINT)}" if is_silent(example) else ""
    yield f"{title}{note}\n{_source(example.text, presentation)}"
    if example.fixed is not None:
        title = presentation.paint("After --fix:", _BOLD)
        yield f"{title}\n{_source(example.fixed, presentation)}"


def _source(text: str, presentation: Presentation) -> str:
    lines = (_line(line, presentation) for line in yaml(text).split("\n"))
    return indent("\n".join(lines), "  ")


def _line(line: str, presentation: Presentation) -> str:
    """A line of YAML, or a marker in the colour of a finding; either may be copied."""
    marker = MARKER.fullmatch(line)
    if marker is None:
        return colored(line, presentation)
    start, drawn = marker.start(2), marker[2]
    edge = presentation.paint(line[:start], _FAINT)
    return edge + presentation.paint(line[start:], _MARKER_COLORS[drawn[0]])
