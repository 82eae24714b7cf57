"""A file for all releases is read as what one of them says."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.schema.timeline import Timeline, is_within, keys_of, keyword_in, path_of, values_in

TIMELINE: Timeline = {
    "gone": [[16, 18, "old"]],
    "back": [[16, 17, 1], [20, None, 2]],
    "labels": [[16, 24, {}]],
    'labels["istio.io/mode"]': [[25, None, "none"]],
    "ports": [[20, None, [{"port": 80}]]],
    "tree.inner.nothing": [[16, None, None]],
    "tree.inner.off": [[16, None, False]],
}


@pytest.mark.parametrize(
    ("minor", "expected"),
    [
        pytest.param(
            16,
            {"gone": "old", "back": 1, "labels": {}},
            id="the first release",
        ),
        pytest.param(19, {"labels": {}}, id="a gap in a history"),
        pytest.param(
            24,
            {"back": 2, "labels": {}, "ports": [{"port": 80}]},
            id="an empty mapping before it has keys",
        ),
        pytest.param(
            25,
            {"back": 2, "labels": {"istio.io/mode": "none"}, "ports": [{"port": 80}]},
            id="a mapping once it has keys",
        ),
        pytest.param(
            99,
            {"back": 2, "labels": {"istio.io/mode": "none"}, "ports": [{"port": 80}]},
            id="a release that was not known",
        ),
    ],
)
def test_a_release_has_the_values_of_its_time(minor: int, expected: dict[str, Any]) -> None:
    always = {"tree": {"inner": {"nothing": None, "off": False}}}
    assert values_in(TIMELINE, minor) == expected | always


def test_a_release_before_the_first_has_no_values() -> None:
    assert values_in(TIMELINE, 15) == {}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("a", ["a"], id="one key"),
        pytest.param("a.b-c.d_e", ["a", "b-c", "d_e"], id="several keys"),
        pytest.param('a["b.c/d"]', ["a", "b.c/d"], id="a quoted key at the end"),
        pytest.param('a["b.c"].d.e', ["a", "b.c", "d", "e"], id="a quoted key between"),
        pytest.param('["b.c"].d', ["b.c", "d"], id="a quoted key at the start"),
        pytest.param('a["b.c"]["d.e"].f', ["a", "b.c", "d.e", "f"], id="two quoted keys"),
    ],
)
def test_a_path_is_a_list_of_keys(path: str, expected: list[str]) -> None:
    assert keys_of(path) == expected


@pytest.mark.parametrize("key", ["plain", "with.dot", "with[1]"])
def test_the_path_of_a_key_leads_back_to_it(key: str) -> None:
    assert keys_of(path_of("a.b", key)) == ["a", "b", key]


def test_what_the_newest_release_has_is_expected_of_newer_ones() -> None:
    assert is_within([[16, 18], [20, None]], 99)
    assert not is_within([[16, 18], [20, None]], 19)


def test_a_keyword_may_have_changed() -> None:
    node = {"type": "a", "x-istio-changes": {"type": [[16, 18, "b"], [20, None, None]]}}
    assert [keyword_in(node, "type", minor) for minor in (16, 19, 20)] == ["b", "a", None]
    assert keyword_in(node, "enum", 16) is None
