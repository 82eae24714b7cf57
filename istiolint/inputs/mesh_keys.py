"""Mesh config in a file of its own, told by its keys."""

from __future__ import annotations

from istiolint.syntax.node import Node

# Other programs have keys of the second sort as well, so they only count beside one of the first.
_MESH_KEYS = [
    "accessLogFile",
    "accessLogEncoding",
    "defaultConfig",
    "enableAutoMtls",
    "enablePrometheusMerge",
    "extensionProviders",
    "defaultProviders",
    "trustDomainAliases",
    "outboundTrafficPolicy",
    "discoverySelectors",
    "ingressControllerMode",
    "localityLbSetting",
    "meshMTLS",
    "pathNormalization",
    "proxyListenPort",
    "protocolDetectionTimeout",
    "serviceSettings",
    "defaultServiceExportTo",
]
_OTHER_MESH_KEYS = [
    "accessLogFormat",
    "connectTimeout",
    "enableTracing",
    "ingressClass",
    "ingressService",
    "rootNamespace",
    "trustDomain",
]


def is_mesh_config(root: Node) -> bool:
    """Whether a mapping can only be mesh config: two of its keys say so."""
    names = {entry.name for entry in root.entries()}
    certain = len(names.intersection(_MESH_KEYS))
    return certain > 0 and certain + len(names.intersection(_OTHER_MESH_KEYS)) > 1
