"""The alert rules of all files, read once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.project.project import Project
from istiolint.resources.alerts import AlertRule, Topic
from istiolint.resources.resource import Resource, known_as
from istiolint.text import Source


def project(*rules: str, name: str = "istio", reported: bool = True) -> Project:
    """The index of plain files with one rule each."""
    resources = []
    for number, rule in enumerate(rules):
        text = f"groups:\n- name: {name}\n  rules:\n  - {{{rule}}}\n"
        (document,) = contribute(Source(f"{number}.yaml", text)).documents
        known = known_as(document)
        assert known is not None
        resources.append(Resource(document, known, reported=reported))
    return Project(resources)


def lengths(rule: AlertRule) -> Iterator[float]:
    yield len(rule.name)


def test_rules_are_known_by_their_file() -> None:
    alerts = project("alert: A, expr: absent(pilot_info)", "alert: B, expr: node_load1").alerts
    first = alerts.first
    assert first is not None
    assert first.path == "0.yaml"
    assert [each.name for each in alerts.of(first)] == ["A"]
    assert [each.name for each in alerts.rules] == ["A"]


@pytest.mark.parametrize(
    ("rule", "name", "expected"),
    [
        pytest.param("alert: A, expr: absent(pilot_info)", "a", True, id="about istiod"),
        pytest.param("alert: A, expr: 'up{app=\"istiod\"} == 0'", "a", True, id="by a label"),
        pytest.param("alert: A, expr: istio_requests_total > 5", "a", False, id="of a service"),
        pytest.param("alert: A, expr: istio_requests_total > 5", "Istio", True, id="by its name"),
        pytest.param("alert: A, expr: 'pilot_info > ${X}'", "a", False, id="not known"),
        pytest.param("record: 'a:b', expr: absent(pilot_info)", "istio", False, id="no alert"),
    ],
)
def test_alerts_are_about_the_mesh_or_a_service_in_it(
    rule: str, name: str, *, expected: bool
) -> None:
    assert (project(rule, name=name).alerts.first is not None) is expected


def test_what_is_not_reported_on_is_never_the_first() -> None:
    assert project("alert: A, expr: absent(pilot_info)", reported=False).alerts.first is None


def test_what_is_watched_is_seen_through_recording_rules() -> None:
    watched = project(
        "record: 'a:b', expr: pilot_total_xds_rejects",
        "record: 'b:c', expr: 'a:b'",
        "record: 'istio:d', expr: 'a:b + pilot_info + istio:d'",
        "alert: A, expr: 'istio:d > 5'",
        "alert: IstiodDown, expr: pilot_xds > 5",
    ).alerts.watched
    assert watched.topics == {Topic.PUSHES, Topic.CONTROL_PLANE}
    assert watched.is_certain


@pytest.mark.parametrize("expression", ["istio:unknown > 5", "pilot_info > ${X}"])
def test_what_cannot_be_read_may_watch_anything(expression: str) -> None:
    assert not project(f"alert: A, expr: '{expression}'").alerts.watched.is_certain


def test_the_least_and_the_greatest_of_all_rules_are_found_once() -> None:
    alerts = project("alert: A, expr: pilot_info", "alert: AAA, expr: pilot_info").alerts
    assert alerts.extremes(lengths) == (1, 3)
    assert alerts.extremes(lengths) is alerts.extremes(lengths)
    assert project().alerts.extremes(lengths) is None
