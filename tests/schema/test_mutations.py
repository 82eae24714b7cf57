"""Every field broken in every way: one fault, of the right kind, at the right place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import settings

from istiolint.schema import books
from istiolint.schema.fault import Fault, Reader
from istiolint.schema.projection import served_versions
from istiolint.schema.shape import Shape
from istiolint.schema.store import load
from istiolint.syntax.show import dotted
from tests.schema.samples import Moved, found_in, moves, mutations, sample

MOST = 8
"""Mutations of one kind that are tried in the fixed test; all of them take minutes."""


class Kind(NamedTuple):
    """A tree of fields with a schema, and who reads it."""

    name: str
    reader: Reader
    where: tuple[str, ...]

    def shape(self, minor: int) -> Shape | None:
        """Its shape in a release; ``None`` where the release has none."""
        head, *rest = self.where
        if head == "kinds":
            versions = served_versions(rest[0], rest[1], minor)
            return books.resource(rest[0], rest[1], versions[0], minor) if versions else None
        if head == "mesh":
            return books.mesh(rest[0], minor)
        if head == "istioctl":
            return books.istioctl_values(minor)
        return books.chart_values(rest[0], minor)

    @property
    def newest(self) -> int:
        """The newest release that has it."""
        return next(each for each in reversed(range(16, 32)) if self.shape(each) is not None)


def kinds() -> Iterator[Kind]:
    for group, names in load("kinds.json").items():
        reader = Reader.ISTIOCTL if group == "install.istio.io" else Reader.API_SERVER
        for name in names:
            yield Kind(name, reader, ("kinds", group, name))
    for name in ("MeshConfig", "ProxyConfig", "MeshNetworks"):
        yield Kind(name, Reader.ISTIOD, ("mesh", name))
    yield Kind("spec.values", Reader.ISTIOCTL, ("istioctl",))
    for name in ("base", "cni", "gateway", "istiod", "ztunnel"):
        yield Kind(name, Reader.HELM, ("chart", name))


NO_SAMPLE = ("BackendTLSPolicy",)
"""Kinds with a pattern that none of the texts of the samples matches."""

KINDS = [each for each in kinds() if each.name not in NO_SAMPLE]
by_name = [pytest.param(each, id="/".join(each.where)) for each in KINDS]

ALSO = {
    "unknown-field": {"unknown-field", "misplaced-field", "field-not-yet", "field-removed"},
    "wrong-type": {"wrong-type", "scalar-over-table"},
}
"""What a mutation may turn out to be: a swapped letter may give a key of another release."""


def is_the_one(found: list[Fault], kind: str, path: tuple[str | int, ...]) -> bool:
    return [(each.kind in ALSO.get(kind, {kind}), each.field) for each in found] == [(True, path)]


@pytest.mark.parametrize("kind", by_name)
def test_one_mistake_is_one_fault_in_its_place(kind: Kind) -> None:
    shape = sure(kind.shape(kind.newest))
    value = sample(shape)
    assert found_in(value, shape, kind.reader, kind.name) == []
    broken = list(mutations(value, shape))
    assert len(broken) > 5
    for each in broken[:: max(1, len(broken) // MOST)]:
        found = found_in(each.value, shape, kind.reader, kind.name)
        assert is_the_one(found, each.kind, each.path), (each.kind, each.path, found)


MOVES = max(1, settings().max_examples // 25)
"""Moves of one sort that are tried for each kind."""


def is_known_above(shape: Shape, moved: Moved) -> bool:
    """Whether a key that is now one level too high could as well be one that is too low."""
    for step in moved.place[:-2]:
        if moved.place[-1] in shape.known:
            return True
        shape = sure(shape.items if isinstance(step, int) else shape.below(step))
    return moved.place[-1] in shape.known


def sure(shape: Shape | None) -> Shape:
    assert shape is not None
    return shape


@pytest.mark.parametrize("kind", by_name)
def test_a_key_in_the_wrong_place_is_one_fault_there(kind: Kind) -> None:
    shape = sure(kind.shape(kind.newest))
    value = sample(shape)
    ways: dict[str, list[Moved]] = {}
    for each in moves(value, shape):
        ways.setdefault(each.how, []).append(each)
    for each in (each for way in ways.values() for each in way[:: max(1, len(way) // MOVES)]):
        found = found_in(each.value, shape, kind.reader, kind.name)
        assert [fault.field for fault in found] == [each.place], each.origin
        is_clear = each.how == "down" or (each.how == "up" and not is_known_above(shape, each))
        if is_clear:
            said = (found[0].kind, str(found[0].suggestion).replace("[0]", "[]"))
            assert said == ("misplaced-field", dotted(each.origin).replace("[0]", "[]")), each.place
