"""Installs and their settings."""

from __future__ import annotations

from istiolint.inputs.document import Role
from istiolint.install.install import Install
from istiolint.install.setting import UNKNOWN, Origin, Setting

__all__ = [
    "UNKNOWN",
    "Install",
    "Origin",
    "Role",
    "Setting",
]
