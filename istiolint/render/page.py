"""The documentation of a rule in its parts, and as Markdown.

A page is a docstring: a summary, a description, then sections with a title, whose text
stands behind it or is indented below it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TITLE = re.compile(
    r"([A-Z][a-z]+(?: [a-z]+){0,3}):(?=\n[ \t])"  # What to do:
    r"|([A-Z][a-z]+):[ \t]"  # Symptoms: text on the same line
)
_WRAPPED = re.compile(r"\n(?=[^\s*-])")
_CODE = re.compile(r"(`[^`]*`)")
_MARKUP = re.compile(r"([\\*_<\[])")


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
        joined = [(title, "\n\n".join(texts)) for title, texts in parts]
        return cls(_unwrapped(summary), joined[0][1], tuple(joined[1:]))

    @property
    def markdown(self) -> str:
        """All but the summary; that, where there is nothing else."""
        sections = (f"## {title}\n\n{_escaped(text)}" for title, text in self.sections)
        parts = [_escaped(self.description), *sections]
        return "\n\n".join(filter(None, parts)) or _escaped(self.summary)


def _unwrapped(paragraph: str) -> str:
    """The paragraph without indentation, its lines joined unless they are items of a list."""
    from textwrap import dedent

    return _WRAPPED.sub(" ", dedent(paragraph).strip())


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is; what stands in backticks is code there, too."""
    parts = _CODE.split(text)
    return "".join(
        part if code % 2 else _MARKUP.sub(r"\\\1", part) for code, part in enumerate(parts)
    )
