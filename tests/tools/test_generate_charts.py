"""The chart files say what the facts say, no more and no less."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from istiolint.schema.timeline import values_in

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "istio"

tool = runpy.run_path(str(ROOT / "tools" / "generate_charts.py"))

needs_facts = [
    pytest.mark.facts,
    pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not beside this repository"),
]


def exact(value: Any) -> str:
    """A text that tells apart what Python takes for equal: 1, 1.0 and true."""
    return json.dumps(value, sort_keys=True)


def facts_in(folder: Path, charts: dict[int, Any], profiles: dict[int, Any]) -> Path:
    """A folder of facts in which every chart has the same values."""
    for minor, values in charts.items():
        release = folder / f"1.{minor}"
        release.mkdir(parents=True)
        named = {name: {"defaults": values} for name in tool["CHARTS"]} if values else {}
        (release / "charts.json").write_text(json.dumps(named))
        (release / "profiles.json").write_text(json.dumps(profiles.get(minor, {})))
    return folder


def written(facts: Path, output: Path, name: str) -> Any:
    """What the generator writes into one file."""
    tool["main"]([str(facts), "--output", str(output)])
    return json.loads((output / name).read_text())


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({8: {"a": 1}, 9: {"a": 1}}, {"a": [[8, None, 1]]}, id="a value that stays"),
        pytest.param({8: {"a": 1}, 9: {"a": 2}}, {"a": [[8, 8, 1], [9, None, 2]]}, id="changes"),
        pytest.param(
            {8: {"a": 1}, 9: {"a": True}, 10: {"a": 1.0}},
            {"a": [[8, 8, 1], [9, 9, True], [10, None, 1.0]]},
            id="a value that changes its type alone",
        ),
        pytest.param(
            {8: {"a": 1}, 9: {"b": 1}, 10: {"a": 1, "b": 1}},
            {"a": [[8, 8, 1], [10, None, 1]], "b": [[9, None, 1]]},
            id="a value that comes back",
        ),
        pytest.param(
            {8: {"a": {}}, 9: {"a": {"b": None}}, 10: {"a": []}},
            {"a": [[8, 8, {}], [10, None, []]], "a.b": [[9, 9, None]]},
            id="what is empty in its own way",
        ),
        pytest.param(
            {
                8: {"a": 1},
                9: {"defaults": {"a": 1}},
                10: {"_internal_defaults_do_not_set": {"a": 1}},
            },
            {"a": [[8, None, 1]]},
            id="the wrapper is taken off",
        ),
        pytest.param({8: None, 9: {"a": 1}, 10: None}, {"a": [[9, 9, 1]]}, id="a chart that goes"),
        pytest.param(
            {8: {"a": {"b.c/d": {"e": 1}}}}, {'a["b.c/d"].e': [[8, None, 1]]}, id="a key with a dot"
        ),
        pytest.param(
            {8: {"a": [{"c": 1, "b": {}}]}}, {"a": [[8, None, [{"b": {}, "c": 1}]]]}, id="a list"
        ),
    ],
)
def test_releases_are_merged(
    tmp_path: Path, values: dict[int, Any], expected: dict[str, Any]
) -> None:
    facts = facts_in(tmp_path / "facts", values, {})
    found = written(facts, tmp_path / "schemas", "charts/istiod.json")
    assert exact(found) == exact(expected)


def test_profiles_are_told_apart_by_what_selects_them(tmp_path: Path) -> None:
    one = {"helm:demo": {"a": 1}, "demo": {"kind": "IstioOperator"}}
    two = {"helm:platform-gke": {"a": 1}, "helm:compatibility-version-1.8": {"a": 1}}
    facts = facts_in(tmp_path / "facts", {8: None, 9: None}, {8: one, 9: two})
    assert written(facts, tmp_path / "schemas", "profiles.json") == {
        "compatibility": {"1.8": {"a": [[9, None, 1]]}},
        "helm": {"demo": {"a": [[8, 8, 1]]}},
        "istioctl": {"demo": {"kind": [[8, 8, "IstioOperator"]]}},
        "platform": {"gke": {"a": [[9, None, 1]]}},
    }


@pytest.mark.parametrize("values", [{}, {'a"b': 1}, {"a[0]": 1}, {"": 1}])
def test_what_has_no_path_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"path|timeline"):
        tool["timeline"]({8: values})


def test_a_file_has_one_line_for_each_path(tmp_path: Path) -> None:
    facts = facts_in(tmp_path / "facts", {8: {"b": 1, "a": {"d": {}, "c": [1]}}}, {})
    tool["main"]([str(facts), "--output", str(tmp_path)])
    assert (tmp_path / "charts" / "cni.json").read_text().splitlines() == [
        "{",
        ' "a.c": [[8, null, [1]]],',
        ' "a.d": [[8, null, {}]],',
        ' "b": [[8, null, 1]]',
        "}",
    ]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("profiles.json", marks=needs_facts),
        *(
            pytest.param(f"charts/{chart}.json", marks=needs_facts)
            for chart in tool["CHARTS"].values()
        ),
    ],
)
def test_generating_again_changes_nothing(tmp_path: Path, name: str) -> None:
    tool["main"]([str(FACTS), "--output", str(tmp_path)])
    assert (tmp_path / name).read_bytes() == (ROOT / "schemas" / name).read_bytes()


@pytest.mark.parametrize(
    "minor", [pytest.param(minor, marks=needs_facts) for minor in range(16, 32)]
)
def test_the_files_hold_the_facts_of_each_release(minor: int) -> None:
    facts = json.loads((FACTS / f"1.{minor}" / "charts.json").read_text())
    for folder, chart in tool["CHARTS"].items():
        timeline = json.loads((ROOT / "schemas" / "charts" / f"{chart}.json").read_text())
        wrapped = facts.get(folder, {}).get("defaults", {})
        inner = wrapped.get("_internal_defaults_do_not_set", wrapped.get("defaults", wrapped))
        assert exact(values_in(timeline, minor)) == exact(inner), chart


@pytest.mark.parametrize(
    "minor", [pytest.param(minor, marks=needs_facts) for minor in range(16, 32)]
)
def test_the_profiles_hold_the_facts_of_each_release(minor: int) -> None:
    facts = json.loads((FACTS / f"1.{minor}" / "profiles.json").read_text())
    prefixes = {
        "istioctl": "",
        "helm": "helm:",
        "platform": "helm:platform-",
        "compatibility": "helm:compatibility-version-",
    }
    groups = json.loads((ROOT / "schemas" / "profiles.json").read_text())
    found = {
        prefixes[group] + name: values_in(timeline, minor)
        for group, named in groups.items()
        for name, timeline in named.items()
    }
    assert exact({label: values for label, values in found.items() if values}) == exact(facts)
