"""A small CA whose certificates are made for the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

MADE, GONE = datetime(2025, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


class Pair(NamedTuple):
    """A certificate with its key, both in PEM, and what others are signed with."""

    pem: str
    key: str
    name: x509.Name
    secret: ec.EllipticCurvePrivateKey


def pair(
    name: str, by: Pair | None = None, *extensions: x509.ExtensionType, oid: str = "2.5.4.3"
) -> Pair:
    """A certificate of some name, signed by itself or another one."""
    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.ObjectIdentifier(oid), name)] if name else [])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.name if by else subject)
        .public_key(secret.public_key())
        .serial_number(0xABC)
        .not_valid_before(MADE)
        .not_valid_after(GONE)
    )
    for each in extensions:
        builder = builder.add_extension(each, critical=True)
    made = builder.sign(by.secret if by else secret, hashes.SHA256())
    return Pair(
        made.public_bytes(serialization.Encoding.PEM).decode(),
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        subject,
        secret,
    )


CA = x509.BasicConstraints(ca=True, path_length=None)
ORGANIZATION = NameOID.ORGANIZATION_NAME.dotted_string


@pytest.fixture(scope="session")
def root() -> Pair:
    return pair("Root", None, CA)


@pytest.fixture(scope="session")
def signer(root: Pair) -> Pair:
    return pair("Signer", root, CA)


@pytest.fixture(scope="session")
def leaf(signer: Pair) -> Pair:
    return pair("shop.example.com", signer)
