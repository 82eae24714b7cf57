"""A resource plan, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from istiolint.plan.capacity import Plan
from istiolint.plan.requirements import Requirements
from istiolint.render import Presentation, render_of

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "tables for a terminal",
        "markdown": "the same for a job summary or a page",
        "json": "for programs, in bytes and thousandths of a core",
    }
)
"""What can be asked for. Each is a module of this package."""

DEFAULT_FORMAT = "text"


class Capacity(NamedTuple):
    """What there is to show."""

    plan: Plan
    requirements: Requirements


Renderer = Callable[[Capacity, Presentation], str]


def renderer(name: str) -> Renderer:
    """The function that writes a format; ``KeyError`` if there is none of that name."""
    render: Renderer = render_of(name, FORMATS, __name__)
    return render
