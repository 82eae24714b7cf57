"""Layers of settings, and what each of them says of one.

A layer knows how its own form writes the path of a setting. A list of layers, those that
win first, is all that an install needs to resolve a setting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from istiolint.install.forms import Form, Steps
from istiolint.install.setting import ABSENT, UNKNOWN, Answer, Origin, Unknown
from istiolint.syntax.node import Node

NOTHING_SAID = Answer(ABSENT)


class Whole(dict[str, Any]):
    """A mapping that takes the place of others instead of being merged with them."""

    __slots__ = ()


class Answers(Protocol):
    """A source of settings that is no tree."""

    def answer(self, path: Steps, /) -> Answer:
        """What it says at a path."""

    def leaves(self) -> Iterator[Steps]:
        """The paths it says something at."""


class Layer(NamedTuple):
    """A source of settings with one way of writing their paths.

    ``tree`` is what the user wrote, or what comes with Istio, or :data:`UNKNOWN` for what
    is written in a place that is not here.
    """

    origin: Origin
    tree: Node | Answers | Mapping[str, Any] | Unknown
    translate: Form
    is_patch: bool = False
    """Whether it is patched into the rendered object, after all values."""
    said_by: Node | None = None
    """What the user wrote to choose the layer, as a profile's name."""

    def answer(self, setting: Steps) -> Answer:
        """What the layer says about a setting."""
        path = self.translate(setting)
        if path is None:
            return self._gathered(setting)
        if isinstance(self.tree, Unknown):
            return Answer(UNKNOWN)
        if isinstance(self.tree, Node):
            return _written(self.tree, path, into_lists=self.is_patch)
        if isinstance(self.tree, Mapping):
            return _given(self.tree, path, into_lists=self.is_patch)
        return self.tree.answer(path)

    def leaves(self) -> Iterator[Steps]:
        """The settings that the layer says something about, each as far as it goes down."""
        outer = self.translate.outer
        return (found for path in self._paths() if path and (found := outer(path)) is not None)

    def _paths(self) -> Iterator[Steps]:
        if isinstance(self.tree, Unknown):
            return iter(())
        if isinstance(self.tree, Node):
            return _written_paths(self.tree, (), into_lists=self.is_patch)
        if isinstance(self.tree, Mapping):
            return _given_paths(self.tree, (), into_lists=self.is_patch)
        return self.tree.leaves()

    def _gathered(self, setting: Steps) -> Answer:
        """A mapping made of settings that stand apart in the layer."""
        if setting not in self.translate.gathered:
            return NOTHING_SAID
        depth = len(setting)
        found: dict[str, Any] = {}
        for leaf in self.leaves():
            if leaf[:depth] == setting and len(leaf) > depth:
                put(found, leaf[depth:], self.answer(leaf).value)
        return Answer(found) if found else NOTHING_SAID

    def nearest(self, setting: Steps) -> tuple[int, Node] | None:
        """The key of the longest part of the path that the layer writes, if it writes any.

        The number is how many steps are missing below it.
        """
        if not isinstance(self.tree, Node):
            return None
        path = self.translate(setting)
        if path is None:
            return None
        node, taken = self.tree, 0
        for step in path:
            below = _step(node, step, into_lists=self.is_patch)
            if below is None:
                break
            node, taken = below, taken + 1
        return (len(path) - taken, node.key or node) if taken else None


def _step(node: Node, step: str, *, into_lists: bool) -> Node | None:
    """One step down; into a list of Kubernetes objects by their ``name``."""
    if into_lists and node.is_sequence:
        return next((each for each in node.items() if _is_named(each, step)), None)
    return node.get(step)


def _name_of(item: Node) -> Node | None:
    """What an item of a list is told apart by; a metric names the resource that it measures."""
    return item.text("name") or item.text("resource", "name")


def _is_named(item: Node, name: str) -> bool:
    said = _name_of(item)
    return said is not None and said.value == name


def put(tree: dict[str, Any], path: Steps, value: Any) -> None:
    """Set one value in a tree, and make the mappings that lead to it."""
    for step in path[:-1]:
        below = tree.get(step)
        if not isinstance(below, dict):
            below = tree[step] = {}
        tree = below
    tree[path[-1]] = value


def _written(root: Node, path: Steps, *, into_lists: bool) -> Answer:
    """What a tree of the user's says at a path.

    A scalar, a list or ``null`` on the way replaces or deletes all that other layers have
    below.
    """
    node = root
    for step in path:
        below = _step(node, step, into_lists=into_lists)
        if below is None:
            return _missing(node, step, into_lists=into_lists)
        node = below
    return Answer(plain(node), node)


def _missing(node: Node, step: str, *, into_lists: bool) -> Answer:
    """What it means that a node has nothing below it for the next step of a path."""
    if node.is_mapping:
        is_computed = into_lists and step == "value" and node.get("valueFrom") is not None
        return Answer(UNKNOWN, node) if is_computed else NOTHING_SAID
    if node.is_sequence and into_lists:
        # Of all lists that are read by name this one alone takes the place of another.
        is_whole = node.key is not None and node.key.value == "metrics"
        return Answer(None, node) if is_whole else NOTHING_SAID
    return Answer(UNKNOWN if node.is_unknown else None, node)


def _given(tree: Mapping[str, Any], path: Steps, *, into_lists: bool) -> Answer:
    """What a chart's defaults or a profile say at a path."""
    here: Any = tree
    for step in path:
        if into_lists and isinstance(here, list):
            here = next((each for each in here if each.get("name") == step), None)
        elif isinstance(here, Mapping) and step in here:
            here = here[step]
        else:
            return NOTHING_SAID
    return Answer(here)


def plain(node: Node) -> Any:
    """A tree of nodes as JSON has it."""
    if node.is_scalar:
        return UNKNOWN if node.is_unknown else node.meaning
    if node.is_sequence:
        return [plain(each) for each in node.items()]
    return {entry.name: plain(entry.value) for entry in node.entries()}


def _written_paths(node: Node, path: Steps, *, into_lists: bool) -> Iterator[Steps]:
    """Where a tree of the user's says something; of lists both the whole and the items."""
    entries = list(node.entries())
    if into_lists and node.is_sequence:
        yield path
        for item in node.items():
            name = _name_of(item)
            if name is not None:
                yield from _written_paths(item, (*path, name.value), into_lists=True)
    elif entries:
        for entry in entries:
            yield from _written_paths(entry.value, (*path, entry.name), into_lists=into_lists)
    else:
        yield path


def _given_paths(tree: Any, path: Steps, *, into_lists: bool) -> Iterator[Steps]:
    if into_lists and isinstance(tree, list):
        yield path
        tree = {each["name"]: each for each in tree if "name" in each}
    if isinstance(tree, Mapping) and tree:
        for key, value in tree.items():
            yield from _given_paths(value, (*path, key), into_lists=into_lists)
    else:
        yield path
