"""Every field broken in every way: one fault, of the right kind, at the right place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from istiolint.schema import books
from istiolint.schema.fault import Fault, Reader
from istiolint.schema.projection import served_versions
from istiolint.schema.shape import Shape
from istiolint.schema.store import load
from tests.schema.samples import found_in, mutations, sample

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
    minor = next(each for each in reversed(range(16, 32)) if kind.shape(each) is not None)
    shape = kind.shape(minor)
    assert shape is not None
    value = sample(shape)
    assert found_in(value, shape, kind.reader, kind.name) == []
    broken = list(mutations(value, shape))
    assert len(broken) > 5
    for each in broken[:: max(1, len(broken) // MOST)]:
        found = found_in(each.value, shape, kind.reader, kind.name)
        assert is_the_one(found, each.kind, each.path), (each.kind, each.path, found)
