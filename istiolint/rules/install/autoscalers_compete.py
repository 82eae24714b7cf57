"""Two autoscalers scale one Deployment of the mesh.

The charts make a HorizontalPodAutoscaler for istiod and for each gateway unless they are told not
to. A ScaledObject of KEDA, or another HorizontalPodAutoscaler, for the same Deployment is the
second: KEDA's webhook refuses its ScaledObject where an autoscaler is there already. Without the
webhook, and with two HorizontalPodAutoscalers, Kubernetes from 1.26 on notices that two select the
same pods and scales by neither. Up to 1.25 both set the number of replicas in turn, and pods are
started and stopped without end.

What to do:
  Turn off the chart's autoscaler: `pilot.autoscaleEnabled: false` for istiod,
  `autoscaling.enabled: false` with the gateway chart. Or remove the object. KEDA takes over an
  autoscaler with the annotation `scaledobject.keda.sh/transfer-hpa-ownership: "true"` and the name of
  the autoscaler in `spec.advanced.horizontalPodAutoscalerConfig.name`.

Symptoms: AmbiguousSelector, pods are not scaled, number of replicas goes up and down, ScaledObject is refused, "already
managed by the hpa", performance degrades

Baseline: R7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    AUTOSCALERS,
    DEPLOYMENT,
    HORIZONTAL_POD_AUTOSCALER,
    Context,
    Example,
    Finding,
    Project,
    Resource,
    Severity,
    kinds,
    label_on,
    rule,
)
from istiolint.rules.api.installs import Install, Setting, gateways_of, namespace_of
from istiolint.rules.api.workloads import (
    autoscaler_for,
    istiod_name,
    mesh_part,
    scaled_deployment,
    takes_over,
)

EXAMPLES = [
    Example(
        "KEDA beside the autoscaler that the gateway chart makes by default",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: edge}
        spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {name: istio}}}}
        ---
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: traffic, namespace: edge}
        #                ^^^^^^^ ingress has an autoscaler already: that of its chart, as autoscaling.enabled is on
        spec: {scaleTargetRef: {name: ingress}, minReplicaCount: 2}
        """,
    ),
    Example(
        "A second autoscaler for istiod, and one that KEDA does not take over",
        """
        # file: istiod-values.yaml
        pilot: {autoscaleMin: 2}
        # file: hpa.yaml
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: by-memory, namespace: istio-system}
        #                ^^^^^^^^^ istiod has an autoscaler already: that of its chart, as pilot.autoscaleEnabled is on
        spec: {scaleTargetRef: {kind: Deployment, name: istiod}, minReplicas: 2, maxReplicas: 4}
        # file: edge.yaml
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: edge, namespace: edge}
        #                ~~~~ the other autoscaler
        spec: {scaleTargetRef: {kind: Deployment, name: edge}, minReplicas: 2, maxReplicas: 4}
        ---
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: edge, namespace: edge}
        #                ^^^^ edge has an autoscaler already: HorizontalPodAutoscaler edge
        spec: {scaleTargetRef: {name: edge}, minReplicaCount: 2}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec: {template: {spec: {containers: [{name: istio-proxy, image: auto}]}}}
        """,
    ),
    Example(
        "The annotation alone takes nothing over",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: edge}
        spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {name: istio}}}}
        ---
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: traffic, namespace: edge, annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "true"}}
        #                ^^^^^^^ ingress has an autoscaler already: that of its chart, as autoscaling.enabled is on
        spec: {scaleTargetRef: {name: ingress}, minReplicaCount: 2}
        """,
    ),
    Example(
        "The chart's is off, or who knows, or taken over; and what is no part of the mesh",
        """
        # file: istiod-values.yaml
        pilot: {autoscaleEnabled: false}
        # file: release.yaml
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: edge}
        spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {name: istio}}}, values: {autoscaling: {enabled: "${HPA}"}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: egress, namespace: edge}
        spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {name: istio}}}}
        # file: scalers.yaml
        {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a, namespace: istio-system}, spec: {scaleTargetRef: {name: istiod}}}
        ---
        {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: b, namespace: edge}, spec: {scaleTargetRef: {name: ingress}}}
        ---
        {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: c, namespace: edge, annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "true"}}, spec: {scaleTargetRef: {name: egress}, advanced: {horizontalPodAutoscalerConfig: {name: egress}}}}
        ---
        {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: scale-east, namespace: edge}, spec: {scaleTargetRef: {kind: Deployment, name: east}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: east, namespace: edge}, spec: {template: {spec: {containers: [{name: istio-proxy, image: auto}]}}}}
        ---
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: east, namespace: edge, annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "true"}}
        spec: {scaleTargetRef: {name: east}, advanced: {horizontalPodAutoscalerConfig: {name: scale-east}}}
        ---
        {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: orders, namespace: edge}, spec: {scaleTargetRef: {name: orders}}}
        ---
        {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: orders, namespace: edge}, spec: {scaleTargetRef: {kind: Deployment, name: orders}}}
        ---
        {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: rollout, namespace: edge}, spec: {scaleTargetRef: {kind: Rollout, name: egress}}}
        """,
    ),
    Example(
        "The chart's own, rendered",
        """
        # file: istiod-values.yaml
        pilot: {autoscaleMin: 2}
        # file: rendered.yaml
        {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: istiod, namespace: istio-system}, spec: {scaleTargetRef: {kind: Deployment, name: istiod}, minReplicas: 2}}
        """,
    ),
    Example(
        "One for each of two environments",
        """
        # file: a/hpa.yaml
        {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: istiod, namespace: istio-system}, spec: {scaleTargetRef: {kind: Deployment, name: istiod}}}
        # file: b/keda.yaml
        {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: istiod, namespace: istio-system}, spec: {scaleTargetRef: {name: istiod}}}
        """,
    ),
]


@rule(kinds(*AUTOSCALERS), Severity.WARNING, EXAMPLES, reads=[DEPLOYMENT])
def check(scaler: Resource, context: Context) -> Iterator[Finding]:
    """Look for another autoscaler of the same target."""
    name, project = scaled_deployment(scaler), context.project
    if name is None:
        return
    # The chart's own, as it is rendered, is called like what it scales.
    is_own = scaler.kind == HORIZONTAL_POD_AUTOSCALER and scaler.name == name
    switches = [] if is_own else switches_of(project, scaler.namespace, name)
    if switches:
        if all(setting.flag for _, setting in switches) and not takes_over(scaler, name):
            said = f"{name} has an autoscaler already: that of its chart, as {switches[0][0]} is on"
            yield Finding(scaler.at, said, help=f"set {switches[0][0]} to false")
        return
    other = autoscaler_for(project, scaler.namespace, name)
    if other is None or other is scaler or mesh_part(project, scaler) is None:
        return
    if takes_over(scaler, other.name) or takes_over(other, scaler.name):
        return
    if (other.kind, other.name) != (scaler.kind, scaler.name) and project.deployed_together(
        other, scaler
    ):
        yield Finding(
            at=scaler.at,
            message=f"{name} has an autoscaler already: {other.kind.name} {other.name}",
            help="remove one of them",
            related=[label_on(other, "the other autoscaler")],
        )


def switches_of(project: Project, namespace: str, name: str) -> list[tuple[str, Setting]]:
    """The settings that say whether charts make an autoscaler for a Deployment."""
    return [found for each in project.installs for found in switches_in(each, namespace, name)]


def switches_in(install: Install, namespace: str, name: str) -> Iterator[tuple[str, Setting]]:
    """The same of one install, each by the key that its chart has for it."""
    is_here = namespace_of(install) == namespace
    if install.deploys_istiod and is_here and istiod_name(install) == name:
        yield f"pilot.{ENABLED}", install.setting(f"pilot.{ENABLED}")
    for each in gateways_of(install):
        if (each.namespace, each.name) == (namespace, name) and each.is_deployment:
            yield each.key(ENABLED), each.setting(ENABLED)


ENABLED = "autoscaleEnabled"
