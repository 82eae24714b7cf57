"""Paths of nodes as people write them."""

from __future__ import annotations

import re

from istiolint.syntax.tape import Path

_PLAIN_KEY = re.compile(r"[\w-]+", re.ASCII)


def dotted(path: Path, *, after: str = "") -> str:
    """``spec.http[0].match``; a key with other characters is ``annotations["a.b/c"]``.

    ``after`` is a path that this one continues.
    """
    text = after
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return text
