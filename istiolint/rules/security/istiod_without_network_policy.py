"""No network policy says who may talk to istiod.

istiod hands out certificates and the configuration of every proxy, shows both on its
debugging pages, and answers in plain text on 15010. Without a policy every pod of the cluster
can try all of its ports. The baseline asks for one that opens exactly what is needed.

The rule speaks only where what is read is known to be the whole mesh (`--closed-world`), since
policies often lie elsewhere. Any policy of Kubernetes, Calico or Cilium that may isolate istiod
for ingress counts, and from 1.28 on the chart's own, `global.networkPolicy.enabled: true`.

What to do:
  Write a policy for the pods `app: istiod` that opens 15012 and 15010 to all namespaces with
  proxies, 15017 to the API server, and 15014 to Prometheus.

Symptoms: audit findings about an open control plane

Baseline: S6, P1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Policies of the namespace are for other pods",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        #     ^^^^^^^^^^^^^ no network policy is about the istiod of this install
        metadata: {name: mesh, namespace: istio-system}
        spec: {profile: minimal}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: kiali, namespace: istio-system}
        spec: {podSelector: {matchLabels: {app: kiali}}, policyTypes: [Ingress]}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "A policy may be somewhere else",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: minimal}
        """,
    ),
    Example(
        "There is one for all pods of the namespace",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: minimal, values: {global: {istioNamespace: mesh}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default, namespace: mesh}
        spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "A remote cluster has no istiod of its own",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: remote}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "The chart's own",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {values: {global: {networkPolicy: {enabled: true}}}}
        """,
        releases="1.28..1.31",
        settings={"closed_world": True},
    ),
    Example(
        "Which it has from 1.28 on",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        #     ^^^^^^^^^^^^^ no network policy is about the istiod of this install
        spec: {values: {global: {networkPolicy: {enabled: true}}}}
        """,
        releases="1.16..1.27",
        settings={"closed_world": True},
    ),
]


@rule(install("global.networkPolicy.enabled", "global.istioNamespace"), Severity.INFO, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Look for a policy about the istiod of the install."""
    if not install.deploys_istiod:
        return
    own = install.setting("global.networkPolicy.enabled")
    has_own = context.release.minor >= OF_THE_CHART and own.flag is not False and not own.is_absent
    guards = context.project.network.guards_of(install)
    if not has_own and not guards.found:
        yield Finding(
            at=install.at,
            message="no network policy is about the istiod of this install",
            help="open 15012, 15010, 15014 and 15017 of the pods `app: istiod` to their clients",
            lookup=guards,
        )


OF_THE_CHART = 28
"""The minor release from which the chart has a policy of its own."""
