"""istiod waits less than the production baseline asks for before it pushes a change.

A change of configuration or endpoints is not sent at once: istiod waits for
`PILOT_DEBOUNCE_AFTER` (100ms unless set) without another change, at most
`PILOT_DEBOUNCE_MAX` (10s), and sends all that came together. With less, or with 0, a
rollout of many pods becomes as many pushes to every proxy: istiod's CPU and memory rise, and
proxies lag behind.

What to do:
  Leave the variable out, or set 100ms or more; large meshes with much change do better
  with a second.

Symptoms: config storms, configuration not applied, push failures, proxies STALE or NOT READY,
control plane under pressure, performance degrades

Baseline: C1, D3, D4
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import VARIABLES, Context, Example, Finding, Resource, Severity, rule
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install
from istiolint.rules.api.values import duration
from istiolint.rules.api.variables import Side, variables

EXAMPLES = [
    Example(
        "Ten milliseconds",
        """
        pilot:
          env:
            PILOT_DEBOUNCE_AFTER: 10ms
        #                         ^^^^ istiod pushes after 10ms without a change; the baseline is 100ms or more
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "No time at all, in a rendered Deployment",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        spec:
          template:
            spec:
              containers:
              - name: discovery
                image: docker.io/istio/pilot:1.30.3
                env:
                - {name: PILOT_DEBOUNCE_AFTER, value: 0s}
        #                                             ^^ istiod pushes after 0s without a change; the baseline is 100ms or more
        """,
    ),
    Example(
        "The default, more than that, and what cannot be read",
        """
        pilot: {env: {PILOT_DEBOUNCE_AFTER: 100ms}}
        ---
        pilot: {env: {PILOT_DEBOUNCE_AFTER: 1s}}
        ---
        pilot: {env: {PILOT_DEBOUNCE_AFTER: "10"}}
        ---
        pilot: {env: {PILOT_DEBOUNCE_AFTER: "${AFTER}"}}
        ---
        meshConfig: {defaultConfig: {proxyMetadata: {PILOT_DEBOUNCE_AFTER: 1ms}}}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Development clusters may be quick",
        "pilot: {env: {PILOT_DEBOUNCE_AFTER: 1ms}}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """How long istiod has to wait."""

    minimum: str = "100ms"
    """A duration as Go writes it."""


@rule(VARIABLES, Severity.WARNING, EXAMPLES, options=Options)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Compare the wait with the baseline."""
    least = duration(context.options.minimum)
    if least is None or not is_production(context.environment):
        return
    for each in variables(subject):
        if each.name != "PILOT_DEBOUNCE_AFTER" or each.side is not Side.ISTIOD:
            continue
        wait = duration(each.text) if each.text else None
        if each.node is not None and wait is not None and wait < least:
            yield Finding(
                at=each.node,
                message=f"istiod pushes after {each.text} without a change; "
                f"the baseline is {context.options.minimum} or more",
                help=f"remove the variable, or set {context.options.minimum} or more",
                setting=each.setting,
            )
