"""A line says what is wrong with flags and commands; ``tests/test_bad_input.py`` has the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.cli import material
from istiolint.inputs.gather import gather
from istiolint.releases import NEWEST, OLDEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from istiolint.inputs.discover import File
    from istiolint.inputs.gather import Gathered
    from tests.conftest import Folder

NO_COMMAND = "no command and no file is called"
NO_FLAG = "no flag is called"
RELEASES = f"{OLDEST} to {NEWEST}"
SEVERITIES = "error, warning, info"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--nope", 'no flag is called "--nope"; did you mean "--now"?'),
        ("--severity error", f'{NO_FLAG} "--severity"; did you mean "--fail-on"?'),
        ("effective --format=json", f'{NO_FLAG} "--format"; did you mean "--output-format"?'),
        ("effective --severity=a", f'{NO_FLAG} "--severity"; see `istiolint effective --help`'),
        ("check --fixx", 'no flag is called "--fixx"; did you mean "--fix"?'),
        ("help", f'{NO_COMMAND} "help"; `istiolint --help` lists the commands'),
        ("--fail-on ERROR", f'--fail-on: "ERROR" is none of {SEVERITIES}; did you mean "error"?'),
        ("--select xyz", '--select: no rule is called "xyz"; `istiolint rules` lists all'),
        ("--fail-on warn", f'--fail-on: "warn" is none of {SEVERITIES}; did you mean "warning"?'),
        ("--cluster-size big", '--cluster-size: "big" is none of small, medium, large'),
        ("-o .", '"." cannot be written: Is a directory'),
        ("--write-baseline .", '"." cannot be written: Is a directory'),
        ("--now soon", '--now: "soon" is no date such as 2026-12-31'),
        ("--set a=b", "--set: it takes --chart or -f to say of what install"),
        ("--config ignor=a", '--config ignor=a: unknown key "ignor"; did you mean "ignore"?'),
        ("check ''", 'a path is empty; "." is the current directory'),
        ("effective -f ''", 'a path is empty; "." is the current directory'),
        ("capacity --nodes 0", "--nodes: 0 is not in the range x>=1"),
        ("explain", "missing argument 'RULE|CODE|SYMPTOM'; see `istiolint explain --help`"),
        ("rules all", "got unexpected extra argument (all); see `istiolint rules --help`"),
        ("inventory --compare a.json", '"a.json" cannot be read: No such file or directory'),
        ("schema Gatewayy", 'there is no schema "Gatewayy"; did you mean "Gateway"?'),
        ("schema xyz", 'there is no schema "xyz"; `istiolint schema` lists all'),
        ("schema Pod --istio-version 9", f'--istio-version: "9" is no release from {RELEASES}'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_line(line: str, said: str, folder: Folder) -> None:
    folder.write({"mesh.yaml": "a: 1\n"})
    words = [word.strip("'") for word in line.split()]
    assert folder.run(*words) == (2, "", f"error: {said}\n")


def test_a_file_may_go_before_it_is_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(files: Iterable[File]) -> Gathered:
        (folder.path / "mesh.yaml").unlink()
        return gather(files)

    folder.write({"mesh.yaml": "a: 1\n"})
    monkeypatch.setattr(material, "gather", late)
    said = "mesh.yaml:1:1: error[unreadable-file] cannot be read: No such file or directory\n"
    assert folder.run("--output-format=concise", "-q") == (2, said, "")
