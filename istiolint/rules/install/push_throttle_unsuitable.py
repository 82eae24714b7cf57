"""istiod is told to push to a number of proxies at once that does not suit it.

`PILOT_PUSH_THROTTLE` limits how many proxies istiod prepares configuration for at the same
time. Each push takes CPU and memory, so a limit far above the default takes away the
protection, just when a storm of changes needs it.

Up to 1.20 the default is 100, 0 stops all pushes and a negative number crashes
istiod. Since 1.21 istiod sizes the limit by its CPU: 15 and 5 more for each core, 100
at most, and 0 means just that. The cores are those of the CPU limit, or of the node
where there is no limit. A fixed 100 from older times, which the production baseline recommends
against storms, is therefore more than most control planes would now choose.

What to do:
  From 1.21 on remove the variable. Before that keep the default of 100.

Symptoms: config storms, control plane under pressure, OOMKilled istiod, push failures,
proxies STALE or NOT READY, configuration not applied

Baseline: C1, D3, D4
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    VARIABLES,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    either,
    install,
    rule,
)
from istiolint.rules.api.installs import Install
from istiolint.rules.api.values import is_of_type
from istiolint.rules.api.variables import Side, variables

EXAMPLES = [
    Example(
        "Far more than any default",
        """
        pilot:
          env:
            PILOT_PUSH_THROTTLE: "500"
        #                        ^^^^^ istiod may push to 500 proxies at once; the baseline is 200 at most
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The old default, where istiod has two cores",
        """
        pilot:
          resources: {limits: {cpu: "2"}}
          env:
            PILOT_PUSH_THROTTLE: 100
        #                        ^^^ 100 pushes at once are fixed; by its 2 cores istiod would choose 25
        """,
        path="istiod-values.yaml",
        releases="1.21..1.31",
    ),
    Example(
        "The same where its cores are not known",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        spec:
          template:
            spec:
              containers:
              - name: discovery
                image: docker.io/istio/pilot:1.30.3
                env:
                - {name: PILOT_PUSH_THROTTLE, value: "100"}
        #                                            ^^^^^ 100 pushes at once are fixed; since 1.21 istiod chooses by its cores, 20 for one and never more than 100
        """,
        releases="1.21..1.31",
    ),
    Example(
        "0 stopped all pushes up to 1.20",
        """
        pilot:
          env:
            PILOT_PUSH_THROTTLE: "0"
        #                        ^^^ up to 1.20 a throttle of 0 stops all pushes
        """,
        path="istiod-values.yaml",
        releases="1.16..1.20",
    ),
    Example(
        "And a negative number crashed istiod",
        """
        pilot:
          env:
            PILOT_PUSH_THROTTLE: "-1"
        #                        ^^^^ up to 1.20 a negative throttle crashes istiod
        """,
        path="istiod-values.yaml",
        releases="1.16..1.20",
    ),
    Example(
        "The default of old releases",
        'pilot: {env: {PILOT_PUSH_THROTTLE: "100"}}',
        path="istiod-values.yaml",
        releases="1.16..1.20",
    ),
    Example(
        "Left to istiod, less than it would choose, or not to be read",
        """
        pilot: {env: {PILOT_PUSH_THROTTLE: "0", PILOT_STATUS_MAX_WORKERS: "500"}}
        ---
        pilot: {env: {PILOT_PUSH_THROTTLE: "20"}, resources: {limits: {cpu: 1500m}}}
        ---
        pilot: {env: {PILOT_PUSH_THROTTLE: "100"}, resources: {limits: {cpu: "17"}}}
        ---
        pilot: {env: {PILOT_PUSH_THROTTLE: "many"}}
        ---
        pilot: {env: {PILOT_PUSH_THROTTLE: "${THROTTLE}"}}
        """,
        path="istiod-values.yaml",
        releases="1.21..1.31",
    ),
]


class Options(NamedTuple):
    """How many pushes at once are far above the default."""

    maximum: int = 200
    """The most."""


SIZED_BY_CPU_SINCE = 21
OLD_DEFAULT = 100


@rule(
    either(VARIABLES, install("pilot.resources.limits.cpu")),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Judge the throttle by the release and by the cores of istiod."""
    cores = cores_of(subject)
    for each in variables(subject):
        if each.name != "PILOT_PUSH_THROTTLE" or each.side is not Side.ISTIOD:
            continue
        if each.node is None or not each.text or not is_of_type(each.text, "int"):
            continue
        throttle = int(each.text)
        is_sized = context.release.minor >= SIZED_BY_CPU_SINCE
        verdict = too_low(throttle) if not is_sized else None
        verdict = verdict or too_high(throttle, context.options.maximum)
        if verdict is None and is_sized:
            verdict = fixed(throttle, cores)
        if verdict is not None:
            message, severity = verdict
            advice = "remove the variable" if is_sized else f"set it to {OLD_DEFAULT}"
            yield Finding(
                at=each.node, message=message, help=advice, severity=severity, setting=each.setting
            )


def too_low(throttle: int) -> tuple[str, Severity] | None:
    """What is no number of pushes at all, up to 1.20."""
    if throttle < 0:
        return "up to 1.20 a negative throttle crashes istiod", Severity.ERROR
    if throttle == 0:
        return "up to 1.20 a throttle of 0 stops all pushes", Severity.ERROR
    return None


def too_high(throttle: int, most: int) -> tuple[str, Severity] | None:
    """What is far above the default of any release."""
    if throttle <= most:
        return None
    return (
        f"istiod may push to {throttle} proxies at once; the baseline is {most} at most",
        Severity.WARNING,
    )


def fixed(throttle: int, cores: int | None) -> tuple[str, Severity] | None:
    """What is more than istiod would choose by itself since 1.21."""
    if cores is None:
        if throttle < OLD_DEFAULT:
            return None
        chosen = "since 1.21 istiod chooses by its cores, 20 for one and never more than 100"
    else:
        own = min(15 + 5 * cores, 100)
        if throttle <= own:
            return None
        chosen = f"by its {cores} core{'s' if cores > 1 else ''} istiod would choose {own}"
    return f"{throttle} pushes at once are fixed; {chosen}", Severity.INFO


def cores_of(subject: Install | Resource) -> int | None:
    """The cores that istiod may use by its limit, where that is known."""
    if isinstance(subject, Resource):
        return None
    limit = subject.setting("pilot.resources.limits.cpu").quantity
    return None if limit is None else -(-limit // 10**9)
