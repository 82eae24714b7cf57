"""Effective settings for programs: version 1 of a contract that is only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from istiolint.install.install import Install
from istiolint.install.naming import names, revision, sources
from istiolint.install.setting import Origin, Setting
from istiolint.render import Presentation
from istiolint.render.effective.choice import Choice, shown
from istiolint.render.json import dump
from istiolint.render.whereabouts import whereabouts
from istiolint.syntax.node import Node

VERSION = 1


def render(installs: Sequence[Install], choice: Choice, presentation: Presentation) -> str:  # noqa: ARG001 - one signature
    """All settings of all installs, those that are as the chart has them included."""
    named = zip(names(installs), installs, strict=True)
    return dump({"version": VERSION, "installs": [_install(*each, choice) for each in named]})


def _install(name: str, install: Install, choice: Choice) -> dict[str, Any]:
    return {
        "name": name,
        "istio_version": str(install.target),
        "revision": revision(install),
        "sources": sources(install),
        "settings": [_setting(each) for each in choice.of(install, defaults=True)],
    }


def _setting(setting: Setting) -> dict[str, Any]:
    node = setting.at if setting.is_written else None
    return {
        "setting": setting.path,
        **_value(setting.value, setting.origin, node),
        "overrides": [_value(each.value, each.origin, each.node) for each in setting.overridden],
    }


def _value(value: Any, origin: Origin, node: Node | None) -> dict[str, Any]:
    """A value, who says so, and where in which file."""
    start = None if node is None else whereabouts(node.location)
    return {
        "value": shown(value, node),
        "source": origin.value,
        "path": None if start is None else start.path,
        "line": None if start is None else start.line,
        "column": None if start is None else start.column,
    }
