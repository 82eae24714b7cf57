"""A variable for ambient mode is set for an istiod whose ambient mode is off.

istiod looks at some variables only when `PILOT_ENABLE_AMBIENT` is true, as the profile ambient
sets it. Without that it writes a line to its log and goes on as if the variable were not
there.

Values in a file of their own may get the profile from elsewhere; there the finding is
advice.

What to do:
  Set `profile: ambient` or `PILOT_ENABLE_AMBIENT: "true"` for istiod, or remove the variable.

Symptoms: traffic not captured, waypoint has no effect, feature flag has no effect

Baseline: D3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install
from istiolint.rules.api.variables import known_variable

EXAMPLES = [
    Example(
        "Several networks without ambient mode",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: 1.30.3}}
          values:
            pilot:
              env:
                AMBIENT_ENABLE_MULTI_NETWORK: "true"
        #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ istiod ignores "AMBIENT_ENABLE_MULTI_NETWORK" without PILOT_ENABLE_AMBIENT
        """,
    ),
    Example(
        "The profile and the variable turn it on; what is off does no harm",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          profile: ambient
          values: {pilot: {env: {AMBIENT_ENABLE_MULTI_NETWORK: "true"}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values: {pilot: {env: {PILOT_ENABLE_AMBIENT: true, AMBIENT_ENABLE_BAGGAGE: "true"}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values: {pilot: {env: {AMBIENT_ENABLE_STATUS: "false", PILOT_HTTP10: "true"}}}
        """,
    ),
    Example(
        "Whether it is on is not known",
        """
        pilot:
          env:
            PILOT_ENABLE_AMBIENT: ${AMBIENT}
            AMBIENT_ENABLE_MULTI_NETWORK: "true"
        """,
        path="istiod-values.yaml",
    ),
]

OFF = ("0", "f", "F", "false", "FALSE", "False")


@rule(
    install("pilot.env.*", "pilot.env.PILOT_ENABLE_AMBIENT"),
    Severity.WARNING,
    EXAMPLES,
    yields_to=["environment-variable-removed"],
    releases="1.22..",
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Look for variables that need ambient mode where it is off."""
    switch = install.setting("pilot.env.PILOT_ENABLE_AMBIENT")
    if not switch.is_absent and str(switch.value) not in OFF:
        return
    for name, setting in install.entries("pilot.env").items():
        known = known_variable(name)
        if known is None or not known.needs_ambient or not known.is_read(context.release.minor):
            continue
        if setting.value is None or str(setting.value) in OFF:
            continue
        key = setting.at.key
        yield Finding(
            at=key if key is not None and key.value == name else setting.at,
            message=f'istiod ignores "{name}" without PILOT_ENABLE_AMBIENT',
            help='set profile: ambient or PILOT_ENABLE_AMBIENT: "true" for istiod',
            setting=switch,
        )
