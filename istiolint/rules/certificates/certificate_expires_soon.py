"""A certificate will expire soon.

When the root or the signing certificate of the mesh expires all mTLS stops at once; a new root has
to reach every workload before that. A certificate that a gateway serves is refused by clients from
the minute it expires. The baseline has an alert 3 days before and a critical one a day before; this
rule looks a month ahead, and is louder the nearer the day: information below 30 days, a warning
below 3, an error below 1.

The files tell what was true when they were written: where something in the cluster renews the
certificate, leave the copy out of them. `--now DATE` judges by another day than today.

What to do:
  Renew the certificate now. Before a new root of the mesh signs anything, add it to `root-cert.pem`
  beside the old one and wait until all workloads have it.

Symptoms: mTLS fails at random, certificate expires, certificate about to expire, root certificate
rotation fails, certificate validation, TLS handshake errors

Baseline: T1, T2
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from istiolint.rules.api import Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.certificates import (
    HOLDERS_OF_CERTIFICATES,
    Certificate,
    Item,
    Part,
    items,
)

ROOT = r'"-----BEGIN CERTIFICATE-----\nMIIBHzCBxqADAgECAgEBMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjQwMTAxMDAwMDAwWhcNMzQwMTAxMDAwMDAwWjAPMQ0wCwYDVQQDDARSb290MFkw\nEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPmaVOpV40HysS5fv56LxhdI0ZtU9kS40\n5HhFv0p0moNKeas14fB+lM0SOS2fPUlzS5SC17zHW1tws0qBUEb9bqMTMBEwDwYD\nVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA2yoV3HWX3hPeWdtMV+Bg\n0aCGHt7gosNcZ4kcEAYnEwMCIBulyJOMIWO+RokHSsIjOaUqo6R7xh4O9pt4+KHP\nVOQ2\n-----END CERTIFICATE-----"'
SIGNER = r'"-----BEGIN CERTIFICATE-----\nMIIBITCByKADAgECAgECMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjUwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjARMQ8wDQYDVQQDDAZTaWduZXIw\nWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR53IhhYnrc0Dh2K1CPsk6EvliKa67O\n4HBp7jdaBAwzfomQR4kqSRyhhaixGIuTWBdu7oWEBNSiMsemFlJphppaoxMwETAP\nBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC+U2eqeFMe3DnET6fy\nFpFWAbQIcp1+rCO6navjZHwRawIgFt6+M6sHuWjA09T7MwI3kbrAUdqrBImlL1r6\nW2VhhGI=\n-----END CERTIFICATE-----"'
LEAF = r'"-----BEGIN CERTIFICATE-----\nMIIBGDCBv6ADAgECAgEDMAoGCCqGSM49BAMCMBExDzANBgNVBAMMBlNpZ25lcjAe\nFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMBsxGTAXBgNVBAMMEHNob3Au\nZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTbQwy43Za37Ak\nIZF8KBFZWDXMUaCmIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ\n2HT9BI1oMAoGCCqGSM49BAMCA0gAMEUCICqbB3kPN6ne5PBG5YxWh8307eUiyKWp\nkHE8GwcLmBzsAiEAxVJFrXzEq/c0bmLSc9GPkHjokW7ig7mvMHM/EfrJeCU=\n-----END CERTIFICATE-----"'
BOTH = ROOT[:-1] + r"\n" + SIGNER[1:]

EXAMPLES = [
    Example(
        "Some hours are left",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        type: kubernetes.io/tls
        stringData:
          tls.crt: {LEAF}
        # ^^^^^^^ the certificate of "shop.example.com" expires on 2027-01-01, in less than 1 day
          tls.key: ""
        """,
        settings={"now": datetime(2026, 12, 31, 18, 30, tzinfo=UTC)},
    ),
    Example(
        "Two days are left",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
          namespace: istio-system
        stringData:
          ca-cert.pem: {SIGNER}
        # ^^^^^^^^^^^ the certificate of "Signer" expires on 2027-01-01, in less than 3 days
          root-cert.pem: {ROOT}
        """,
        settings={"now": datetime(2026, 12, 30, tzinfo=UTC)},
    ),
    Example(
        "Some weeks are left",
        f"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: istio-ca-root-cert
        data:
          root-cert.pem: {SIGNER}
        # ^^^^^^^^^^^^^ the certificate of "Signer" expires on 2027-01-01, in less than 30 days
        """,
        settings={"now": datetime(2026, 12, 12, tzinfo=UTC)},
    ),
    Example(
        "A month and more",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          root-cert.pem: {ROOT}
          ca-cert.pem: {SIGNER}
        """,
        settings={"now": datetime(2026, 12, 1, tzinfo=UTC)},
    ),
    Example(
        "What is over already is another matter",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        stringData:
          tls.crt: {LEAF}
          tls.key: ""
        """,
        settings={"now": datetime(2027, 3, 1, tzinfo=UTC)},
    ),
    Example(
        "Another root is there to take over",
        f"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: istio-ca-root-cert
        data:
          root-cert.pem: {BOTH}
        """,
        settings={"now": datetime(2026, 12, 31, tzinfo=UTC)},
    ),
]


class Options(NamedTuple):
    """How many days before the expiry each severity begins."""

    error: float = 1.0
    """An error."""
    warning: float = 3.0
    """A warning."""
    info: float = 30.0
    """Information."""


@rule(kinds(*HOLDERS_OF_CERTIFICATES), Severity.WARNING, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare the days that are left with the options."""
    for item in items(resource):
        yield from examined(item, context)


def examined(item: Item, context: Context) -> Iterator[Finding]:
    """The certificates of one entry that expire soon, unless another one takes over."""
    found = [(each, severity_of(each, context)) for each in item.certificates]
    lasting = [each for each, severity in found if severity is None and each.is_valid(context.now)]
    if item.part is Part.ROOTS and lasting:
        return
    for each, severity in found:
        if severity is not None:
            days: float = getattr(context.options, severity.word)
            yield Finding(
                at=item.at,
                # What is left today is no part of the message: a baseline goes by it.
                message=f'the certificate of "{each.subject}" expires on '
                f"{each.not_after:%Y-%m-%d}, in less than {days:g} day{'' if days == 1 else 's'}",
                help=f"{spoken_time(remaining_of(each, context))} left: renew it, or leave it "
                "out of the files if something in the cluster renews it",
                severity=severity,
            )


def severity_of(certificate: Certificate, context: Context) -> Severity | None:
    """How bad it is; ``None`` where there is time, or none left."""
    left = remaining_of(certificate, context)
    if left < timedelta():
        return None
    days = left / timedelta(days=1)
    grades = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return next((each for each in grades if days < getattr(context.options, each.word)), None)


def remaining_of(certificate: Certificate, context: Context) -> timedelta:
    """How long it will hold."""
    return certificate.not_after - context.now


def spoken_time(left: timedelta) -> str:
    """A time in days, or in hours below one, with the verb."""
    number, unit = (left.days, "day") if left.days else (left.seconds // 3600, "hour")
    return f"{number} {unit} is" if number == 1 else f"{number} {unit}s are"
