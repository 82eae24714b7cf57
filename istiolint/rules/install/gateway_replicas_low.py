"""A gateway may run as a single pod in production.

All traffic of a gateway goes through its pods. With one of them every node drain, restart and
rollout of the gateway is an outage for everybody behind it. A PodDisruptionBudget cannot help,
it can only block the drain. The charts start with `autoscaleMin: 1`.

All gateways of one direction in an IstioOperator share the values `gateways.istio-ingressgateway` (or
`-egressgateway`); a gateway's own `k8s.hpaSpec.minReplicas` beats them. A release of the gateway
chart that runs as a DaemonSet has no replicas. In manifests the rule looks at
HorizontalPodAutoscalers of gateways, and at Deployments of gateways that none in sight scales.
With `environment: staging` or `development` it is silent.

What to do:
  Set `values.gateways.istio-ingressgateway.autoscaleMin`, or the gateway's own
  `k8s.hpaSpec.minReplicas`, to 2 or more; `autoscaling.minReplicas` of the gateway chart; in
  manifests `minReplicas` or `replicas`.

Symptoms: connection refused at the gateway during node upgrades, 503 from the load balancer,
node drain hangs on a disruption budget

Baseline: R7
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    AUTOSCALERS,
    DEPLOYMENT,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import is_production, replicas_message
from istiolint.rules.api.installs import (
    REPLICA_SETTINGS,
    Gateway,
    Install,
    gateways_of,
    namespace_of,
    provenance,
)
from istiolint.rules.api.workloads import autoscaler_for, is_istiod, mesh_part, replicas

EXAMPLES = [
    Example(
        "The gateway of the default profile",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            gateways: {istio-ingressgateway: {autoscaleMin: 1}}
        #                                                   ^ istio-ingressgateway scales down to 1 replica; the baseline for production is 2 or more
        """,
    ),
    Example(
        "The charts' default",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        #     ^^^^^^^^^^^^^ istio-ingressgateway scales down to 1 replica (default of chart istio-ingress 1.30); the baseline for production is 2 or more
        spec: {tag: 1.30.3}
        """,
    ),
    Example(
        "Gateways of one's own",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          profile: empty
          components:
            ingressGateways:
            - name: mail
              enabled: true
              k8s: {hpaSpec: {minReplicas: 1, maxReplicas: 4}}
        #                                  ^ mail scales down to 1 replica; the baseline for production is 2 or more
            - name: web
        #     ^^^^^^^^^ web scales down to 1 replica (default of its chart); the baseline for production is 2 or more
              enabled: true
        """,
    ),
    Example(
        "Two replicas, in each place; or a fixed number of them",
        """
        # file: a.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
            - {name: edge, k8s: {hpaSpec: {minReplicas: 2}}}
            - {name: other}
          values:
            gateways: {istio-ingressgateway: {autoscaleMin: 3}}
        # file: b.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components: {ingressGateways: [{name: edge, k8s: {replicaCount: 2}}]}
          values: {gateways: {istio-ingressgateway: {autoscaleEnabled: false}}}
        """,
    ),
    Example(
        "Development clusters may run one",
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {tag: 1.30.3}}",
        settings={"environment": "development"},
    ),
    Example(
        "No gateway; and charts of other parts",
        """
        # file: a.yaml
        {apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {profile: minimal}}
        # file: b/istiod-values.yaml
        pilot: {autoscaleMin: 2}
        """,
    ),
    Example(
        "Releases of the gateway chart",
        """
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: ingress, namespace: edge}, spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {autoscaling: {minReplicas: 1}}}}
        #                                                                                                                                                                                                                                                   ^ ingress scales down to 1 replica; the baseline for production is 2 or more
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: egress, namespace: edge}, spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {autoscaling: {enabled: false}, replicaCount: 1}}}
        #                                                                                                                                                                                                                                                                    ^ egress runs 1 replica; the baseline for production is 2 or more
        """,
    ),
    Example(
        "Releases that run enough, on every node, or are scaled by something else or who knows",
        """
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: enough, namespace: edge}, spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {autoscaling: {minReplicas: 2}}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: nodes, namespace: edge}, spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {kind: DaemonSet}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: elsewhere, namespace: edge}, spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {autoscaling: {enabled: false}}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: unknown, namespace: edge}, spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {autoscaling: {enabled: "${SCALED}", minReplicas: 1}}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: beside, namespace: edge}, spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}, values: {autoscaling: {enabled: false}, replicaCount: 1}}}
        ---
        {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: beside, namespace: edge}, spec: {scaleTargetRef: {name: beside}, minReplicaCount: 2}}
        """,
    ),
    Example(
        "An autoscaler that may go down to one",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        #                ^^^^^^^^^^^^^^^^^^^^ istio-ingressgateway scales down to 1 replica; the baseline for production is 2 or more
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istio-ingressgateway}
          maxReplicas: 5
        """,
    ),
    Example(
        "A gateway's Deployment",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec:
          replicas: 1
        #           ^ edge runs 1 replica; the baseline for production is 2 or more
          template: {spec: {containers: [{name: istio-proxy, image: auto}]}}
        """,
    ),
    Example(
        "Enough, what an autoscaler decides, and other workloads",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec: {replicas: 1, template: {spec: {containers: [{name: istio-proxy, image: auto}]}}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: edge, namespace: edge}
        spec: {scaleTargetRef: {kind: Deployment, name: edge}, minReplicas: 2, maxReplicas: 5}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: perhaps-scaled-elsewhere, namespace: edge}, spec: {template: {spec: {containers: [{name: istio-proxy, image: auto}]}}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: orders}, spec: {replicas: 1, template: {spec: {containers: [{name: app}]}}}}
        ---
        {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: istiod}, spec: {scaleTargetRef: {kind: Deployment, name: istiod}, minReplicas: 1}}
        """,
    ),
]


class Options(NamedTuple):
    """How many replicas there have to be."""

    least: int = 2


@rule(
    either(
        install(*(f"gateways.*.{key}" for key in REPLICA_SETTINGS)),
        kinds(*AUTOSCALERS, DEPLOYMENT),
    ),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Look at the number that counts for each gateway."""
    if not is_production(context.environment):
        return
    least = context.options.least
    if isinstance(subject, Install):
        for gateway in gateways_of(subject):
            yield from of_gateway(gateway, context)
        return
    name = mesh_part(context.project, subject)
    for verb, number, at in replicas(context.project, subject):
        if name is not None and not is_istiod(name) and number < least:
            yield Finding(
                at=at,
                message=replicas_message(f"{name} {verb}", number, least),
                help=f"set it to {least} or more",
            )
            return


def of_gateway(gateway: Gateway, context: Context) -> Iterator[Finding]:
    """Compare the minimum of the autoscaler, or the replicas that are written."""
    found, least = gateway.replicas(), context.options.least
    number = found.setting.number if found is not None else None
    if found is None or number is None or not 0 < number < least:
        return
    where = gateway.namespace or namespace_of(gateway.install)
    if found.is_scaled or autoscaler_for(context.project, where, gateway.name) is None:
        source = provenance(found.setting, gateway.install)
        yield Finding(
            at=found.setting.at,
            message=replicas_message(f"{gateway.name} {found.verb}", number, least, source),
            help=f"set {found.key} to {least} or more",
            setting=found.setting,
        )
