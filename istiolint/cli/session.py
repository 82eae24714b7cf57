"""One run of the program: its configuration, and what it has read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from istiolint.cli.stop import Stop
from istiolint.config.configuration import Configuration
from istiolint.config.problem import ConfigError
from istiolint.diagnostic import Severity
from istiolint.inputs.contribute import contribute
from istiolint.inputs.decode import decode
from istiolint.inputs.discover import Discovery, File, discover
from istiolint.inputs.document import Contribution
from istiolint.inputs.gather import context, gather
from istiolint.lint import Inputs, Result, linked, lint
from istiolint.releases import Release
from istiolint.rules.registry import did_you_mean, named
from istiolint.settings import ClusterSize, Environment
from istiolint.suppress import Baseline, read_baseline
from istiolint.text import Source

STANDARD_INPUT = "-"


class Session:
    """What ``check`` works with between its steps."""

    def __init__(self, arguments: Mapping[str, Any], configuration: Configuration) -> None:
        self.configuration = configuration
        self.cwd = os.getcwd()
        self.settings = configuration.settings_for(".")
        self.changed = False
        self.problems: tuple[str, ...] = ()
        self.files: dict[str, File] = {}
        self._arguments = arguments
        self._known: dict[str, Contribution] = {}
        self.inputs = self._read()
        self._baseline = self._read_baseline()

    def lint(self) -> Result:
        """Lint what has been read, in its present state."""
        try:
            result = self._lint()
        except ConfigError as error:
            raise Stop(str(error)) from None
        self._known = dict(result.contributions)
        return result

    def _lint(self) -> Result:
        return lint(
            self.inputs,
            self.configuration.settings_for,
            closed_world=self.settings.closed_world,
            baseline=self._baseline,
            known=self._known,
            progress=progress(self._arguments, len(self.inputs.sources)),
        )

    def replace(self, sources: Mapping[str, Source]) -> None:
        """Go on with new texts for some of the files."""
        self.inputs = self.inputs._replace(sources={**self.inputs.sources, **sources})

    def _read(self) -> Inputs:
        paths = self._arguments["paths"]
        if STANDARD_INPUT in paths:
            return self._read_standard_input(paths)
        found = self._discover(paths)
        files = self._only_changed(found.files)
        self.files = {each.path: each for each in files}
        gathered = gather(files)
        reported = {each.path for each in files if each.named}
        sources = self._with_context(gathered.sources)
        refused = tuple(each for each in gathered.refused if each.path in reported)
        return Inputs(sources, frozenset(reported & sources.keys()), refused, found.left_alone)

    def _discover(self, paths: tuple[str, ...]) -> Discovery:
        """Find the files; say what is wrong with names that lead nowhere."""
        found = discover(
            paths, cwd=self.cwd, exclude=self.settings.exclude, project=self._arguments["project"]
        )
        self.problems = found.problems
        for problem in found.problems:
            click.echo(f"error: {problem}", err=True)
        if not any(each.named for each in found.files) and not found.problems:
            where = "among the paths named" if paths else "here"
            click.echo(f"{'error' if paths else 'note'}: no YAML or JSON file {where}", err=True)
            self.problems = ("nothing to lint",) if paths else ()
        return found

    def _only_changed(self, files: tuple[File, ...]) -> list[File]:
        """With ``--changed-since`` an unchanged file is context only."""
        revision = self._arguments["changed_since"]
        if revision is None:
            return list(files)
        from istiolint.cli.changed import changed_since

        changed = changed_since(revision, self.cwd)
        return [each._replace(named=each.named and each.path in changed) for each in files]

    def _read_standard_input(self, paths: tuple[str, ...]) -> Inputs:
        if len(paths) > 1:
            raise click.UsageError('"-" cannot be combined with other paths')
        path = (self._arguments["stdin_filename"] or "<stdin>").replace(os.sep, "/")
        found = decode(path, sys.stdin.buffer.read())
        if not isinstance(found, Source):
            return Inputs({path: Source(path, "")}, frozenset((path,)), (found,))
        sources = {path: found}
        if self._arguments["project"]:
            around = discover(
                [self._arguments["project"]], cwd=self.cwd, exclude=self.settings.exclude
            )
            sources = gather(each for each in around.files if each.path != path).sources | sources
        return Inputs(self._with_context(sources), frozenset((path,)))

    def _with_context(self, sources: dict[str, Source]) -> dict[str, Source]:
        """Add the files that others point at, such as a ``Chart.yaml`` beside values."""
        self._known = {path: contribute(source) for path, source in sources.items()}
        for path in linked(self._known.values(), self.cwd):
            source = None if path in sources else context(path, self.cwd)
            if source is not None:
                sources[path] = source
        return sources

    def _read_baseline(self) -> Baseline | None:
        path = self._arguments["baseline"] or self.settings.baseline
        if path is None:
            return None
        try:
            with open(os.path.join(self.cwd, path), encoding="utf-8") as file:
                found = read_baseline(file.read())
        except (OSError, UnicodeDecodeError) as error:
            raise click.UsageError(f'the baseline "{path}" cannot be read: {error}') from None
        if isinstance(found, str):
            raise click.UsageError(f'the baseline "{path}" cannot be read: {found}')
        return found


def session(arguments: Mapping[str, Any]) -> Session:
    """Open a session, or end with one line about what is wrong with the arguments."""
    try:
        return Session(arguments, configuration(arguments))
    except ConfigError as error:
        raise Stop(str(error)) from None


def configuration(arguments: Mapping[str, Any]) -> Configuration:
    """The configuration that flags and files make together."""
    files = [each for each in arguments["config"] if "=" not in each]
    if len(files) > 1:
        raise click.UsageError("--config names more than one file")
    single = _single([each for each in arguments["config"] if "=" in each])
    return Configuration(
        os.getcwd(),
        file=files[0] if files else None,
        isolated=arguments["isolated"],
        overrides={**single, **_overrides(arguments)},
    )


def _single(given: list[str]) -> Mapping[str, Any]:
    """Settings given as ``--config KEY=VALUE``."""
    if not given:
        return {}
    from istiolint.config.overrides import parse_overrides

    return parse_overrides(given)


def _overrides(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the settings that flags give."""
    given: dict[str, Any] = {}
    for field in ("select", "extend_select", "ignore"):
        if arguments[field]:
            given[field] = _known_rules(field, arguments[field])
    if arguments["istio_version"]:
        given["istio_version"] = _release(arguments["istio_version"])
    readers: dict[str, Callable[[str], Any]] = {
        "environment": Environment,
        "cluster_size": ClusterSize,
        "fail_on": Severity.named,
    }
    given |= {field: read(arguments[field]) for field, read in readers.items() if arguments[field]}
    if arguments["closed_world"]:
        given["closed_world"] = True
    if arguments["exclude"]:
        given["exclude"] = arguments["exclude"]
    return given


def _known_rules(flag: str, words: Iterable[str]) -> tuple[str, ...]:
    for word in words:
        if named(word) is None:
            option = "--" + flag.replace("_", "-")
            raise click.UsageError(f'{option}: no rule is called "{word}"{did_you_mean(word)}')
    return tuple(words)


def _release(text: str) -> Release:
    found = Release.parse(text)
    if found is None:
        raise click.UsageError(f'--istio-version: "{text}" is no Istio release such as 1.30')
    return found


def progress(arguments: Mapping[str, Any], total: int) -> Callable[[str], None] | None:
    """A line on standard error that counts files, for long runs on a terminal."""
    if arguments["no_progress"] or arguments["quiet"] or total < 200 or not sys.stderr.isatty():
        return None
    done = 0

    def show(path: str) -> None:
        nonlocal done
        done += 1
        if done % 50 == 0 or done == total:
            end = "\r\x1b[K" if done == total else ""
            sys.stderr.write(f"\r\x1b[Klinting {done} of {total} files{end}")
            sys.stderr.flush()

    return show
