"""Resources that share a key, grouped once for all rules that compare them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from istiolint.kinds import Kind
from istiolint.resources.resource import Resource
from istiolint.syntax.placeholders import is_placeholder

Key = tuple[str, ...]


class Group(NamedTuple):
    """Two or more resources with the same key, in the order of the files."""

    key: Key
    members: tuple[Resource, ...]


class Grouping(NamedTuple):
    """How a resource comes to its keys. No ``kinds`` means all there are."""

    kinds: tuple[Kind, ...]
    keys: Callable[[Resource], Iterator[Key]]


def _object(resource: Resource) -> Iterator[Key]:
    """The identity that the API server knows an object by."""
    if resource.name and not is_placeholder(resource.name):
        yield (*resource.kind, resource.namespace, resource.name)


GROUPS = {"object": Grouping((), _object)}
"""Every grouping a rule may name as its subject."""
