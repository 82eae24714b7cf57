"""What flags say about settings, over what configuration files say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from istiolint.cli.arguments import Arguments
from istiolint.cli.directory import current_directory
from istiolint.cli.stop import Stop
from istiolint.cli.streams import tell
from istiolint.config.configuration import Configuration
from istiolint.config.paths import from_folder
from istiolint.config.problem import ConfigError
from istiolint.diagnostic import Severity
from istiolint.inputs.set_values import problem_of_set
from istiolint.releases import NEWEST, OLDEST, Release
from istiolint.rules.registry import named, words
from istiolint.settings import ClusterSize, Environment, InstallFiles
from istiolint.spelling import did_you_mean

if TYPE_CHECKING:
    from datetime import datetime

SELECTORS = ("select", "extend_select", "ignore")
AS_GIVEN = (*SELECTORS, "exclude")


@contextmanager
def stops_at_bad_configuration() -> Iterator[None]:
    """End the run at a configuration that cannot be used, wherever that comes to light."""
    try:
        yield
    except ConfigError as error:
        raise Stop(str(error)) from None


def configuration(arguments: Arguments) -> Configuration:
    """The configuration that flags and files make together."""
    files = [each for each in arguments.config if "=" not in each]
    if len(files) > 1:
        raise Stop("--config: more than one file is named; a file can extend another")
    return Configuration(
        current_directory(),
        file=files[0] if files else None,
        isolated=arguments.isolated,
        overrides={**_single_settings(arguments), **_from_flags(arguments)},
    )


def _single_settings(arguments: Arguments) -> dict[str, Any]:
    """Fields of the settings that ``--config KEY=VALUE`` gives."""
    said = [each for each in arguments.config if "=" in each]
    if not said:
        return {}
    from istiolint.config.overrides import parse_overrides

    return parse_overrides(said)


def _from_flags(arguments: Arguments) -> dict[str, Any]:
    """Fields of the settings that have flags of their own."""
    for field in SELECTORS:
        _refuse_unknown(field, getattr(arguments, field))
    given = {field: getattr(arguments, field) for field in AS_GIVEN}
    if arguments.istio_version is not None:
        given["istio_version"] = _release(arguments.istio_version)
    if arguments.environment is not None:
        given["environment"] = Environment(arguments.environment)
    if arguments.cluster_size is not None:
        given["cluster_size"] = ClusterSize(arguments.cluster_size)
    if arguments.now is not None:
        given["now"] = _time(arguments.now)
    if arguments.fail_on is not None:
        given["fail_on"] = Severity.named(arguments.fail_on)
    given["closed_world"] = arguments.closed_world
    given["installs"] = _installs(arguments)
    return {field: value for field, value in given.items() if value}


def _installs(arguments: Arguments) -> tuple[InstallFiles, ...]:
    """The one install that flags put together, if they do."""
    chart, files, release = arguments.chart, arguments.values, arguments.release_name
    single = {"--set": arguments.set, "--set-string": arguments.set_string}
    if chart is None and not files:
        beside = {**single, "--release-name": release, "--namespace": arguments.namespace}
        for flag in (flag for flag, value in beside.items() if value):
            raise Stop(f"{flag}: it takes --chart or -f to say of what install")
        return ()
    if "-" in files:
        raise Stop("-f: standard input cannot be one of several files; name it as PATH")
    for flag, texts in single.items():
        problem = problem_of_set(texts)
        if problem is not None:
            raise Stop(f"{flag}: {problem}")
    cwd = current_directory()
    return (
        InstallFiles(
            release or chart or "istio",
            chart,
            tuple(from_folder(file, cwd, cwd) for file in files),
            arguments.set,
            release,
            arguments.namespace,
            set_string=arguments.set_string,
        ),
    )


def _refuse_unknown(field: str, given: Iterable[str]) -> None:
    for word in given:
        if named(word) is None:
            flag = "--" + field.replace("_", "-")
            hint = did_you_mean(word, words()) or "; `istiolint rules` lists all"
            raise Stop(f'{flag}: no rule is called "{word}"{hint}')


def _release(text: str) -> Release:
    found = Release.parse(text)
    if found is None:
        raise Stop(f'--istio-version: "{text}" is no Istio release such as 1.30')
    if not OLDEST.minor <= found.minor <= NEWEST.minor:
        nearest = OLDEST if found.minor < OLDEST.minor else NEWEST
        known = f"only {OLDEST} to {NEWEST} are"
        tell(f"note: Istio {text} is not known, {known}; {nearest} stands in for it")
    return found


def _time(text: str) -> datetime:
    """A date or a time in the notation of ISO 8601; without a zone it is UTC."""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(f'--now: "{text}" is no date such as 2026-12-31') from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
