"""A PodDisruptionBudget of istiod or a gateway allows no pod to be evicted.

A budget that wants as many pods as there are never lets a node be drained: upgrades of the
node pool hang on it until somebody deletes the budget or the pod by hand. The number that
counts is the one that is sure to run, the autoscaler's minimum.

What to do:
  Run one more pod than `minAvailable` asks for, or use `maxUnavailable: 1`.

Symptoms: node drain hangs on a disruption budget, "Cannot evict pod as it would violate the pod's
disruption budget", cluster upgrade stuck

Baseline: R3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    AUTOSCALERS,
    DEPLOYMENT,
    POD_DISRUPTION_BUDGET,
    Context,
    Example,
    Finding,
    Node,
    Project,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.installs import REPLICA_SETTINGS, Gateway, Install, gateways_of
from istiolint.rules.api.workloads import autoscaler_of, least_of, mesh_deployments

EXAMPLES = [
    Example(
        "One pod, and one that has to stay",
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: istiod, namespace: istio-system}
        spec:
          minAvailable: 1
        #               ^ no pod of istiod may be evicted: 1 has to stay and only 1 is sure to run
          selector: {matchLabels: {app: istiod}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        spec: {template: {metadata: {labels: {app: istiod}}, spec: {containers: [{name: discovery}]}}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        spec: {scaleTargetRef: {kind: Deployment, name: istiod}, minReplicas: 1, maxReplicas: 5}
        """,
    ),
    Example(
        "None may be missing",
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: edge, namespace: edge}
        spec:
          maxUnavailable: 0
        #                 ^ no pod of edge may be evicted: maxUnavailable is 0
          selector: {matchLabels: {istio: edge}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec:
          replicas: 3
          template: {metadata: {labels: {istio: edge}}, spec: {containers: [{name: istio-proxy}]}}
        """,
    ),
    Example(
        "Releases of the gateway chart",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: edge, namespace: edge}
        spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {podDisruptionBudget: {minAvailable: 2}, autoscaling: {minReplicas: 2}}}
        #                                                                                                                                                     ^ no pod of edge may be evicted: 2 has to stay and only 2 is sure to run
        """,
    ),
    Example(
        "Releases with one to spare, or of which the number is not known",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: edge, namespace: edge}
        spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {podDisruptionBudget: {minAvailable: 1}, autoscaling: {minReplicas: 2}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: west, namespace: edge}, spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {podDisruptionBudget: {minAvailable: 1}, autoscaling: {enabled: false}}}}
        """,
    ),
    Example(
        "One to spare, a share that leaves some, and other workloads",
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: edge, namespace: edge}
        spec: {minAvailable: 1, selector: {matchLabels: {istio: edge}}}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: edge-share, namespace: edge}
        spec: {minAvailable: 50%, selector: {matchLabels: {istio: edge}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec:
          replicas: 2
          template: {metadata: {labels: {istio: edge}}, spec: {containers: [{name: istio-proxy}]}}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: orders, namespace: shop}
        spec: {minAvailable: 1, selector: {matchLabels: {app: orders}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders, namespace: shop}
        spec: {template: {metadata: {labels: {app: orders}}, spec: {containers: [{name: app}]}}}
        """,
    ),
    Example(
        "What it selects is not in sight, or how many run is not known",
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: istiod, namespace: istio-system}
        spec: {minAvailable: 1, selector: {matchLabels: {app: istiod}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: elsewhere}
        spec: {template: {metadata: {labels: {app: istiod}}, spec: {containers: [{name: discovery}]}}}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: edge, namespace: edge}
        spec: {minAvailable: 1, selector: {matchLabels: {istio: edge}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec:
          replicas: ${REPLICAS}
          template: {metadata: {labels: {istio: edge}}, spec: {containers: [{name: istio-proxy}]}}
        """,
    ),
]


STAY, MISSING = "podDisruptionBudget.minAvailable", "podDisruptionBudget.maxUnavailable"


@rule(
    either(
        kinds(POD_DISRUPTION_BUDGET),
        install(*(f"gateways.*.{key}" for key in (STAY, MISSING, *REPLICA_SETTINGS))),
    ),
    Severity.WARNING,
    EXAMPLES,
    reads=[DEPLOYMENT, *AUTOSCALERS],
)
def check(subject: Resource | Install, context: Context) -> Iterator[Finding]:
    """Compare what has to stay with what is sure to run."""
    if isinstance(subject, Install):
        for gateway in gateways_of(subject):
            yield from of_gateway(gateway)
        return
    target = selected(subject, context.project)
    if target is not None:
        stay = subject.root.text("spec", "minAvailable")
        missing = subject.root.text("spec", "maxUnavailable")
        yield from compared(target.name, stay, missing, least(target, context.project))


def of_gateway(gateway: Gateway) -> Iterator[Finding]:
    """The budget that a release of the gateway chart makes for itself; it has none by default."""
    stay, missing = gateway.setting(STAY), gateway.setting(MISSING)
    found = gateway.replicas()
    number = found.setting.number if found is not None else None
    sure = None if number is None else int(number)
    if not gateway.is_old and gateway.is_deployment:
        one, other = (None if each.is_absent else each.at for each in (stay, missing))
        yield from compared(gateway.name, one, other, sure)


def compared(
    name: str, stay: Node | None, missing: Node | None, sure: int | None
) -> Iterator[Finding]:
    """What to say about a budget where so many pods are sure to run."""
    if missing is not None and missing.value in ("0", "0%"):
        why = f"maxUnavailable is {missing.value}"
        yield Finding(missing, f"no pod of {name} may be evicted: {why}", help=HELP)
    elif stay is not None and sure is not None and required(stay, sure) >= sure:
        why = f"{stay.value} has to stay and only {sure} is sure to run"
        yield Finding(stay, f"no pod of {name} may be evicted: {why}", help=HELP)


HELP = "run one more pod than has to stay, or use maxUnavailable: 1"


def selected(budget: Resource, project: Project) -> Resource | None:
    """The Deployment of istiod or a gateway that a budget selects."""
    wanted = {
        (entry.name, entry.value.value)
        for entry in budget.root.entries("spec", "selector", "matchLabels")
    }
    for deployment in mesh_deployments(project, budget.namespace) if wanted else ():
        labels = {
            (entry.name, entry.value.value)
            for entry in deployment.root.entries("spec", "template", "metadata", "labels")
        }
        if wanted <= labels:
            return deployment
    return None


def least(deployment: Resource, project: Project) -> int | None:
    """How many pods are sure to run; ``None`` if that is not known."""
    scaler = autoscaler_of(project, deployment)
    bound = least_of(scaler) if scaler is not None else None
    node = bound.node if bound is not None else deployment.root.scalar("spec", "replicas")
    default = bound.default if bound is not None else 1
    number = default if node is None else node.meaning
    return number if isinstance(number, int) else None


def required(stay: Node, sure: int) -> int:
    """How many pods ``minAvailable`` stands for; a share is rounded up."""
    text = stay.value
    if text.endswith("%") and text[:-1].isdigit():
        return -(-int(text[:-1]) * sure // 100)
    return int(text) if text.isdigit() else 0
