"""Known findings are recorded once and left out from then on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Folder

VALUES = "global:\n  proxy: {privileged: true}\n  jwtPolicy: third-party-jwt\n"
ARGUMENTS = ("check", "--select=security", "--output-format=concise", "--istio-version=1.30")
SUMMARY = "All checks passed! (1 file, 1 document, 1 install; 2 suppressed)\n"


@pytest.fixture
def mesh(folder: Folder) -> Folder:
    folder.write({"istiod.yaml": VALUES})
    return folder


def test_what_is_recorded_is_left_out_and_what_is_new_is_not(mesh: Folder) -> None:
    recorded = mesh.run(*ARGUMENTS, "--write-baseline", "known.json")
    again = mesh.run(*ARGUMENTS, "istiod.yaml", "--baseline", "known.json")
    mesh.write({"istiod.yaml": f"# moved down\n{VALUES}", "new-istiod.yaml": VALUES})
    new = mesh.run(*ARGUMENTS, "istiod.yaml", "new-istiod.yaml", "--baseline=known.json", "-q")

    assert recorded == (0, SUMMARY, '2 findings recorded in "known.json"\n')
    assert again == (0, SUMMARY, "")
    assert new.status == 1
    assert [line.partition(":")[0] for line in new.out.splitlines()] == ["new-istiod.yaml"] * 2


def test_recording_anew_starts_from_nothing(mesh: Folder) -> None:
    mesh.write({".istiolint.yaml": "baseline: known.json\n"})
    flags = ("istiod.yaml", "--write-baseline", "known.json", "-q")

    assert mesh.run(*ARGUMENTS, *flags) == (0, "", "")
    assert mesh.run(*ARGUMENTS, "istiod.yaml") == (0, SUMMARY, "")
    assert mesh.run(*ARGUMENTS, *flags) == (0, "", "")
    assert len(json.loads(mesh.read("known.json"))["findings"]) == 2


def test_other_formats_are_written_while_recording(mesh: Folder) -> None:
    mesh.run(*ARGUMENTS, "--output-format=json=out.json", "--write-baseline", "known.json")
    summary = json.loads(mesh.read("out.json"))["summary"]
    assert (summary["warning"], summary["suppressed"]) == (0, 2)
