"""Installs and their settings."""

from __future__ import annotations

from istiolint.inputs.document import Role
from istiolint.install.defaults import platform as platform_settings
from istiolint.install.gateways import Gateway, gateways_of
from istiolint.install.install import Install
from istiolint.install.naming import namespace as namespace_of
from istiolint.install.provenance import provenance
from istiolint.install.setting import UNKNOWN, Origin, Setting

__all__ = [
    "UNKNOWN",
    "Gateway",
    "Install",
    "Origin",
    "Role",
    "Setting",
    "gateways_of",
    "namespace_of",
    "platform_settings",
    "provenance",
]
