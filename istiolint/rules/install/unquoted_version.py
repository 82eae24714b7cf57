"""A version without quotes is a number, and a number has no trailing zero.

YAML reads `tag: 1.20` as the number 1.2. The image that is pulled then is `pilot:1.2`, which
is another release, or none at all; a `compatibilityVersion: 1.30` asks for the set of values
called 1.3, and a `revision: 1_20` is the number 120.

What to do:
  Put quotes around it: `tag: "1.20"`.

Symptoms: ImagePullBackOff, image not found, wrong version of Istio, unknown compatibilityVersion
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install, gateways_of

EXAMPLES = [
    Example(
        "The revision of a gateway, and of ztunnel",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {revision: 1.30}
        #                    ^^^^ 1.30 without quotes is the number 1.3, so the zero is lost
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {revision: 1.30}
        #                    ^^^^ 1.30 without quotes is the number 1.3, so the zero is lost
        """,
    ),
    Example(
        "In quotes, or with dashes",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {revision: 1-30}
        """,
    ),
    Example(
        "The tag of the images",
        """
        global:
          tag: 1.30
        #      ^^^^ 1.30 without quotes is the number 1.3, so the zero is lost
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A component of an IstioOperator, and the compatibility version",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          compatibilityVersion: 1.20
        #                       ^^^^ 1.20 without quotes is the number 1.2, so the zero is lost
          components:
            pilot: {tag: 1.30}
        #                ^^^^ 1.30 without quotes is the number 1.3, so the zero is lost
        """,
        releases="1.24..1.31",
    ),
    Example(
        "Underscores vanish as well",
        """
        revision: 1_20
        #         ^^^^ 1_20 without quotes is the number 120
        pilot: {autoscaleMin: 2}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Texts, and numbers that lose nothing",
        """
        # file: a/istiod-values.yaml
        global: {tag: "1.30"}
        revision: 1-30
        # file: b/istiod-values.yaml
        global: {tag: 1.30.3}
        compatibilityVersion: 1.29
        pilot: {tag: 1.29-distroless}
        """,
    ),
]

VERSIONS = (
    "global.tag",
    "pilot.tag",
    "cni.tag",
    "ztunnel.tag",
    "compatibilityVersion",
    "revision",
    "ztunnel.revision",
    "defaultRevision",
)
OF_GATEWAYS = "revision"


@rule(install(*VERSIONS, f"gateways.*.{OF_GATEWAYS}"), Severity.ERROR, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare what is written with what the number is printed as."""
    own = (install.setting(path) for path in VERSIONS)
    for setting in (*own, *(each.setting(OF_GATEWAYS) for each in gateways_of(install))):
        value, text = setting.value, setting.at.value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not setting.is_written or not is_number or not text or text == f"{value}":
            continue
        lost = ", so the zero is lost" if text.startswith(f"{value}") else ""
        yield Finding(
            at=setting.at,
            message=f"{text} without quotes is the number {value}{lost}",
            help=f'write "{text}"',
            setting=setting,
        )
