"""istiod has several replicas but no PodDisruptionBudget.

Without a budget a node drain, or an upgrade of the node pool, may evict all replicas of
istiod at once, and what the second replica is there for is lost.

The chart renders a budget unless `global.defaultPodDisruptionBudget.enabled` is false. From 1.28
on it does so only where its values ask for more than one replica, and up to 1.30 what an
IstioOperator sets by `k8s.hpaSpec.minReplicas` or `k8s.replicaCount` is not among these: it is
patched in after rendering. `k8s.podDisruptionBudget` then finds nothing to patch. A budget of
your own in the input that selects istiod counts.

What to do:
  Remove `global.defaultPodDisruptionBudget.enabled: false`, or add a PodDisruptionBudget
  that selects `app: istiod`. In an IstioOperator of 1.28 to 1.30 set `values.pilot.autoscaleMin`
  (without autoscaling `values.pilot.replicaCount`).

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
from istiolint.rules.api.installs import Install, Setting, budget_is_left_out

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
        "The number of replicas is patched in after the chart has left the budget out",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                hpaSpec: {minReplicas: 2}
        #                              ^ istiod has 2 replicas or more, and no PodDisruptionBudget: up to 1.30 the chart looks at values.pilot.autoscaleMin
                podDisruptionBudget: {minAvailable: 1}
        """,
        releases="1.28..1.30",
    ),
    Example(
        "The same without autoscaling",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values: {pilot: {autoscaleEnabled: false}}
          components: {pilot: {k8s: {replicaCount: 3}}}
        #                                          ^ istiod has 3 replicas or more, and no PodDisruptionBudget: up to 1.30 the chart looks at values.pilot.replicaCount
        """,
        releases="1.28..1.30",
    ),
    Example(
        "Other releases do not ask, or know of it",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {components: {pilot: {k8s: {hpaSpec: {minReplicas: 2}}}}}
        """,
        releases="1.16..1.27",
    ),
    Example(
        "istioctl from 1.31 on tells the chart",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {components: {pilot: {k8s: {hpaSpec: {minReplicas: 2}}}}}
        """,
        releases="1.31..1.31",
    ),
    Example(
        "The values ask for two as well",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values: {pilot: {autoscaleMin: 2}}
          components: {pilot: {k8s: {hpaSpec: {minReplicas: 3}}}}
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
    """Report a budget that is turned off, or left out, where it would do good."""
    budget = install.setting("global.defaultPodDisruptionBudget.enabled")
    count = replicas(install)
    if not install.deploys_istiod or not is_production(context.environment):
        return
    if count is None or count.number is None or count.number < AT_LEAST:
        return
    if any(selects_istiod(each) for each in context.project.of_kind(POD_DISRUPTION_BUDGET)):
        return
    message = f"istiod has {count.number:g} replicas or more, and no PodDisruptionBudget"
    if budget.flag is False and budget.is_written:
        advice = "remove the setting, or add a PodDisruptionBudget that selects app: istiod"
        yield Finding(budget.at, message, help=advice, setting=budget)
    elif budget.flag is True and count.is_patch and budget_is_left_out(install):
        why = f"up to 1.30 the chart looks at values.{count.path}"
        advice = f"set values.{count.path} to {count.number:g} instead"
        yield Finding(count.at, f"{message}: {why}", help=advice, setting=count)


AT_LEAST = 2


def replicas(install: Install) -> Setting | None:
    """The setting for how many replicas are sure to run; ``None`` if that is not known."""
    settings = {
        flag: install.setting(path)
        for flag, path in ((True, "pilot.autoscaleMin"), (False, "pilot.replicaCount"))
    }
    flag = install.setting("pilot.autoscaleEnabled").flag
    return None if flag is None else settings[flag]


def selects_istiod(budget: Resource) -> bool:
    """Whether a budget may be for istiod: by its selector, or one that names no labels."""
    app = budget.root.text("spec", "selector", "matchLabels", "app")
    return app is None or app.value == "istiod"
