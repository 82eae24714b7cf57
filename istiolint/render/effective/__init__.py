"""The effective settings of installs, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from istiolint.install.install import Install
from istiolint.render import Presentation, render_of
from istiolint.render.effective.choice import Choice

FORMATS: Mapping[str, str] = MappingProxyType(
    {"text": "each setting with its value and where that is written", "json": "for programs"}
)
"""What can be asked for. Each is a module of this package."""

DEFAULT_FORMAT = "text"

Renderer = Callable[[Sequence[Install], Choice, Presentation], str]


def renderer(name: str) -> Renderer:
    """The function that writes a format; ``KeyError`` if there is none of that name."""
    render: Renderer = render_of(name, FORMATS, __name__)
    return render
