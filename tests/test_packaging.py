"""What is shipped: the sdist, the wheel built from it, a zip of the checkout, the Action."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from istiolint import __version__
from istiolint.inputs.discover import discover

CHECKOUT = Path(__file__).parents[1]
ACTION: dict[str, Any] = YAML(typ="safe").load(CHECKOUT / "action.yml")
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
GUIDE = CHECKOUT.joinpath("docs", "ci.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


class Built(NamedTuple):
    """The names of the files in a distribution and, of the wheel, the metadata."""

    sdist: set[str]
    wheel: set[str]
    metadata: str
    entry_points: str


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The wheel as ``build`` makes it, which is from the sdist and not from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as archive:
        info = f"istiolint-{__version__}.dist-info"
        metadata, entry_points = (
            archive.read(f"{info}/{name}").decode() for name in ("METADATA", "entry_points.txt")
        )
        return Built(names, set(archive.namelist()), metadata, entry_points)


def test_the_checkout_is_linted_without_what_is_broken_on_purpose() -> None:
    said = YAML(typ="safe").load(CHECKOUT / ".istiolint.yaml")
    found = [each.path for each in discover([], cwd=str(CHECKOUT), exclude=said["exclude"]).files]
    folders = {path.partition("/")[0] for path in found}
    assert "examples" in folders
    assert folders.isdisjoint({"benchmarks", "docs", "schemas", "tests"})


def files_in(folder: str) -> set[str]:
    """The files of the checkout under ``folder``, without what Python leaves there."""
    return {
        path.relative_to(CHECKOUT).as_posix()
        for path in CHECKOUT.joinpath(folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_the_wheel_holds_the_package_and_the_schemas(built: Built) -> None:
    shipped = {name for name in built.wheel if ".dist-info/" not in name}
    schemas = {name.replace("schemas/", "istiolint/_schemas/", 1) for name in files_in("schemas")}
    assert schemas
    assert shipped == files_in("istiolint") | schemas


def test_the_wheel_says_that_it_is_typed_and_under_which_licence(built: Built) -> None:
    assert "istiolint/py.typed" in built.wheel
    assert f"istiolint-{__version__}.dist-info/licenses/LICENSE" in built.wheel
    assert "License-Expression: Apache-2.0" in built.metadata.splitlines()


def test_the_wheel_has_the_version_of_the_package_and_its_command(built: Built) -> None:
    assert f"Version: {__version__}" in built.metadata.splitlines()
    assert "istiolint = istiolint.cli:process" in built.entry_points.splitlines()


@pytest.mark.parametrize("folder", ["benchmarks", "docs", "examples", "schemas", "tests", "tools"])
def test_the_sdist_holds_what_building_and_testing_need(folder: str, built: Built) -> None:
    assert files_in(folder)
    assert files_in(folder) <= built.sdist


@pytest.mark.slow
def test_a_zip_of_the_checkout_runs(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "main.zip", "w") as archive:
        for name in sorted(files_in("istiolint") | files_in("schemas")):
            archive.write(CHECKOUT / name, f"istiolint-main/{name}")
    # A configuration file makes it read a schema as well.
    tmp_path.joinpath("istiolint.yaml").write_text("fail-on: error\n", encoding="utf-8")
    tmp_path.joinpath("mesh.yaml").write_text(
        "apiVersion: install.istio.io/v1alpha1\n"
        "kind: IstioOperator\n"
        "spec: {values: {global: {proxy: {privileged: true}}}}\n",
        encoding="utf-8",
    )
    script = "import istiolint.cli, sys; print(istiolint.__file__); istiolint.cli.main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, "check", "mesh.yaml"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "main.zip" / "istiolint-main")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith(str(tmp_path / "main.zip")), done.stderr
    assert "privileged-proxy" in done.stdout
    assert done.stderr == ""


def test_every_input_of_the_action_is_described_and_used() -> None:
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", str(STEPS)))
    assert used == set(ACTION["inputs"])
    assert all(each.keys() == {"description", "default"} for each in ACTION["inputs"].values())


def test_every_output_of_the_action_is_one_of_a_step() -> None:
    written = {
        f"${{{{ steps.{step['id']}.outputs.{name} }}}}"
        for step in STEPS
        for name in re.findall(r'echo "([\w-]+)=', step.get("run", ""))
    }
    assert {each["value"] for each in ACTION["outputs"].values()} == written


def test_no_input_becomes_part_of_a_script_of_the_action() -> None:
    assert [step for step in STEPS if "${{" in step.get("run", "")] == []


def test_the_action_pins_the_actions_it_uses_to_commits() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name)] == []


def test_the_action_uploads_sarif_also_when_there_are_findings() -> None:
    (upload,) = [step for step in STEPS if "upload-sarif" in step.get("uses", "")]
    assert upload["if"].startswith("always() && ")


class StepRun(NamedTuple):
    """What became of a step of the action."""

    status: int
    arguments: list[str]
    outputs: str


def run_step(name: str, folder: Path, **variables: str) -> StepRun:
    """Run a script of the action with a stand-in for Python that notes how it was called."""
    (script,) = [step["run"] for step in STEPS if step.get("name") == name]
    python = folder / "python"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >called\nexit "${STATUS:-0}"\n')
    python.chmod(0o755)
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHON": str(python),
            "GITHUB_OUTPUT": str(folder / "outputs"),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    outputs = folder / "outputs"
    return StepRun(
        done.returncode,
        folder.joinpath("called").read_text(encoding="utf-8").splitlines(),
        outputs.read_text(encoding="utf-8") if outputs.exists() else "",
    )


DEFAULTS = {
    name.upper().replace("-", "_"): each["default"] for name, each in ACTION["inputs"].items()
}
CHECK = ["-m", "istiolint", "check", "--output-format", "github"]
SARIF = ["--output-format", "sarif=istiolint.sarif"]


@pytest.mark.parametrize(
    ("inputs", "arguments"),
    [
        pytest.param({}, [*SARIF, "--", "."], id="no input"),
        pytest.param({"SARIF_FILE": ""}, ["--", "."], id="no SARIF"),
        pytest.param(
            {"FAIL_ON": "error", "ISTIO_VERSION": "1.30"},
            [*SARIF, "--fail-on", "error", "--istio-version", "1.30", "--", "."],
            id="options of their own",
        ),
        pytest.param(
            {"PATHS": "mesh\nclusters/prod east\n"},
            [*SARIF, "--", "mesh", "clusters/prod east"],
            id="paths, one a line",
        ),
        pytest.param(
            {"ARGS": "--select security\n--closed-world"},
            [*SARIF, "--select", "security", "--closed-world", "--", "."],
            id="more arguments",
        ),
        pytest.param(
            {"ARGS": "$(touch>a) `touch>b` ;touch>c *", "PATHS": "-x; $(touch d)"},
            [*SARIF, "$(touch>a)", "`touch>b`", ";touch>c", "*", "--", "-x; $(touch d)"],
            id="words that a shell would act on",
        ),
    ],
)
def test_the_action_passes_its_inputs_on(
    inputs: dict[str, str], arguments: list[str], tmp_path: Path
) -> None:
    run = run_step("Lint", tmp_path, **{**DEFAULTS, **inputs})
    assert run.arguments == [*CHECK, *arguments]
    assert {path.name for path in tmp_path.iterdir()} == {"python", "called", "outputs"}


@pytest.mark.parametrize("status", [0, 1, 2, 3])
def test_the_action_fails_as_istiolint_does_and_says_so(status: int, tmp_path: Path) -> None:
    run = run_step("Lint", tmp_path, **DEFAULTS, STATUS=str(status))
    assert run.status == status
    assert run.outputs == f"exit-status={status}\n"


def test_the_action_names_the_sarif_file_that_was_written(tmp_path: Path) -> None:
    tmp_path.joinpath("istiolint.sarif").touch()
    run = run_step("Lint", tmp_path, **DEFAULTS, STATUS="1")
    assert run.outputs == "exit-status=1\nsarif-file=istiolint.sarif\n"


@pytest.mark.parametrize(
    ("version", "installed"),
    [
        pytest.param("", "/actions/istiolint", id="the ref that the action is pinned to"),
        pytest.param("0.1.0", "istiolint==0.1.0", id="a release"),
    ],
)
def test_the_action_installs_what_it_is_told_to(
    version: str, installed: str, tmp_path: Path
) -> None:
    run = run_step(
        "Install istiolint",
        tmp_path,
        VERSION=version,
        GITHUB_ACTION_PATH="/actions/istiolint",
        RUNNER_TEMP="/temp",
    )
    assert run.arguments[:3] == ["-m", "pip", "install"]
    assert run.arguments[-3:] == ["--target", "/temp/istiolint", installed]


@pytest.mark.parametrize("snippet", SNIPPETS, ids=[each.split("\n")[0] for each in SNIPPETS])
def test_a_snippet_of_the_documentation_uses_what_there_is(snippet: str) -> None:
    hooks = {each["id"] for each in YAML(typ="safe").load(CHECKOUT / ".pre-commit-hooks.yaml")}
    document = YAML(typ="safe").load(snippet)
    jobs = document.get("jobs", {}).values() if isinstance(document, dict) else []
    for step in [step for job in jobs for step in job["steps"]]:
        if "/istiolint@" in step.get("uses", ""):
            assert step.get("with", {}).keys() <= ACTION["inputs"].keys()
    for source in document.get("repos", []):
        assert {hook["id"] for hook in source["hooks"]} <= hooks


def test_the_documentation_and_the_action_name_options_that_exist() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "istiolint", "check", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    (script,) = [step["run"] for step in STEPS if step.get("name") == "Lint"]
    options = set(re.findall(r"--[a-z][a-z-]+", GUIDE + script))
    assert "--output-format" in options
    assert options <= set(re.findall(r"--[a-z][a-z-]+", done.stdout))
