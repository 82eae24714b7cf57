"""A list in an IstioOperator takes the place of an earlier one, and what that had is gone.

With several files, and over the profile, istioctl merges mappings key by key. Lists it joined by
name up to 1.23; since 1.24 the last list is all there is. An overlay that only wants one more
gateway, environment variable or patch drops those of the files before it, and one that adds a
setting to a gateway drops all its other settings. Nothing warns: the gateway is removed by
`istioctl install`, the variable has its default again.

Reported are lists of gateways, `k8s.env` and `k8s.overlays` of files that the `installs:` of the
configuration, or `-f` on the command line, lay over one another; as advice also a list of gateways
without the one that the profile installs. Other lists were replaced whole in every release.

What to do:
  Repeat in the later list what is to stay. An entry for a gateway of the profile's that you do
  not want says so: `{name: istio-ingressgateway, enabled: false}`.

Symptoms: gateway is missing after the upgrade, environment variable not set, overlay has no effect,
configuration not applied
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Label, Severity, install, rule
from istiolint.rules.api.installs import Install, Loss, losses

EXAMPLES = [
    Example(
        "The gateway of the profile is not in the list",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
        #   ^^^^^^^^^^^^^^^ this list takes the place of that of the profile: istio-ingressgateway is gone
            - {name: private, enabled: true}
        """,
        releases="1.24..",
    ),
    Example(
        "It was added to the list until 1.23",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {components: {ingressGateways: [{name: private, enabled: true}]}}
        """,
        releases="1.16..1.23",
    ),
    Example(
        "A list that names it, an empty one, names that are not known, other profiles",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
            - {name: private, enabled: true}
            - {name: istio-ingressgateway, enabled: false}
            egressGateways: [{name: istio-egressgateway, enabled: true}]
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: b, components: {ingressGateways: [{name: "${NAME}"}]}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: c, components: {ingressGateways: [{enabled: true}]}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: d, profile: minimal, components: {ingressGateways: [{name: private}]}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: f, components: {ingressGateways: []}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: e, profile: ours.yaml, components: {ingressGateways: [{name: private}]}}
        """,
    ),
]


@rule(install("components"), Severity.WARNING, EXAMPLES, releases="1.24..")
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Say what each list loses."""
    for loss in losses(install):
        which = f"of {loss.earlier.location.source.path}" if loss.earlier else "of the profile"
        related = () if loss.earlier is None else (Label(loss.earlier.location, "lost here"),)
        yield Finding(
            at=loss.later.key or loss.later,
            message=f"this list takes the place of that {which}: {lost(loss)}",
            help="repeat in it what is to stay",
            severity=Severity.INFO if loss.earlier is None else None,
            related=related,
        )


def lost(loss: Loss) -> str:
    """What is gone, in words."""
    gone = (*loss.names, *loss.keys)
    return f"{', '.join(gone)} {'is' if len(gone) == 1 else 'are'} gone"
