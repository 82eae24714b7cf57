"""Every flag is read by something, and left out it means what it says."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import istiolint.cli
from istiolint.cli.arguments import Arguments
from istiolint.cli.check import command
from istiolint.cli.program import program

FLAGS = [each for each in command.params if isinstance(each, click.Option)]
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(istiolint.cli.__file__).parent.glob("*.py")
    if path.name not in ("options.py", "sections.py")
)


def test_the_fields_are_the_parameters_of_the_command() -> None:
    assert sorted(Arguments._fields) == sorted(str(each.name) for each in command.params)


def test_a_bare_check_is_what_the_defaults_say() -> None:
    above = program.make_context("istiolint", ["check"])
    assert Arguments(**command.make_context("check", [], parent=above).params) == Arguments()


@pytest.mark.parametrize("name", Arguments._fields)
def test_no_argument_is_left_unread(name: str) -> None:
    assert re.search(rf'\b(arguments|self)\.{name}\b|"{name}"', SOURCES)


@pytest.mark.parametrize("flag", [pytest.param(each, id=each.opts[-1]) for each in FLAGS])
def test_every_flag_has_a_sentence_of_help(flag: click.Option) -> None:
    assert flag.help is not None
    assert re.fullmatch(r"\w.*\.", flag.help)


@pytest.mark.parametrize(
    ("arguments", "reads", "is_filter"),
    [
        pytest.param(Arguments(), False, False, id="nothing named"),
        pytest.param(Arguments(("-",)), True, False, id="standard input"),
        pytest.param(Arguments(stdin_filename="a.yaml"), True, False, id="a name for it"),
        pytest.param(Arguments(("-",), fix=True), True, True, id="fixed"),
        pytest.param(Arguments(("-",), fix=True, diff=True), True, False, id="only shown"),
        pytest.param(Arguments(("-",), add_ignore=""), True, True, id="with comments"),
        pytest.param(Arguments(("a.yaml",), fix=True), False, False, id="a file that is fixed"),
    ],
)
def test_standard_input_may_come_back(
    arguments: Arguments,
    reads: bool,  # noqa: FBT001 - the expectation
    is_filter: bool,  # noqa: FBT001 - the expectation
) -> None:
    assert arguments.reads_standard_input == reads
    assert arguments.is_filter == is_filter
