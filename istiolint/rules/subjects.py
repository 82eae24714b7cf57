"""Subjects that several rules share."""

from __future__ import annotations

from istiolint.kinds import GITOPS, PROXY_CONFIG, WORKLOADS
from istiolint.rules.rule import either, install, kinds

VARIABLES = either(
    install(
        "pilot.env.*",
        "cni.env.*",
        "ztunnel.env.*",
        "meshConfig.defaultConfig.proxyMetadata.*",
    ),
    kinds(*WORKLOADS, PROXY_CONFIG, *GITOPS),
)
"""Where environment variables for Istio's programs are written; see ``api.variables``."""
