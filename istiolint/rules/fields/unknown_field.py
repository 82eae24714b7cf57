"""A key is unknown where it stands.

A misspelt key is the mistake that nothing tells: the object is there, the release is
installed, and the setting is not. Who reads the key decides what happens:

- kubectl refuses resources with unknown fields, other clients do not, and then the API server
  drops the field before anybody sees it;
- of objects of Kubernetes, and of values that a chart hands on to them (`tolerations`,
  `affinity`, `volumes`), the same is true, but that Istio goes on without the field; the names
  of resources under `limits` and `requests` are the exception: the API server rejects others;
- istioctl refuses an IstioOperator with unknown fields, in `spec` and in `spec.values`;
- Helm takes any key, except that the gateway chart brings a schema that closes its root
  (up to 1.20, and again from patch releases of 1.25 to 1.27 on);
- istiod and the injector leave out fields of mesh config and of the `proxy.istio.io/config`
  annotation that they do not know.

Keys below `global` and at the root of values files may be meant for other charts; they are
reported only where they look like a key of this one, or where the file itself says
which chart it is for.

What to do:
  Write the key as the schema spells it, or remove it. `istiolint schema KIND` prints all keys.

Symptoms: strict decoding error, unknown field, setting has no effect, field missing after apply

Baseline: S3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.edits import renaming
from istiolint.rules.api.fields import (
    Fault,
    Reader,
    cost_of_unknown,
    place,
    severity_of_unknown,
    suggestion,
)

EXAMPLES = [
    Example(
        "A field of a resource is misspelt",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - retrys:
        #   ^^^^^^ unknown field "retrys" in spec.http[0] of VirtualService; did you mean "retries"?
              attempts: 3
            route:
            - destination: {host: reviews}
        """,
    ),
    Example(
        "Helm takes what the chart never reads",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values:
            global:
              proxy:
                holdApplicationUntilProxyStart: true
        #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown field "holdApplicationUntilProxyStart" in global.proxy of the istiod chart; did you mean "holdApplicationUntilProxyStarts"?
        """,
    ),
    Example(
        "The proxy's security context is no setting",
        """
        # istiolint: chart=istiod
        global:
          proxy:
            readOnlyRootFilesystem: true
        #   ^^^^^^^^^^^^^^^^^^^^^^ unknown field "readOnlyRootFilesystem" in global.proxy of the istiod chart
            runAsNonRoot: true
        #   ^^^^^^^^^^^^ unknown field "runAsNonRoot" in global.proxy of the istiod chart
            privileged: false
        """,
    ),
    Example(
        "In releases whose gateways have it as well",
        """
        # istiolint: chart=istiod
        global:
          proxy:
            runAsNonRoot: true
        #   ^^^^^^^^^^^^ unknown field "runAsNonRoot" in global.proxy of the istiod chart
        """,
        releases="1.16..1.31",
    ),
    Example(
        "What the charts read, and istioctl does not know",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            global:
              waypoint:
                tolerations: []
        #       ^^^^^^^^^^^ unknown field "tolerations" in global.waypoint of spec.values
          unvalidatedValues:
            global:
              waypoint:
                tolerations: []
        """,
    ),
    Example(
        "A key that istioctl spells otherwise",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              K8S:
        #     ^^^ unknown field "K8S" in spec.components.pilot of IstioOperator; did you mean "k8s"?
                replicaCount: 2
        """,
        fixed="""
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                replicaCount: 2
        """,
    ),
    Example(
        "Globals may be for other charts",
        """
        # istiolint: chart=istiod
        global:
          imageRegistry: registry.example.com
          meshID: shop
        """,
    ),
    Example(
        "An object of Kubernetes",
        """
        apiVersion: v1
        kind: Service
        metadata: {name: reviews}
        spec:
          selectors: {app: reviews}
        # ^^^^^^^^^ unknown field "selectors" in spec of Service; did you mean "selector"?
          ports:
          - {name: http, port: 80}
        """,
    ),
    Example(
        "What a chart hands on",
        """
        # istiolint: chart=istiod
        resources:
          limits:
            memroy: 4Gi
        #   ^^^^^^ unknown field "memroy" in resources.limits of the istiod chart; did you mean "memory"?
            example.com/accelerator: 1
        tolerations:
        - {key: mesh, effects: NoSchedule}
        #             ^^^^^^^ unknown field "effects" in tolerations[0] of the istiod chart; did you mean "effect"?
        """,
    ),
    Example(
        "Patches of Kustomize say what to do, and leave out what stays",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            spec:
              containers:
              - {name: debug, $patch: delete}
        """,
    ),
]

_INJECTED = {
    "readOnlyRootFilesystem": "runs it with a read-only root file system",
    "runAsNonRoot": "runs it as a user other than root",
    "runAsUser": "runs it as user 1337, or as the pod's own on OpenShift",
    "allowPrivilegeEscalation": "forbids it to gain privileges",
    "capabilities": "drops all capabilities",
}
"""What the injection template does by itself, by the key with which people ask for it."""


@rule(
    fault("unknown-field"),
    Severity.ERROR,
    EXAMPLES,
    upstream=["IST0106"],
    yields_to=["hpa-metric-outdated"],
)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report keys that no schema knows in their place."""
    message = f'unknown field "{found.name}" in {place(found, above=True)}{suggestion(found)}'
    yield Finding(
        found.at,
        message,
        help=_about_the_proxy(found) or _about_istioctl(found) or cost_of_unknown(found),
        severity=severity_of_unknown(found),
        fix=renaming(found),
    )


def _about_the_proxy(found: Fault) -> str | None:
    """What to know for who wants to secure the sidecar's container."""
    if found.field[:2] != ("global", "proxy") or found.name not in _INJECTED:
        return None
    first = 29 if found.input.reader is Reader.ISTIOCTL else 28
    seccomp = " and global.proxy.seccompProfile" if found.input.release.minor >= first else ""
    return (
        f"the injection template itself {_INJECTED[found.name]}; for the sidecar, values have "
        f"only global.proxy.privileged{seccomp}, and a pod may override "
        "its securityContext in a container called istio-proxy"
    )


def _about_istioctl(found: Fault) -> str | None:
    """What to do where the charts read what istioctl does not know."""
    if not found.is_unvalidated:
        return None
    path = ".".join(map(str, found.field))
    return (
        f"istioctl refuses the file, though the charts read {path}: write it under "
        "spec.unvalidatedValues, or install with --force"
    )
