"""The page of a rule for a terminal: its docstring, options, and examples with their carets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent, fill, indent

from istiolint.render import Presentation
from istiolint.render.highlight import styles
from istiolint.render.page import Page
from istiolint.rules.registry import entries, load
from istiolint.rules.rule import Example, Rule

_BOLD, _FAINT = "1", "2"
_MARKER_COLORS = {"^": "31", "~": "36"}
_MARKER = re.compile(r"#( *)([\^~]+)(.*)")
_WIDTH = 92


def explain(name: str, presentation: Presentation) -> str:
    """The page of one rule."""
    rule, page = load(name), Page.parse(presentation.page(name))
    parts = [_head(name, presentation), *_paragraphs(page.summary), *_paragraphs(page.description)]
    for title, text in page.sections:
        parts.append(f"{presentation.paint(title, _BOLD)}\n" + "\n\n".join(_paragraphs(text, "  ")))
    parts += _options(rule, presentation)
    parts += (_example(each, presentation) for each in rule.examples)
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(name: str, presentation: Presentation) -> str:
    row = entries()[name]
    facts = [row.category, row.info.severity.word, *row.upstream]
    facts += ["[*] has a fix"] if row.fixable else []
    return f"{presentation.paint(name, _BOLD)}  {presentation.paint(', '.join(facts), _FAINT)}"


def _paragraphs(text: str, margin: str = "") -> Iterator[str]:
    """Paragraphs as wide as the page; the items of a list each begin a line."""
    for paragraph in filter(None, text.split("\n\n")):
        parts = re.split(r"\n(?=[-*] )", paragraph)
        yield "\n".join(_filled(part, margin) for part in parts)


def _filled(part: str, margin: str) -> str:
    hanging = "  " if part.startswith(("- ", "* ")) else ""
    return fill(
        " ".join(part.split()),
        _WIDTH,
        initial_indent=margin,
        subsequent_indent=margin + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _options(rule: Rule, presentation: Presentation) -> Iterator[str]:
    """The options of a rule with their defaults."""
    if rule.options is not None:
        defaults = rule.options._field_defaults.items()
        lines = [f"  {name.replace('_', '-')}: {default}" for name, default in defaults]
        yield "\n".join([presentation.paint("Options", _BOLD), *lines])


def _example(example: Example, presentation: Presentation) -> str:
    """An example as it stands in the rule's file, markers and all."""
    title = presentation.paint(f"Example: {example.title}", _BOLD)
    note = f" (Istio {example.releases.replace('..', ' to ')})" if example.releases else ""
    lines = dedent(example.text).strip("\n").split("\n")
    text = "\n".join(_line(line, presentation) for line in lines)
    return f"{title}{note}\n{indent(text, '  ')}"


def _line(line: str, presentation: Presentation) -> str:
    """A line of YAML in colours, or a marker in that of a finding."""
    marker = _MARKER.fullmatch(line)
    if marker:
        spaces, drawn, message = marker.groups()
        return f" {spaces}" + presentation.paint(drawn + message, _MARKER_COLORS[drawn[0]])
    if not presentation.color:
        return line
    found = zip(line, styles(line), strict=True)
    return "".join(presentation.paint(character, style) for character, style in found)
