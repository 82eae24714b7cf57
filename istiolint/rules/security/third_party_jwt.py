"""global.jwtPolicy is set to third-party-jwt, or set at all where nothing reads it.

The setting chose the token with which a proxy proves to istiod who it is. Third-party
tokens are bound to an audience and expire; first-party tokens are valid everywhere, for as
long as the pod's service account is. Istio's own documentation recommends third-party
tokens wherever the API server issues them.

What is true depends on the release. Up to 1.21 both values worked, third-party-jwt was
Istio's default and istioctl warned about any other. Since 1.22 no template reads the
setting: proxies always use third-party tokens, Helm ignores the key without a word, and
istioctl still accepts it as deprecated (1.22 and 1.23 go on to warn about
first-party-jwt).

The production baseline asks for first-party-jwt and flags third-party-jwt. Up to 1.21
this rule therefore reports third-party-jwt as a departure from the baseline; from 1.22 on
it reports either value as a setting without effect. A team that follows Istio's
recommendation instead sets the option `expect: third-party-jwt` or `any`.

Fix safety:
  From 1.22 on the fix removes the setting, which changes nothing. Up to 1.21 there is no
  fix, since either value changes which tokens are used.

What to do:
  From 1.22 on remove the setting. Up to 1.21 decide for one kind of token and say so in
  the configuration of istiolint.

Symptoms: istioctl warns about jwtPolicy or about first-party tokens, changing jwtPolicy changes
nothing

Baseline: S1
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from istiolint.rules.api import Context, Example, Finding, Fix, Severity, install, rule
from istiolint.rules.api.edits import remove
from istiolint.rules.api.installs import Install, Setting

EXAMPLES = [
    Example(
        "Since 1.22 the setting does nothing",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global:
              jwtPolicy: third-party-jwt
        #                ^^^^^^^^^^^^^^^ "third-party-jwt" has no effect: nothing reads jwtPolicy since 1.22
              meshID: mesh1
        """,
        fixed="""
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global:
              meshID: mesh1
        """,
        releases="1.22..1.31",
    ),
    Example(
        "Up to 1.21 it departs from the baseline",
        """
        global:
          istioNamespace: istio-system
          jwtPolicy: third-party-jwt
        #            ^^^^^^^^^^^^^^^ "third-party-jwt" is set; the baseline asks for "first-party-jwt"
        """,
        path="istiod-values.yaml",
        releases="1.16..1.21",
    ),
    Example(
        "first-party-jwt does nothing either",
        """
        global:
          istioNamespace: istio-system
          jwtPolicy: first-party-jwt
        #            ^^^^^^^^^^^^^^^ "first-party-jwt" has no effect: nothing reads jwtPolicy since 1.22
        """,
        fixed="""
        global:
          istioNamespace: istio-system
        """,
        path="istiod-values.yaml",
        releases="1.22..1.31",
    ),
    Example(
        "Up to 1.21 first-party-jwt is what the baseline asks for",
        """
        global:
          istioNamespace: istio-system
          jwtPolicy: first-party-jwt
        """,
        path="istiod-values.yaml",
        releases="1.16..1.21",
    ),
    Example(
        "The default of the chart up to 1.21 is nothing the user has said",
        """
        global:
          istioNamespace: istio-system
        """,
        path="istiod-values.yaml",
        releases="1.16..1.21",
    ),
    Example(
        "Other charts than istiod's do not read it",
        """
        # istiolint: chart=cni
        global:
          jwtPolicy: third-party-jwt
        """,
        path="values.yaml",
    ),
]


class Options(NamedTuple):
    """Which tokens are wanted up to 1.21."""

    expect: Literal["first-party-jwt", "third-party-jwt", "any"] = "first-party-jwt"
    """``any`` reports neither."""


READ_BEFORE = 22


@rule(install("global.jwtPolicy"), Severity.WARNING, EXAMPLES, options=Options)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report the setting where it is dead, and the value where it is not the wanted one."""
    policy = install.setting("global.jwtPolicy")
    known = policy.text in ("first-party-jwt", "third-party-jwt")
    if not (install.is_control_plane and policy.is_written and known):
        return
    if install.target.minor >= READ_BEFORE:
        yield dead(policy)
    elif context.options.expect not in ("any", policy.text):
        yield Finding(
            at=policy.at,
            message=f'"{policy.text}" is set; the baseline asks for "{context.options.expect}"',
            help="Istio's own documentation recommends third-party tokens wherever the API "
            "server issues them; set the option expect to say which you want",
            setting=policy,
        )


def dead(policy: Setting) -> Finding:
    """The setting in a release that does not read it; the mission's value is the worse one."""
    # As one of Argo CD's parameters it has another key, and siblings that belong to it.
    key = policy.at.key
    edits = remove(policy.at) if key is not None and key.value == "jwtPolicy" else None
    return Finding(
        at=policy.at,
        message=f'"{policy.text}" has no effect: nothing reads jwtPolicy since 1.22',
        help="remove the setting; proxies always use third-party tokens now",
        severity=None if policy.text == "third-party-jwt" else Severity.INFO,
        fix=Fix("Remove jwtPolicy", edits, safe=True) if edits else None,
        setting=policy,
    )
