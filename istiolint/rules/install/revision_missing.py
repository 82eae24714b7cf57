"""istiod is installed without a revision, so an upgrade replaces it in place.

With a revision a second control plane is installed beside the first, namespaces move over
one by one by their `istio.io/rev` label, and going back is a label as well. Without one the
upgrade replaces the only control plane: if the new one does not start, or sends what proxies
do not understand, the whole mesh is affected at once.

An install by the Sail operator has its own way (`updateStrategy: RevisionBased`) and is not
looked at. With `environment: staging` or `development` the rule is silent.

What to do:
  Set `revision` (dashes instead of dots, such as 1-30-3) and give namespaces a tag
  (`revisionTags`, `istioctl tag`) rather than the revision itself.

Symptoms: upgrade affects all namespaces at once, rollback means reinstalling

Baseline: I2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    SAIL_ISTIO,
    SAIL_REVISION,
    Context,
    Example,
    Finding,
    Severity,
    install,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "No revision",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        #     ^^^^^^^^^^^^^ istiod is installed without a revision; the baseline upgrades by a second one beside it
        spec: {profile: default}
        """,
    ),
    Example(
        "A revision",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: 1-30-3}
        """,
    ),
    Example(
        "The Sail operator makes revisions itself",
        """
        apiVersion: sailoperator.io/v1
        kind: Istio
        metadata: {name: default}
        spec: {version: v1.30.3, updateStrategy: {type: RevisionBased}}
        """,
    ),
    Example(
        "Not in development, nor before it is known",
        """
        # file: a/istiod-values.yaml
        revision: ${REVISION}
        pilot: {autoscaleMin: 2}
        """,
    ),
]


@rule(install("revision"), Severity.INFO, EXAMPLES, yields_to=["revision-installed-twice"])
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report an install whose istiod has no revision."""
    revision = install.setting("revision")
    is_sail = install.document.kind in (SAIL_ISTIO, SAIL_REVISION)
    if not install.deploys_istiod or is_sail or not is_production(context.environment):
        return
    if revision.value in (None, ""):
        yield Finding(
            at=revision.at,
            message="istiod is installed without a revision; the baseline upgrades by a second "
            "one beside it",
            help=f"set revision, such as {str(install.target).replace('.', '-')}",
            setting=revision,
        )
