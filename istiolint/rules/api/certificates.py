"""Certificates, the objects that hold them, and who signs."""

from __future__ import annotations

from istiolint.project.authorities import has_plugged_ca
from istiolint.resources.certificates import Certificate, is_key_of, is_trusted
from istiolint.resources.credentials import TlsServer, tls_servers
from istiolint.resources.holders import (
    HOLDERS_OF_CERTIFICATES,
    Holder,
    Item,
    Part,
    Use,
    holders,
    items,
)

__all__ = [
    "HOLDERS_OF_CERTIFICATES",
    "Certificate",
    "Holder",
    "Item",
    "Part",
    "TlsServer",
    "Use",
    "has_plugged_ca",
    "holders",
    "is_key_of",
    "is_trusted",
    "items",
    "tls_servers",
]
