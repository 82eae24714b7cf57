"""An environment variable of Istio has a value that cannot be read, so its default counts.

Istio reads variables with the parsers of the Go language. What they refuse is replaced by
the default, and all that is seen of it is a warning in the log: a duration needs its unit
(`100ms`, not `100`), a boolean is `true`, `false`, `1`, `0`, `t` or `f`, numbers are decimal.
Some variables take only certain words and have any other mean the same as one of them.

A large number without quotes is a trap of Helm's: in a values file every number is a
floating-point number, and from a million on a chart prints it as `1e+06`, which is no whole
number. Quotes prevent that.

What to do:
  Write a value of the right type; put numbers into quotes.

Symptoms: configuration not applied, feature flag has no effect

Baseline: C1, D3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import VARIABLES, Context, Example, Finding, Fix, Resource, Severity, rule
from istiolint.rules.api.edits import quote
from istiolint.rules.api.installs import Install
from istiolint.rules.api.values import is_of_type
from istiolint.rules.api.variables import (
    Variable,
    known_variable,
    variable_choices,
    variable_default,
    variable_type,
    variables,
)

EXAMPLES = [
    Example(
        "A duration without a unit",
        """
        pilot:
          env:
            PILOT_DEBOUNCE_AFTER: "100"
        #                         ^^^^^ "100" is no duration, so istiod uses the default of PILOT_DEBOUNCE_AFTER, 100ms
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A large number without quotes",
        """
        pilot:
          env:
            PILOT_XDS_CACHE_SIZE: 1000000
        #                         ^^^^^^^ Helm prints 1000000 as 1e+06, which is no whole number, so istiod uses the default of PILOT_XDS_CACHE_SIZE, 60000
        """,
        fixed="""
        pilot:
          env:
            PILOT_XDS_CACHE_SIZE: "1000000"
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Words for a boolean, in an IstioOperator and in a container",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                env:
                - {name: PILOT_HTTP10, value: "on"}
        #                                     ^^^^ "on" is no boolean, so istiod uses the default of PILOT_HTTP10, false
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: edge}
        spec:
          containers:
          - name: istio-proxy
            image: auto
            env:
            - {name: EXIT_ON_ZERO_ACTIVE_CONNECTIONS, value: "yes"}
        #                                                    ^^^^^ "yes" is no boolean, so the proxy's agent uses the default of EXIT_ON_ZERO_ACTIVE_CONNECTIONS, false
        """,
    ),
    Example(
        "Since 1.27 native sidecars are exactly true, false or auto",
        """
        pilot:
          env:
            ENABLE_NATIVE_SIDECARS: "True"
        #                           ^^^^^^ ENABLE_NATIVE_SIDECARS takes true, false or auto; "True" means false
        """,
        path="istiod-values.yaml",
        releases="1.27..1.31",
    ),
    Example(
        "A policy that does not exist restricts nothing",
        """
        pilot:
          env:
            COMPLIANCE_POLICY: fips
        #                      ^^^^ COMPLIANCE_POLICY takes fips-140-2; "fips" means no restriction
        """,
        path="istiod-values.yaml",
        releases="1.20..1.26",
    ),
    Example(
        "Before that it is a boolean like any other",
        'pilot: {env: {ENABLE_NATIVE_SIDECARS: "True"}}',
        path="istiod-values.yaml",
        releases="1.19..1.26",
    ),
    Example(
        "Proxy metadata",
        """
        meshConfig:
          defaultConfig:
            proxyMetadata:
              MINIMUM_DRAIN_DURATION: "30"
        #                             ^^^^ "30" is no duration, so the proxy's agent uses the default of MINIMUM_DRAIN_DURATION, 5s
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Values of the right type, and what is not known",
        """
        pilot:
          env:
            PILOT_DEBOUNCE_AFTER: 250ms
            PILOT_DEBOUNCE_MAX: 0
            PILOT_PUSH_THROTTLE: 50
            PILOT_XDS_CACHE_SIZE: "1000000"
            PILOT_HTTP10: yes
            PILOT_MAX_REQUESTS_PER_SECOND: 25.5
            PILOT_ENABLE_STATUS: "${STATUS}"
            PILOT_STATUS_QPS: ""
            TRUSTED_GATEWAY_CIDR: yes please
            MY_FLAG: "on"
            CI: "yes"
            COMPLIANCE_POLICY: pqc
            TELEMETRY_USE_NATIVE_STATS: removed long ago
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Single values keep their digits",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: istiod}
        spec:
          source:
            chart: istiod
            targetRevision: 1.27.0
            helm: {parameters: [{name: pilot.env.PILOT_XDS_CACHE_SIZE, value: "1000000"}]}
        """,
    ),
]

WORDS = {
    "bool": "boolean",
    "int": "whole number",
    "float": "number",
    "duration": "duration",
}

HELP = {
    "bool": 'write "true" or "false"',
    "int": "write a whole number in quotes",
    "float": "write a number in quotes",
    "duration": "write a number with its unit, such as 100ms or 10s",
}


@rule(VARIABLES, Severity.WARNING, EXAMPLES)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Read each value as the program would."""
    for each in variables(subject):
        minor = (each.release or context.release).minor
        if each.node is None or not each.text or each.node.is_unknown:
            continue
        message = problem(each, each.text, minor)
        if message is not None:
            yield Finding(
                at=each.node,
                message=message,
                help=advice(each, minor),
                fix=fix(each),
                setting=each.setting,
            )


def problem(variable: Variable, text: str, minor: int) -> str | None:
    """Why a value does not mean what it says, if so."""
    name = variable.name
    allowed = variable_choices(name, minor)
    if allowed is not None:
        words, otherwise = allowed
        listed = " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
        return None if text in words else f'{name} takes {listed}; "{text}" means {otherwise}'
    known, kind = known_variable(name), variable_type(name, minor)
    if known is None or not known.is_read(minor) or kind not in WORDS or is_of_type(text, kind):
        return None
    default = variable_default(name, minor)
    default = f"the default of {name}" + (f", {default}" if default else "")
    if is_reprinted(variable):
        written = variable.node.value if variable.node else ""
        what = f"Helm prints {written} as {text}, which is no {WORDS[kind]}"
    else:
        what = f'"{text}" is no {WORDS[kind]}'
    return f"{what}, so {variable.side} uses {default}"


def is_reprinted(variable: Variable) -> bool:
    """Whether Helm makes another text of a number."""
    is_number = not isinstance(variable.value, bool | str)
    return is_number and variable.node is not None and variable.text != variable.node.value


def advice(variable: Variable, minor: int) -> str:
    """What to do about it."""
    if is_reprinted(variable):
        return "put the number into quotes"
    kind = variable_type(variable.name, minor) or ""
    return HELP.get(kind, "use one of the words") + "; only the log tells of the mistake"


def fix(variable: Variable) -> Fix | None:
    """Quotes around a number that Helm would print otherwise."""
    if not is_reprinted(variable) or variable.node is None:
        return None
    edit = quote(variable.node)
    return Fix("Put it into quotes", (edit,), safe=False) if edit else None
