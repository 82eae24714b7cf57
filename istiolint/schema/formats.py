"""The formats of texts that the schemas of resources leave to later validation."""

from __future__ import annotations

from collections.abc import Mapping

RE2 = {"regex": "re2"}
_TRAFFIC_POLICY = {
    "baseEjectionTime": "go-duration",
    "connectTimeout": "go-duration",
    "duration": "go-duration",
    "idleTimeout": "go-duration",
    "interval": "go-duration",
    "maxConnectionDuration": "go-duration",
    "time": "go-duration",
    "ttl": "go-duration",
    "warmupDurationSecs": "go-duration",
}

FORMATS: Mapping[str, Mapping[str, str]] = {
    "VirtualService": {
        **RE2,
        "fixedDelay": "go-duration",
        "maxAge": "go-duration",
        "perTryTimeout": "go-duration",
        "timeout": "go-duration",
    },
    "DestinationRule": _TRAFFIC_POLICY,
    "Sidecar": _TRAFFIC_POLICY,
    "RequestAuthentication": {"timeout": "go-duration"},
    "Telemetry": {"reportingInterval": "go-duration"},
}
"""The formats that validation demands of fields and the schemas of resources do not tell."""
