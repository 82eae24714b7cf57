"""``--fix`` changes what it may and nothing else; ``--diff`` shows it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from istiolint.cli.program import program
from istiolint.rules.api import Context, Finding
from istiolint.rules.security import third_party_jwt

if TYPE_CHECKING:
    from tests.conftest import Folder

OPERATOR = """\
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh}
spec:
  tag: 1.30.0
  values:
    pilot: {resources: {requests: {memory: 4Gi}}, env: {EXTERNAL_CA: ISTIOD_RA_KUBERNETES_API}}
    # the policy
    global:
      jwtPolicy: third-party-jwt
      proxy:
        privileged: true
"""
RULES = "third-party-jwt, privileged-proxy, syntax-error, hygiene"
FIXED = OPERATOR.replace("      jwtPolicy: third-party-jwt\n", "")
LEFT = "mesh.yaml:11:21: warning[privileged-proxy] every sidecar runs privileged\n"
DIFFERENCE = """\
--- a/mesh.yaml
+++ b/mesh.yaml
@@ -7,6 +7,5 @@
     pilot: {resources: {requests: {memory: 4Gi}}, env: {EXTERNAL_CA: ISTIOD_RA_KUBERNETES_API}}
     # the policy
     global:
-      jwtPolicy: third-party-jwt
       proxy:
         privileged: true
"""


@pytest.fixture
def mesh(folder: Folder) -> Folder:
    folder.write({"mesh.yaml": OPERATOR})
    folder.write({"istiolint.yaml": f"select: [{RULES}]"})
    return folder


def test_what_can_be_fixed_is_fixed_and_the_rest_is_reported(mesh: Folder) -> None:
    run = mesh.run("--fix", "--output-format=concise")

    assert run.status == 1
    assert run.out.startswith(LEFT)
    assert run.err == "fixed 1 finding\n"
    assert mesh.read("mesh.yaml") == FIXED
    assert mesh.run("--fix", "--output-format=concise", "-q") == (1, LEFT, "")


def test_nothing_is_said_of_fixes_to_who_wants_quiet(mesh: Folder) -> None:
    assert mesh.run("--fix", "--output-format=concise", "-q") == (1, LEFT, "")


def test_a_difference_is_shown_and_nothing_is_changed(mesh: Folder) -> None:
    for flags in (["--diff"], ["--diff", "--fix"]):
        assert mesh.run(*flags) == (1, DIFFERENCE, "would fix 1 finding\n")
    assert mesh.run("--diff", "--exit-zero", "-q") == (0, DIFFERENCE, "")
    assert mesh.read("mesh.yaml") == OPERATOR


def test_no_difference_is_no_finding(mesh: Folder) -> None:
    mesh.write({"mesh.yaml": FIXED})
    assert mesh.run("--diff") == (0, "", "would fix 0 findings\n")


def test_a_difference_names_what_could_not_be_examined(mesh: Folder) -> None:
    mesh.write({"bad.yaml": "a: [b"})
    assert mesh.run("--diff", "-q") == (
        1,
        DIFFERENCE,
        'bad.yaml:1:4: error[syntax-error] "[" is not closed\n',
    )


def test_unsafe_fixes_are_applied_to_who_asks_for_them(
    mesh: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = third_party_jwt.check.check

    def unsafe(subject: object, context: Context) -> Iterator[Finding]:
        for each in found(subject, context):
            assert each.fix is not None
            yield each._replace(fix=each.fix._replace(safe=False))

    monkeypatch.setattr(third_party_jwt, "check", third_party_jwt.check._replace(check=unsafe))

    assert mesh.run("--diff") == (0, "", "would fix 0 findings\n")
    assert mesh.run("--diff", "--unsafe-fixes").out == DIFFERENCE
    assert mesh.run("--fix", "-q").status == 1
    assert mesh.read("mesh.yaml") == OPERATOR
    assert mesh.run("--fix", "--unsafe-fixes", "-q").status == 1
    assert mesh.read("mesh.yaml") == FIXED


OLD = """\
# istiolint: chart=istiod
global:
  enableTracing: true # all of it
  proxy:
    # to the console
    accessLogFile: /dev/stdout
    concurrency: 2
pilot:
  ingress: edge
