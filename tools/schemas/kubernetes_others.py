"""Kinds that others add to Kubernetes and that a mesh is run with.

They are written by hand, from the fields that the Prometheus operator 0.80 and cert-manager
1.17 have, and open wherever newer releases of these may know more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"items": TEXT, "type": "array"}
NUMBER: Schema = {"type": "integer"}
SWITCH: Schema = {"type": "boolean"}
MAP: Schema = {"additionalProperties": TEXT, "type": "object"}
OBJECT: Schema = {"type": "object"}
GO_DURATION: Schema = TEXT | {"x-istio-format": "duration"}
PROMETHEUS_DURATION: Schema = TEXT | {"x-istio-format": "prometheus-duration"}
PORT: Schema = {"type": ["integer", "string"], "x-istio-format": "port-or-name"}


def to(name: str) -> Schema:
    """A definition."""
    return {"$ref": f"#/$defs/{name}"}


def several(name: str) -> Schema:
    """A list of what is defined."""
    return {"items": to(name), "type": "array"}


def mapping(properties: Schema, *required: str) -> Schema:
    """A mapping that may have other keys as well."""
    found: Schema = {"properties": properties, "type": "object"}
    return found | ({"required": sorted(required)} if required else {})


def closed(properties: Schema, *required: str) -> Schema:
    """A mapping that may have no other keys."""
    return mapping(properties, *required) | {"additionalProperties": False}


def kind(name: str, version: str, spec: str) -> Schema:
    """A kind with a spec."""
    words = {"apiVersion": {"enum": [version], **TEXT}, "kind": {"enum": [name], **TEXT}}
    inner = {"metadata": to("meta.v1.ObjectMeta"), "spec": to(spec), "status": OBJECT}
    return closed(words | inner, "spec")


SCRAPE: Schema = {
    "authorization": OBJECT,
    "basicAuth": OBJECT,
    "enableHttp2": SWITCH,
    "filterRunning": SWITCH,
    "followRedirects": SWITCH,
    "honorLabels": SWITCH,
    "honorTimestamps": SWITCH,
    "interval": PROMETHEUS_DURATION,
    "metricRelabelings": several("monitoring.v1.Relabeling"),
    "oauth2": OBJECT,
    "params": {"additionalProperties": TEXTS, "type": "object"},
    "path": TEXT,
    "port": TEXT,
    "relabelings": several("monitoring.v1.Relabeling"),
    "scheme": TEXT | {"enum": ["HTTP", "HTTPS", "http", "https"]},
    "scrapeTimeout": PROMETHEUS_DURATION,
    "targetPort": PORT,
    "tlsConfig": OBJECT,
    "trackTimestampsStaleness": SWITCH,
}
"""How a target is scraped."""

MONITOR: Schema = {
    "jobLabel": TEXT,
    "namespaceSelector": mapping({"any": SWITCH, "matchNames": TEXTS}),
    "podTargetLabels": TEXTS,
    "sampleLimit": NUMBER,
    "scrapeClass": TEXT,
    "selector": to("meta.v1.LabelSelector"),
    "targetLimit": NUMBER,
}
"""What monitors of services and of pods have in common."""

USAGES = [
    "any",
    "cert sign",
    "client auth",
    "code signing",
    "content commitment",
    "crl sign",
    "data encipherment",
    "decipher only",
    "digital signature",
    "email protection",
    "encipher only",
    "ipsec end system",
    "ipsec tunnel",
    "ipsec user",
    "key agreement",
    "key encipherment",
    "microsoft sgc",
    "netscape sgc",
    "ocsp signing",
    "s/mime",
    "server auth",
    "signing",
    "timestamping",
]
"""What a key may be used for."""

OTHERS: Mapping[str, Schema] = {
    "cert-manager.v1.Certificate": kind(
        "Certificate", "cert-manager.io/v1", "cert-manager.v1.CertificateSpec"
    ),
    "cert-manager.v1.CertificateSpec": mapping(
        {
            "commonName": TEXT,
            "dnsNames": TEXTS,
            "duration": GO_DURATION,
            "emailAddresses": TEXTS,
            "ipAddresses": TEXTS,
            "isCA": SWITCH,
            "issuerRef": mapping({"group": TEXT, "kind": TEXT, "name": TEXT}, "name"),
            "keystores": OBJECT,
            "literalSubject": TEXT,
            "nameConstraints": OBJECT,
            "privateKey": mapping(
                {
                    "algorithm": TEXT | {"enum": ["ECDSA", "Ed25519", "RSA"]},
                    "encoding": TEXT | {"enum": ["PKCS1", "PKCS8"]},
                    "rotationPolicy": TEXT | {"enum": ["Always", "Never"]},
                    "size": NUMBER,
                }
            ),
            "renewBefore": GO_DURATION,
            "renewBeforePercentage": NUMBER,
            "revisionHistoryLimit": NUMBER,
            "secretName": TEXT,
            "secretTemplate": mapping({"annotations": MAP, "labels": MAP}),
            "subject": OBJECT,
            "uris": TEXTS,
            "usages": {"items": TEXT | {"enum": USAGES}, "type": "array"},
        },
        "issuerRef",
        "secretName",
    ),
    "cert-manager.v1.ClusterIssuer": kind(
        "ClusterIssuer", "cert-manager.io/v1", "cert-manager.v1.IssuerSpec"
    ),
    "cert-manager.v1.Issuer": kind("Issuer", "cert-manager.io/v1", "cert-manager.v1.IssuerSpec"),
    "cert-manager.v1.IssuerSpec": mapping(
        {"acme": OBJECT, "ca": OBJECT, "selfSigned": OBJECT, "vault": OBJECT, "venafi": OBJECT}
    ),
    "monitoring.v1.Group": closed(
        {
            "interval": PROMETHEUS_DURATION,
            "labels": MAP,
            "limit": NUMBER,
            "name": TEXT | {"minLength": 1},
            "partial_response_strategy": TEXT,
            "query_offset": PROMETHEUS_DURATION,
            "rules": several("monitoring.v1.Rule"),
        },
        "name",
    ),
    "monitoring.v1.PodMonitor": kind(
        "PodMonitor", "monitoring.coreos.com/v1", "monitoring.v1.PodMonitorSpec"
    ),
    "monitoring.v1.PodMonitorSpec": mapping(
        MONITOR
        | {
            "podMetricsEndpoints": {
                "items": mapping(SCRAPE | {"portNumber": NUMBER}),
                "type": "array",
            }
        },
        "selector",
    ),
    "monitoring.v1.PrometheusRule": kind(
        "PrometheusRule", "monitoring.coreos.com/v1", "monitoring.v1.PrometheusRuleSpec"
    ),
    "monitoring.v1.PrometheusRuleSpec": closed({"groups": several("monitoring.v1.Group")}),
    "monitoring.v1.Relabeling": mapping(
        {
            "action": TEXT,
            "modulus": NUMBER,
            "regex": TEXT,
            "replacement": TEXT,
            "separator": TEXT,
            "sourceLabels": TEXTS,
            "targetLabel": TEXT,
        }
    ),
    "monitoring.v1.Rule": closed(
        {
            "alert": TEXT,
            "annotations": MAP,
            "expr": {"type": ["integer", "string"]},
            "for": PROMETHEUS_DURATION,
            "keep_firing_for": PROMETHEUS_DURATION,
            "labels": MAP,
            "record": TEXT,
        },
        "expr",
    ),
    "monitoring.v1.ServiceMonitor": kind(
        "ServiceMonitor", "monitoring.coreos.com/v1", "monitoring.v1.ServiceMonitorSpec"
    ),
    "monitoring.v1.ServiceMonitorSpec": mapping(
        MONITOR | {"endpoints": {"items": mapping(SCRAPE), "type": "array"}, "targetLabels": TEXTS},
        "endpoints",
        "selector",
    ),
}
"""The definitions, by the same kind of name as those of Kubernetes."""
