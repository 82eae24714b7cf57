"""``--add-ignore`` silences what there is, so that the next run finds nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Folder

MESH = """\
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh}
spec:
  tag: 1.30.0
  values:
    pilot: {resources: {requests: {memory: 2Gi}}, env: {EXTERNAL_CA: ISTIOD_RA_KUBERNETES_API}}
    global:
      jwtPolicy: third-party-jwt
      proxy:
        privileged: true
"""


def test_every_finding_gets_a_comment_and_the_next_run_is_silent(folder: Folder) -> None:
    folder.write({"a/mesh.yaml": MESH, "b/mesh.yaml": MESH.replace("\n", "\r\n")})
    folder.write({"istiolint.yaml": "select: [security, control-plane-memory-low, hygiene]"})

    selected = "--select=security,control-plane-memory-low"
    run = folder.run("--add-ignore", "--output-format=concise", selected)

    summary = "All checks passed! (2 files, 2 documents, 2 installs; 6 suppressed)\n"
    assert run == (0, summary, "6 findings silenced by comments\n")
    assert folder.run("--output-format=concise", selected) == (0, summary, "")
    assert "privileged: true  # istiolint: ignore[privileged-proxy]\r\n" in folder.read(
        "b/mesh.yaml"
    )


@pytest.mark.parametrize(
    ("arguments", "comment"),
    [
        pytest.param(["--add-ignore", "a.yaml"], "ignore[all]", id="a path behind it"),
        pytest.param(["a.yaml", "--add-ignore"], "ignore[all]", id="last"),
        pytest.param(
            ["--add-ignore", "legacy nodes", "a.yaml"], "ignore[all] legacy nodes", id="a reason"
        ),
        pytest.param(
            ["--add-ignore=b.yaml", "a.yaml"], "ignore[all] b.yaml", id="a reason like a path"
        ),
        pytest.param(["a.yaml", "--add-ignore="], "ignore[all]", id="no reason"),
    ],
)
def test_the_reason_may_be_left_out(arguments: list[str], comment: str, folder: Folder) -> None:
    folder.write({"a.yaml": MESH, "b.yaml": MESH})

    run = folder.run("check", *arguments, "--select", "privileged-proxy", "-q")

    expected = comment.replace("all", "privileged-proxy")
    assert run == (0, "", "")
    assert f"privileged: true  # istiolint: {expected}\n" in folder.read("a.yaml")
    assert folder.read("b.yaml") == MESH


def test_what_can_have_no_comment_is_reported(folder: Folder) -> None:
    folder.write({"mesh.json": json.dumps({"global": {"proxy": {"privileged": True}}})})
    before = folder.read("mesh.json")

    run = folder.run("--add-ignore", "--select=privileged-proxy", "--output-format=concise", "-q")

    assert run.status == 1
    assert run.out.startswith("mesh.json:1:37: warning[privileged-proxy]")
    assert folder.read("mesh.json") == before
