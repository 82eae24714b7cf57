"""A field has a value that is none of the words it may have.

Enumerations are case-sensitive: `round_robin` or `Simple` are not what the schema says.

The API server rejects the object, istioctl the file. For one unknown word istiod drops
the whole mesh config: it keeps the last good one, and after a restart has only its
built-in defaults. For one in the `proxy.istio.io/config` annotation the injector refuses the
pod.

What to do:
  Write one of the words that the message lists.

Symptoms: Unsupported value, unknown value for enum, mesh config ignored
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Fix, Release, Severity, fault, rule
from istiolint.rules.api.edits import replace
from istiolint.rules.api.fields import (
    Fault,
    cost_of_wrong,
    place,
    severity_of_wrong,
    shown,
    suggestion,
)

EXAMPLES = [
    Example(
        "In the wrong case",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            tls: {mode: istio_mutual}
        #               ^^^^^^^^^^^^ spec.trafficPolicy.tls.mode of DestinationRule must be one of DISABLE, SIMPLE, MUTUAL, ISTIO_MUTUAL, not "istio_mutual"; did you mean "ISTIO_MUTUAL"?
        """,
        fixed="""
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            tls: {mode: ISTIO_MUTUAL}
        """,
    ),
    Example(
        "One word costs all of the mesh config",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data:
          mesh: |
            outboundTrafficPolicy:
              mode: ALLOW_ALL
        #           ^^^^^^^^^ outboundTrafficPolicy.mode of mesh config must be one of REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS, not "ALLOW_ALL"; did you mean "ALLOW_ANY"?
        """,
        releases="1.31..",
    ),
    Example(
        "A word that the schema has and the release does not act on is no choice",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data:
          mesh: |
            outboundTrafficPolicy:
              mode: ALLOW_ALL
        #           ^^^^^^^^^ outboundTrafficPolicy.mode of mesh config must be one of REGISTRY_ONLY, ALLOW_ANY, not "ALLOW_ALL"; did you mean "ALLOW_ANY"?
        """,
        releases="1.30",
    ),
    Example(
        "A chart hands words on to Kubernetes, and leaves out what is empty",
        """
        # istiolint: chart=istiod
        ipFamilyPolicy: ""
        global:
          imagePullPolicy: always
        #                  ^^^^^^ global.imagePullPolicy of the istiod chart must be one of Always, IfNotPresent, Never, not "always"; did you mean "Always"?
        """,
        fixed="""
        # istiolint: chart=istiod
        ipFamilyPolicy: ""
        global:
          imagePullPolicy: Always
        """,
        releases="1.24..",
    ),
    Example(
        "A word that is filled in later",
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default}
        spec:
          mtls: {mode: "${MTLS_MODE}"}
        """,
    ),
]

_MOST = 8
"""Words that a message lists."""


@rule(fault("unknown-value"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report words that an enumeration does not have."""
    words = [str(word) for word in found.expected if word != ""]
    listed = ", ".join(words[:_MOST]) + (", …" if len(words) > _MOST else "")
    choices = f"one of {listed}" if len(words) > 1 else listed
    value = shown(found.at.meaning)
    yield Finding(
        found.at,
        f"{place(found)} must be {choices}, not {value}{suggestion(found)}",
        help=cost_of_wrong(found),
        severity=severity_of_wrong(found),
        fix=_fix(found),
        since=Release(found.since) if found.since else None,
    )


def _fix(found: Fault) -> Fix | None:
    """Another case is surely what was meant; another word is a guess."""
    if found.suggestion is None:
        return None
    edit = replace(found.at, found.suggestion)
    safe = found.suggestion.lower() == found.at.value.lower()
    title = f"Write {found.suggestion}"
    return Fix(title, (edit,), safe=safe) if edit is not None else None
