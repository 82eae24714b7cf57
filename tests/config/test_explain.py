"""Settings are shown with their values and where each comes from."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.config.explain import explain, plain, shown
from istiolint.config.layer import Patch, Said
from istiolint.diagnostic import Severity
from istiolint.releases import Release
from istiolint.settings import ClusterSize, InstallFiles


def test_what_is_not_said_is_the_default() -> None:
    assert explain({}) == [
        ("istio-version", None, "default"),
        ("environment", None, "default"),
        ("cluster-size", None, "default"),
        ("select", ("all",), "default"),
        ("extend-select", (), "default"),
        ("ignore", (), "default"),
        ("exclude", (), "default"),
        ("fail-on", Severity.WARNING, "default"),
        ("closed-world", False, "default"),
        ("baseline", None, "default"),
        ("per-path", (), "default"),
        ("installs", (), "default"),
        ("scopes", (), "default"),
    ]


def test_what_is_said_names_its_source_and_rules_stand_in_order() -> None:
    rows = explain(
        {
            "rules.b.x": Said(1, "a.yaml:3"),
            "rules.a.severity": Said(Severity.INFO, "a.yaml:2"),
            "fail-on": Said(Severity.ERROR, "command line"),
        }
    )
    assert [row for row in rows if row[2] != "default"] == [
        ("fail-on", Severity.ERROR, "command line"),
        ("rules.a.severity", Severity.INFO, "a.yaml:2"),
        ("rules.b.x", 1, "a.yaml:3"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "not set", id="nothing"),
        pytest.param(True, "true", id="a truth value"),
        pytest.param(Severity.WARNING, "warning", id="a severity"),
        pytest.param(ClusterSize.SMALL, "small", id="a size"),
        pytest.param(Release(24, 3), "1.24.3", id="a release"),
        pytest.param((("a", "b"), ("c",)), "[[a, b], [c]]", id="lists"),
        pytest.param((Patch("dev/", "/w", {}),), "[dev/]", id="paths"),
        pytest.param((InstallFiles("mesh", None, ()),), "[mesh]", id="installs"),
        pytest.param(0.5, "0.5", id="a number"),
    ],
)
def test_a_value_is_one_line(value: Any, text: str) -> None:
    assert shown(value) == text


PATCH = Patch("dev/", "/w", {"fail-on": Said(Severity.ERROR, "a.yaml:2")})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param(True, True, id="a truth value"),
        pytest.param(Severity.WARNING, "warning", id="a severity"),
        pytest.param(ClusterSize.SMALL, "small", id="a size"),
        pytest.param(Release(24, 3), "1.24.3", id="a release"),
        pytest.param((("a", "b"), ("c",)), [["a", "b"], ["c"]], id="lists"),
        pytest.param((PATCH,), [{"glob": "dev/", "fail-on": "error"}], id="paths"),
        pytest.param(
            (InstallFiles("mesh", None, ("a.yaml",), istio_version=Release(24)),),
            [{"name": "mesh", "files": ["a.yaml"], "istio-version": "1.24"}],
            id="installs",
        ),
        pytest.param(0.5, 0.5, id="a number"),
    ],
)
def test_a_value_for_programs_is_what_json_has(value: Any, expected: Any) -> None:
    assert plain(value) == expected
