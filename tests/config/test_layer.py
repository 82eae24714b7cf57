"""Layers go over one another option by option, and selections are added where they say so."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.config.layer import COMMAND_LINE, Patch, Said, fields, from_fields, merged
from istiolint.diagnostic import Severity
from istiolint.settings import Override, RuleSettings


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param([], {}, id="no layer"),
        pytest.param([{"a": 1, "b": 1}, {"b": 2}], {"a": 1, "b": 2}, id="the upper one wins"),
        pytest.param(
            [{"ignore": ("a",)}, {"ignore": ("b",)}], {"ignore": ("b",)}, id="lists replace"
        ),
        pytest.param(
            [{"rules.r.severity": 1, "rules.r.x": 1}, {"rules.r.x": 2, "rules.s.y": 3}],
            {"rules.r.severity": 1, "rules.r.x": 2, "rules.s.y": 3},
            id="rules go option by option",
        ),
        pytest.param(
            [{"extend-select": ("a", "b")}, {"extend-select": ("b", "c")}],
            {"extend-select": ("a", "b", "c")},
            id="additions add up",
        ),
        pytest.param(
            [{"select": ("a",), "extend-select": ("b",)}, {"select": ("c",)}],
            {"select": ("c",)},
            id="a selection stands for itself",
        ),
        pytest.param(
            [{"extend-select": ("b",)}, {"select": ("c",), "extend-select": ("d",)}],
            {"select": ("c",), "extend-select": ("d",)},
            id="a selection with its additions",
        ),
        pytest.param(
            [{"select": ("a",)}, {"extend-select": ("b",)}],
            {"select": ("a",), "extend-select": ("b",)},
            id="additions to a selection below",
        ),
        pytest.param(
            [{"extend-select": ("b",)}, {"ignore": ("c",)}],
            {"extend-select": ("b",), "ignore": ("c",)},
            id="additions that nothing touches",
        ),
    ],
)
def test_one_layer_goes_over_another(
    layers: list[dict[str, Any]], expected: dict[str, Any]
) -> None:
    said = ({key: Said(value, "x") for key, value in layer.items()} for layer in layers)
    assert {key: value for key, (value, _) in merged(said).items()} == expected


def test_additions_name_all_their_sources() -> None:
    lower, upper = ({"extend-select": Said((each,), f"{each}:1")} for each in "ab")
    assert merged([lower, upper])["extend-select"].where == "a:1, b:1"
    assert merged([lower, {}])["extend-select"].where == "a:1"


def test_fields_of_the_settings_make_a_layer_and_back() -> None:
    given = {
        "fail_on": Severity.ERROR,
        "rules": {
            "r": RuleSettings(Severity.INFO, {"some_option": 1}),
            "s": RuleSettings(None, {"other": 2}),
        },
        "per_path": (Override("dev/", {"extend_select": ("a",)}),),
    }
    layer = from_fields(given, "/w")
    assert {each.where for each in layer.values()} == {COMMAND_LINE}
    assert layer["rules.r.some-option"].value == 1
    assert fields(layer) == given


@pytest.mark.parametrize(
    ("glob", "folder", "name", "expected"),
    [
        pytest.param("dev/", "/w/dev/a", "b.yaml", True, id="in a folder"),
        pytest.param("dev/", "/w/dev", "", True, id="the folder"),
        pytest.param("dev/", "/w", "dev", False, id="a file of that name"),
        pytest.param("*.yaml", "/w/a", "b.yaml", True, id="a name"),
        pytest.param("*.yaml", "/w/a", "b.json", False, id="another name"),
        pytest.param("/a/b.yaml", "/w/a", "b.yaml", True, id="a path"),
        pytest.param("/a/b.yaml", "/w/c/a", "b.yaml", False, id="a path further in"),
        pytest.param("a/**", "/w/a/b", "c.yaml", True, id="all in a folder"),
        pytest.param("*", "/w", "", False, id="the folder it counts from"),
        pytest.param("b.yaml", "/x", "b.yaml", True, id="a name outside"),
        pytest.param("/x/b.yaml", "/x", "b.yaml", False, id="a path outside"),
        pytest.param("#a", "/w", "#a", False, id="a comment"),
    ],
)
def test_a_patch_is_for_the_paths_that_its_glob_matches(
    glob: str,
    folder: str,
    name: str,
    expected: bool,  # noqa: FBT001 - a column
) -> None:
    assert Patch(glob, "/w", {}).covers(folder, name) is expected
