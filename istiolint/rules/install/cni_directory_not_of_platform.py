"""istio-cni is told to use other directories than those of the platform.

istio-cni puts its binary where the container runtime looks for CNI plugins and adds itself to
the configuration there. Platforms differ in both. With wrong paths its pods run and report no
fault, but the runtime never calls the plugin: pods start without redirection, and where
`istio-validation` guards them they fail.

From 1.24 on `global.platform` sets what suits k3d, k3s, MicroK8s, minikube and OpenShift, from 1.25
on GKE too; what is written beside it wins. The rule compares both, and the mode: on OpenShift istio-cni is a
plugin of Multus of its own, so it must not be chained. Directories that are really elsewhere are
a reason to ignore it.

What to do:
  Remove the setting where the platform is named.

Symptoms: pods start without redirection, istio-validation fails, traffic bypasses the mesh, pods
stay in Init

Baseline: I4
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install, Setting, platform_settings

EXAMPLES = [
    Example(
        "k3s has its own places",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components: {cni: {enabled: true}}
          values:
            global: {platform: k3s}
            cni:
              cniBinDir: /opt/cni/bin
        #                ^^^^^^^^^^^^ cniBinDir of istio-cni is "/opt/cni/bin", on platform k3s it is "/var/lib/rancher/k3s/data/cni"
              cniConfDir: /var/lib/rancher/k3s/agent/etc/cni/net.d/
        """,
        releases="1.25..1.31",
    ),
    Example(
        "On OpenShift it is a plugin of its own",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global: {platform: openshift}
            cni: {chained: true, cniBinDir: /var/lib/cni/bin}
        #                  ^^^^ chained of istio-cni is true, on platform openshift it is false
        """,
        releases="1.24..1.31",
    ),
    Example(
        "Nothing is written, or no platform named, or one that is known to no chart",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {values: {global: {platform: k3s}, cni: {cniBinDir: "${BIN}"}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: two}
        spec: {values: {cni: {cniBinDir: /home/kubernetes/bin}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: three}
        spec: {values: {global: {platform: talos}, cni: {cniBinDir: /opt/cni/bin}}}
        """,
    ),
    Example(
        "On GKE the place is found at run time",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {values: {global: {platform: gke}, cni: {cniBinDir: /home/kubernetes/bin}}}
        """,
        releases="1.25..1.31",
    ),
    Example(
        "Before 1.24 charts know no platform",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {values: {global: {platform: k3s}, cni: {cniBinDir: /opt/cni/bin}}}
        """,
        releases="1.16..1.23",
    ),
]

KEYS = ("cniBinDir", "cniConfDir", "chained")


@rule(
    install("global.platform", "platform", "cni.cniBinDir", "cni.cniConfDir", "cni.chained"),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare what is written with what the platform would set."""
    platform = install.setting("global.platform").text or install.setting("platform").text
    found = (platform_settings(platform, context.release) if platform else None) or {}
    expected: Mapping[str, Any] = found.get("cni", {})
    for key in KEYS:
        setting, wanted = install.setting(f"cni.{key}"), expected.get(key)
        if wanted not in (None, "") and setting.is_written and differs(setting, wanted):
            yield Finding(
                at=setting.at,
                message=f"{key} of istio-cni is {shown(setting.value)}, "
                f"on platform {platform} it is {shown(wanted)}",
                help=f"remove {key}; the platform sets it",
                setting=setting,
            )


def differs(setting: Setting, wanted: str | bool) -> bool:  # noqa: FBT001 - a value, not a switch
    """Whether two directories or switches differ; what is unknown does not."""
    if isinstance(wanted, bool):
        return setting.flag is not None and setting.flag is not wanted
    return setting.text is not None and setting.text.rstrip("/") != wanted.rstrip("/")


def shown(value: str | bool) -> str:  # noqa: FBT001 - a value, not a switch
    """A value as YAML would have it."""
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
