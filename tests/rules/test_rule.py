"""What a rule declares about itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from istiolint.diagnostic import Severity
from istiolint.kinds import SERVICE, VIRTUAL_SERVICE
from istiolint.releases import NEWEST, Release
from istiolint.rules.rule import (
    Context,
    Finding,
    Subject,
    either,
    group,
    install,
    kinds,
    notice,
    rule,
)


def nothing(_subject: Any, _context: Context) -> Iterator[Finding]:
    return iter(())


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(
            kinds(SERVICE, VIRTUAL_SERVICE), Subject((SERVICE, VIRTUAL_SERVICE)), id="kinds"
        ),
        pytest.param(install("pilot.env.*"), Subject(settings=("pilot.env.*",)), id="an install"),
        pytest.param(group("object"), Subject(group="object"), id="a group"),
        pytest.param(
            either(install("pilot.env.*"), kinds(SERVICE)),
            Subject((SERVICE,), ("pilot.env.*",)),
            id="installs and objects alike",
        ),
    ],
)
def test_a_rule_has_one_subject(subject: Subject, expected: Subject) -> None:
    assert subject == expected
    assert rule(subject, Severity.INFO, ())(nothing).subject == expected


def test_a_rule_says_all_about_itself() -> None:
    made = rule(
        kinds(SERVICE),
        Severity.ERROR,
        (),
        reads=[VIRTUAL_SERVICE],
        upstream=["IST0101"],
        yields_to=["duplicate-key"],
        aliases=["old-name"],
        releases="1.20..1.24",
    )(nothing)
    assert made.check is nothing
    assert made.reads == (VIRTUAL_SERVICE,)
    assert (made.upstream, made.yields_to, made.aliases) == (
        ("IST0101",),
        ("duplicate-key",),
        ("old-name",),
    )
    assert Release(22) in made.releases
    assert Release(25) not in made.releases


def test_a_rule_holds_in_every_release_unless_it_says_otherwise() -> None:
    made = rule(kinds(SERVICE), Severity.INFO, ())(nothing)
    assert Release(1) in made.releases
    assert Release(99) in made.releases


def test_a_range_of_releases_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="latest"):
        rule(kinds(SERVICE), Severity.INFO, (), releases="latest")(nothing)


def test_a_notice_has_no_subject_and_finds_nothing_by_itself() -> None:
    made = notice(Severity.WARNING)
    assert made.subject == Subject()
    context: Any = None
    assert list(made.check(None, context)) == []


def test_the_time_is_what_the_run_was_told_or_what_the_clock_says() -> None:
    project: Any = None
    context = Context(project, None, None, None, NEWEST, release_known=False)
    told = datetime(2026, 12, 31, tzinfo=UTC)

    assert context._replace(said_time=told).now == told
    assert abs(context.now - datetime.now(UTC)) < timedelta(minutes=5)
