"""``effective`` shows what installs come to, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from istiolint.releases import NEWEST

if TYPE_CHECKING:
    from tests.conftest import Folder

OPERATOR = """\
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
spec:
  profile: demo
  values:
    pilot:
      resources: {requests: {memory: 3Gi}}
      env: {A: "${B}"}
"""
GATEWAY = """\
# istiolint: chart=gateway
service: {type: ClusterIP}
"""


@pytest.fixture
def mesh(folder: Folder) -> Folder:
    folder.write({"prod/istio.yaml": OPERATOR, "edge-values.yaml": GATEWAY})
    return folder


def installs(folder: Folder, *arguments: str) -> dict[str, dict[str, Any]]:
    run = folder.run("effective", "--output-format=json", *arguments)
    assert (run.status, run.err) == (0, "")
    found = json.loads(run.out)
    assert found["version"] == 1
    return {each["name"]: each for each in found["installs"]}


def test_programs_get_every_setting_with_its_place(mesh: Folder) -> None:
    found = installs(mesh, "--istio-version=1.30")
    assert list(found) == ["istio-system/gateway", "istio-system/default"]
    plane = found["istio-system/default"]
    assert {key: plane[key] for key in ("istio_version", "revision", "sources")} == {
        "istio_version": "1.30",
        "revision": "default",
        "sources": ["prod/istio.yaml"],
    }
    settings = {each.pop("setting"): each for each in plane["settings"]}
    assert list(settings) == sorted(settings)
    assert settings["pilot.resources.requests.memory"] == {
        "value": "3Gi",
        "source": "written",
        "path": "prod/istio.yaml",
        "line": 7,
        "column": 38,
        "overrides": [
            {"value": value, "source": source, "path": None, "line": None, "column": None}
            for value, source in (("100Mi", "profile"), ("2048Mi", "chart-default"))
        ],
    }
    assert settings["pilot.autoscaleMin"] == {
        "value": 1,
        "source": "chart-default",
        "path": None,
        "line": None,
        "column": None,
        "overrides": [],
    }
    assert settings["pilot.env.A"]["value"] == "${B}"
    assert settings["pilot.traceSampling"]["value"] == 100


def test_people_see_what_is_written_or_chosen(mesh: Folder) -> None:
    run = mesh.run("effective", "prod", "--istio-version=1.30", "--setting=pilot.resources")
    assert (run.status, run.err) == (0, "")
    assert run.out.splitlines() == [
        "istio-system/default: base, gateway, istiod, Istio 1.30",
        "  from prod/istio.yaml",
        '  pilot.resources.requests.cpu     "10m"  profile prod/istio.yaml:4:12',
        '                                   instead of "500m"  default of the chart',
        '  pilot.resources.requests.memory  "3Gi"  prod/istio.yaml:7:38',
        '                                   instead of "100Mi"  profile',
        '                                   instead of "2048Mi"  default of the chart',
    ]


def test_defaults_are_counted_or_shown(mesh: Folder) -> None:
    few = mesh.run("effective", "edge-values.yaml", "--istio-version=1.30").out
    assert few.splitlines()[-1].endswith("more as the charts have them; --all shows them")
    assert '"ClusterIP"  edge-values.yaml:2:17' in few
    every = mesh.run("effective", "edge-values.yaml", "--all").out
    assert "gateway/gateway.autoscaling.maxReplicas" in every
    assert f"Istio {NEWEST} (assumed)" in every
    assert "--all" not in every


def test_a_pattern_that_fits_nothing_is_said(mesh: Folder) -> None:
    flags = ("--setting=pilot.traceSamplin", "--setting=*.minReplicas", "--setting=xyz")
    run = mesh.run("effective", *flags, "edge-values.yaml", "prod")
    said = (
        'note: no setting is called "pilot.traceSamplin"; did you mean "pilot.traceSampling"?\n'
        'note: no setting is called "xyz"\n'
    )
    assert (run.status, run.err) == (0, said)


def test_settings_are_asked_for_by_patterns(mesh: Folder) -> None:
    found = installs(mesh, "--setting", "*.minReplicas", "--setting", "pilot.traceSampling")
    assert [each["setting"] for one in found.values() for each in one["settings"]] == [
        "gateway/gateway.autoscaling.minReplicas",
        "pilot.traceSampling",
    ]


@pytest.mark.parametrize(
    "pattern",
    ["pilot.podAnnotations", 'pilot.podAnnotations["a.b/c"]', "pilot.podAnnotations*", "*a.b/c*"],
)
def test_a_key_with_a_dot_is_found(folder: Folder, pattern: str) -> None:
    folder.write({"istiod-values.yaml": "pilot: {podAnnotations: {a.b/c: d}}\n"})
    (found,) = installs(folder, "--setting", pattern).values()
    assert [each["setting"] for each in found["settings"]] == ['pilot.podAnnotations["a.b/c"]']


def test_files_beside_those_named_say_what_they_are(folder: Folder) -> None:
    chart = "apiVersion: v2\nname: a\ndependencies: [{name: istiod, version: 1.30.0}]\n"
    folder.write({"Chart.yaml": chart, "values.yaml": "istiod: {traceSampling: 5}\n"})
    found = installs(folder, "values.yaml", "--setting", "pilot.traceSampling")
    assert [each["settings"][0]["value"] for each in found.values()] == [5]


def test_one_run_writes_several_formats(mesh: Folder) -> None:
    formats = ("--output-format=text", "--output-format=json=out.json")
    run = mesh.run("effective", "prod", "--color=always", *formats)
    assert run.status == 0
    assert "\x1b[1mistio-system/default\x1b[0m" in run.out
    assert json.loads((mesh.path / "out.json").read_text())["version"] == 1


def test_standard_input_may_be_an_install(mesh: Folder) -> None:
    run = mesh.run("effective", "-", "--setting=pilot.traceSampling", piped=OPERATOR)
    assert "pilot.traceSampling  100  profile <stdin>:4:12" in run.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param(("mesh.yaml",), "nothing here installs", id="nothing"),
        pytest.param(("--output-format=yaml",), 'no format is called "yaml"', id="a format"),
        pytest.param(("--setting",), "requires an argument", id="no pattern"),
        pytest.param(("--select=a",), 'no flag is called "--select"', id="not its flag"),
        pytest.param(("missing.yaml",), "missing.yaml", id="no such file"),
    ],
)
def test_what_cannot_be_done_is_told(
    mesh: Folder, arguments: tuple[str, ...], complaint: str
) -> None:
    mesh.write({"mesh.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"})
    run = mesh.run("effective", *arguments)
    assert (run.status, run.out) == (2, "")
    assert complaint in run.err


def test_a_file_that_cannot_be_read_is_named(mesh: Folder) -> None:
    mesh.write({"broken.yaml": "a: [\n"})
    run = mesh.run("effective", "broken.yaml", "prod", "--setting=pilot.traceSampling")
    assert run.status == 2
    assert "error: broken.yaml:" in run.err
    assert "pilot.traceSampling" in run.out
