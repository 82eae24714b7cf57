"""Configuration as one frozen value: the only form in which anything else sees it.

``Settings`` are what istiolint is told. What Istio is told is a ``Setting`` of an install,
in ``install.setting``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from istiolint.diagnostic import Severity
from istiolint.releases import Release

if TYPE_CHECKING:
    from datetime import datetime

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Environment(StrEnum):
    """Where an install runs; selects the baseline's thresholds."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"
    HIGH_TRAFFIC = "high-traffic"


class ClusterSize(StrEnum):
    """Services in the mesh: below 50, 50 to 200, above 200."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class RuleSettings(NamedTuple):
    """What the user says about one rule."""

    severity: Severity | None = None
    options: Mapping[str, Any] = NOTHING


class InstallFiles(NamedTuple):
    """An ``installs:`` entry: the files that configure one release, in merge order."""

    name: str
    chart: str | None
    files: tuple[str, ...]
    set: tuple[str, ...] = ()
    release: str | None = None
    namespace: str | None = None
    istio_version: Release | None = None
    set_string: tuple[str, ...] = ()

    @property
    def set_path(self) -> str:
        """What stands for a path of what is set one by one, which is in no file."""
        return f"{_SET}{self.name}>"

    @property
    def is_in_no_file(self) -> bool:
        """Whether some of it, or all, is told by flags alone."""
        return bool(self.set or self.set_string or not self.files)


_SET = "<set: "


def is_set_path(path: str) -> bool:
    """Whether a path is no file's, but the place of what is set one by one."""
    return path.startswith(_SET)


class Override(NamedTuple):
    """A ``per-path:`` entry: settings that replace those of the files ``glob`` matches."""

    glob: str
    changes: Mapping[str, Any]
    """Field names of :class:`Settings` and their new values."""


class Settings(NamedTuple):
    """All that a run may be told. The defaults are those of ``istiolint check`` alone."""

    istio_version: Release | None = None
    environment: Environment | None = None
    cluster_size: ClusterSize | None = None
    select: tuple[str, ...] = ("all",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity = Severity.WARNING
    closed_world: bool = False
    baseline: str | None = None
    rules: Mapping[str, RuleSettings] = NOTHING
    per_path: tuple[Override, ...] = ()
    installs: tuple[InstallFiles, ...] = ()
    scopes: tuple[tuple[str, ...], ...] = ()
    now: datetime | None = None
    """The time to judge certificates by, with its zone; the clock tells it if nothing does."""
    source: str | None = None
    """The configuration file it was read from, relative to the current directory."""
