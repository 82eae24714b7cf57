"""Which settings of an install to show, and what may be shown of a value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from istiolint.install.install import Install
from istiolint.install.setting import UNKNOWN, Origin, Setting, Unknown
from istiolint.render.secrets import may_show_secret
from istiolint.spelling import did_you_mean
from istiolint.syntax.node import Node
from istiolint.syntax.placeholders import is_placeholder

HIDDEN = "<hidden>"
"""What stands for a value that belongs to a Secret."""


class Choice(NamedTuple):
    """The settings asked for: by patterns, and those that nothing has changed as well."""

    patterns: tuple[str, ...] = ()
    defaults: bool = False

    def of(self, install: Install, *, defaults: bool) -> Iterator[Setting]:
        """The settings of an install that are asked for, by name."""
        found = (each for each in install.settings() if self._wants(each.path))
        chosen = (each for each in found if defaults or is_changed(each))
        return iter(sorted(chosen, key=lambda each: each.path))

    def _wants(self, path: str) -> bool:
        return not self.patterns or any(_fits(path, each) for each in self.patterns)


def unmatched(installs: Sequence[Install], patterns: Iterable[str]) -> Iterator[str]:
    """A line for each pattern that fits no setting of the installs."""
    for pattern in patterns:
        paths = {each.path for install in installs for each in install.settings()}
        if not any(_fits(path, pattern) for path in paths):
            yield f'no setting is called "{pattern}"{did_you_mean(pattern, sorted(paths))}'


def _fits(path: str, pattern: str) -> bool:
    """Whether a setting is named by a pattern, or stands below one that is."""
    is_below = path.startswith((f"{pattern}.", f'{pattern}["'))
    return path == pattern or is_below or fnmatchcase(path, pattern)


def is_changed(setting: Setting) -> bool:
    """Whether somebody wrote the setting, or chose what makes it another than the default."""
    if setting.origin is Origin.CHART_DEFAULT:
        return False
    below = next((each.value for each in setting.overridden), UNKNOWN)
    return setting.is_written or isinstance(below, Unknown) or below != setting.value


def shown(value: Any, node: Node | None) -> Any:
    """A value as JSON has it; text that another program fills in as it stands."""
    if node is not None and may_show_secret(node.location.source, node.location.start.line):
        return HIDDEN
    if isinstance(value, Unknown):
        is_told = node is not None and node.is_scalar and is_placeholder(node.value)
        return node.value if node is not None and is_told else None
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return None if isinstance(value, Unknown) else value
