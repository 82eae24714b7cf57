"""Effective settings for people: what is written or chosen, and what that replaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from istiolint.install.install import Install
from istiolint.install.naming import names, sources
from istiolint.install.setting import Origin, Setting, Unknown
from istiolint.render import Presentation
from istiolint.render.effective.choice import Choice, shown
from istiolint.render.terminal import visible
from istiolint.render.whereabouts import whereabouts
from istiolint.syntax.node import Node

BOLD, DIM, CYAN = "1", "2", "36"
LONGEST = 60
"""The characters that are shown of a value."""

_WORDS = {
    Origin.CHART_DEFAULT: "default of the chart",
    Origin.PROFILE: "profile",
    Origin.COMPATIBILITY: "compatibilityVersion",
    Origin.PLATFORM: "platform",
    Origin.INSTALLER: "the installer",
}


def render(installs: Sequence[Install], choice: Choice, presentation: Presentation) -> str:
    """A block for each install."""
    named = zip(names(installs), installs, strict=True)
    blocks = ("\n".join(_block(*each, choice, presentation)) for each in named)
    return "\n\n".join(blocks) + "\n"


def _block(
    name: str, install: Install, choice: Choice, presentation: Presentation
) -> Iterator[str]:
    paint = presentation.paint
    assumed = "" if install.release is not None else " (assumed)"
    nothing = "no component" if install.is_operator else "mesh config"
    what = ", ".join(sorted(install.components)) or nothing
    yield f"{paint(visible(name), BOLD)}: {what}, Istio {install.target}{assumed}"
    yield paint(f"  from {', '.join(map(visible, sources(install)))}", DIM)
    every = list(choice.of(install, defaults=True))
    settings = every if choice.defaults else list(choice.of(install, defaults=False))
    columns = max((len(visible(each.path)) for each in settings), default=0)
    for each in settings:
        yield from _lines(each, columns, presentation)
    if len(settings) < len(every):
        left = len(every) - len(settings)
        yield paint(f"  {left} more as the charts have them; --all shows them", DIM)


def _lines(setting: Setting, columns: int, presentation: Presentation) -> Iterator[str]:
    """A setting, and beneath it what it replaces, as far as that is something else."""
    paint = presentation.paint
    path = visible(setting.path)
    text = _value(setting.value, setting.at if setting.is_written else None)
    value = paint(text, BOLD)
    place = _place(setting.origin, setting.at)
    yield f"  {paint(path, CYAN)}{' ' * (columns - len(path))}  {value}  {paint(place, DIM)}"
    for each in setting.overridden:
        replaced = _value(each.value, each.node)
        if replaced != text or each.value != setting.value:
            below = f"{replaced}  {_place(each.origin, each.node)}"
            yield paint(f"  {' ' * columns}  instead of {below}", DIM)


def _value(value: Any, node: Node | None) -> str:
    import json

    found = shown(value, node)
    if isinstance(value, Unknown) and found is None:
        return "unknown"
    text = visible(json.dumps(found, ensure_ascii=False))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _place(origin: Origin, node: Node | None) -> str:
    """Where a value comes from; what is not written may have been chosen somewhere."""
    word = _WORDS.get(origin, "")
    if node is None or origin in (Origin.CHART_DEFAULT, Origin.INSTALLER):
        return word
    where = str(whereabouts(node.location))
    return f"{word} {where}" if word else where
