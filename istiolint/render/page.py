"""The documentation of a rule: its docstring in parts, and what the rule's file says beside it.

A page is a docstring: a summary, a description, then sections with a title, whose text
stands behind it or is indented below it. Options and examples follow.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import NamedTuple

from istiolint.rules.examples import drawing
from istiolint.rules.registry import Entry
from istiolint.rules.rule import Example, Rule

_TITLE = re.compile(
    r"([A-Z][a-z]+(?: [a-z]+){0,3}):(?=\n[ \t])"  # What to do:
    r"|([A-Z][a-z]+):[ \t]"  # Symptoms: text on the same line
)
_BASELINE = "docs/baseline.md"
"""The file that lists the rows of the production baseline."""

_WRAPPED = re.compile(r"\n(?=[^\s*-])")
_CODE = re.compile(r"(`[^`]*`)")
_MARKUP = re.compile(r"([\\*_<\[])")


NOTHING = "Nothing is reported here"
"""What is said of an example that is a near miss."""


class Page(NamedTuple):
    """What is said about a rule."""

    summary: str
    description: str
    sections: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, text: str) -> Page:
        """Take a docstring apart."""
        summary, *paragraphs = re.split(r"\n\s*\n", text.strip())
        parts: list[tuple[str, list[str]]] = [("", [])]
        for paragraph in paragraphs:
            title = _TITLE.match(paragraph)
            if title:
                parts.append((title[1] or title[2], []))
            parts[-1][1].append(_unwrapped(paragraph[title.end() if title else 0 :]))
        joined = [(title, _said(title, "\n\n".join(texts))) for title, texts in parts]
        return cls(_unwrapped(summary), joined[0][1], tuple(joined[1:]))

    @property
    def markdown(self) -> str:
        """All but the summary."""
        sections = (f"## {title}\n\n{_escaped(text)}" for title, text in self.sections)
        parts = [_escaped(self.description), *sections]
        return "\n\n".join(filter(None, parts))


class Option(NamedTuple):
    """An option as it is written in the configuration, and its default."""

    name: str
    default: object


def options(rule: Rule) -> list[Option]:
    """The options of a rule."""
    defaults = rule.options._field_defaults if rule.options is not None else {}
    return [Option(name.replace("_", "-"), default) for name, default in defaults.items()]


def heading(example: Example) -> str:
    """What an example is about, and in which releases."""
    releases = f" (Istio {example.releases.replace('..', ' to ')})" if example.releases else ""
    return example.title + releases


def yaml(text: str) -> str:
    """The YAML of an example, its markers in it, without the indentation of the rule's file."""
    return dedent(text).strip("\n")


def document(row: Entry, rule: Rule, text: str) -> str:
    """The whole documentation of a rule as a file in Markdown."""
    page = Page.parse(text)
    facts = [f"Category: {row.category}", f"Severity: {row.info.severity.word}"]
    facts += [f"Also known as: {', '.join(row.upstream)}"] if row.upstream else []
    facts += ["Fixable: yes"] if row.fixable else []
    prose = page.markdown.replace(_BASELINE, f"[{_BASELINE}](../baseline.md)")
    parts = [f"# {row.name}", _escaped(page.summary), " · ".join(facts), prose]
    if found := options(rule):
        parts += ["## Options", "\n".join(f"- `{name}`: `{said}`" for name, said in found)]
    parts += ["## Examples", *(_example(each) for each in rule.examples)]
    return "\n\n".join(filter(None, parts)) + "\n"


def is_silent(example: Example) -> bool:
    """Whether nothing is reported in an example: the near miss of a rule."""
    return not drawing(example.text, example.path).markers


def _example(example: Example) -> str:
    parts = [f"### {_escaped(heading(example))}"]
    parts += [f"{NOTHING}."] if is_silent(example) else []
    parts += [f"```yaml\n{yaml(example.text)}\n```"]
    if example.fixed is not None:
        parts += ["After `--fix`:", f"```yaml\n{yaml(example.fixed)}\n```"]
    return "\n\n".join(parts)


def _said(title: str, text: str) -> str:
    """The text of a section; rows of the baseline with where they are listed."""
    if title != "Baseline":
        return text
    return f"{'Rows' if ',' in text else 'Row'} {text} of {_BASELINE}"


def _unwrapped(paragraph: str) -> str:
    """The paragraph without indentation, its lines joined unless they are items of a list."""
    return _WRAPPED.sub(" ", dedent(paragraph).strip())


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is; what stands in backticks is code there, too."""
    parts = _CODE.split(text)
    return "".join(
        part if code % 2 else _MARKUP.sub(r"\\\1", part) for code, part in enumerate(parts)
    )
