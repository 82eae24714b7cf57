"""Certificates are read, compared and followed to their roots."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from cryptography import x509

from istiolint.resources.certificates import (
    Certificate,
    certificates,
    has_private_key,
    is_key_of,
    is_signed_by,
    is_trusted,
)
from tests.resources.conftest import CA, ORGANIZATION, Pair, pair


def one(made: Pair) -> Certificate:
    (found,) = certificates(made.pem) or []
    return found


def usage(*, sign: bool) -> x509.KeyUsage:
    said = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**said, key_cert_sign=sign)


def test_a_certificate_says_whose_it_is_and_how_long(root: Pair) -> None:
    found = one(root)
    assert found.subject == "Root"
    assert found.not_before == datetime(2025, 1, 1, tzinfo=UTC)
    assert found.not_after == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_certificate_without_a_common_name_is_called_by_what_comes_nearest() -> None:
    assert one(pair("Shop", None, oid=ORGANIZATION)).subject == "Shop"
    assert one(pair("")).subject == "serial number abc"


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        pytest.param((CA,), True, id="a CA"),
        pytest.param((CA, usage(sign=True)), True, id="one that may sign"),
        pytest.param((CA, usage(sign=False)), False, id="one that may not"),
        pytest.param((x509.BasicConstraints(ca=False, path_length=None),), False, id="a server"),
        pytest.param((), False, id="nothing said"),
    ],
)
def test_a_certificate_may_sign(
    extensions: tuple[x509.ExtensionType, ...], *, expected: bool
) -> None:
    assert one(pair("A", None, *extensions)).may_sign is expected


def test_a_text_has_several_certificates_in_order(root: Pair, leaf: Pair) -> None:
    found = certificates(f"# the leaf\n{leaf.pem}\nRoot\n{root.pem}{leaf.key}")
    assert [each.subject for each in found or []] == ["shop.example.com", "Root"]


BROKEN = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("-----BEGIN CERTIFICATE-----", [], id="no end"),
        pytest.param(BROKEN, None, id="broken"),
        pytest.param(BROKEN + "x" * (1 << 20), [], id="more than an object may have"),
        pytest.param(BROKEN.replace("AAAA", "A\u00e4"), None, id="no base64"),
    ],
)
def test_a_text_may_have_none(text: str, expected: list[Certificate] | None) -> None:
    assert certificates(text) == expected


def test_a_key_belongs_to_one_certificate(root: Pair, leaf: Pair) -> None:
    assert has_private_key(root.key)
    assert not has_private_key(root.pem)
    assert is_key_of(root.key, one(root)) is True
    assert is_key_of(leaf.key, one(root)) is False
    assert is_key_of("-----BEGIN PRIVATE KEY-----", one(root)) is None


def test_a_signature_is_of_one_issuer(root: Pair, signer: Pair, leaf: Pair) -> None:
    imposter = pair("Signer", root, CA)
    assert is_signed_by(one(leaf), one(signer))
    assert not is_signed_by(one(leaf), one(root))
    assert not is_signed_by(one(leaf), one(imposter))


def test_signatures_lead_to_a_root(root: Pair, signer: Pair, leaf: Pair) -> None:
    other = one(pair("Other", None, CA))
    assert is_trusted(one(leaf), [one(signer)], [other, one(root)])
    assert is_trusted(one(root), [], [one(root)])
    assert not is_trusted(one(leaf), [], [one(root)])
    assert not is_trusted(one(leaf), [one(signer), one(signer)], [other])


def test_the_library_is_not_loaded_for_a_text_without_certificates() -> None:
    import subprocess

    code = (
        "import sys; from istiolint.resources.certificates import certificates; "
        "certificates('shop'); sys.exit('cryptography' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("shop.com", True),
        ("SHOP.com", True),
        ("eu.shop.com", True),
        ("*.shop.com", True),
        ("a.eu.shop.com", False),
        ("*.eu.shop.com", False),
        ("www.com", False),
        ("com", False),
    ],
)
def test_a_wildcard_stands_for_one_label(host: str, *, expected: bool) -> None:
    names = x509.SubjectAlternativeName([x509.DNSName("Shop.com"), x509.DNSName("*.shop.com")])
    assert one(pair("A", None, names)).covers(host) is expected


def test_the_common_name_does_not_count(leaf: Pair) -> None:
    assert one(leaf).names == ()
    assert not one(leaf).covers("shop.example.com")


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        pytest.param(2024, False, id="before"),
        pytest.param(2025, True, id="from its first moment"),
        pytest.param(2027, True, id="to its last"),
        pytest.param(2028, False, id="after"),
    ],
)
def test_a_certificate_is_valid_for_a_time(root: Pair, year: int, *, expected: bool) -> None:
    assert one(root).is_valid(datetime(year, 1, 1, tzinfo=UTC)) is expected
