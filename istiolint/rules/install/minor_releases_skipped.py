"""An upgrade goes over more minor releases at once than the baseline advises.

The baseline lets a second control plane beside the first be up to two minor releases newer.
Beyond that proxies and control plane, CRDs and defaults have not been
tried together, and deprecated settings have gone without the release that warned of them.

Compared are installs that are deployed together: in one file, or in paths that a `scopes`
entry of the configuration lists together, and for the same cluster.

What to do:
  Upgrade to a release in between first.

Symptoms: proxies reject configuration, NACK in proxy-status, proxies NOT READY after an upgrade,
rollback fails

Baseline: I2
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import Context, Example, Finding, Label, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Four releases at once",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-26-2, tag: 1.26.2}
        #                ~~~~~~ 1.26 runs here
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-30-3, tag: 1.30.3}
        #                ^^^^^^ from 1.26 to 1.30 is 4 minor releases; the baseline is 2 or fewer
        """,
    ),
    Example(
        "Two are fine, in either order",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-30-3, tag: 1.30.3}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-28-2, tag: 1.28.2}
        """,
    ),
    Example(
        "Two clusters are upgraded one after the other",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {tag: 1.26.2, values: {global: {multiCluster: {clusterName: east}}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {tag: 1.30.3, values: {global: {multiCluster: {clusterName: west}}}}
        """,
    ),
    Example(
        "Two environments",
        """
        # file: prod/istiod.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-26-3, tag: 1.26.3}
        # file: test/istiod.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-30-3, tag: 1.30.3}
        """,
    ),
]

CLUSTER = "global.multiCluster.clusterName"


class Options(NamedTuple):
    """How many minor releases one step may take."""

    most: int = 2


@rule(install("revision", CLUSTER), Severity.WARNING, EXAMPLES, options=Options)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare the release of each install with the oldest beside it."""
    revision, cluster = install.setting("revision"), install.setting(CLUSTER).value
    if install.release is None or not install.deploys_istiod:
        return
    beside = [
        each
        for each in context.project.installs
        if each.release is not None
        and each.deploys_istiod
        and each.release.minor < install.release.minor - context.options.most
        and each.setting(CLUSTER).value == cluster
        and context.project.deployed_together(each, install)
    ]
    for older in beside[:1]:
        first = older.release or install.release
        step = install.release.minor - first.minor
        yield Finding(
            at=revision.at,
            message=f"from 1.{first.minor} to 1.{install.release.minor} is {step} minor releases; "
            f"the baseline is {context.options.most} or fewer",
            help="upgrade to a release in between first",
            related=[
                Label(
                    older.setting("revision").at.location.on_one_line(),
                    f"1.{first.minor} runs here",
                )
            ],
        )
