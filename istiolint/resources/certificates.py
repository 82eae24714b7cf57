"""Certificates as X.509 has them: how long they hold, who signed them, whose key is theirs.

Certificates are public, so what they say may be shown. Of a private key nothing leaves this
module but whether it belongs to a certificate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.x509 import Certificate as Parsed

_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
_LONGEST = 1 << 20
"""What an object in a cluster may have; more is nothing that we read."""


class Certificate(NamedTuple):
    """What a certificate says. ``subject`` is its common name, or what comes nearest."""

    subject: str
    not_before: datetime
    not_after: datetime
    may_sign: bool
    """Whether peers accept what it signs: it is a CA, and its key may sign certificates."""
    names: tuple[str, ...]
    """The DNS names it is for, in lower case; clients look at no other name."""
    parsed: Parsed

    def is_valid(self, at: datetime) -> bool:
        """Whether it holds at a time."""
        return self.not_before <= at <= self.not_after

    def covers(self, host: str) -> bool:
        """Whether it is for a host; for ``*.a.com`` only if it says so itself.

        A wildcard stands for one label.
        """
        _, _, domain = host.lower().partition(".")
        return host.lower() in self.names or f"*.{domain}" in self.names


def certificates(text: str) -> list[Certificate] | None:
    """The certificates of a text in PEM, in order; ``None`` if one of them is broken."""
    blocks = _BLOCK.findall(text) if len(text) <= _LONGEST else []
    if not blocks:
        return []
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return [_read(load_pem_x509_certificate(each.encode())) for each in blocks]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None


def has_private_key(text: str) -> bool:
    """Whether there is a private key in a text in PEM."""
    return _KEY.search(text) is not None


def is_key_of(text: str, certificate: Certificate) -> bool | None:
    """Whether a private key belongs to a certificate; ``None`` if it cannot be read."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(text.encode(), password=None)
        return key.public_key() == certificate.parsed.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None


def is_signed_by(certificate: Certificate, issuer: Certificate) -> bool:
    """Whether a certificate bears the name and the signature of another one."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        certificate.parsed.verify_directly_issued_by(issuer.parsed)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def is_trusted(
    certificate: Certificate, chain: Iterable[Certificate], roots: Sequence[Certificate]
) -> bool:
    """Whether signatures lead from a certificate to one of the roots, by way of a chain."""
    pending, left = [certificate], list(chain)
    while pending:
        top = pending.pop()
        if top in roots or any(is_signed_by(top, root) for root in roots):
            return True
        issuers = [each for each in left if is_signed_by(top, each)]
        left = [each for each in left if each not in issuers]
        pending += issuers
    return False


def _read(parsed: Parsed) -> Certificate:
    return Certificate(
        _subject(parsed),
        parsed.not_valid_before_utc,
        parsed.not_valid_after_utc,
        _may_sign(parsed),
        _names(parsed),
        parsed,
    )


def _subject(parsed: Parsed) -> str:
    from cryptography.x509 import NameOID

    said = [
        str(attribute.value)
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for attribute in parsed.subject.get_attributes_for_oid(oid)
    ]
    return next(filter(None, said), f"serial number {parsed.serial_number:x}")


def _names(parsed: Parsed) -> tuple[str, ...]:
    from cryptography.x509 import DNSName, ExtensionNotFound, SubjectAlternativeName

    try:
        said = parsed.extensions.get_extension_for_class(SubjectAlternativeName).value
    except ExtensionNotFound:
        return ()
    return tuple(each.lower() for each in said.get_values_for_type(DNSName))


def _may_sign(parsed: Parsed) -> bool:
    from cryptography.x509 import BasicConstraints, ExtensionNotFound, KeyUsage

    try:
        if not parsed.extensions.get_extension_for_class(BasicConstraints).value.ca:
            return False
    except ExtensionNotFound:
        return False
    try:
        return parsed.extensions.get_extension_for_class(KeyUsage).value.key_cert_sign
    except ExtensionNotFound:
        return True
