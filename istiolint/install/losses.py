"""What is lost of the lists of an IstioOperator since later ones take their place.

Up to 1.23 istioctl joined the lists meant here by name, so what a later file leaves out is
hardly left out on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from istiolint.install.components import GATEWAY_LISTS
from istiolint.install.forms import Steps
from istiolint.install.install import Install
from istiolint.install.lists import lists_in
from istiolint.install.operator import profiles, roots_of
from istiolint.install.setting import Unknown
from istiolint.kinds import ISTIO_OPERATOR
from istiolint.syntax.node import Node
from istiolint.syntax.show import dotted

_NAMED = (*GATEWAY_LISTS, "env", "overlays")


class Loss(NamedTuple):
    """A list of which something is lost, and the list that takes its place.

    ``earlier`` is ``None`` for a list of the profile's. ``names`` are the items that the later
    list does not have, ``keys`` what it leaves out of items that it has as well.
    """

    path: str
    later: Node
    earlier: Node | None
    names: tuple[str, ...]
    keys: tuple[str, ...] = ()


def losses(install: Install) -> Iterator[Loss]:
    """What is lost among the IstioOperators of an install, from 1.24 on."""
    install.asked.add("components")
    if install.document.kind != ISTIO_OPERATOR:
        return
    found: dict[Steps, Node] = {}
    for root in roots_of(install.document):
        components = root.at("spec", "components")
        if components is None:
            continue
        for path in sorted(lists_in(components)):
            here = components.at(*path)
            later = None if here is None else found.setdefault(path, here)
            if here is not None and later is not None and later is not here:
                yield from _between(path, later, here)
    yield from _of_profile(install, found)


def _between(path: Steps, later: Node, earlier: Node) -> Iterator[Loss]:
    """What one list loses to another; nothing where a name is not known, or all is emptied."""
    before, after = _by_name(earlier), _by_name(later)
    if path[-1] not in _NAMED or not before or not after:
        return
    names = tuple(name for name in before if name not in after)
    both = [name for name in before if name in after and path[-1] in GATEWAY_LISTS]
    keys = (f"{key} of {name}" for name in both for key in _left_out(before[name], after[name]))
    loss = Loss(dotted(path), later, earlier, names, tuple(keys))
    if loss.names or loss.keys:
        yield loss


def _of_profile(install: Install, written: Mapping[Steps, Node]) -> Iterator[Loss]:
    """The gateways of the profile that a list without them takes away."""
    known = [each.part("components") for each in profiles(install.document, install.target)]
    for key in GATEWAY_LISTS:
        later = written.get((key,))
        after = _by_name(later) if later is not None else None
        lists = [() if isinstance(each, Unknown) else each.get(key) for each in known]
        first = next((each for each in lists if each is not None), ())
        enabled = (each["name"] for each in first if each.get("enabled"))
        names = tuple(each for each in enabled if after and each not in after)
        if later is not None and names:
            yield Loss(key, later, None, names)


def _by_name(items: Node) -> Mapping[str, Node] | None:
    """The items of a list by name, or kind and name; ``None`` if one has none that is known."""
    found: dict[str, Node] = {}
    for item in items.items():
        name, kind = item.text("name"), item.text("kind")
        if name is None:
            return None
        found[f"{kind.value} {name.value}" if kind is not None else name.value] = item
    return None if items.is_scalar else found


def _left_out(before: Node, after: Node) -> Iterator[str]:
    """The keys of an item that another one of the same name does not have."""
    for entry in before.entries():
        below = after.get(entry.name)
        if below is None:
            yield entry.name
        elif entry.value.is_mapping and below.is_mapping:
            yield from (f"{entry.name}.{key}" for key in _left_out(entry.value, below))
