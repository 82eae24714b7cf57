"""A baseline leaves out what was there before, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from istiolint.diagnostic import Diagnostic, ObjectName, Severity
from istiolint.suppress import Known, read_known, suppress, write_known
from istiolint.text import Location, Source, Span

SOURCE = Source("mesh/a.yaml", "a\n" * 20)
OBJECT = ObjectName("networking.istio.io/v1", "VirtualService", "default", "reviews")


def finding(line: int = 1, message: str = 'host "ä" is not known', **fields: Any) -> Diagnostic:
    """A finding on a line."""
    location = Location(SOURCE, Span(line * 2, line * 2 + 1))
    return Diagnostic("subset-not-found", Severity.ERROR, message, location, **fields)


def read(text: str) -> Known:
    """A baseline that can be read."""
    found = read_known(text)
    assert isinstance(found, Known), found
    return found


def new(recorded: list[Diagnostic], found: list[Diagnostic]) -> list[Diagnostic]:
    """What is left of some findings when others were recorded."""
    decided = suppress(found, [], read(write_known(recorded)), lambda _: frozenset())
    assert all(each[1:] == ("baseline", "") for each in decided.suppressed)
    assert len(decided.kept) + len(decided.suppressed) == len(found)
    return list(decided.kept)


def test_a_recorded_finding_is_left_out_wherever_it_moves() -> None:
    recorded = finding(1, resource=OBJECT, field="spec.http[0]")
    assert new([recorded], [finding(7, resource=OBJECT, field="spec.http[0]")]) == []


DIFFERENT = [
    pytest.param(finding(1)._replace(rule="duplicate-key"), id="another rule"),
    pytest.param(
        finding(1)._replace(location=Location(Source("b.yaml", "a"), Span(0, 1))), id="another file"
    ),
    pytest.param(finding(1, resource=OBJECT), id="an object"),
    pytest.param(finding(1, field="spec"), id="another field"),
    pytest.param(finding(1, 'host "b" is not known'), id="another message"),
]


@pytest.mark.parametrize("other", DIFFERENT)
def test_another_finding_is_kept(other: Diagnostic) -> None:
    assert new([finding(1)], [other]) == [other]


def test_a_new_api_version_makes_no_new_finding() -> None:
    newer = finding(1, resource=OBJECT._replace(api_version="networking.istio.io/v1beta1"))
    assert new([finding(1, resource=OBJECT)], [newer]) == []


def test_of_more_findings_than_were_recorded_the_last_ones_are_kept() -> None:
    found = [finding(line) for line in range(5)]
    assert new(found[:3], found) == found[3:]


def test_a_baseline_is_the_same_text_whatever_the_order() -> None:
    found = [finding(line, f"message {line % 4}", resource=OBJECT) for line in range(9)]
    assert write_known(found) == write_known(found[::-1])


def test_a_baseline_can_be_read_by_people() -> None:
    found = [finding(1), finding(2), finding(3, "b", resource=OBJECT, field="spec")]
    assert write_known(found) == (
        "{\n"
        '  "version": 1,\n'
        '  "findings": [\n'
        '    {"rule": "subset-not-found", "path": "mesh/a.yaml", "resource": "", "field": "", '
        '"message": "host \\"ä\\" is not known", "count": 2},\n'
        '    {"rule": "subset-not-found", "path": "mesh/a.yaml", '
        '"resource": "VirtualService default/reviews", "field": "spec", '
        '"message": "b", "count": 1}\n'
        "  ]\n"
        "}\n"
    )


def test_a_baseline_of_nothing_leaves_out_nothing() -> None:
    assert json.loads(write_known([])) == {"version": 1, "findings": []}
    assert new([], [finding(1)]) == [finding(1)]


ROW = '{"rule": "a", "path": "b", "resource": "", "field": "", "message": "c", "count": 1}'
UNREADABLE = [
    pytest.param("{\n  x", "it is not JSON, see line 2 column 3", id="not JSON"),
    pytest.param("[" * 100_000, "--write-baseline has not written it", id="too deep"),
    pytest.param("[]", "--write-baseline has not written it", id="a list"),
    pytest.param('{"version": 1}', "--write-baseline has not written it", id="no findings"),
    pytest.param(
        '{"version": 2, "findings": []}',
        "only version 1 is read, and it has another; write it anew",
        id="another version",
    ),
    pytest.param(
        '{"version": 1, "findings": [1]}',
        "finding 1 is incomplete; write the file anew",
        id="a number",
    ),
    pytest.param(
        f'{{"version": 1, "findings": [{ROW}, {ROW.replace("path", "file")}]}}',
        "finding 2 is incomplete; write the file anew",
        id="a field that is missing",
    ),
    pytest.param(
        f'{{"version": 1, "findings": [{ROW.replace("1", "0")}]}}',
        "finding 1 is incomplete; write the file anew",
        id="a count of 0",
    ),
    pytest.param(
        f'{{"version": 1, "findings": [{ROW.replace("1", "true")}]}}',
        "finding 1 is incomplete; write the file anew",
        id="no count",
    ),
]


@pytest.mark.parametrize(("text", "message"), UNREADABLE)
def test_what_is_wrong_with_a_baseline_is_said_in_one_line(text: str, message: str) -> None:
    assert read_known(text) == message


def test_a_finding_that_is_listed_twice_counts_twice() -> None:
    found = read(f'{{"version": 1, "findings": [{ROW}, {ROW}]}}')
    assert list(found.counts.values()) == [2]
