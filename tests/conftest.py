"""How much the property tests try, and a folder in which to run the command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from istiolint.cli.program import program

EXAMPLES = 50


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fuzz",
        type=int,
        metavar="N",
        help=f"try N random examples per property, not the same {EXAMPLES} every time",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Neither limit is about what is tested: a busy machine is slow.
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile(
        "default", patient, max_examples=EXAMPLES, derandomize=True, database=None
    )
    settings.load_profile("default")
    if fuzz := config.getoption("--fuzz"):
        settings.register_profile("long", patient, max_examples=fuzz, derandomize=False)
        settings.load_profile("long")


class Run(NamedTuple):
    """How a run of the program ended, and what it wrote."""

    status: int
    out: str
    err: str


class Folder:
    """A folder that is the current one, to write files in and run the program on them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.path.iterdir())

    def read(self, name: str) -> str:
        return (self.path / name).read_bytes().decode()

    def run(self, *arguments: str, piped: str | bytes = b"") -> Run:
        """Run the program in this process; whatever it raises is a failure of the test."""
        result = CliRunner().invoke(program, arguments, input=piped, prog_name="istiolint")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Folder(tmp_path)
