"""The value of one of Istio's annotations cannot be read.

The injector checks some annotations and refuses the pod if a value is wrong: the
Deployment is accepted, and its pods are never created. With others, such as the JSON of volumes
and, before 1.29, the quantities of the four resource annotations, it cannot put the pod together,
which comes to the same. An empty value is wrong too, but for lists of ports and of address ranges;
blanks are right around ports, not around address ranges. All other annotations are ignored when
wrong, or passed on to a proxy that does not start.

What to do:
  Write a value of the right type, or leave the annotation out.

Symptoms: pods not created, pods not injected, FailedCreate admission webhook denied the request,
configuration not applied

Baseline: D7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    ANNOTATED,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.annotations import Owner, ValueType, known_name, owners, value_type
from istiolint.rules.api.values import is_of_type

EXAMPLES = [
    Example(
        "Ports and ranges of addresses",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              annotations:
                traffic.sidecar.istio.io/excludeOutboundPorts: "3306;5432"
        #                                                      ^^^^^^^^^^^ "3306;5432" is no list of ports, so the injector refuses the pod
                traffic.sidecar.istio.io/includeInboundPorts: "*"
                traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.1
        #                                                         ^^^^^^^^ "10.0.0.1" is no list of address ranges, so the injector refuses the pod
                traffic.sidecar.istio.io/includeOutboundIPRanges: 10.0.0.0/8, fd00::/8
        #                                                         ^^^^^^^^^^^^^^^^^^^^ "10.0.0.0/8, fd00::/8" is no list of address ranges, so the injector refuses the pod
        """,
    ),
    Example(
        "Words, numbers and booleans",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          annotations:
            sidecar.istio.io/interceptionMode: tproxy
        #                                      ^^^^^^ "tproxy" is none of REDIRECT, TPROXY, NONE, so the injector refuses the pod
            status.sidecar.istio.io/port: "-1"
        #                                 ^^^^ "-1" is no port from 0 to 65535, so the injector refuses the pod
            sidecar.istio.io/rewriteAppHTTPProbers: "off"
        #                                           ^^^^^ "off" is no boolean
        spec: {containers: []}
        """,
    ),
    Example(
        "Trying a policy out, and part of the traffic for a new waypoint",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: trial, annotations: {istio.io/dry-run: "yes"}}
        #                                                       ^^^^^ "yes" is no boolean, so istiod's webhook refuses the object
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: reviews, annotations: {istio.io/use-waypoint-canary-weight: 10%}}
        #                                                                            ^^^ "10%" is no percentage from 0 to 100
        """,
    ),
    Example(
        "Quantities",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          annotations: {sidecar.istio.io/proxyMemory: 256MB}
        #                                             ^^^^^ "256MB" is no quantity, so the injector refuses the pod
        spec: {containers: []}
        """,
        releases="1.16..1.31",
    ),
    Example(
        "Nothing is no value, but for a list",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          annotations:
            sidecar.istio.io/proxyCPU: ""
        #                              ^^ "" is no quantity, so the injector refuses the pod
            sidecar.istio.io/interceptionMode: ""
        #                                      ^^ "" is none of REDIRECT, TPROXY, NONE, so the injector refuses the pod
            prometheus.istio.io/merge-metrics: ""
        #                                      ^^ "" is no boolean, so the injector refuses the pod
            readiness.status.sidecar.istio.io/periodSeconds: ""
        #                                                    ^^ "" is no whole number from 0, so the injector refuses the pod
            traffic.sidecar.istio.io/includeOutboundIPRanges: ""
            traffic.sidecar.istio.io/excludeOutboundPorts: ""
            sidecar.istio.io/logLevel: ""
            sidecar.istio.io/statsFlushInterval: ""
        spec: {containers: []}
        """,
    ),
    Example(
        "Volumes are JSON",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          annotations:
            sidecar.istio.io/userVolume: '[{"name": "ca", "secret": {"secretName": "ca"}]'
        #                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the value is no JSON, so the injector refuses the pod
            sidecar.istio.io/userVolumeMount: '[{"name": "ca", "mountPath": "/etc/ca"}]'
        spec: {containers: []}
        """,
    ),
    Example(
        "Values that can be read, or are not known",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          annotations:
            traffic.sidecar.istio.io/excludeInboundPorts: ""
            traffic.sidecar.istio.io/excludeOutboundPorts: "${PORTS}"
            traffic.sidecar.istio.io/includeInboundPorts: "80, 443"
            traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.0/8,fd00::/8
            status.sidecar.istio.io/port: " 15020"
            traffic.sidecar.istio.io/includeOutboundIPRanges: "*"
            sidecar.istio.io/proxyCPU: 100m
            sidecar.istio.io/proxyMemory:
            sidecar.istio.io/logLevel: warning
            sidecar.istio.io/agentLogLevel: ads:debug
            sidecar.istio.io/statsFlushInterval: 10s
            prometheus.istio.io/merge-metrics: "False"
            example.com/port: "-1"
        spec: {containers: []}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: trial, annotations: {istio.io/dry-run: "true"}}
        """,
    ),
]

