"""istiod runs as a single replica in production.

With one replica every restart of istiod, be it a node drain, an upgrade or an
out-of-memory kill, is an outage of the control plane: no proxy receives an update, no
certificate is signed, and where the webhook fails closed no injected pod starts. Traffic
that is configured already goes on.

The chart starts with `autoscaleMin: 1`. Up to 1.27 it also renders a PodDisruptionBudget
that wants one pod available, so that a single replica blocks node drains; from 1.28 on it
leaves the budget out for a single replica.

While autoscaling is on, `autoscaleMin` and `autoscaleMax` count; without it `replicaCount`
does. In manifests the rule looks at the HorizontalPodAutoscaler of istiod, or at the Deployment
if none in sight scales it. With `environment: staging` or `development` it is silent.

What to do:
  Set `autoscaleMin` of istiod to 2 or more and `autoscaleMax` above that: under `pilot:` in
  Helm values, under `values.pilot` in an IstioOperator. `k8s.hpaSpec.minReplicas` works there too,
  but in 1.28 to 1.30 istiod is then left without a PodDisruptionBudget.

Symptoms: control plane restarts, OOMKilled istiod, node drain hangs on a disruption budget, pods
not injected, configuration not applied, traffic to new pods disappears, performance degrades

Baseline: R3, R7, D5
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from istiolint.rules.api import (
    AUTOSCALERS,
    DEPLOYMENT,
    Context,
    Example,
    Finding,
    Project,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import is_production, replicas_message
from istiolint.rules.api.installs import Install, Setting, provenance
from istiolint.rules.api.workloads import autoscaler_of_istiod, is_istiod, mesh_part, replicas

EXAMPLES = [
    Example(
        "The autoscaler may go down to one",
        """
        pilot: {autoscaleMin: 1}
        #                     ^ istiod scales down to 1 replica; the baseline for production is 2 or more
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The default of an install that is complete",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values: {pilot: {traceSampling: 1}}
        #          ^^^^^ istiod scales down to 1 replica (default of chart istiod 1.30); the baseline for production is 2 or more
        """,
    ),
    Example(
        "The autoscaler cannot go beyond one",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components: {pilot: {k8s: {hpaSpec: {minReplicas: 2, maxReplicas: 1}}}}
        #                                                                   ^ istiod scales up to 1 replica; the baseline for production is 2 or more
        """,
    ),
    Example(
        "Without autoscaling",
        """
        pilot: {autoscaleEnabled: false, replicaCount: 1}
        #                                              ^ istiod runs 1 replica; the baseline for production is 2 or more
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Two replicas, either way",
        """
        # file: a/istiod-values.yaml
        pilot: {autoscaleEnabled: false, replicaCount: 2}
        # file: b/istiod-values.yaml
        pilot: {autoscaleMin: 2, replicaCount: 1}
        """,
    ),
    Example(
        "A value that is filled in later, or a switch that is",
        """
        # file: a/istiod-values.yaml
        pilot: {autoscaleMin: "${REPLICAS}"}
        # file: b/istiod-values.yaml
        pilot: {autoscaleEnabled: "${AUTOSCALE}", autoscaleMin: 1, replicaCount: 1}
        """,
    ),
    Example(
        "A remote cluster has no istiod",
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {profile: remote}}",
    ),
    Example(
        "Development clusters may run one",
        "pilot: {autoscaleMin: 1}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
    Example(
        "An autoscaler that may go down to one, and one that is never above",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        #                ^^^^^^ istiod scales down to 1 replica; the baseline for production is 2 or more
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}
          maxReplicas: 5
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod-canary, namespace: istio-system}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod-canary}
          minReplicas: 1
          maxReplicas: 1
        #              ^ istiod-canary scales up to 1 replica; the baseline for production is 2 or more
        """,
    ),
    Example(
        "Values that leave scaling to an object beside them; KEDA goes down to none by default",
        """
        # file: istiod-values.yaml
        pilot: {autoscaleEnabled: false, replicaCount: 1}
        # file: scaler.yaml
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: istiod, namespace: istio-system}
        #                ^^^^^^ istiod scales down to 0 replicas; the baseline for production is 2 or more
        spec: {scaleTargetRef: {name: istiod}, triggers: [{type: prometheus}]}
        """,
    ),
    Example(
        "A rendered Deployment, the autoscaler of a gateway, and two replicas",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        spec:
          replicas: 1
        #           ^ istiod runs 1 replica; the baseline for production is 2 or more
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        spec: {scaleTargetRef: {kind: Deployment, name: istio-ingressgateway}, minReplicas: 1}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod-canary, namespace: istio-system}
        spec: {scaleTargetRef: {kind: Deployment, name: istiod-canary}, minReplicas: 2, maxReplicas: 5}
        """,
    ),
]


class Options(NamedTuple):
    """How many replicas there have to be."""

    least: int = 2


IN_VALUES = ", under values.pilot: with k8s.hpaSpec this release renders no disruption budget"
BUDGET_LEFT_OUT_IN = range(28, 31)
"""The releases whose chart asks the values whether to render a budget, before patches."""

SETTINGS = ("autoscaleEnabled", "autoscaleMin", "autoscaleMax", "replicaCount")


@rule(
    either(
        install(*(f"pilot.{key}" for key in SETTINGS)),
        kinds(*AUTOSCALERS, DEPLOYMENT),
    ),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Look at the number that counts: the autoscaler's, or the Deployment's."""
    if is_production(context.environment):
        if isinstance(subject, Install):
            found = in_install(subject, context)
        else:
            found = in_object(subject, context)
        yield from islice(found, 1)


def in_install(install: Install, context: Context) -> Iterator[Finding]:
    """Settings that are too low, unless an object in sight scales istiod instead."""
    least = context.options.least
    for verb, count in counts(install, context.project) if install.deploys_istiod else ():
        number = count.number
        if number is not None and 0 < number < least:
            yield Finding(
                at=count.at,
                message=replicas_message(
                    f"istiod {verb}", number, least, provenance(count, install)
                ),
                help=f"set autoscaleMin to {least} or more, and autoscaleMax above that"
                + where(install),
                setting=count,
            )


def where(install: Install) -> str:
    """Where to set the number, if only one of the places will do."""
    is_asked = install.is_operator and install.target.minor in BUDGET_LEFT_OUT_IN
    return IN_VALUES if is_asked else ""


def in_object(resource: Resource, context: Context) -> Iterator[Finding]:
    """Numbers that are too low in an object for istiod."""
    name, least = mesh_part(context.project, resource), context.options.least
    if name is not None and is_istiod(name):
        for verb, number, at in replicas(context.project, resource):
            if number < least:
                yield Finding(
                    at=at,
                    message=replicas_message(f"{name} {verb}", number, least),
                    help=f"set it to {least} or more",
                )


def counts(install: Install, project: Project) -> Iterator[tuple[str, Setting]]:
    """The settings that bound the number of replicas, and what each does."""
    autoscaled = install.setting("pilot.autoscaleEnabled").flag
    if autoscaled:
        yield "scales up to", install.setting("pilot.autoscaleMax")
        yield "scales down to", install.setting("pilot.autoscaleMin")
    elif autoscaled is False and autoscaler_of_istiod(project, install) is None:
        yield "runs", install.setting("pilot.replicaCount")
