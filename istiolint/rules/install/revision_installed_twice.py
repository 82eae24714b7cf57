"""Two installs that are deployed together have the same revision.

Objects of a revision share their names: `istiod-<revision>`, its Service, its webhooks. The
second install overwrites the first, and whichever is applied last is what runs; with Helm the
second release is refused because the objects belong to the first.

Installs are deployed together when they stand in the same file or in paths that a `scopes`
entry of the configuration lists together. Those for different clusters
(`global.multiCluster.clusterName`) may have the same revision.

What to do:
  Give one of them another revision, or remove it.

Symptoms: changes are reverted, invalid ownership metadata, upgrade replaces the old control plane

Baseline: I2
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from istiolint.rules.api import Context, Example, Finding, Label, Severity, install, rule
from istiolint.rules.api.injection import revision_of
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Installs for two clusters",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: istiod-a}
        spec:
          destination: {server: https://1.1.1.1, namespace: istio-system}
          source: {chart: istiod, targetRevision: 1.30.3, helm: {valuesObject: {revision: blue}}}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: istiod-b}
        spec:
          destination: {server: https://2.2.2.2, namespace: istio-system}
          source: {chart: istiod, targetRevision: 1.30.3, helm: {valuesObject: {revision: blue}}}
        """,
    ),
    Example(
        "The canary has the revision of what runs",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: stable}
        spec: {revision: 1-28-2, tag: 1.28.2}
        #                ~~~~~~ the other one
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: canary}
        spec: {revision: 1-28-2, tag: 1.30.3}
        #                ^^^^^^ revision "1-28-2" is installed twice
        """,
    ),
    Example(
        "Two revisions, or two clusters",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-28-2, values: {global: {multiCluster: {clusterName: east}}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-30-3, values: {global: {multiCluster: {clusterName: east}}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-30-3, values: {global: {multiCluster: {clusterName: west}}}}
        """,
    ),
    Example(
        "Two environments",
        """
        # file: prod/istiod.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-30-3}
        # file: test/istiod.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-30-3}
        """,
    ),
]

CLUSTER = "global.multiCluster.clusterName"


@rule(install("revision", CLUSTER), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare each install with those before it."""
    revision, cluster = install.setting("revision"), install.setting(CLUSTER).value
    name = revision_of(install)
    if not install.deploys_istiod or name is None:
        return
    others = takewhile(lambda each: each is not install, context.project.installs)
    for other in others:
        if not context.project.deployed_together(install, other):
            continue
        is_same = other.deploys_istiod and revision_of(other) == name
        if is_same and other.setting(CLUSTER).value == cluster:
            earlier = other.setting("revision").at.location.on_one_line()
            yield Finding(
                at=revision.at,
                message=f'revision "{name}" is installed twice',
                help="give one of them another revision, or remove it",
                related=[Label(earlier, "the other one")],
            )
            return
