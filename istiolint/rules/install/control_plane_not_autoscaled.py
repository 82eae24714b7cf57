"""Autoscaling of istiod is turned off in production.

The load of istiod comes in bursts: when many proxies reconnect at once, or when a rollout
changes thousands of endpoints. A fixed number of replicas is either too many most of the
time or too few when it matters, and then pushes lag behind while memory grows.

With `environment: staging` or `development` the rule is silent; profiles meant for them, such
as demo, turn autoscaling off.

What to do:
  Remove `autoscaleEnabled: false` and set `autoscaleMin` and `autoscaleMax`.

Symptoms: proxies STALE in `istioctl proxy-status` after rollouts, performance degrades, control
plane restarts, OOMKilled istiod

Baseline: R7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Turned off",
        """
        pilot:
          autoscaleEnabled: false
        #                   ^^^^^ autoscaling of istiod is off; the baseline for production asks for it
          replicaCount: 3
        """,
        path="istiod-values.yaml",
    ),
    Example("On by default", "pilot: {autoscaleMin: 2}", path="istiod-values.yaml"),
    Example(
        "A profile for trying things out says so for itself",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: demo}
        """,
    ),
    Example(
        "Staging may do as it likes",
        "pilot: {autoscaleEnabled: false}",
        path="istiod-values.yaml",
        settings={"environment": "staging"},
    ),
]


@rule(install("pilot.autoscaleEnabled"), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report what the user turned off."""
    autoscaled = install.setting("pilot.autoscaleEnabled")
    if not install.deploys_istiod or not is_production(context.environment):
        return
    if autoscaled.is_written and autoscaled.flag is False:
        yield Finding(
            at=autoscaled.at,
            message="autoscaling of istiod is off; the baseline for production asks for it",
            help="remove autoscaleEnabled and set autoscaleMin and autoscaleMax",
            setting=autoscaled,
        )
