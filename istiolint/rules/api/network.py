"""Network policies, and what they let through."""

from __future__ import annotations

from istiolint.project.network import DNS, names_istiod
from istiolint.resources.cilium_settings import CILIUM_SOURCES, CiliumSettings, cilium_settings
from istiolint.resources.network_policy import Policy, Ports, Side, Wanted, may_pass

__all__ = [
    "CILIUM_SOURCES",
    "DNS",
    "CiliumSettings",
    "Policy",
    "Ports",
    "Side",
    "Wanted",
    "cilium_settings",
    "may_pass",
    "names_istiod",
]
