"""A gateway of an IstioOperator may run as a single pod in production.

All traffic of a gateway goes through its pods. With one of them every node drain, restart and
rollout of the gateway is an outage for everybody behind it. The charts start with
`autoscaleMin: 1`.

All gateways of one direction share the values `gateways.istio-ingressgateway` (or
`-egressgateway`); a gateway's own `k8s.hpaSpec.minReplicas` beats them. With
`environment: staging` or `development` the rule is silent.

What to do:
  Set `values.gateways.istio-ingressgateway.autoscaleMin`, or the gateway's own
  `k8s.hpaSpec.minReplicas`, to 2 or more.

Symptoms: connection refused at the gateway during node upgrades, 503 from the load balancer,
node drain hangs on a disruption budget

Baseline: R7
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import Context, Example, Finding, Node, Severity, install, rule
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import (
    Install,
    OperatorGateway,
    Setting,
    operator_gateways,
    provenance,
)

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
        #                                                   ^ istio-ingressgateway may run 1 replica; the baseline for production is 2 or more
        """,
    ),
    Example(
        "The charts' default",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        #     ^^^^^^^^^^^^^ istio-ingressgateway may run 1 replica (default of chart istio-ingress 1.30); the baseline for production is 2 or more
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
        #                                  ^ mail may run 1 replica; the baseline for production is 2 or more
            - name: web
        #           ^^^ web may run 1 replica (default of chart istio-ingress); the baseline for production is 2 or more
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
          components:
            ingressGateways: [{name: edge, k8s: {replicaCount: 2}}]
          values:
            gateways: {istio-ingressgateway: {autoscaleEnabled: false}}
        """,
    ),
    Example(
        "Development clusters may run one",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {tag: 1.30.3}
        """,
        settings={"environment": "development"},
    ),
    Example(
        "No gateway; and charts that are installed by Helm",
        """
        # file: a.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: minimal}
        # file: b/istiod-values.yaml
        pilot: {autoscaleMin: 2}
        """,
    ),
]

SHARED = ("gateways.istio-ingressgateway", "gateways.istio-egressgateway")
KEYS = ("autoscaleEnabled", "autoscaleMin", "replicaCount")


class Options(NamedTuple):
    """How many replicas there have to be."""

    least: int = 2


@rule(
    install(*(f"{part}.{key}" for part in SHARED for key in KEYS)),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Look at the number that counts for each gateway."""
    settings = {
        f"{part}.{key}": install.setting(f"{part}.{key}") for part in SHARED for key in KEYS
    }
    if not is_production(context.environment):
        return
    for gateway in operator_gateways(install):
        shared, own = count(gateway, settings)
        number = own.meaning if own is not None else shared.number
        if isinstance(number, int | float) and 0 < number < context.options.least:
            source = provenance(shared, install) if own is None else ""
            name = gateway.item.scalar("name") if gateway.item is not None else None
            at = own or (shared.at if shared.is_written else name) or shared.at
            yield Finding(
                at=at,
                message=f"{gateway.name} may run {number:g} replica{'' if number == 1 else 's'}"
                f"{source}; the baseline for production is {context.options.least} or more",
                help=f"set autoscaleMin or hpaSpec.minReplicas to {context.options.least} or more",
            )


def count(gateway: OperatorGateway, settings: dict[str, Setting]) -> tuple[Setting, Node | None]:
    """The shared number of replicas that counts, and the one of the gateway's own if any."""
    is_fixed = settings[f"{gateway.settings}.autoscaleEnabled"].flag is False
    key, path = ("replicaCount", ("replicaCount",)) if is_fixed else SCALED
    own = gateway.item.scalar("k8s", *path) if gateway.item is not None else None
    return settings[f"{gateway.settings}.{key}"], own


SCALED = ("autoscaleMin", ("hpaSpec", "minReplicas"))
