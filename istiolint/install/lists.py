"""Lists in the components of an IstioOperator, of which several files may have a say.

Since 1.24 a list takes the place of the one that an earlier file, or the profile, has at the
same path. Before, gateways, environment variables and overlays were joined by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from istiolint.install.forms import Form, Steps
from istiolint.install.layer import Layer
from istiolint.syntax.node import Node

Lists = frozenset[Steps]
"""The paths of lists below ``spec.components``."""


def uncovered(layers: Iterable[Layer]) -> Iterator[Layer]:
    """Layers of components, those that win first, without what is in lists that do not count."""
    hidden: Lists = frozenset()
    for each in layers:
        yield each._replace(translate=_without(each.translate, hidden)) if hidden else each
        if isinstance(each.tree, Node):
            hidden |= lists_in(each.tree)


def lists_in(components: Node | None) -> Lists:
    """The outermost lists of a tree of components."""
    return frozenset(_paths(components, ())) if components is not None else frozenset()


def is_inside(path: Steps, lists: Lists) -> bool:
    """Whether a path leads into one of the lists, or to it."""
    return any(path[:length] in lists for length in range(1, len(path) + 1))


def _paths(node: Node, path: Steps) -> Iterator[Steps]:
    if node.is_sequence:
        yield path
    for entry in node.entries():
        yield from _paths(entry.value, (*path, entry.name))


def _without(form: Form, hidden: Lists) -> Form:
    """A form that does not lead into some lists; to the whole of one it does."""

    def inner(setting: Steps) -> Steps | None:
        path = form.inner(setting)
        return None if path is not None and is_inside(path[:-1], hidden) else path

    def outer(path: Steps) -> Steps | None:
        return None if is_inside(path[:-1], hidden) else form.outer(path)

    return Form(inner, outer, form.gathered)
