"""A workload has no address, or ports beside a socket that has none.

A WorkloadEntry, and an endpoint of a ServiceEntry, is where requests go: it needs an `address`,
or at least the `network` in which a gateway is to be found. An address that begins with `unix://`
is a socket in the file system, which has no ports. istiod's webhook rejects the object; from 1.23 on
the API server does, and then also ports beside a socket that are an empty mapping or in the template of
a WorkloadGroup.

What to do:
  Write the address of the workload. Leave `ports` out where it is a socket.

Symptoms: address is required, UDS may not include ports
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    CEL_SINCE,
    SERVICE_ENTRY,
    WORKLOAD_ENTRY,
    WORKLOAD_GROUP,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rejected,
    rule,
)

EXAMPLES = [
    Example(
        "A workload that is nowhere",
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: ledger}
        spec:
        #^^^ the workload has no address
          labels: {app: ledger}
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports: [{number: 80, name: http, protocol: HTTP}]
          resolution: STATIC
          endpoints:
          - {address: 192.0.2.7, ports: {http: 8080}}
          - labels: {app: ledger}
        #   ^^^^^^ the workload has no address
        """,
    ),
    Example(
        "An empty address, which only the webhook minds",
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: ledger}
        spec: {address: ""}
        #               ^^ the workload has no address
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: ledger-2}
        spec: {address: "", network: ""}
        #               ^^ the workload has no address
        """,
    ),
    Example(
        "Ports that only the API server minds",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: WorkloadEntry
        metadata: {name: ledger}
        spec: {address: "unix:///var/run/ledger.sock", ports: {}}
        #                                              ^^^^^ a socket has no ports
        ---
        apiVersion: networking.istio.io/v1beta1
        kind: WorkloadGroup
        metadata: {name: ledger}
        spec: {template: {address: "unix:///var/run/ledger.sock", ports: {http: 8080}}}
        #                                                         ^^^^^ a socket has no ports
        """,
        releases="1.23..",
    ),
    Example(
        "The same where the webhook is alone",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: WorkloadEntry
        metadata: {name: ledger}
        spec: {address: "unix:///var/run/ledger.sock", ports: {}}
        ---
        apiVersion: networking.istio.io/v1beta1
        kind: WorkloadGroup
        metadata: {name: ledger}
        spec: {template: {address: "unix:///var/run/ledger.sock", ports: {http: 8080}}}
        """,
        releases="1.16..1.22",
    ),
    Example(
        "A socket with ports",
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: ledger}
        spec:
          address: unix:///var/run/ledger.sock
          ports: {http: 8080}
        # ^^^^^ a socket has no ports
        """,
    ),
    Example(
        "Addresses, networks and sockets; a template needs no address",
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: a}
        spec: {address: 192.0.2.7, ports: {http: 8080}}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: b}
        spec: {network: vms, labels: {app: b}}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: c}
        spec: {address: "unix://@ledger"}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: d}
        spec: {address: "${ADDRESS}", ports: {http: 8080}}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadGroup
        metadata: {name: e}
        spec: {template: {ports: {http: 8080}}}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: f}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: g}
        spec: ${WORKLOAD}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: h}
        spec: {address: "", network: vms}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadGroup
        metadata: {name: i}
        spec: {template: {address: ""}}
        """,
    ),
]


@rule(kinds(SERVICE_ENTRY, WORKLOAD_ENTRY, WORKLOAD_GROUP), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at the address of each workload that is written down."""
    for workload in workloads(resource):
        if not workload.is_mapping:
            continue
        address, network = workload.scalar("address"), workload.scalar("network")
        is_template = resource.kind == WORKLOAD_GROUP
        if not is_template and not any(
            each is not None and each.value for each in (address, network)
        ):
            first = next((entry.key for entry in workload.entries()), workload)
            yield rejected(address or workload.key or first, "the workload has no address")
        ports = workload.at("ports")
        if address is None or ports is None or ports.is_null:
            continue
        is_checked = context.release.minor >= CEL_SINCE
        is_minded = is_checked or not (is_template or is_empty(ports))
        if is_minded and address.value.startswith("unix://"):
            yield rejected(ports.key or ports, "a socket has no ports")


def is_empty(ports: Node) -> bool:
    """Whether it is a mapping without entries."""
    return ports.is_mapping and not any(ports.entries())


def workloads(resource: Resource) -> list[Node]:
    """The places of a resource that say where a workload is."""
    root = resource.root
    if resource.kind == SERVICE_ENTRY:
        return root.items("spec", "endpoints")
    inside = ("template",) if resource.kind == WORKLOAD_GROUP else ()
    workload = root.at("spec", *inside)
    return [] if workload is None else [workload]
