"""Paths as people write them."""

from __future__ import annotations

import pytest

from istiolint.syntax.show import dotted
from istiolint.syntax.tape import Path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param((), "", id="the root"),
        pytest.param(("spec",), "spec", id="a key"),
        pytest.param(("spec", "hosts"), "spec.hosts", id="keys"),
        pytest.param(("spec", "http", 0, "match"), "spec.http[0].match", id="an item"),
        pytest.param((0, 1, "a"), "[0][1].a", id="items of items"),
        pytest.param(("a-b", "c_d", "10"), "a-b.c_d.10", id="signs and digits of plain keys"),
        pytest.param(("labels", "a.b/c"), 'labels["a.b/c"]', id="a key with a dot"),
        pytest.param(("a.b", "c"), '["a.b"].c', id="a key with a dot at the start"),
        pytest.param(("a", ""), 'a[""]', id="an empty key"),
        pytest.param(("a", "\u00e9"), 'a["\u00e9"]', id="a key beyond ASCII"),
        pytest.param(("a", "b c"), 'a["b c"]', id="a key with a blank"),
    ],
)
def test_a_path_is_shown(path: Path, expected: str) -> None:
    assert dotted(path) == expected


@pytest.mark.parametrize(
    ("after", "path", "expected"),
    [
        pytest.param("spec.values", ("pilot", "env"), "spec.values.pilot.env", id="keys"),
        pytest.param("items", (0, "a"), "items[0].a", id="an item"),
        pytest.param("data", ("a.b",), 'data["a.b"]', id="a key with a dot"),
        pytest.param("data", (), "data", id="nothing"),
    ],
)
def test_a_path_continues_another(after: str, path: Path, expected: str) -> None:
    assert dotted(path, after=after) == expected
