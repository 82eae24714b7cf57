"""A port of a workload has a name that no port can have.

`ports` of a WorkloadEntry, of the template of a WorkloadGroup and of an endpoint of a ServiceEntry
says which number a port of the service has on this workload, by the port's name: letters,
digits and dashes, at most 62 of them, a letter or digit at both ends. The API server rejects
the object.

What to do:
  Write the name of the port as the service has it, `http: 8080`.

Symptoms: port name must be valid, invalid port name
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.rules.api import (
    SERVICE_ENTRY,
    WORKLOAD_ENTRY,
    WORKLOAD_GROUP,
    Context,
    Entry,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "A name with an underscore, and one that ends with a dash",
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: ledger}
        spec:
          address: 192.0.2.7
          ports:
            http_api: 8080
        #   ^^^^^^^^ "http_api" is no name of a port
            grpc-: 9090
        #   ^^^^^ "grpc-" is no name of a port
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadGroup
        metadata: {name: ledger}
        spec: {template: {ports: {.http: 8080}}}
        #                         ^^^^^ ".http" is no name of a port
        """,
    ),
    Example(
        "Names of ports, whatever their case",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports: [{number: 80, name: http-api, protocol: HTTP}]
          resolution: STATIC
          endpoints:
          - {address: 192.0.2.7, ports: {http-api: 8080, HTTP: 81, "8080": 8080, "${NAME}": 82}}
          - {address: 192.0.2.8}
        """,
    ),
]

NAME = re.compile(r"(?=.{1,62}\Z)[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?")


@rule(kinds(SERVICE_ENTRY, WORKLOAD_ENTRY, WORKLOAD_GROUP), Severity.ERROR, EXAMPLES)
def check(resource: Resource, _context: Context) -> Iterator[Finding]:
    """Look at the names of the ports of each workload."""
    for entry in ports(resource):
        if not (entry.key.is_unknown or NAME.fullmatch(entry.name)):
            yield Finding(
                at=entry.key,
                message=f'"{entry.name}" is no name of a port',
                help="the API server rejects the object: letters, digits and dashes, at most 62",
            )


def ports(resource: Resource) -> Iterator[Entry]:
    """The ports of all workloads that are written down."""
    root = resource.root
    if resource.kind == SERVICE_ENTRY:
        for endpoint in root.items("spec", "endpoints"):
            yield from endpoint.entries("ports")
    elif resource.kind == WORKLOAD_GROUP:
        yield from root.entries("spec", "template", "ports")
    else:
        yield from root.entries("spec", "ports")
