"""terminationDrainDuration is set beside EXIT_ON_ZERO_ACTIVE_CONNECTIONS, which ignores it.

When a pod ends, the agent has the proxy drain its connections and waits. Usually it waits
for `terminationDrainDuration` (5s). With `EXIT_ON_ZERO_ACTIVE_CONNECTIONS` it takes another way:
it waits for `MINIMUM_DRAIN_DURATION` (5s), then until no connection is left, and never looks
at `terminationDrainDuration`. Requests that come in later than the five seconds, while load
balancers and other proxies still learn of the pod's end, meet a proxy that is gone.

What to do:
  Set `MINIMUM_DRAIN_DURATION` in `proxyMetadata` instead.

Symptoms: 503 during rollouts, connection refused during rollouts, draining for 5s only,
traffic disappears

Baseline: D1, D3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    WORKLOADS,
    Context,
    Example,
    Finding,
    Label,
    Node,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.installs import Install, Role

EXAMPLES = [
    Example(
        "For the whole mesh",
        """
        meshConfig:
          defaultConfig:
            terminationDrainDuration: 30s
        #                             ^^^ terminationDrainDuration has no effect: the agent waits for MINIMUM_DRAIN_DURATION, 5s unless set
            proxyMetadata:
              EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true"
        #                                      ~~~~~~ set here
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "For one workload",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              annotations:
                proxy.istio.io/config: |
                  terminationDrainDuration: 60s
        #                                   ^^^ terminationDrainDuration has no effect: the agent waits for MINIMUM_DRAIN_DURATION, 5s unless set
                  proxyMetadata: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "1"}
        #                                                          ~~~ set here
        """,
    ),
    Example(
        "With the minimum set it is merely left over",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            defaultConfig:
              terminationDrainDuration: 30s
        #                               ^^^ terminationDrainDuration has no effect: the agent waits for MINIMUM_DRAIN_DURATION
              proxyMetadata: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true", MINIMUM_DRAIN_DURATION: 30s}
        """,
    ),
    Example(
        "Each for itself, and other durations",
        """
        meshConfig:
          defaultConfig:
            terminationDrainDuration: 30s
            proxyMetadata: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "false"}
        ---
        meshConfig:
          defaultConfig:
            drainDuration: 45s
            proxyMetadata: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true", MINIMUM_DRAIN_DURATION: 30s}
        ---
        meshConfig:
          defaultConfig:
            terminationDrainDuration: 30s
            proxyMetadata: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "${EXIT}"}
        ---
        meshConfig: {defaultConfig: {terminationDrainDuration: 30s}}
        """,
        path="istiod-values.yaml",
    ),
]

DURATION = "terminationDrainDuration"
EXIT = "EXIT_ON_ZERO_ACTIVE_CONNECTIONS"
MINIMUM = "MINIMUM_DRAIN_DURATION"
TRUE = ("1", "t", "T", "true", "TRUE", "True")


@rule(
    either(
        install(
            "meshConfig.defaultConfig.terminationDrainDuration",
            "meshConfig.defaultConfig.proxyMetadata.EXIT_ON_ZERO_ACTIVE_CONNECTIONS",
            "meshConfig.defaultConfig.proxyMetadata.MINIMUM_DRAIN_DURATION",
        ),
        kinds(*WORKLOADS),
    ),
    Severity.WARNING,
    EXAMPLES,
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at the configuration of the whole mesh, or of one workload."""
    yield from of_workload(subject) if isinstance(subject, Resource) else of_mesh(subject)


def of_workload(resource: Resource) -> Iterator[Finding]:
    """What the annotation of a pod says."""
    for tree in resource.document.trees:
        if tree.role is Role.PROXY_CONFIG:
            way, least = (tree.root.scalar("proxyMetadata", name) for name in (EXIT, MINIMUM))
            yield from compare(tree.root.scalar(DURATION), way, least)


def of_mesh(install: Install) -> Iterator[Finding]:
    """What mesh config says."""
    config = "meshConfig.defaultConfig"
    duration, way, least = (
        install.setting(f"{config}.{name}")
        for name in (DURATION, f"proxyMetadata.{EXIT}", f"proxyMetadata.{MINIMUM}")
    )
    if duration.is_written and way.is_written:
        for found in compare(duration.at, way.at, least.at if least.is_written else None):
            yield found._replace(setting=duration)


def compare(duration: Node | None, way: Node | None, least: Node | None) -> Iterator[Finding]:
    """Report a duration that the way the agent ends does not look at."""
    if duration is None or way is None or way.value not in TRUE:
        return
    unset = ", 5s unless set" if least is None else ""
    advice = f"set {MINIMUM} in proxyMetadata instead" if least is None else f"remove {DURATION}"
    yield Finding(
        at=duration,
        message=f"{DURATION} has no effect: the agent waits for {MINIMUM}{unset}",
        help=advice,
        severity=Severity.INFO if least is not None else None,
        related=[Label(way.location, "set here")],
    )
