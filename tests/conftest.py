"""How much the property tests try."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = 50


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fuzz",
        type=int,
        metavar="N",
        help=f"try N random examples per property, not the same {EXAMPLES} every time",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Neither limit is about what is tested: a busy machine is slow.
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile(
        "default", patient, max_examples=EXAMPLES, derandomize=True, database=None
    )
    settings.load_profile("default")
    if fuzz := config.getoption("--fuzz"):
        settings.register_profile("long", patient, max_examples=fuzz, derandomize=False)
        settings.load_profile("long")
