"""Network policies, and what they let through."""

from __future__ import annotations

from istiolint.project.network import DNS
from istiolint.resources.addresses import is_within
from istiolint.resources.cilium_settings import CILIUM_SOURCES, CiliumSettings, cilium_settings
from istiolint.resources.network_policy import Action, Policy, Ports, Wanted, may_pass
from istiolint.resources.network_policy import Rule as PolicyRule

__all__ = [
    "CILIUM_SOURCES",
    "DNS",
    "Action",
    "CiliumSettings",
    "Policy",
    "PolicyRule",
    "Ports",
    "Wanted",
    "cilium_settings",
    "is_within",
    "may_pass",
]
