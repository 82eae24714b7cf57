"""The thresholds of the production baseline, and what selects them."""

from __future__ import annotations

import pytest

from istiolint.baseline import (
    Sampling,
    Verdict,
    by_size,
    is_production,
    replicas_message,
    sampling_help,
    sampling_message,
)
from istiolint.diagnostic import Severity
from istiolint.settings import ClusterSize, Environment

PRODUCTION, STAGING, DEVELOPMENT, HIGH_TRAFFIC = Environment
INFO, WARNING = Severity.INFO, Severity.WARNING


@pytest.mark.parametrize(
    ("percent", "environment", "expected"),
    [
        # ../shared/baseline.md, C2.
        pytest.param(100, DEVELOPMENT, None, id="all in development"),
        pytest.param(100, None, Verdict(WARNING, 10, ""), id="all"),
        pytest.param(10.5, STAGING, Verdict(WARNING, 10, ""), id="above 10 in staging"),
        pytest.param(10, STAGING, None, id="10 in staging"),
        pytest.param(10, None, Verdict(INFO, 5, "for production "), id="10"),
        pytest.param(10, PRODUCTION, Verdict(WARNING, 5, "for production "), id="10 in production"),
        pytest.param(5, PRODUCTION, None, id="5 in production"),
        pytest.param(5, None, None, id="5"),
        pytest.param(
            1, HIGH_TRAFFIC, Verdict(WARNING, 0.1, "for high-traffic services "), id="1 of much"
        ),
        pytest.param(0.1, HIGH_TRAFFIC, None, id="0.1 of much"),
    ],
)
def test_how_bad_sampling_is_depends_on_the_environment(
    percent: float, environment: Environment | None, expected: Verdict | None
) -> None:
    assert Sampling().verdict(percent, environment) == expected


def test_each_limit_is_an_option() -> None:
    strict = Sampling(maximum=2, production=1, high_traffic=0.01)
    assert strict.verdict(3, STAGING) == Verdict(WARNING, 2, "")
    assert strict.verdict(1.5, PRODUCTION) == Verdict(WARNING, 1, "for production ")
    assert strict.verdict(0.1, HIGH_TRAFFIC) == Verdict(WARNING, 0.01, "for high-traffic services ")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (None, True),
        (PRODUCTION, True),
        (HIGH_TRAFFIC, True),
        (STAGING, False),
        (DEVELOPMENT, False),
    ],
)
def test_production_is_what_is_meant_where_nothing_is_said(
    environment: Environment | None,
    expected: bool,  # noqa: FBT001 - the expectation
) -> None:
    assert is_production(environment) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (None, "4Gi"),
        (ClusterSize.SMALL, "4Gi"),
        (ClusterSize.MEDIUM, "8Gi"),
        (ClusterSize.LARGE, "16Gi"),
    ],
)
def test_a_mesh_is_small_where_nothing_is_said(size: ClusterSize | None, expected: str) -> None:
    assert by_size(size, "4Gi", "8Gi", "16Gi") == expected


def test_the_message_names_the_rate_and_the_limit() -> None:
    verdict = Verdict(WARNING, 5.0, "for production ")
    assert sampling_message(12.5, verdict, " (default)") == (
        "12.5% of requests are sampled (default); the baseline for production allows 5% at most"
    )


def test_the_help_names_what_it_costs_to_trace_everything() -> None:
    assert "400 to 600MB" in sampling_help(100)
    assert "MB" not in sampling_help(99)


def test_too_few_pods_are_counted() -> None:
    expected = "istiod runs 1 replica (somewhere); the baseline for production is 2 or more"
    assert replicas_message("istiod runs", 1, 2, " (somewhere)") == expected
    assert "edge runs 2 replicas; " in replicas_message("edge runs", 2, 3)
