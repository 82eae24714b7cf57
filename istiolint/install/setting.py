"""One effective setting: its value, where that comes from, and what it replaced."""

from __future__ import annotations

from enum import StrEnum
from math import isfinite
from typing import Any, NamedTuple

from istiolint.resources.quantity import parse as parse_quantity
from istiolint.syntax.node import Node


class Origin(StrEnum):
    """Who says what a setting is."""

    WRITTEN = "written"
    CHART_DEFAULT = "chart-default"
    PROFILE = "profile"
    COMPATIBILITY = "compatibility"
    PLATFORM = "platform"
    INSTALLER = "installer"


class Unknown:
    """The value of a setting that cannot be known from the files."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()

ABSENT = object()
"""The answer of those who do not mention a setting."""


class Answer(NamedTuple):
    """What one place says about a setting; ``value`` may be :data:`ABSENT`."""

    value: Any
    node: Node | None = None


class Overridden(NamedTuple):
    """A value that another one replaced."""

    value: Any
    origin: Origin
    node: Node | None


def setting_path(steps: tuple[str, ...]) -> str:
    """The path of a setting in one text; a key with a dot is ``podAnnotations["a.b/c"]``."""
    text = ""
    for step in steps:
        if "." in step or "[" in step or not step:
            text += f'["{step}"]'
        else:
            text += f".{step}" if text else step
    return text


class Setting(NamedTuple):
    """A setting of an install.

    ``path`` is its name in istioctl's values tree however it was written. ``value`` is
    what the chart's templates see: ``None`` when nothing gives one, :data:`UNKNOWN` when
    that cannot be told. ``at`` is the node that wrote it, or the nearest thing the user
    did write. The typed readers give ``None`` for anything they cannot read, unknown
    values included, so a comparison with one is never made.
    """

    path: str
    value: Any
    origin: Origin
    at: Node
    overridden: tuple[Overridden, ...] = ()
    is_patch: bool = False
    """Whether it is patched into the rendered object, after all values."""

    @property
    def is_written(self) -> bool:
        """Whether the user wrote it."""
        return self.origin is Origin.WRITTEN

    @property
    def is_absent(self) -> bool:
        """Whether certainly nothing gives it a value."""
        return self.value is None

    @property
    def quantity(self) -> int | None:
        """A Kubernetes quantity in billionths of its unit (bytes, cores)."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
            return None
        return parse_quantity(str(self.value))

    @property
    def number(self) -> float | None:
        """A number, also one in quotes as Helm's templates would take it."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
            return None
        if isinstance(self.value, str) and self.value.strip("+-.0123456789eE"):
            return None
        try:
            number = float(self.value)
        except (ValueError, OverflowError):
            return None
        return number if isfinite(number) else None

    @property
    def flag(self) -> bool | None:
        """A boolean."""
        return self.value if isinstance(self.value, bool) else None

    @property
    def text(self) -> str | None:
        """A string."""
        return self.value if isinstance(self.value, str) else None
