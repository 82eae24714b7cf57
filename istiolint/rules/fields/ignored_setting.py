"""A setting is allowed, and nothing reads it.

istioctl takes all values that its schema still has, and Helm takes any. In the release in
use neither a template of the chart nor the installer has a use for this one. `global.trustDomain` is close to that: the injection template falls back to it
where mesh config has no trust domain, and mesh config has one by default.

What to do:
  Remove it; where something took its place, write that.

Symptoms: setting has no effect, value ignored
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Fix, Release, Severity, fault, rule
from istiolint.rules.api.edits import moving, remove
from istiolint.rules.api.fields import Fault, place, sentence
from istiolint.rules.api.values import dotted

EXAMPLES = [
    Example(
        "The schema still has it",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            cni:
              logLevel: debug
        #     ^^^^^^^^ cni.logLevel of spec.values has no effect; cni.logging.level took its place
              cniBinDir: /opt/cni/bin
        """,
        fixed="""
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            cni:
              logging:
                level: debug
              cniBinDir: /opt/cni/bin
        """,
    ),
    Example(
        "What took its place is there, or nothing did",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            cni:
              logLevel: debug
        #     ^^^^^^^^ cni.logLevel of spec.values has no effect; cni.logging.level took its place
              logging: {level: info}
              privileged: true
        #     ^^^^^^^^^^ cni.privileged of spec.values has no effect
        """,
        fixed="""
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            cni:
              logging: {level: info}
        """,
    ),
    Example(
        "What took its place is not its alone",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            global:
              proxy_init: {resources: {requests: {cpu: 10m}}}
        #                  ^^^^^^^^^ global.proxy_init.resources of spec.values has no effect; global.proxy.resources took its place
        """,
    ),
    Example(
        "Mesh config has the last word",
        """
        # istiolint: chart=istiod
        global:
          trustDomain: example.org
        # ^^^^^^^^^^^ global.trustDomain of the istiod chart is used only by the injection template where mesh config has no trust domain; meshConfig.trustDomain took its place
        """,
        fixed="""
        # istiolint: chart=istiod
        meshConfig:
          trustDomain: example.org
        """,
    ),
    Example(
        "It still has an effect",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.22.8
          values:
            cni:
              logLevel: debug
        """,
    ),
]


_FALLBACK = ("global", "trustDomain")
"""What one template reads, where mesh config does not say it."""


@rule(
    fault("ignored-setting"),
    Severity.WARNING,
    EXAMPLES,
    yields_to=["cni-setting-without-effect", "third-party-jwt"],
)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report settings that no template reads."""
    instead = f"; {found.suggestion} took its place" if found.suggestion else ""
    since = f"from Istio 1.{found.since} on " if found.since else ""
    is_fallback = found.field == _FALLBACK
    effect = (
        "is used only by the injection template where mesh config has no trust domain"
        if is_fallback
        else "has no effect"
    )
    cost = (
        "istiod takes its trust domain from mesh config, which has cluster.local by default"
        if is_fallback
        else f"{since}neither the charts nor the installer read it"
    )
    yield Finding(
        found.at,
        f"{place(found)} {effect}{instead}",
        help=sentence(cost),
        since=Release(found.since) if found.since else None,
        fix=moving(found, safe=False) or _removal(found),
    )


def _removal(found: Fault) -> Fix | None:
    """Remove what has no effect, where nothing is to be written in its place any more."""
    successor = found.root.at(*found.target) if found.root is not None and found.target else None
    if found.field == _FALLBACK or (found.suggestion is not None and successor is None):
        return None
    edits = remove(found.at)
    title = f"Remove {dotted(found.field)}"
    is_safe = found.release is not None and found.input.is_sure
    return Fix(title, edits, safe=is_safe) if edits is not None else None
