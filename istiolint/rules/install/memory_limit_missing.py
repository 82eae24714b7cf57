"""Sidecars or a gateway may use all the memory of their node.

A proxy without a memory limit that leaks, or is sent far more than usual, grows until the
node is out of memory. Then the kernel kills whatever it thinks fit, and one proxy's trouble
becomes that of every pod on the node. With a limit only that proxy is restarted.

The charts set a limit of 1Gi; it is gone where values delete it with `null`. Until 1.28.6 and
1.29.1 `limits: {memory: null}` deletes nothing: it is written out and taken for a limit of 0,
below what the container requests, so that its pods are refused. That is an error where the request
is certain.

What to do:
  Set `resources.limits.memory`, 1Gi unless you know better.

Symptoms: node pressure, pods evicted, node NotReady, OOMKilled containers that are not at fault,
performance degrades, must be less than or equal to memory limit of 0

Baseline: R5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Release, Severity, install, rule
from istiolint.rules.api.installs import Install, Setting

EXAMPLES = [
    Example(
        "The chart's limits are deleted",
        """
        global:
          proxy:
            resources:
              limits: null
        #             ^^^^ sidecars have no memory limit; the baseline asks for one
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "All of the resources",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            gateways: {istio-ingressgateway: {resources: null}}
        #                                                ^^^^ istio-ingressgateway has no memory limit; the baseline asks for one
        """,
        releases="1.24..1.31",
    ),
    Example(
        "The one limit, which is really deleted",
        """
        global: {proxy: {resources: {limits: {memory: null}}}}
        #                                             ^^^^ sidecars have no memory limit; the baseline asks for one
        """,
        path="istiod-values.yaml",
        releases="1.30..1.31",
    ),
    Example(
        "The one limit, which older charts write out",
        """
        global: {proxy: {resources: {limits: {memory: null}}}}
        #                                             ^^^^ sidecars get memory: null written out as a limit of 0 (until 1.28.6 and 1.29.1), and their pods are refused
        """,
        path="istiod-values.yaml",
        releases="1.16..1.27",
    ),
    Example(
        "An empty block deletes nothing: values are merged",
        "global: {proxy: {resources: {limits: {}}}}",
        path="istiod-values.yaml",
    ),
    Example(
        "Without a CPU limit a proxy is not throttled, which is fine",
        "global: {proxy: {resources: {limits: {cpu: null}}}}",
        path="istiod-values.yaml",
    ),
    Example(
        "Values that are in another file",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: istiod}
        spec:
          source:
            chart: istiod
            targetRevision: 1.30.3
            helm: {valueFiles: [$values/istiod.yaml]}
        """,
    ),
]

PARTS = {
    "global.proxy": "sidecars",
    "gateways.istio-ingressgateway": "istio-ingressgateway",
    "gateways.istio-egressgateway": "istio-egressgateway",
}
WRITTEN_OUT_BEFORE = {28: 6, 29: 1}
"""The patch of a minor release since which charts drop a nested null; 1.30 and later all do."""


@rule(
    install(
        *(f"{part}.resources.{kind}.memory" for part in PARTS for kind in ("limits", "requests"))
    ),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report a limit that the user took away."""
    for part, who in PARTS.items():
        limit = install.setting(f"{part}.resources.limits.memory")
        request = install.setting(f"{part}.resources.requests.memory")
        if not (limit.is_absent and limit.is_written):
            continue
        is_refused = bool(request.quantity) and is_written_out(limit, install.target)
        is_certain = install.complete or request.is_written
        verbs = ("has", "gets", "its") if part.startswith("gateways.") else ("have", "get", "their")
        refused = (
            f"{who} {verbs[1]} memory: null written out as a limit of 0 (until 1.28.6 and 1.29.1), "
            f"and {verbs[2]} pods are refused"
        )
        yield Finding(
            at=limit.at,
            message=refused if is_refused else f"{who} {verbs[0]} no memory limit; {BASELINE}",
            help="set resources.limits.memory; 1Gi is the charts' default",
            severity=Severity.ERROR if is_refused and is_certain else None,
            setting=limit,
        )


BASELINE = "the baseline asks for one"


def is_written_out(limit: Setting, release: Release) -> bool:
    """Whether a ``null`` for this one limit certainly reaches the pod, where it counts as 0."""
    key = limit.at.key
    fixed = WRITTEN_OUT_BEFORE.get(release.minor)
    is_old = release.minor < min(WRITTEN_OUT_BEFORE) or (
        fixed is not None and release.patch is not None and release.patch < fixed
    )
    return is_old and not limit.is_patch and key is not None and key.value == "memory"
