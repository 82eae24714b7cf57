"""Installs and their settings."""

from __future__ import annotations

from istiolint.inputs.document import Role
from istiolint.install.budget import budget_is_left_out
from istiolint.install.defaults import platform as platform_settings
from istiolint.install.gateways import (
    REPLICA_SETTINGS,
    Gateway,
    gateways_of,
)
from istiolint.install.install import Install
from istiolint.install.losses import Loss, losses
from istiolint.install.naming import namespace as namespace_of
from istiolint.install.provenance import provenance
from istiolint.install.resources import (
    DEFAULT_RESOURCES,
    RESOURCE_SETTINGS,
    amount_in_pod,
    amount_of_istiod,
    amounts_of,
)
from istiolint.install.setting import UNKNOWN, Origin, Setting
from istiolint.install.signing import (
    CA_ADDRESS,
    CA_SETTINGS,
    CA_SWITCH,
    CA_TEMPLATES,
    has_own_templates,
    is_ca_off,
    names_other_ca,
)

__all__ = [
    "CA_ADDRESS",
    "CA_SETTINGS",
    "CA_SWITCH",
    "CA_TEMPLATES",
    "DEFAULT_RESOURCES",
    "REPLICA_SETTINGS",
    "RESOURCE_SETTINGS",
    "UNKNOWN",
    "Gateway",
    "Install",
    "Loss",
    "Origin",
    "Role",
    "Setting",
    "amount_in_pod",
    "amount_of_istiod",
    "amounts_of",
    "budget_is_left_out",
    "gateways_of",
    "has_own_templates",
    "is_ca_off",
    "losses",
    "names_other_ca",
    "namespace_of",
    "platform_settings",
    "provenance",
]
