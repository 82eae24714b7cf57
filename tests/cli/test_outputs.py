"""Reports go where they are sent, in the format asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from istiolint.cli.program import program

if TYPE_CHECKING:
    from tests.conftest import Folder

VALUES = "global:\n  proxy: {privileged: true}\n  jwtPolicy: third-party-jwt\n"
LINES = (
    "istiod.yaml:2:23: warning[privileged-proxy] every sidecar runs privileged\n"
    "istiod.yaml:3:14: warning[third-party-jwt] [*] "
    '"third-party-jwt" has no effect: nothing reads jwtPolicy since 1.22\n'
)
CLOSING = (
    "Found 2 findings (2 warnings) in 1 of 1 file (1 document, 1 install).\n"
    "[*] 1 fixable with `--fix`.\n"
)
ARGUMENTS = ("check", "--select", "security", "--istio-version", "1.30")


@pytest.fixture
def mesh(folder: Folder) -> Folder:
    folder.write({"istiod.yaml": VALUES})
    return folder


def test_the_full_format_shows_the_lines(mesh: Folder) -> None:
    run = mesh.run(*ARGUMENTS, "-q")
    assert run.status == 1
    assert "\n2 |   proxy: {privileged: true}\n  |                       ^^^^\n" in run.out


def test_what_is_said_beside_the_findings_is_up_to_the_flags(mesh: Folder) -> None:
    mesh.write({"other.yaml": "a: 1\n"})
    concise = (*ARGUMENTS, "--output-format=concise")
    closing = CLOSING.replace("1 of 1 file (1 document", "1 of 2 files (2 documents")
    found, _, rest = closing.partition(".\n")

    assert mesh.run(*concise, "-q") == (1, LINES, "")
    assert mesh.run(*concise).out == f"{LINES}{found}; 1 left alone, see `-v`.\n{rest}"
    assert mesh.run(*concise, "-v").out == (
        f"{LINES}Left alone:\n"
        "  other.yaml:1: no apiVersion and kind, and no keys of an Istio chart\n"
        f"{found}; 1 left alone.\n{rest}"
    )


def test_several_formats_are_written_in_one_run(mesh: Folder) -> None:
    formats = ("full=full.txt", "json=out.json", "sarif=out.sarif", "github=out.txt", "concise")
    run = mesh.run(*ARGUMENTS, "-q", *(f"--output-format={each}" for each in formats))

    assert run == (1, LINES, "")
    assert mesh.read("full.txt").startswith("warning[privileged-proxy] every sidecar")
    assert json.loads(mesh.read("out.json"))["summary"]["warning"] == 2
    assert len(json.loads(mesh.read("out.sarif"))["runs"][0]["results"]) == 2
    assert mesh.read("out.txt").startswith("::warning file=istiod.yaml,line=2,")


def test_nothing_is_printed_where_every_format_has_a_file(mesh: Folder) -> None:
    run = mesh.run(*ARGUMENTS, "--output-format", "json=out.json")
    assert run == (1, "", "")


@pytest.mark.parametrize("flag", ["-o", "--output-file"])
def test_the_output_file_takes_what_would_be_printed(flag: str, mesh: Folder) -> None:
    run = mesh.run(*ARGUMENTS, "--output-format=concise", flag, "out.txt", "--color=always")
    assert run == (1, "", "")
    assert mesh.read("out.txt") == LINES + CLOSING


def test_statistics_take_the_place_of_findings_and_other_formats_keep_their_files(
    mesh: Folder,
) -> None:
    run = mesh.run(*ARGUMENTS, "--statistics", "--output-format", "json=out.json")

    assert run == (1, f"1  privileged-proxy\n1  third-party-jwt   [*]\n{CLOSING}", "")
    assert len(json.loads(mesh.read("out.json"))["diagnostics"]) == 2


def test_statistics_go_to_the_output_file(mesh: Folder) -> None:
    assert mesh.run(*ARGUMENTS, "--statistics", "-q", "-o", "out.txt") == (1, "", "")
    assert mesh.read("out.txt") == "1  privileged-proxy\n1  third-party-jwt   [*]\n"


@pytest.mark.parametrize(
    ("flag", "variables", "is_colored"),
    [
        pytest.param(None, {}, False, id="no terminal"),
        pytest.param("auto", {}, False, id="no terminal, said"),
        pytest.param("always", {"NO_COLOR": "1"}, True, id="always"),
        pytest.param("never", {"FORCE_COLOR": "1"}, False, id="never"),
        pytest.param(None, {"FORCE_COLOR": "1"}, True, id="forced"),
        pytest.param(None, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="neither wins over no"),
        pytest.param(None, {"FORCE_COLOR": ""}, False, id="an empty variable is none"),
    ],
)
def test_colour_is_up_to_the_flag_then_the_environment(
    flag: str | None,
    variables: dict[str, str],
    is_colored: bool,  # noqa: FBT001 - the expectation
    mesh: Folder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    run = mesh.run(*ARGUMENTS, *([f"--color={flag}"] if flag else []))
    assert ("\x1b[" in run.out) == is_colored


@pytest.mark.parametrize(
    ("output_format", "said"),
    [
        pytest.param("json", '"caf\u00e9"', id="for programs"),
        pytest.param("concise", r'"caf\xe9"', id="for people"),
    ],
)
def test_what_is_for_programs_is_utf_8_whatever_the_terminal_shows(
    output_format: str, said: str, folder: Folder
) -> None:
    folder.write({"a.yaml": "caf\u00e9: 1\ncaf\u00e9: 2\n"})
    runner = CliRunner(charset="ascii")
    run = runner.invoke(program, ["--output-format", output_format])
    assert said.encode() in run.stdout_bytes.replace(b'\\"', b'"')


def test_paths_in_annotations_start_at_the_root_of_the_repository(
    mesh: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    mesh.write({"mesh/istiod.yaml": VALUES, ".git/HEAD": ""})
    monkeypatch.chdir(mesh.path / "mesh")
    assert mesh.run(*ARGUMENTS, "--output-format=github").out.startswith(
        "::warning file=mesh/istiod.yaml,"
    )
    monkeypatch.chdir(mesh.path)
    assert mesh.run(*ARGUMENTS, "mesh", "--output-format=github").out.startswith(
        "::warning file=mesh/istiod.yaml,"
    )