"""
NEW = """\
# istiolint: chart=istiod
meshConfig:
  enableTracing: true # all of it
  # to the console
  accessLogFile: /dev/stdout
  defaultConfig:
    concurrency: 2
  ingressService: edge
"""


def test_fixes_that_write_one_mapping_do_so_one_after_the_other(folder: Folder) -> None:
    folder.write({"values.yaml": OLD})
    flags = ("--isolated", "--select", "fields", "--unsafe-fixes", "-q")

    assert folder.run("--fix", *flags) == (0, "", "")
    assert folder.read("values.yaml") == NEW
    assert folder.run("--diff", *flags) == (0, "", "")


@pytest.mark.parametrize(
    ("encoding", "line_break"),
    [
        pytest.param("utf-8", "\r\n", id="CRLF"),
        pytest.param("utf-8-sig", "\n", id="a byte order mark"),
        pytest.param("utf-16", "\r\n", id="UTF-16"),
    ],
)
def test_a_fix_keeps_every_other_byte(encoding: str, line_break: str, mesh: Folder) -> None:
    text = OPERATOR.replace("\n", line_break)
    mesh.write({"mesh.yaml": text.encode(encoding)})
    Path("mesh.yaml").chmod(0o640)

    mesh.run("--fix")

    fixed = Path("mesh.yaml").read_bytes()
    assert fixed == FIXED.replace("\n", line_break).encode(encoding)
    assert Path("mesh.yaml").stat().st_mode & 0o777 == 0o640
    assert mesh.names == ["istiolint.yaml", "mesh.yaml"]


def test_files_that_are_only_context_are_not_changed(mesh: Folder) -> None:
    mesh.write({"pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"})
    assert mesh.run("--fix", "pod.yaml", "--project", ".", "-q") == (0, "", "")
    assert mesh.read("mesh.yaml") == OPERATOR


class TestStandardInput:
    ARGUMENTS = (
        *("check", "-", "--stdin-filename", "mesh.yaml", "--output-format=concise", "-q"),
        *("--select", RULES),
    )

    def test_it_comes_back_fixed_and_the_report_goes_to_standard_error(
        self, folder: Folder
    ) -> None:
        run = folder.run(*self.ARGUMENTS, "--fix", piped=OPERATOR)
        assert run == (1, FIXED, LEFT)
        assert folder.names == []

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(FIXED, id="nothing to fix"),
            pytest.param("a: [b", id="broken"),
            pytest.param("a\0b", id="binary"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_it_comes_back_whatever_it_is(self, text: str, folder: Folder) -> None:
        assert folder.run(*self.ARGUMENTS, "--fix", piped=text).out == text

    @pytest.mark.usefixtures("folder")
    def test_it_comes_back_in_its_encoding(self) -> None:
        run = CliRunner().invoke(program, [*self.ARGUMENTS, "--fix"], OPERATOR.encode("utf-16"))
        assert run.stdout_bytes == FIXED.encode("utf-16")

    def test_its_difference_is_shown_like_that_of_a_file(self, folder: Folder) -> None:
        assert folder.run(*self.ARGUMENTS, "--diff", piped=OPERATOR) == (1, DIFFERENCE, "")

    def test_it_comes_back_with_comments(self, folder: Folder) -> None:
        run = folder.run(*self.ARGUMENTS, "--add-ignore", piped=FIXED)
        assert run == (
            0,
            FIXED.replace(
                "privileged: true", "privileged: true  # istiolint: ignore[privileged-proxy]"
            ),
            "",
        )


def test_a_file_that_cannot_be_written_is_said_and_the_run_goes_on(
    mesh: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_from: object, _to: object) -> None:
        raise PermissionError(13, "Permission denied")

    # root may write everything, and tests may run as root.
    monkeypatch.setattr(os, "replace", fail)
    run = mesh.run("--fix", "--output-format=concise")

    # The report is about what the file still says, and nothing claims to be fixed.
    assert (run.status, run.err) == (2, 'error: "mesh.yaml" cannot be written: Permission denied\n')
    assert run.out.startswith("mesh.yaml:10:18: warning[third-party-jwt] [*] ")
    assert mesh.read("mesh.yaml") == OPERATOR
    assert mesh.names == ["istiolint.yaml", "mesh.yaml"]
