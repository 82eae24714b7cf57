"""A setting of Calico takes traffic from the proxies, or its policies from their place.

- `bpfConnectTimeLoadBalancing: TCP` or `Enabled` (the old name is
  `bpfConnectTimeLoadBalancingEnabled`): with the eBPF data plane Calico replaces the address of
  a Service while the application connects. The proxy sees the address of one pod, and rules for
  the Service do not apply. `Disabled` leaves it to packets, which the proxy is done with.
- `tproxyMode: Enabled`: Calico redirects connections to an Envoy of its own on the node, for
  logs and policies at the level of applications.
- `chainInsertMode: Append`: Calico's rules stand behind those of others on the node, which may
  accept connections that the network policies around the mesh forbid. The baseline wants
  `Insert`, the default.
- `policySyncPathPrefix`: application-layer policies are on. Their agent decides on requests
  inside Istio's proxies, so a request needs the consent of an AuthorizationPolicy and of
  Calico's policies. That works, and is the first place to look when requests are denied: advice.

Each may stand in a FelixConfiguration or as `FELIX_…` in the environment of the DaemonSet
calico-node. Calico without them is what the baseline recommends.

What to do:
  Set connect-time load balancing to `Disabled`, leave `tproxyMode` off and `chainInsertMode` at
  `Insert`.

Symptoms: VirtualService has no effect, traffic bypasses the sidecar, PassthroughCluster in
telemetry, network policies do not hold, requests denied that no AuthorizationPolicy denies

Baseline: I4, P2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    FELIX_CONFIGURATIONS,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "Services are replaced while applications connect, and Calico comes last",
        """
        apiVersion: projectcalico.org/v3
        kind: FelixConfiguration
        metadata: {name: default}
        spec:
          bpfEnabled: true
          bpfConnectTimeLoadBalancing: TCP
        #                              ^^^ bpfConnectTimeLoadBalancing "TCP" hides Services from the proxies
          chainInsertMode: Append
        #                  ^^^^^^ chainInsertMode "Append" lets other rules accept what network policies forbid; the baseline wants Insert
          policySyncPathPrefix: /var/run/nodeagent
        #                       ^^^^^^^^^^^^^^^^^^ policySyncPathPrefix is set: Calico judges requests beside Istio
        """,
    ),
    Example(
        "With eBPF that is the default",
        """
        apiVersion: projectcalico.org/v3
        kind: FelixConfiguration
        metadata: {name: default}
        spec: {bpfEnabled: true}
        #                  ^^^^ bpfConnectTimeLoadBalancing, TCP by default, hides Services from the proxies
        """,
    ),
    Example(
        "In the environment of the agent",
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: calico-node, namespace: kube-system}
        spec:
          template:
            spec:
              containers:
              - name: calico-node
                env:
                - {name: FELIX_CHAININSERTMODE, value: append}
        #                                              ^^^^^^ FELIX_CHAININSERTMODE "append" lets other rules accept what network policies forbid; the baseline wants Insert
                - {name: FELIX_TPROXYMODE, value: Enabled}
        #                                         ^^^^^^^ FELIX_TPROXYMODE "Enabled" sends connections to Calico's own proxy
        """,
    ),
    Example(
        "Calico as it comes, and with the settings that suit Istio",
        """
        apiVersion: crd.projectcalico.org/v1
        kind: FelixConfiguration
        metadata: {name: default}
        spec:
          bpfEnabled: true
          bpfConnectTimeLoadBalancing: Disabled
          chainInsertMode: Insert
          tproxyMode: Disabled
          policySyncPathPrefix: ""
          externalNodesList: [10.0.0.1]
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: calico-node, namespace: kube-system}
        spec:
          template:
            spec:
              containers:
              - name: calico-node
                env:
                - {name: FELIX_CHAININSERTMODE, value: "${MODE}"}
                - {name: FELIX_LOGSEVERITYSCREEN, value: info}
                - {name: CLUSTER_TYPE, value: k8s}
        """,
    ),
    Example(
        "Without eBPF nothing is replaced; the same words in other programs",
        """
        apiVersion: projectcalico.org/v3
        kind: FelixConfiguration
        metadata: {name: default}
        spec: {bpfEnabled: false, bpfConnectTimeLoadBalancingEnabled: true}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: docs}
        spec: {template: {spec: {containers: [{name: web, env: [{name: FELIX_CHAININSERTMODE, value: append}]}]}}}
        """,
    ),
]

BALANCING = "hides Services from the proxies"
TROUBLE = {
    "bpfconnecttimeloadbalancing": (("tcp", "enabled"), BALANCING),
    "bpfconnecttimeloadbalancingenabled": (("true",), BALANCING),
    "tproxymode": (("enabled", "enabledallservices"), "sends connections to Calico's own proxy"),
    "chaininsertmode": (
        ("append",),
        "lets other rules accept what network policies forbid; the baseline wants Insert",
    ),
}
"""By name in lower case: the values that make trouble, and what that is."""


@rule(kinds(*FELIX_CONFIGURATIONS, *WORKLOADS), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Go through the settings of Calico's agent, wherever they are."""
    found = list(settings(resource))
    bpf = {value.value.lower(): value for _, key, value in found if key == "bpfenabled"}
    if "true" in bpf and not any(key.startswith("bpfconnecttime") for _, key, _ in found):
        yield Finding(
            at=bpf["true"],
            message=f"bpfConnectTimeLoadBalancing, TCP by default, {BALANCING}",
            help="set bpfConnectTimeLoadBalancing to Disabled",
            severity=Severity.INFO,
        )
    for name, key, value in found:
        values, trouble = TROUBLE.get(key, ((), ""))
        is_moot = trouble == BALANCING and bpf.keys() == {"false"}
        if value.value.lower() in values and not is_moot:
            yield Finding(at=value, message=f'{name} "{value.value}" {trouble}')
        if key == "policysyncpathprefix" and value.value:
            yield Finding(
                at=value,
                message=f"{name} is set: Calico judges requests beside Istio",
                severity=Severity.INFO,
            )


def settings(resource: Resource) -> Iterator[tuple[str, str, Node]]:
    """The settings as they are called, in lower case without prefix, and what they say."""
    if resource.kind in FELIX_CONFIGURATIONS:
        for entry in resource.root.entries("spec"):
            if entry.value.is_scalar and not entry.value.is_unknown:
                yield entry.name, entry.name.lower(), entry.value
    elif resource.name == "calico-node" and resource.pod is not None:
        for container in resource.pod.items("spec", "containers"):
            for variable in container.items("env"):
                name, value = variable.text("name"), variable.text("value")
                if name and value and name.value.startswith("FELIX_"):
                    yield name.value, name.value.removeprefix("FELIX_").lower(), value
