"""A port of a gateway leads to a port below 1024 of pods that do not run as root.

A Service port without `targetPort` leads to the same number on the pod. istioctl refuses an
IstioOperator in which that is a port below 1024, or 1024 itself if it is not written, since the
gateway's proxy, which does not run as root, could not listen there. istiod leaves such listeners
out where the proxy says that it cannot bind them.

Ports by name, and those in quotes, which count as names, are not looked at. The gateway chart
lets its pods bind any port; this is about IstioOperator alone.

What to do:
  Name a `targetPort` above 1024 (443 usually leads to 8443, 80 to 8080). As a last resort set
  `values.gateways.istio-ingressgateway.runAsRoot: true`.

Symptoms: invalid: targetPort is set to 0, which requires root; nothing listens on the gateway's
port, connection refused, skipping privileged gateway port

Baseline: S2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    ISTIO_OPERATOR,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "A port for mail without and one with a target, neither of which can be bound",
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
                  - {name: https, port: 443, targetPort: 8443}
                  - {name: submission, port: 587}
        #                                    ^^^ port 587 of gateway "mail" has no targetPort, so it leads to a port that takes root to bind
                  - {name: smtp, port: 25, targetPort: 25}
        #                                              ^^ targetPort 25 of gateway "mail" takes root to bind
                  - {name: imap, port: 1143}
        """,
    ),
    Example(
        "The ports in the values of the default gateways",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            gateways:
              istio-ingressgateway:
                ingressPorts:
                - {name: http2, port: 80}
        #                             ^^ port 80 of gateway "istio-ingressgateway" has no targetPort, so it leads to a port that takes root to bind
        """,
    ),
    Example(
        "Gateways that run as root, of the one kind but not of the other",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways: [{name: in, k8s: {service: {ports: [{port: 80}]}}}]
            egressGateways: [{name: out, k8s: {service: {ports: [{port: 80}]}}}]
        #                                                               ^^ port 80 of gateway "out" has no targetPort, so it leads to a port that takes root to bind
          values: {gateways: {istio-ingressgateway: {runAsRoot: true}}}
        """,
    ),
    Example(
        "Targets that are high enough, have a name, or are filled in later",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
            - name: edge
              k8s:
                service:
                  ports:
                  - {port: 80, targetPort: 8080}
                  - {port: 443, targetPort: 1024}
                  - {port: 25, targetPort: smtp}
                  - {port: 26, targetPort: "26"}
                  - {port: "${PORT}"}
                  - {port: 27, targetPort: "${TARGET}"}
        """,
    ),
]

ROOT_UP_TO = 1024
GATEWAYS = {
    "ingressGateways": "istio-ingressgateway",
    "egressGateways": "istio-egressgateway",
}


@rule(kinds(ISTIO_OPERATOR), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Go through the ports of all gateways whose kind does not run as root."""
    root = resource.root
    for component, default in GATEWAYS.items():
        as_root = root.scalar("spec", "values", "gateways", default, "runAsRoot")
        if as_root is not None and as_root.meaning is not False:
            continue
        for gateway in root.items("spec", "components", component):
            name = gateway.text("name")
            for port in gateway.items("k8s", "service", "ports"):
                yield from findings(port, name.value if name is not None else default)
        for port in root.items("spec", "values", "gateways", default, "ingressPorts"):
            yield from findings(port, default)


def findings(port: Node, gateway: str) -> Iterator[Finding]:
    """What is wrong with one port."""
    number, target = port.text("port"), port.scalar("targetPort")
    if target is not None and target.meaning != 0:
        if isinstance(target.meaning, int) and target.meaning < ROOT_UP_TO:
            yield Finding(
                at=target,
                message=f'targetPort {target.value} of gateway "{gateway}" takes root to bind',
                help="choose a targetPort above 1024",
            )
    elif number is not None and isinstance(number.meaning, int) and number.meaning <= ROOT_UP_TO:
        yield Finding(
            at=number,
            message=f'port {number.value} of gateway "{gateway}" has no targetPort, '
            "so it leads to a port that takes root to bind",
            help="name a targetPort above 1024",
        )
