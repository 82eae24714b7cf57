"""What a run reads: what PATHS name, or standard input, and the context of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from istiolint.cli.arguments import STANDARD_INPUT, Arguments
from istiolint.cli.stop import Stop
from istiolint.config.paths import from_folder
from istiolint.inputs.decode import MAX_BYTES, decode
from istiolint.inputs.discover import Discovery, File, discover
from istiolint.inputs.gather import gather
from istiolint.inputs.walk import printable
from istiolint.lint import Inputs
from istiolint.text import Source

UNNAMED = "<stdin>"


class Piped(NamedTuple):
    """Standard input: what it is called, and its bytes."""

    path: str
    data: bytes


class Material(NamedTuple):
    """The inputs, the files they were read from, and what is wrong with what was named."""

    inputs: Inputs
    files: Mapping[str, File]
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    piped: Piped | None = None


def material(arguments: Arguments, cwd: str, exclude: Sequence[str]) -> Material:
    """Read what the arguments name."""
    if "" in (*arguments.paths, *arguments.values):
        raise Stop('a path is empty; "." is the current directory')
    if arguments.reads_standard_input:
        return _from_standard_input(arguments, cwd, exclude)
    return _from_paths(arguments, cwd, exclude)


def _from_paths(arguments: Arguments, cwd: str, exclude: Sequence[str]) -> Material:
    # What is given as a file of an install is asked about like any other path.
    paths = (*arguments.paths, *arguments.values)
    found = discover(paths, cwd=cwd, exclude=exclude, project=arguments.project)
    files = {each.path: each for each in _only_changed(arguments.changed_since, found.files, cwd)}
    gathered = gather(files.values())
    asked = {path for path, file in files.items() if file.named}
    inputs = Inputs(
        gathered.sources,
        frozenset(asked & gathered.sources.keys()),
        tuple(each for each in gathered.refused if each.path in asked),
        found.left_alone,
    )
    # An install that needs no file is something to lint.
    lacking = () if arguments.chart is not None else _what_is_lacking(paths, cwd, found)
    if paths:
        return Material(inputs, files, (*found.problems, *lacking))
    return Material(inputs, files, found.problems, lacking)


def _only_changed(revision: str | None, files: Iterable[File], cwd: str) -> Iterable[File]:
    """With ``--changed-since`` a file that has not changed is context only."""
    if revision is None:
        return files
    from istiolint.cli.changed import changed_since

    changed = changed_since(revision, cwd)
    return [each._replace(named=each.named and each.location in changed) for each in files]


def _what_is_lacking(paths: Sequence[str], cwd: str, found: Discovery) -> Sequence[str]:
    """Say so where there is nothing to lint.

    A file that is named and excluded is no mistake: hooks name whatever has changed.
    """
    if found.left_alone or found.problems or any(each.named for each in found.files):
        return ()
    folders = [path for path in paths if os.path.isdir(os.path.join(cwd, path))]
    if paths and not folders:
        return ()
    where = " and ".join(f'"{printable(path)}"' for path in folders) or "this directory"
    return (f"there is no YAML or JSON file in {where}",)


def _from_standard_input(arguments: Arguments, cwd: str, exclude: Sequence[str]) -> Material:
    if any(path != STANDARD_INPUT for path in arguments.paths):
        raise Stop("standard input cannot be linted together with other paths")
    if arguments.changed_since is not None:
        raise Stop("--changed-since is about files, not about standard input")
    name = arguments.stdin_filename
    path = UNNAMED if name is None else printable(from_folder(name, cwd, cwd))
    piped = Piped(path, _standard_input())
    text = decode(path, piped.data)
    if not isinstance(text, Source):
        return Material(Inputs({}, frozenset(), (text,)), {}, piped=piped)
    around: Iterable[File] = ()
    problems: Sequence[str] = ()
    if arguments.project is not None:
        found = discover([arguments.project], cwd=cwd, exclude=exclude)
        around, problems = (each for each in found.files if each.path != path), found.problems
    sources = {**gather(around).sources, path: text}
    return Material(Inputs(sources, frozenset((path,))), {}, problems, piped=piped)


def _standard_input() -> bytes:
    """What is piped in, up to one byte more than is linted."""
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise Stop(f"standard input cannot be read: {error.strerror}") from None
