"""istiod is told of the CNI plugin in a way that the release does not read.

Whether the injector adds the privileged istio-init container, or leaves the redirection of
traffic to the CNI plugin, is one setting with two names: `istio_cni.enabled` up to 1.23,
`pilot.cni.enabled` from 1.22 on. From 1.24 on an IstioOperator has a third place:
`components.cni.enabled`, which replaces whatever the values say, with false where it is not
written.

With the wrong name the plugin is installed and pods get istio-init all the same: they need
NET_ADMIN, and namespaces with Pod Security admission refuse them.

What to do:
  Use `istio_cni.enabled` up to 1.21, `pilot.cni.enabled` from 1.22 on, and in an
  IstioOperator `components.cni.enabled`.

Symptoms: istio-init still injected with CNI, violates PodSecurity NET_ADMIN, pods not created
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install, Origin

EXAMPLES = [
    Example(
        "The old name",
        """
        global: {istioNamespace: istio-system}
        istio_cni:
          enabled: true
        # ^^^^^^^ istio_cni.enabled has no effect: since 1.24 only pilot.cni.enabled is read
        """,
        path="istiod-values.yaml",
        releases="1.24..1.31",
    ),
    Example(
        "The new name in an old release",
        """
        pilot:
          cni:
            enabled: true
        #            ^^^^ pilot.cni.enabled has no effect: up to 1.21 only istio_cni.enabled is read
        """,
        path="istiod-values.yaml",
        releases="1.16..1.21",
    ),
    Example(
        "An IstioOperator without the component",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            pilot:
              cni: {enabled: true}
        #                    ^^^^ pilot.cni.enabled has no effect: since 1.24 istioctl takes it from components.cni.enabled, which is false
        """,
        releases="1.24..1.31",
    ),
    Example(
        "The old name in an IstioOperator",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            istio_cni: {enabled: true}
        #               ^^^^^^^ istio_cni.enabled has no effect: since 1.24 only pilot.cni.enabled is read
        """,
        releases="1.24..1.31",
    ),
    Example(
        "Either name works in between",
        """
        # file: a/istiod-values.yaml
        global: {istioNamespace: istio-system}
        istio_cni: {enabled: true}
        # file: b/istiod-values.yaml
        pilot: {cni: {enabled: true}}
        """,
        releases="1.22..1.23",
    ),
    Example(
        "Both names, for whatever release it may be",
        """
        global: {istioNamespace: istio-system}
        istio_cni: {enabled: true}
        pilot: {cni: {enabled: true}}
        """,
        path="istiod-values.yaml",
        releases="1.24..1.31",
    ),
    Example(
        "The component is there",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components: {cni: {enabled: true}}
          values: {pilot: {cni: {enabled: true}}}
        """,
        releases="1.24..1.31",
    ),
]

OLD, NEW = "istio_cni.enabled", "pilot.cni.enabled"
NEW_SINCE, OLD_UNTIL = 22, 23


@rule(install(OLD, NEW), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for the name that is not read, without the one that is."""
    old, new, minor = install.setting(OLD), install.setting(NEW), install.target.minor
    lost = [each for each in new.overridden if each.origin is Origin.WRITTEN and each.value is True]
    if new.origin is Origin.INSTALLER and lost and lost[0].node is not None:
        yield Finding(
            at=lost[0].node,
            message=f"{NEW} has no effect: since 1.24 istioctl takes it from "
            "components.cni.enabled, which is false",
            help="set components.cni.enabled, which installs the plugin as well",
        )
    elif minor > OLD_UNTIL and old.is_written and old.flag and new.value in (None, False):
        yield Finding(
            at=old.at.key or old.at,
            message=f"{OLD} has no effect: since 1.24 only {NEW} is read",
            help=f"set {NEW}",
            setting=old,
        )
    elif minor < NEW_SINCE and new.is_written and new.flag and not old.is_written:
        yield Finding(
            at=new.at,
            message=f"{NEW} has no effect: up to 1.21 only {OLD} is read",
            help=f"set {OLD}",
            setting=new,
        )
