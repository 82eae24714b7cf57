"""What alerts watch, and when they fire."""

from __future__ import annotations

import json

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.resources.alerts import (
    AlertRule,
    Topic,
    is_down,
    remaining,
    rules_in,
    single,
    tells_by_name,
    topics,
)
from istiolint.resources.promql.parse import parse
from istiolint.text import Source


def rules(*said: object) -> list[AlertRule]:
    """The rules of one group."""
    text = json.dumps({"groups": [{"name": "a", "rules": [{"alert": "x", "expr": "x"}, *said]}]})
    (document,) = contribute(Source("a.yaml", text)).documents
    return list(rules_in(document.root))


def alert(expression: str, **said: str) -> AlertRule:
    (found,) = rules({"alert": "A", "expr": expression, **said})
    return found


def test_rules_about_a_mesh_are_read_and_no_others() -> None:
    first, second, third = rules(
        {"alert": "A", "expr": "absent(pilot_info)", "for": "1m"},
        {"record": "mesh:x", "expr": "istio_requests_total"},
        {"alert": "B", "expr": "node_load1 > 5"},
        {"alert": "C", "expr": "pilot_info > ${LIMIT}"},
        {"alert": "D"},
    )
    assert (first.name, first.record, first.wait) == ("A", "", 60)
    assert (second.name, second.record, second.wait) == ("", "mesh:x", 0)
    assert (third.tree, third.comparisons) == (None, ())


@pytest.mark.parametrize(
    ("said", "expected"), [("5m", 300), ("0s", 0), ("${WAIT}", None), ("soon", None)]
)
def test_what_an_alert_waits_may_be_unknown(said: str, expected: float | None) -> None:
    assert alert("absent(pilot_info)", **{"for": said}).wait == expected


def test_a_part_of_an_expression_has_a_place() -> None:
    found = alert("absent(pilot_info)")
    part = found.part(7, 17)
    assert part.tape.source.text[slice(*part.span)] == "pilot_info"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("absent(pilot_info)", {Topic.CONTROL_PLANE}),
        ('up{app="istiod"} == 0', {Topic.CONTROL_PLANE}),
        ('up{app="shop"} == 0', set()),
        ('up{job="service-discovery"} == 0', set()),
        ('up{cluster="autopilot-1", job="copilot"} == 0', set()),
        ('up{container="discovery"} == 0', {Topic.CONTROL_PLANE}),
        ('up{job=~"istiod|istio-pilot"} == 0', {Topic.CONTROL_PLANE}),
        ('kube_pod_status_ready{pod=~"istiod.*"} == 0', {Topic.CONTROL_PLANE}),
        ('kube_pod_container_resource_limits{pod=~"istiod.*"} > 0', set()),
        ('container_memory_working_set_bytes{container="istio-proxy"}', {Topic.SIDECAR_MEMORY}),
        ("citadel_server_root_cert_expiry_timestamp", {Topic.CERTIFICATES}),
        ("sum(pilot_total_xds_rejects)", {Topic.PUSHES}),
        ("pilot_xds", set()),
        ('process_cpu_seconds_total{app="istiod"}', {Topic.RESOURCES}),
        ('go_memstats_heap_inuse_bytes{job="pilot"}', {Topic.RESOURCES}),
        ('container_cpu_usage_seconds_total{pod="shop"}', set()),
        ("absent(istio_requests_total)", set()),
    ],
)
def test_an_expression_watches_something(text: str, expected: set[Topic]) -> None:
    assert set(topics(parse(text) or pytest.fail(text))) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IstiodDown", True),
        ("Istio control plane is missing", True),
        ("PilotPushes", False),
        ("ShopDown", False),
    ],
)
def test_a_name_tells_of_a_control_plane_that_is_down(name: str, *, expected: bool) -> None:
    assert tells_by_name(name) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("absent(pilot_info)", True),
        ('absent(up{job="istiod"})', True),
        ('up{job="istiod"} == 0', True),
        ('count(up{app="istiod"} == 1) < 1', True),
        ('up{app="istiod"} != 1', True),
        ('up{app="istiod"} <= 0', True),
        ('up{app="istiod"} == 1', False),
        ('count(up{app="istiod"}) < 2', False),
        ("pilot_xds < 1", False),
        ("absent(istio_requests_total)", False),
        ("pilot_info > ${X}", False),
    ],
)
def test_an_alert_fires_when_the_control_plane_is_gone(expression: str, *, expected: bool) -> None:
    assert is_down(alert(expression)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("max(a)", "a"),
        ("sum(a)", None),
        ("sum by (pod) (a)", "a"),
        ("sum by (node) (a)", None),
        ("sum without (container) (a)", "a"),
        ("sum without (pod) (a)", None),
        ("max_over_time(a[5m])", "a"),
        ("a / b", None),
        ("vector(1)", None),
    ],
)
def test_a_series_is_single_unless_it_is_added_up(text: str, expected: str | None) -> None:
    found = single(parse(text) or pytest.fail(text))
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x_cert_expiry_timestamp - time()", "x_cert_expiry_timestamp"),
        ("min(x_cert_expiry_timestamp - time())", "x_cert_expiry_timestamp"),
        ("min(x_cert_expiry_seconds) by (pod)", "x_cert_expiry_seconds"),
        ("x_cert_expiry_timestamp", None),
        ("x_cert_expiry_seconds - time()", None),
        ("x_timestamp - time()", None),
        ("x_cert_expiry_timestamp - y", None),
        ("time()", None),
        ("x_cert_expiry_seconds / 2", None),
        ("y_seconds", None),
    ],
)
def test_the_rest_of_a_life_is_told_apart(text: str, expected: str | None) -> None:
    found = remaining(parse(text) or pytest.fail(text))
    assert (found.name if found else None) == expected
