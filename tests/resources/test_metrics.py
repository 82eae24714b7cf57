"""Which metrics Istio exports, and which names are mistaken for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from istiolint.resources.metrics import instead_of, metric

FACTS = Path(__file__).parents[3] / "shared" / "istio" / "timelines" / "metrics.json"


@pytest.mark.parametrize(
    ("name", "component"),
    [
        ("pilot_info", "istiod"),
        ("pilot_proxy_convergence_time_bucket", "istiod"),
        ("istio_requests_total", "proxy"),
        ("istio_request_duration_milliseconds_sum", "proxy"),
        ("istio_agent_cert_expiry_seconds", "agent"),
        ("istio_cni_install_ready", "istio-cni"),
        ("istio_requests_total_bucket", None),
        ("cert_expiry_seconds", None),
        ("pilot_xds_push_errors", None),
        ("up", None),
    ],
)
def test_a_metric_is_known_by_the_names_of_its_series(name: str, component: str | None) -> None:
    found = metric(name)
    assert (found.component if found else None) == component


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "cert_expiry_timestamp", "citadel_server_root_cert_expiry_timestamp", id="never was"
        ),
        pytest.param("istio_request_total", "istio_requests_total", id="a slip"),
        pytest.param("pilot_proxy_convergence_times", "pilot_proxy_convergence_time", id="another"),
        pytest.param("mixer_runtime_dispatches_total", "", id="a part that has gone"),
        pytest.param("istio_orders_total_by_shop", None, id="a custom metric"),
        pytest.param("pilot_flights_total", None, id="another pilot"),
        pytest.param("istio_agent_go_goroutines", None, id="what every program exports"),
        pytest.param("pilot:restarts", None, id="a recorded name"),
        pytest.param("node_load1", None, id="of others"),
    ],
)
def test_a_name_that_is_not_known_may_be_meant_for_another(name: str, expected: str | None) -> None:
    assert instead_of(name, 30) == expected


@pytest.mark.parametrize(
    ("name", "minor", "expected"),
    [
        pytest.param(
            "pilot_conflict_outbound_listener_http_over_current_tcp", 19, False, id="not itself"
        ),
        pytest.param("pilot_xds_recv_maxx", 26, False, id="not yet"),
        pytest.param("pilot_xds_recv_maxx", 27, True, id="there"),
    ],
)
def test_nothing_is_offered_that_the_release_lacks(
    name: str, minor: int, *, expected: bool
) -> None:
    meant = instead_of(name, minor)
    assert (meant == "pilot_xds_recv_max") == expected
    assert meant != name


@pytest.mark.facts
def test_every_metric_of_every_release_is_known_in_it() -> None:
    for release, names in json.loads(FACTS.read_text(encoding="utf-8")).items():
        minor = int(release.split(".")[1])
        for name in names:
            found = metric(name) or metric(f"istio_agent_{name}")
            assert found is not None, name
            assert found.first <= minor <= (found.last or minor), (name, release)


@pytest.mark.facts
def test_a_metric_has_gone_in_the_releases_that_lack_it() -> None:
    facts = {
        int(release.split(".")[1]): set(names)
        for release, names in json.loads(FACTS.read_text(encoding="utf-8")).items()
    }
    for name in set().union(*facts.values()):
        found = metric(name)
        if found is not None and found.last is not None:
            assert not any(name in names for minor, names in facts.items() if minor > found.last)
