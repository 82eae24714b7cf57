"""A report as text: one module for each format, imported when that format is asked for."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

from istiolint.diagnostic import Report

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "full": "each finding with the lines it is about",
        "concise": "one line for each finding",
        "json": "everything, for programs",
        "sarif": "SARIF 2.1.0, for code scanning and editors",
        "github": "annotations for GitHub Actions",
    }
)
"""What can be asked for, and what it is good for. Each is a module of that name in here."""

DEFAULT_FORMAT = "full"


class Presentation(NamedTuple):
    """All that the text of a report depends on besides the report."""

    color: bool
    width: int
    """The columns of the terminal."""
    verbose: bool
    quiet: bool
    prefix: str
    """The way from the root of the repository to the current directory: empty or ``a/b/``."""
    page: Callable[[str], str]
    """The documentation of a rule by the rule's name; its first line is the summary."""
    version: str

    def paint(self, text: str, style: str) -> str:
        """The text in a colour, where there are colours."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.color and style and text else text


def renderer(name: str) -> Callable[[Report, Presentation], str]:
    """The function that writes a format; ``KeyError`` if there is none of that name."""
    render: Callable[[Report, Presentation], str] = render_of(name, FORMATS, __name__)
    return render


def render_of(name: str, formats: Container[str], package: str) -> Any:
    """``render`` in the module of a package that writes a format; ``KeyError`` if there is none."""
    if name not in formats:
        raise KeyError(name)
    return import_module(f"{package}.{name}").render
