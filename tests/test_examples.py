"""Every example of every rule, exactly: the generic test that never grows."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import pytest

from istiolint.diagnostic import Diagnostic
from istiolint.fix import apply
from istiolint.lint import Inputs, Result, lint
from istiolint.releases import Release, ReleaseRange
from istiolint.rules.api import Example, Rule
from istiolint.rules.examples import Drawing, Marker, drawing
from istiolint.rules.registry import entries, load
from istiolint.settings import ClusterSize, Environment, Settings
from istiolint.text import Source

READERS: dict[str, Any] = {"environment": Environment, "cluster_size": ClusterSize}


def cases() -> Iterator[Any]:
    for name in entries():
        for example in load(name).examples:
            for release in releases(example):
                id_ = f"{name}: {example.title}" + (f" ({release})" if release else "")
                yield pytest.param(name, example, release, id=id_)


def releases(example: Example) -> list[Release | None]:
    if example.releases is None:
        return [None]
    return list(dict.fromkeys(ReleaseRange.parse(example.releases).ends))


def run(name: str, example: Example, release: Release | None, sources: dict[str, Source]) -> Result:
    said = {
        key: READERS.get(key, lambda value: value)(value) for key, value in example.settings.items()
    }
    settings = Settings(istio_version=release, select=selected(name), **said)
    return lint(
        Inputs(sources, frozenset(sources)), lambda _: settings, closed_world=settings.closed_world
    )


def selected(name: str) -> tuple[str, ...]:
    """The rule alone; the suppression rules speak of what these others find."""
    return (name, "privileged-proxy") if name.endswith("-suppression") else (name,)


def sources_of(drawn: Drawing) -> dict[str, Source]:
    return {path: Source(path, text) for path, text in drawn.texts.items()}


def drawn_as_markers(diagnostic: Diagnostic, *, related: bool) -> Iterator[Marker]:
    def marker(location: Any, message: str, *, is_related: bool) -> Marker:
        start, end = location.start, location.end
        return Marker(
            location.source.path, start.line, start.column, end.column, message, is_related
        )

    yield marker(diagnostic.location, diagnostic.message, is_related=False)
    for label in diagnostic.related if related else ():
        yield marker(label.location.on_one_line(), label.message, is_related=True)


@pytest.mark.parametrize(("name", "example", "release"), list(cases()))
def test_an_example_is_reported_exactly_as_drawn(
    name: str, example: Example, release: Release | None
) -> None:
    drawn = drawing(example.text, example.path)
    result = run(name, example, release, sources_of(drawn))
    related = any(each.related for each in drawn.markers)
    mine = [each for each in result.report.diagnostics if each.rule == name]
    found = [marker for each in mine for marker in drawn_as_markers(each, related=related)]

    assert sorted(found) == sorted(drawn.markers)
    assert not result.faults


@pytest.mark.parametrize(
    ("name", "example", "release"), [case for case in cases() if case.values[1].fixed is not None]
)
def test_a_fix_gives_the_text_shown_and_leaves_nothing_to_fix(
    name: str, example: Example, release: Release | None
) -> None:
    sources = sources_of(drawing(example.text, example.path))
    result = run(name, example, release, sources)
    fixes = [each.fix for each in result.report.diagnostics if each.fix]
    fixed = apply(sources, fixes)
    again = run(name, example, release, {**sources, **fixed.sources})

    expected = dedent(example.fixed or "").strip("\n") + "\n"
    assert {**sources, **fixed.sources}[example.path].text == expected
    assert not again.report.diagnostics
    assert not fixed.skipped


@pytest.mark.parametrize("name", list(entries()))
def test_a_rule_reads_exactly_what_it_declares(name: str) -> None:
    rule: Rule = load(name)
    kinds, settings = set(), set()
    for example in rule.examples:
        result = run(
            name, example, releases(example)[0], sources_of(drawing(example.text, example.path))
        )
        if not rule.subject.group:
            kinds |= result.project.asked
        for install in result.project.installs:
            settings |= install.asked

    if rule.subject.kinds:
        assert kinds - set(rule.subject.kinds) == set(rule.reads)
    if rule.subject.settings:
        assert settings == set(rule.subject.settings)


@pytest.mark.parametrize("name", [name for name, row in entries().items() if load(name).examples])
def test_a_rule_has_examples_that_speak_and_examples_that_are_silent(name: str) -> None:
    speaks = [bool(drawing(each.text, each.path).markers) for each in load(name).examples]

    assert set(speaks) == {True, False}
