"""A sampling rate is written as a fraction, but it is a percentage.

Every sampling rate of Istio is a percentage from 0 to 100: `traceSampling`, the `sampling` of
`meshConfig.defaultConfig.tracing`, `randomSamplingPercentage`, the variable
`PILOT_TRACE_SAMPLING`. So 0.1 is not 10% but one request in a thousand.

The rule speaks where a rate below 1 has a comment that names the percentage it would be as a
fraction. The rate itself is within any baseline, yet somebody will look for traces that are
not there.

What to do:
  Write the percentage: `traceSampling: 10` for 10%. If one in a thousand is meant, mend the
  comment.

Symptoms: hardly any traces, traces missing, sampling does not work

Baseline: C2
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isclose

from istiolint.rules.api import (
    TELEMETRY,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.installs import Install
from istiolint.rules.api.telemetry import comment_behind, rates

EXAMPLES = [
    Example(
        "The comment takes 0.1 for a tenth",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            pilot:
              traceSampling: 0.1 # 10% max - 100% kills performance
        #                    ^^^ 0.1 is 0.1%, one request in 1,000, not the 10% of the comment
        """,
    ),
    Example(
        "A Telemetry resource",
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: mesh-default, namespace: istio-system}
        spec:
          tracing:
          - randomSamplingPercentage: 0.05  # = 5 %
        #                             ^^^^ 0.05 is 0.05%, one request in 2,000, not the 5% of the comment
        """,
    ),
    Example(
        "A comment that knows better, one about something else, and none",
        """
        pilot:
          traceSampling: 0.1 # 0.1%, was 10% until May
        meshConfig:
          defaultConfig:
            tracing: {sampling: 0.5} # enough for the 95% quantile
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "What the comment says is what is set",
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: mesh-default, namespace: istio-system}
        spec:
          tracing:
          - randomSamplingPercentage: 10 # 10%
          - randomSamplingPercentage: 0.2
        """,
    ),
]

SETTINGS = (
    "pilot.traceSampling",
    "pilot.env.PILOT_TRACE_SAMPLING",
    "meshConfig.defaultConfig.tracing.sampling",
)


@rule(either(install(*SETTINGS), kinds(TELEMETRY, *WORKLOADS)), Severity.WARNING, EXAMPLES)
def check(subject: Install | Resource, _context: Context) -> Iterator[Finding]:
    """Compare each rate below 1 with what the comment behind it makes of it."""
    for at in written(subject) if isinstance(subject, Install) else rates(subject):
        rate = number(at)
        if not 0 < rate < 1:
            continue
        said = [float(each) for each in re.findall(r"(\d+(?:\.\d+)?) ?%", comment_behind(at))]
        meant = 100 * rate
        if any(isclose(each, meant) for each in said) and rate not in said:
            yield Finding(
                at=at,
                message=f"{at.value} is {rate:g}%, one request in {100 / rate:,.0f},"
                f" not the {meant:g}% of the comment",
                help=f"the number is a percentage: write {meant:g} for {meant:g}%",
            )


def written(install: Install) -> Iterator[Node]:
    """The rates that the user gives an install."""
    for path in SETTINGS:
        setting = install.setting(path)
        if setting.is_written and setting.at.is_scalar:
            yield setting.at


def number(node: Node) -> float:
    """A number, in quotes or not; 0 for anything else."""
    return float(node.value) if re.fullmatch(r"\d*\.?\d+", node.value) else 0
