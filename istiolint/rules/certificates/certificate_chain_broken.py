"""The signing certificate in cacerts does not lead to the root.

istiod verifies at its start that `ca-cert.pem` is signed by the root in `root-cert.pem`, directly or
by way of `cert-chain.pem`, and does not start if it is not. What it signs it sends out together
with `cert-chain.pem`: where the signing certificate itself is not in there, proxies that know only
the root cannot verify each other.

What to do:
  Write into `cert-chain.pem` the signing certificate first, behind it those that lead to the root;
  into `root-cert.pem` the root that they lead to.

Symptoms: mTLS fails at random, CERTIFICATE_VERIFY_FAILED, unable to get local issuer certificate,
istiod CrashLoopBackOff, cannot verify the cert with the provided root chain, certificate validation,
multicluster mTLS fails

Baseline: T2, I3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import SECRET, Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.certificates import Holder, Part, Use, holders, is_trusted

ROOT = r'"-----BEGIN CERTIFICATE-----\nMIIBHzCBxqADAgECAgEBMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjQwMTAxMDAwMDAwWhcNMzQwMTAxMDAwMDAwWjAPMQ0wCwYDVQQDDARSb290MFkw\nEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPmaVOpV40HysS5fv56LxhdI0ZtU9kS40\n5HhFv0p0moNKeas14fB+lM0SOS2fPUlzS5SC17zHW1tws0qBUEb9bqMTMBEwDwYD\nVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA2yoV3HWX3hPeWdtMV+Bg\n0aCGHt7gosNcZ4kcEAYnEwMCIBulyJOMIWO+RokHSsIjOaUqo6R7xh4O9pt4+KHP\nVOQ2\n-----END CERTIFICATE-----"'
SIGNER = r'"-----BEGIN CERTIFICATE-----\nMIIBITCByKADAgECAgECMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjUwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjARMQ8wDQYDVQQDDAZTaWduZXIw\nWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR53IhhYnrc0Dh2K1CPsk6EvliKa67O\n4HBp7jdaBAwzfomQR4kqSRyhhaixGIuTWBdu7oWEBNSiMsemFlJphppaoxMwETAP\nBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC+U2eqeFMe3DnET6fy\nFpFWAbQIcp1+rCO6navjZHwRawIgFt6+M6sHuWjA09T7MwI3kbrAUdqrBImlL1r6\nW2VhhGI=\n-----END CERTIFICATE-----"'
OTHER = r'"-----BEGIN CERTIFICATE-----\nMIIBIjCByKADAgECAgEFMAoGCCqGSM49BAMCMBAxDjAMBgNVBAMMBU90aGVyMB4X\nDTI0MDEwMTAwMDAwMFoXDTM0MDEwMTAwMDAwMFowEDEOMAwGA1UEAwwFT3RoZXIw\nWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS0/ePAps8ewfuMvgjLkQ8mpwW4uffJ\nS5FgS5aRnmUIDAA9eD2etjUrpTlD5sKjHX1vpFPSvZDR95ZOOKJCqM8zoxMwETAP\nBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCJGOEL/Y1DwMIyXLiG\np8tarRLXZvLdujPrhvggPcRo6AIhAIhgTBZf5vxvRq53BxHcWojAVtgqgtCSzvKg\npSU0BrSL\n-----END CERTIFICATE-----"'
CHAIN = SIGNER[:-1] + r"\n" + ROOT[1:]

EXAMPLES = [
    Example(
        "The root of another CA",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {SIGNER}
          cert-chain.pem: {SIGNER}
          root-cert.pem: {OTHER}
        # ^^^^^^^^^^^^^ the signing certificate "Signer" does not lead to a root in here ("Other")
        """,
    ),
    Example(
        "A chain without the signer",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {SIGNER}
          cert-chain.pem: {ROOT}
        # ^^^^^^^^^^^^^^ the signing certificate "Signer" is not in the chain
          root-cert.pem: {ROOT}
        """,
    ),
    Example(
        "A signer that leads to the root, and one that is a root",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {SIGNER}
          cert-chain.pem: {CHAIN}
          root-cert.pem: {ROOT}
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
          namespace: other
        stringData:
          ca-cert.pem: {ROOT}
          cert-chain.pem: {ROOT}
          root-cert.pem: {ROOT}
        """,
    ),
    Example(
        "The form of cert-manager",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        type: kubernetes.io/tls
        stringData:
          tls.crt: {SIGNER}
          ca.crt: {ROOT}
        """,
    ),
    Example(
        "What is filled in later, and the credential of a gateway",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {SIGNER}
          cert-chain.pem: ${{CHAIN}}
          root-cert.pem: {OTHER}
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
          namespace: empty
        stringData:
          ca-cert.pem: {SIGNER}
          cert-chain.pem: ""
          root-cert.pem: ""
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        stringData:
          tls.crt: {SIGNER}
          tls.key: ""
          ca.crt: {OTHER}
        """,
    ),
]


@rule(kinds(SECRET), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Follow the signatures from the signing certificate to a root."""
    for holder in holders(resource):
        if holder.use is Use.PLUGGED_CA and is_readable(holder):
            yield from examined(holder)


def is_readable(holder: Holder) -> bool:
    """Whether all that counts is there to be read."""
    items = [each for each in holder.items.values() if each.part is not Part.KEY]
    parts = {each.part for each in items}
    needed = {Part.SIGNER, Part.ROOTS} | ({Part.CHAIN} if "ca-cert.pem" in holder.items else set())
    return needed <= parts and all(each.text is not None and not each.problem for each in items)


def examined(holder: Holder) -> Iterator[Finding]:
    """What is wrong with the way from the signing certificate to the root."""
    signers, roots = holder.all_of(Part.SIGNER), holder.all_of(Part.ROOTS)
    chain, chain_item, root_item = (
        holder.all_of(Part.CHAIN),
        holder.of(Part.CHAIN),
        holder.of(Part.ROOTS),
    )
    if not signers or not roots or root_item is None:
        return
    signer = signers[0]
    if not is_trusted(signer, [*signers[1:], *chain], roots):
        names = ", ".join(f'"{each.subject}"' for each in roots)
        yield Finding(
            at=root_item.at,
            message=f'the signing certificate "{signer.subject}" '
            f"does not lead to a root in here ({names})",
            help="put the root that signed it here, and what is between them into the chain",
        )
    elif chain_item is not None and signer not in chain and signer not in roots:
        yield Finding(
            at=chain_item.at,
            message=f'the signing certificate "{signer.subject}" is not in the chain',
            help="write the signing certificate first, behind it those that lead to the root: "
            "proxies get what istiod signs with this chain",
        )
