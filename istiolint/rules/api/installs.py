"""Installs and their settings."""

from __future__ import annotations

from istiolint.inputs.document import Role
from istiolint.install.budget import budget_is_left_out
from istiolint.install.defaults import platform as platform_settings
from istiolint.install.gateways import OperatorGateway, operator_gateways
from istiolint.install.install import Install
from istiolint.install.provenance import provenance
from istiolint.install.setting import UNKNOWN, Origin, Setting

__all__ = [
    "UNKNOWN",
    "Install",
    "OperatorGateway",
    "Origin",
    "Role",
    "Setting",
    "budget_is_left_out",
    "operator_gateways",
    "platform_settings",
    "provenance",
]