NAMES = {
    "bool": "boolean",
    "duration": "duration",
    "json": "JSON",
    "percent": "percentage from 0 to 100",
    "port-or-zero": "port from 0 to 65535",
    "ports": "list of ports",
    "ports-or-all": "list of ports",
    "quantity": "quantity",
    "cidrs": "list of address ranges",
    "cidrs-or-all": "list of address ranges",
    "uint": "whole number from 0",
}

HELP = {
    "bool": 'write "true" or "false"',
    "duration": "a duration needs a unit, such as 10s",
    "percent": "write a whole number in quotes",
    "port-or-zero": "write the number of a port in quotes",
    "json": "the value is a list or mapping in JSON",
    "ports": 'write ports up to 65535 with commas between them, such as "3306,5432"',
    "ports-or-all": 'write ports up to 65535 with commas between them, or "*"',
    "quantity": "write a quantity of Kubernetes, such as 200m or 256Mi",
    "cidrs": "write address ranges with commas and no blanks between them, such as 10.0.0.0/8",
    "cidrs-or-all": 'write address ranges with commas and no blanks between them, or "*"',
    "uint": "write a number in quotes",
}


@rule(kinds(*ANNOTATED), Severity.WARNING, EXAMPLES, upstream=["IST0125"])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Read each value as the injector does."""
    minor = context.release.minor
    for owner in owners(resource):
        for name, value in ((each.name, each.value) for each in owner.annotations()):
            wanted = value_type(name, minor)
            known = known_name("annotation", name, minor)
            if wanted is None or known is None or owner.kind not in known.resources:
                continue
            if value.is_null or value.is_unknown or is_right(value.value, wanted):
                continue
            yield Finding(
                at=value,
                message=message(value.value, wanted)
                + (consequence(owner) if wanted.is_refused else ""),
                help=HELP.get(wanted.format),
                severity=Severity.ERROR if wanted.is_refused else None,
            )


def message(text: str, wanted: ValueType) -> str:
    """What is wrong with a value."""
    if wanted.words:
        return f'"{text}" is none of {", ".join(wanted.words)}'
    if wanted.format == "json":
        return "the value is no JSON"
    return f'"{text}" is no {NAMES[wanted.format]}'


def consequence(owner: Owner) -> str:
    """What happens to an object with a value that is checked."""
    if owner.is_pod:
        return ", so the injector refuses the pod"
    return ", so istiod's webhook refuses the object"


def is_right(text: str, wanted: ValueType) -> bool:
    """Whether Istio can read a text; of formats that are looked at elsewhere, nothing is said."""
    if not text and not wanted.is_refused:
        return True
    if wanted.words:
        return text in wanted.words
    return wanted.format not in NAMES or is_of_type(text, wanted.format)
