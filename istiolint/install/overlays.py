"""What overlays of an IstioOperator patch into rendered objects, last of all.

A path such as ``spec.template.spec.containers.[name:discovery].env.[name:A].value`` walks
down an object; ``[key:value]`` selects an item of a list, and a dot that belongs to a key has
a backslash before it. A patch replaces what stands at its path whole, and removes it where
there is no value. Objects are selected by kind and name alone. What matches nothing is left
out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from istiolint.install.components import GATEWAY_LISTS
from istiolint.install.forms import Steps
from istiolint.install.lists import Lists
from istiolint.install.objects import ANY, MAIN, containers, rendered
from istiolint.syntax.node import Node

APPENDED = "[-1]"
"""The step to an item that is added to a list."""


class Patch(NamedTuple):
    """One patch of an overlay, and the settings that it replaces."""

    node: Node
    path: Node | None
    value: Node | None
    steps: Steps | None
    """The path taken apart; ``None`` where it cannot be read."""
    selects: bool | None
    """``False`` where an item of a list is wanted that certainly is not there."""


class Overlay(NamedTuple):
    """The patches of one object."""

    component: Steps
    """Where the settings of its component stand, such as ``pilot``."""
    node: Node
    kind: Node | None
    name: Node | None
    is_rendered: bool | None
    """Whether the component has an object of that kind and name; ``None`` if unsure."""
    patches: tuple[Patch, ...]

    @property
    def identity(self) -> tuple[Steps, str]:
        """What another file's overlay has to have in common with it, to be the same."""
        return self.component, self.name.value if self.name is not None else ""


def overlays_of(
    root: Node, lists: Mapping[str, str], revision: object, hidden: Lists = frozenset()
) -> tuple[Overlay, ...]:
    """All overlays of an IstioOperator. ``lists`` has gateways and the list that each is in.

    What is in one of the ``hidden`` lists does not count.
    """
    found: list[Overlay] = []
    for name in ("base", "pilot", "cni", "ztunnel"):
        component = root.at("spec", "components", name)
        if component is not None and (name, "k8s", "overlays") not in hidden:
            found += _of_component(component, (name,), revision)
    for key in dict.fromkeys(lists.values()):
        if (key,) in hidden:
            continue
        for item in root.items("spec", "components", key):
            said = item.scalar("name")
            name = GATEWAY_LISTS[key] if said is None else said.value
            if said is None or not said.is_unknown:
                found += _of_component(item, ("gateways", name), revision)
    return tuple(found)


def _of_component(component: Node, root: Steps, revision: object) -> Iterator[Overlay]:
    for each in component.items("k8s", "overlays"):
        kind, name = each.scalar("kind"), each.scalar("name")
        is_rendered = None
        if kind is not None and name is not None and not (kind.is_unknown or name.is_unknown):
            is_rendered = rendered(root, kind.value, name.value, revision)
        patches = tuple(_patch(patch, root) for patch in each.items("patches"))
        yield Overlay(root, each, kind, name, is_rendered, patches)


def _patch(node: Node, root: Steps) -> Patch:
    path, value = node.scalar("path"), node.at("value")
    steps = None if path is None or path.is_unknown else path_steps(path.value)
    return Patch(node, path, value, steps, _selects(steps, root))


def path_steps(text: str) -> Steps:
    """The steps of a path; one that selects an item of a list keeps its brackets."""
    pieces = re.findall(r"(?:\\.|[^.\\])+", text)
    steps = (step for piece in pieces for step in re.findall(r"\[[^\]]*\]?|[^\[]+", piece))
    return tuple(step.replace("\\.", ".") for step in steps)


def _selects(steps: Steps | None, root: Steps) -> bool | None:
    """Whether the container that a path wants is there, as far as that is certain."""
    if steps is None or not _is_below_containers(steps):
        return None
    if normal(steps, root) is not None:
        return True
    return False if containers(root).is_all and steps[4] != APPENDED else None


def _is_below_containers(steps: Steps) -> bool:
    head = ("spec", "template", "spec", "containers")
    return steps[:4] == head and len(steps) > len(head)


def normal(steps: Steps, root: Steps) -> Steps | None:
    """A path with one name for the main container; ``None`` if it leads to another one."""
    if not _is_below_containers(steps):
        return steps
    wanted, known = steps[4], containers(root)
    if wanted == f"[name:{known.main}]" or (wanted == "[0]" and known.is_all):
        return (*steps[:4], MAIN, *steps[5:])
    is_other = wanted.startswith("[name:") or wanted == APPENDED or not wanted.startswith("[")
    return None if is_other else (*steps[:4], ANY, *steps[5:])
