"""What we print as JSON Schema is what we judge by: ``jsonschema`` says the same of documents.

These are small ones around each place of a schema, with up to three changes; every release
has some of the schemas, and a long run (``--fuzz``) has all of them in all releases. Where
verdicts differ on purpose, a table says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Document, Form, Role
from istiolint.install.layer import plain
from istiolint.releases import NEWEST, OLDEST
from istiolint.schema.export import OWN, group_of, names
from istiolint.syntax.node import Node
from istiolint.text import Source
from tests.schema.spines import Subject, changed, changes, releases, subject

NAMES = [name for name in names() if name != OWN]
MOST_CHANGES = 3

IS_LONG = not settings().derandomize
EXAMPLES = max(1, settings().max_examples // 4)
"""For each name, of which there are many."""


ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for folder in ("tests/fixtures", "examples") for path in (ROOT / folder).rglob("*.yaml")
)


def one_release(name: str) -> int:
    """A release that has a schema of the name."""
    minors = releases(name)
    return minors[NAMES.index(name) % len(minors)]


def verdicts(of: Subject, value: Any) -> tuple[bool, bool]:
    """Whether a value is right, as we say and as ``jsonschema`` says."""
    return of.faults(value) == [], of.validator.is_valid(value)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_jsonschema_says_the_same_as_we_do(name: str, data: st.DataObject) -> None:
    minor = data.draw(st.sampled_from(releases(name))) if IS_LONG else one_release(name)
    of = subject(name, minor)
    path = data.draw(st.sampled_from(of.places))
    value = of.spine(path)
    for _ in range(data.draw(st.integers(0, MOST_CHANGES))):
        place = path[: data.draw(st.integers(0, len(path)))]
        change = data.draw(st.sampled_from(changes(of.shape(place))))
        if place or change.how != "set":
            value = changed(value, place, change)
    value |= of.head  # Of kinds and versions other rules tell.
    ours, theirs = verdicts(of, value)
    assert ours == theirs, (value, of.faults(value), [*of.validator.iter_errors(value)])


def test_every_release_is_looked_at() -> None:
    assert {one_release(name) for name in NAMES} == {*range(OLDEST.minor, NEWEST.minor + 1)}


def trees(path: Path) -> Iterator[tuple[str, Node]]:
    """What is in a file that there is a schema of, with the name of that."""
    for document in contribute(Source(path.name, path.read_text("utf-8"))).documents:
        yield from _trees(document)


def _trees(document: Document) -> Iterator[tuple[str, Node]]:
    if document.kind is not None and document.form is Form.RESOURCE:
        group, name = document.kind.group, document.kind.name
        yield (name if group_of(name) == group else f"{name}.{group}"), document.root
    for tree in document.trees:
        if tree.role is Role.VALUES:
            yield f"values:{tree.release.chart}", tree.root
        elif tree.role is Role.MESH_CONFIG:
            yield "mesh:MeshConfig", tree.root
        elif tree.role is Role.MESH_NETWORKS:
            yield "mesh:MeshNetworks", tree.root
        elif tree.role is Role.PROXY_CONFIG:
            yield "mesh:ProxyConfig", tree.root


def test_jsonschema_says_the_same_of_our_own_files() -> None:
    seen: dict[bool, set[str]] = {False: set(), True: set()}
    for path in FILES:
        for name, root in trees(path):
            minors = releases(name) if name in NAMES else []
            for minor in minors if IS_LONG else minors[-1:]:
                of = subject(name, minor)
                ours = of.faults_in(root)
                theirs = [*of.validator.iter_errors(plain(root) | of.head)]
                assert bool(ours) == bool(theirs), (path, minor, ours, theirs)
                seen[not ours].add(name)
    assert len(seen[True]) > 10
    assert len(seen[False]) > 3


def route(**fields: Any) -> Any:
    return {"spec": {"hosts": ["a"], "http": [{"name": "b", **fields}]}}


def balanced(**fields: Any) -> Any:
    return {"spec": {"host": "a", "trafficPolicy": {"loadBalancer": fields}}}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param(
            "VirtualService",
            route(timeout="${TIMEOUT}"),
            (True, False),
            id="somebody fills a placeholder in before the API server sees it",
        ),
        pytest.param(
            "VirtualService",
            {"spec": {"http": [{"name": "b", "$patch": "delete"}]}},
            (True, False),
            id="a directive tells how to patch an object and is not in it",
        ),
        pytest.param(
            "DestinationRule",
            balanced(simple=None, consistentHash={"useSourceIp": True}),
            (True, False),
            id="the API server drops a null before it looks which keys are there",
        ),
        pytest.param(
            "mesh:MeshConfig",
            {"ingressControllerMode": 2},
            (True, False),
            id="protobuf takes the number of a word, which nobody should write",
        ),
        pytest.param(
            "mesh:MeshConfig",
            {"proxyListenPort": "99999999999"},
            (False, True),
            id="no keyword compares a number in quotes",
        ),
        pytest.param(
            "VirtualService",
            route(match=[{"uri": {"regex": "a**"}}]),
            (False, True),
            id="no keyword compiles a regular expression as RE2 does",
        ),
        pytest.param(
            "VirtualService",
            route(timeout="0s"),
            (False, True),
            id="no keyword compares durations",
        ),
        pytest.param(
            "IstioOperator",
            {"spec": {"components": {"ingressGateways": [
                {"k8s": {"service": {"loadBalancerSourceRanges": ["10.0.0.1/99"]}}}
            ]}}},
            (False, True),
            id="no keyword knows blocks of addresses",
        ),
    ],
)  # fmt: skip
def test_where_the_verdicts_differ_there_is_a_reason(
    name: str, value: Any, expected: tuple[bool, bool]
) -> None:
    of = subject(name, NEWEST.minor)
    assert verdicts(of, value | of.head) == expected
