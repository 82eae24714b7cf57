"""The revision is no name that Kubernetes takes for the objects that carry it.

The revision becomes part of the names of istiod's Deployment and Service and the value of a
label, so it has to be a DNS label: small letters, digits and dashes, 63 characters at most,
with a letter or digit at either end. A version with dots is the usual mistake: istioctl
refuses it, with Helm the API server refuses the Service.

What to do:
  Write dashes for dots: `revision: 1-30-3`.

Symptoms: istioctl install fails with invalid revision, Service "istiod-1.30.3" is invalid, a lowercase
RFC 1123 label must consist of

Baseline: I2
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "A version as it is",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          revision: 1.30.3
        #           ^^^^^^ revision "1.30.3" is no DNS label, so the objects of istiod cannot have their names
        """,
    ),
    Example(
        "Capitals and underscores",
        """
        revision: Canary_1
        #         ^^^^^^^^ revision "Canary_1" is no DNS label, so the objects of istiod cannot have their names
        pilot: {autoscaleMin: 2}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Labels, nothing, and what is filled in later",
        """
        # file: a/istiod-values.yaml
        revision: 1-30-3
        pilot: {autoscaleMin: 2}
        # file: b/istiod-values.yaml
        revision: ""
        pilot: {autoscaleMin: 2}
        # file: c/istiod-values.yaml
        revision: v${VERSION}
        pilot: {autoscaleMin: 2}
        """,
    ),
]

LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")


@rule(install("revision"), Severity.ERROR, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare a written revision with the form of a DNS label."""
    revision = install.setting("revision")
    if revision.is_written and revision.text and not LABEL.fullmatch(revision.text):
        dashed = re.sub(r"[^a-z0-9]+", "-", revision.text.lower()).strip("-")
        yield Finding(
            at=revision.at,
            message=f'revision "{revision.text}" is no DNS label, so the objects of istiod cannot '
            "have their names",
            help=f"write {dashed}" if dashed else None,
            setting=revision,
        )
