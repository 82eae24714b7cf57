"""A name means the nearest document that has it, if that is one."""

from __future__ import annotations

import pytest

from istiolint.inputs.nearness import nearest

NEAR = [
    pytest.param([], None, id="none"),
    pytest.param(["b/x.yaml"], "b/x.yaml", id="the only one, wherever it is"),
    pytest.param(["a/x.yaml", "b/x.yaml"], "a/x.yaml", id="the one in the same folder"),
    pytest.param(["a/x.yaml", "a/r.yaml"], "a/r.yaml", id="the one in the same file"),
    pytest.param(["b/x.yaml", "c/x.yaml"], None, id="two elsewhere"),
    pytest.param(["a/x.yaml", "a/y.yaml", "b/x.yaml"], None, id="two in the same folder"),
    pytest.param(["a/r.yaml", "a/r.yaml", "a/x.yaml"], None, id="two in the same file"),
]


@pytest.mark.parametrize(("paths", "expected"), NEAR)
def test_what_is_near_counts_if_it_is_alone(paths: list[str], expected: str | None) -> None:
    assert nearest([(path, path) for path in paths], "a/r.yaml") == expected
