"""Keeps what Secrets hold out of what is said about them.

Values for Helm may come from a Secret. Where its keys stand may be told, its values not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from istiolint.diagnostic import Diagnostic, ObjectName
from istiolint.kinds import SECRET
from istiolint.syntax.node import Node

if TYPE_CHECKING:
    from istiolint.engine.places import Places
    from istiolint.install.install import Install

HIDDEN = "<hidden>"

_SHORT = 4
"""A text with fewer characters may stand anywhere, and tells nobody anything."""


def discreet(
    diagnostic: Diagnostic, at: Node, install: Install | None, places: Places
) -> Diagnostic:
    """A finding at a node, about an install or none, without the values of Secrets.

    What is in a Secret is not fixed either: a fix shows the text around it.
    """
    is_secret = _is_data(diagnostic.resource, diagnostic.container or diagnostic.field)
    hidden = {at.value} if is_secret and at.key != at else set()
    if install is not None:
        roots = [tree.root for tree in install.trees if tree.text is not None]
        secret = (root for root in roots if _is_secret(root, places))
        hidden |= {text for root in secret for text in _texts(root) if len(text) >= _SHORT}
    hidden.discard("")
    found = diagnostic._replace(fix=None) if is_secret else diagnostic
    return _without(found, hidden) if hidden else found


def _without(diagnostic: Diagnostic, hidden: set[str]) -> Diagnostic:
    words = "|".join(map(re.escape, sorted(hidden, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.])(?:{words})(?!\w|\.\d)")
    related = (
        each._replace(message=pattern.sub(HIDDEN, each.message)) for each in diagnostic.related
    )
    return diagnostic._replace(
        message=pattern.sub(HIDDEN, diagnostic.message),
        label=pattern.sub(HIDDEN, diagnostic.label),
        help=diagnostic.help and pattern.sub(HIDDEN, diagnostic.help),
        related=tuple(related),
    )


def _is_secret(root: Node, places: Places) -> bool:
    """Whether a tree is made of what a Secret holds."""
    place = places.of(root)
    return _is_data(place.resource, place.container)


def _is_data(resource: ObjectName | None, path: str | None) -> bool:
    """Whether a path is in the data of a Secret."""
    is_secret = resource is not None and resource.kind == SECRET.name
    return is_secret and re.match(r"(?:data|stringData)\b", path or "") is not None


def _texts(root: Node) -> Iterator[str]:
    """The texts of a tree, but for its keys, numbers and words such as ``true``."""
    pending = [root]
    while pending:
        node = pending.pop()
        pending += [*node.items(), *(entry.value for entry in node.entries())]
        if isinstance(node.meaning, str):
            yield node.value
