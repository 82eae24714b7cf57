"""A gateway of an IstioOperator would have to listen on a port that needs root.

The gateway's pods run as an ordinary user, so Envoy binds ports from 1024 upwards. A Service port
without `targetPort` goes to the container port of the same number; at 1024 or below, or with
such a targetPort, istioctl refuses the whole file, although newer kernels would allow it.

A named targetPort is not looked at. With `values.gateways.istio-ingressgateway.runAsRoot`
(or `-egressgateway`) the check is off.

What to do:
  Set `targetPort` to a port above 1024, 8443 for 443, and let the Gateway's server keep the
  number of the Service port.

Symptoms: "port … in gateway … invalid: targetPort is set to 0, which requires root", istioctl install
fails, gateway does not listen, connection refused
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Node, Severity, install, rule
from istiolint.rules.api.installs import Install, operator_gateways

EXAMPLES = [
    Example(
        "A port without a target, and one with a target that is too low",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
            - name: mail
              enabled: true
              k8s:
                service:
                  ports:
                  - {name: tcp-submission, port: 587}
        #                                        ^^^ port 587 has no targetPort, so gateway "mail" would listen on it, which needs root; istioctl refuses it
                  - {name: https, port: 443, targetPort: 443}
        #                                                ^^^ gateway "mail" would listen on targetPort 443, which needs root; istioctl refuses it
        """,
    ),
    Example(
        "High targets, high ports, names",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
            - name: mail
              k8s:
                service:
                  ports:
                  - {name: https, port: 443, targetPort: 8443}
                  - {name: tcp-imap, port: 1143}
                  - {name: http, port: 80, targetPort: http}
                  - {name: mail, port: 25, targetPort: "${PORT}"}
                  - {name: any, port: "${PORT}"}
                  - {name: none}
        """,
    ),
    Example(
        "It runs as root",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            egressGateways:
            - {name: out, enabled: true, k8s: {service: {ports: [{name: https, port: 443}]}}}
          values: {gateways: {istio-egressgateway: {runAsRoot: true}}}
        """,
    ),
]

ROOT = tuple(f"gateways.istio-{each}gateway.runAsRoot" for each in ("ingress", "egress"))
LOWEST = 1024
"""A targetPort from here on is fine; a port without one has to be above."""


@rule(install(*ROOT), Severity.ERROR, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at the Service ports that the user gives each gateway."""
    as_root = {path: install.setting(path).value for path in ROOT}
    for gateway in operator_gateways(install):
        if gateway.item is None or as_root[f"{gateway.settings}.runAsRoot"] not in (None, False):
            continue
        for port in gateway.item.items("k8s", "service", "ports"):
            yield from refused(port, gateway.name)


def refused(port: Node, gateway: str) -> Iterator[Finding]:
    """What istioctl says of one port."""
    number, target = port.scalar("port"), port.scalar("targetPort")
    needs = "which needs root; istioctl refuses it"
    if target is not None:
        value, at, limit = target.meaning, target, LOWEST - 1
        message = f'gateway "{gateway}" would listen on targetPort {target.value}, {needs}'
    elif number is not None:
        value, at, limit = number.meaning, number, LOWEST
        message = f'port {number.value} has no targetPort, so gateway "{gateway}" would listen on '
        message += f"it, {needs}"
    else:
        return
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= limit:
        yield Finding(at, message, help="set targetPort to a port above 1024")
