"""istiod has several replicas but no PodDisruptionBudget.

Without a budget a node drain, or an upgrade of the node pool, may evict all replicas of
istiod at once, and what the second replica is there for is lost.

The chart renders a budget unless `global.defaultPodDisruptionBudget.enabled` is false (from
1.28 on only where more than one replica is sure to run). A budget of your own in the input
that selects istiod counts.

What to do:
  Remove `global.defaultPodDisruptionBudget.enabled: false`, or add a PodDisruptionBudget
  that selects `app: istiod`.

Symptoms: control plane down during node upgrades, control plane restarts, proxies NOT READY,
configuration not applied

Baseline: R3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    POD_DISRUPTION_BUDGET,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    install,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Two replicas and no budget",
        """
        global:
          defaultPodDisruptionBudget:
            enabled: false
        #            ^^^^^ istiod has 2 replicas or more, and no PodDisruptionBudget
        pilot: {autoscaleMin: 2}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Nothing is lost with one replica, which is another mistake",
        """
        global: {defaultPodDisruptionBudget: {enabled: false}}
        pilot: {autoscaleMin: 1}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A budget of one's own",
        """
        # file: istiod-values.yaml
        global: {defaultPodDisruptionBudget: {enabled: false}}
        pilot: {autoscaleEnabled: false, replicaCount: 3}
        # file: budget.yaml
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: own, namespace: istio-system}
        spec: {minAvailable: 1, selector: {matchLabels: {app: istiod}}}
        """,
    ),
    Example(
        "The default",
        "pilot: {autoscaleMin: 2}",
        path="istiod-values.yaml",
    ),
]


@rule(
    install(
        "global.defaultPodDisruptionBudget.enabled",
        "pilot.autoscaleEnabled",
        "pilot.autoscaleMin",
        "pilot.replicaCount",
    ),
    Severity.WARNING,
    EXAMPLES,
    reads=[POD_DISRUPTION_BUDGET],
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report a budget that is turned off where it would do good."""
    budget = install.setting("global.defaultPodDisruptionBudget.enabled")
    count = replicas(install)
    if not install.deploys_istiod or not is_production(context.environment):
        return
    if budget.flag is not False or not budget.is_written or count is None or count < AT_LEAST:
        return
    if not any(selects_istiod(each) for each in context.project.of_kind(POD_DISRUPTION_BUDGET)):
        yield Finding(
            at=budget.at,
            message=f"istiod has {count:g} replicas or more, and no PodDisruptionBudget",
            help="remove the setting, or add a PodDisruptionBudget that selects app: istiod",
            setting=budget,
        )


AT_LEAST = 2


def replicas(install: Install) -> float | None:
    """How many replicas are sure to run; ``None`` if that is not known."""
    settings = {
        flag: install.setting(path)
        for flag, path in ((True, "pilot.autoscaleMin"), (False, "pilot.replicaCount"))
    }
    flag = install.setting("pilot.autoscaleEnabled").flag
    return None if flag is None else settings[flag].number


def selects_istiod(budget: Resource) -> bool:
    """Whether a budget may be for istiod: by its selector, or one that names no labels."""
    app = budget.root.text("spec", "selector", "matchLabels", "app")
    return app is None or app.value == "istiod"
