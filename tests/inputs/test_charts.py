"""Values are Istio's by their names and keys, and those of other vendors are not."""

from __future__ import annotations

import pytest

from istiolint.inputs.charts import (
    CHARTS,
    chart_by_file_name,
    chart_by_keys,
    chart_in_comment,
    chart_named,
    is_gateway,
    is_istiod,
)
from istiolint.inputs.mesh_keys import is_mesh_config
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source


def values(text: str) -> Node:
    """The root of a values file."""
    tape = parse(Source("values.yaml", text), 0, len(text))
    assert not isinstance(tape, Problem), tape
    return Node(tape)


@pytest.mark.parametrize(
    ("name", "near", "chart"),
    [
        pytest.param("istiod", "", "istiod", id="istiod"),
        pytest.param("istio-discovery", "", "istiod", id="as the folder is called"),
        pytest.param("istiod-remote", "", "istiod-remote", id="for remote clusters"),
        pytest.param("ztunnel", "https://charts.corp", "ztunnel", id="ztunnel from a mirror"),
        pytest.param("istio-cni", "", "cni", id="with a prefix"),
        pytest.param("istio-ingressgateway", "", "gateway", id="a release of the gateway chart"),
        pytest.param("gateway", "", None, id="a gateway, no word of Istio"),
        pytest.param("gateway", "https://istio-release.storage/charts", "gateway", id="Istio's"),
        pytest.param("base", "my-ISTIO-base", "base", id="in any case"),
        pytest.param("base", "https://charts.gitlab.io", None, id="another base"),
        pytest.param("cni", "cilium", None, id="another CNI"),
        pytest.param("ambient", "ambient-noise", None, id="another ambient"),
        pytest.param("nginx", "istio", None, id="no chart of Istio"),
        pytest.param("", "istio", None, id="no name"),
    ],
)
def test_names_that_others_use_need_a_word_of_istio_near(
    name: str, near: str, chart: str | None
) -> None:
    assert chart_named(name, near=near) == chart
    assert chart is None or chart in CHARTS


@pytest.mark.parametrize(
    ("words", "chart"),
    [
        pytest.param("chart=istiod", "istiod", id="a chart"),
        pytest.param("chart=istio-cni ", "cni", id="by its other name"),
        pytest.param("chart=nginx", "nginx", id="not Istio's, which the user may say too"),
        pytest.param("chart=", None, id="no chart"),
        pytest.param("ignore[a-rule]", None, id="another comment"),
        pytest.param("see chart=istiod", None, id="words before it"),
    ],
)
def test_a_comment_names_a_chart(words: str, chart: str | None) -> None:
    assert chart_in_comment(words) == chart


@pytest.mark.parametrize(
    ("path", "chart"),
    [
        pytest.param("istiod-values.yaml", "istiod", id="the chart first"),
        pytest.param("values-istiod.yaml", "istiod", id="the chart last"),
        pytest.param("prod/values.istiod.prod.yml", "istiod", id="between dots"),
        pytest.param("VALUES_ISTIOD.YAML", "istiod", id="in capitals"),
        pytest.param("istiod_values.json", "istiod", id="as JSON"),
        pytest.param("istio-discovery.values.yaml", "istiod", id="another name"),
        pytest.param("istiod.yaml", "istiod", id="the chart alone"),
        pytest.param("istio-gateway.yaml", "gateway", id="a common name behind Istio's"),
        pytest.param("istio-cni-values.yaml", "cni", id="the CNI plugin"),
        pytest.param("istio-ingressgateway-values.yaml", "gateway", id="a gateway by its release"),
        pytest.param("ztunnel-values-prod.yaml", "ztunnel", id="with an environment"),
        pytest.param("istio/gateway-values.yaml", "gateway", id="in a folder of Istio's"),
        pytest.param("istio/values-base.yaml", "base", id="base in a folder of Istio's"),
        pytest.param("values-base.yaml", None, id="what all environments share"),
        pytest.param("api-gateway-values.yaml", None, id="a gateway of somebody else"),
        pytest.param("gateway/values.yaml", None, id="a folder alone says nothing"),
        pytest.param("istiod/values.yaml", None, id="not even one of Istio's"),
        pytest.param("gateway.yaml", None, id="no values"),
        pytest.param("ztunnel.yaml", None, id="a name without values"),
        pytest.param("istio-values.yaml", None, id="Istio's, but of which chart"),
    ],
)
def test_a_file_name_is_a_hint(path: str, chart: str | None) -> None:
    assert chart_by_file_name(path) == chart


@pytest.mark.parametrize(
    ("text", "chart"),
    [
        pytest.param("pilot: {traceSampling: 1}", "istiod", id="istiod, legacy"),
        pytest.param("pilot: {resources: {}}", "istiod", id="istiod, one key"),
        pytest.param("traceSampling: 1", "istiod", id="istiod, flat"),
        pytest.param("meshConfig: {accessLogFile: /dev/stdout}", "istiod", id="mesh config"),
        pytest.param("global: {proxy: {privileged: true}}", "istiod", id="sidecars"),
        pytest.param("global: {proxy: {resources: {limits: {cpu: 1}}}}", "istiod", id="their size"),
        pytest.param("global: {istioNamespace: istio-system}", "istiod", id="globals alone"),
        pytest.param("sidecarInjectorWebhook: {templates: {}}", "istiod", id="the injector"),
        pytest.param("cni: {cniBinDir: /opt/cni/bin}", "cni", id="the CNI plugin, legacy"),
        pytest.param("cniConfDir: /etc/cni", "cni", id="the CNI plugin, flat"),
        pytest.param("repair: {repairPods: true}", "cni", id="its repair"),
        pytest.param("ambient: {dnsCapture: true}", "cni", id="its ambient mode"),
        pytest.param(
            "global: {istioNamespace: istio-system}\ncni: {chained: false}",
            "cni",
            id="with globals",
        ),
        pytest.param("base: {enableCRDTemplates: true}", "base", id="base"),
        pytest.param(
            "global: {istioNamespace: a}\nbase: {validationURL: ''}", "base", id="base with globals"
        ),
        pytest.param("xdsAddress: istiod:15012", "ztunnel", id="ztunnel"),
        pytest.param("caAddress: ca\nmeshConfig: {defaultConfig: {}}", "ztunnel", id="both"),
        pytest.param("networkGateway: network-1", "gateway", id="an east-west gateway"),
        pytest.param(
            "labels: {istio: ingressgateway}\nservice: {}\nautoscaling: {}",
            "gateway",
            id="its label",
        ),
        pytest.param("labels: {istio: egress}\nkind: a\nrbac: {}", "gateway", id="going out"),
        pytest.param("labels: {istio: monitor}\nservice: {}\nrbac: {}", None, id="another label"),
        pytest.param("labels: {istio: ingress}\nservice: {}", None, id="too little"),
        pytest.param("pilot: {enabled: true}", None, id="Traefik has a pilot"),
        pytest.param("pilot: text", None, id="no mapping"),
        pytest.param("global: [proxy]", None, id="a list"),
        pytest.param("{}", None, id="nothing"),
    ],
)
def test_keys_that_only_one_chart_has_name_it(text: str, chart: str | None) -> None:
    assert chart_by_keys(values(text)) == chart


OTHERS = [
    pytest.param(
        """
        controller:
          image: {registry: registry.k8s.io, image: ingress-nginx/controller}
          ingressClassResource: {name: nginx, enabled: true}
          config: {proxy-body-size: 8m}
          resources: {requests: {cpu: 100m, memory: 90Mi}}
          autoscaling: {enabled: true, minReplicas: 1}
          service: {type: LoadBalancer}
          admissionWebhooks: {enabled: true}
        rbac: {create: true}
        """,
        id="ingress-nginx",
    ),
    pytest.param(
        """
        global: {imageRegistry: "", rbac: {create: true}}
        prometheus:
          prometheusSpec: {retention: 10d, resources: {requests: {memory: 2Gi}}}
        alertmanager: {enabled: true, config: {global: {resolve_timeout: 5m}}}
        grafana: {adminPassword: admin, service: {type: ClusterIP}}
        defaultRules: {create: true}
        """,
        id="kube-prometheus-stack",
    ),
    pytest.param(
        """
        global: {domain: argocd.example.com, logging: {level: info}, networkPolicy: {create: true}}
        configs: {cm: {url: https://argocd.example.com}}
        controller: {replicas: 1, env: []}
        redis: {enabled: true}
        server: {autoscaling: {enabled: true}, service: {type: ClusterIP}}
        """,
        id="argo-cd",
    ),
    pytest.param(
        """
        global: {environment: prod, region: eu, istio: {enabled: true}}
        replicaCount: 3
        image: {repository: registry.corp/shop/web, tag: 1.24.3, pullPolicy: Always}
        service: {type: ClusterIP, port: 8080}
        gateway: {enabled: true, host: shop.example.com, tls: {secretName: shop}}
        virtualService: {enabled: true, hosts: [shop.example.com]}
        resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 100m}}
        autoscaling: {enabled: true, minReplicas: 2, maxReplicas: 10}
        podAnnotations: {sidecar.istio.io/inject: "true", proxy.istio.io/config: "{}"}
        env: {JAVA_OPTS: -Xmx512m}
        terminationGracePeriodSeconds: 60
        nodeSelector: {}
        tolerations: []
        labels: {app: web}
        """,
        id="a web application",
    ),
    pytest.param(
        """
        image: {registry: docker.io, repository: traefik}
        pilot: {enabled: false, token: "", dashboard: true}
        experimental: {plugins: {}}
        gateway: {enabled: true}
        providers: {kubernetesGateway: {enabled: true}}
        ports: {web: {port: 8000}}
        """,
        id="traefik",
    ),
    pytest.param(
        """
        global:
          namespace: linkerd
          clusterDomain: cluster.local
          proxy:
            image: {name: ghcr.io/linkerd/proxy, version: v2.148}
            logLevel: warn
            resources: {cpu: {limit: ""}, memory: {limit: ""}}
            waitBeforeExitSeconds: 0
          proxyInit: {image: {name: linkerd/proxy-init}}
        identity: {issuer: {scheme: kubernetes.io/tls}}
        """,
        id="linkerd",
    ),
    pytest.param(
        """
        cluster: {name: prod, id: 1}
        cni: {install: true, chainingMode: none, exclusive: false, binPath: /opt/cni/bin}
        gatewayAPI: {enabled: true}
        hubble: {relay: {enabled: true}, ui: {enabled: true}}
        ipam: {mode: cluster-pool}
        """,
        id="cilium",
    ),
    pytest.param(
        """
        base: {image: {tag: latest}, replicas: 1}
        defaults: {resources: {requests: {cpu: 10m}}, podAnnotations: {}}
        workers: [{name: mail, command: [run]}]
        revision: abc123
        """,
        id="a chart with a base and defaults",
    ),
    pytest.param(
        """
        global: {spire: {trustDomain: example.org, clusterName: prod}}
        trustDomain: example.org
        spire-server: {replicaCount: 1, persistence: {type: pvc}}
        ingressClass: nginx
        """,
        id="spire",
    ),
    pytest.param(
        """
        auth: {existingSecret: kiali}
        deployment: {image_version: v2.0, namespace: istio-system, ingress: {enabled: false}}
        external_services:
          istio: {root_namespace: istio-system, config_map_name: istio}
          tracing: {enabled: true}
        istio_namespace: istio-system
        """,
        id="kiali",
    ),
    pytest.param(
        """
        env: {open: {STORAGE: local}}
        ingress: {enabled: true}
        proxy: {enabled: true, privileged: false}
        replicaCount: 1
        kind: Deployment
        revision: 3
        connectTimeout: 10s
        """,
        id="a chart with a proxy",
    ),
]


@pytest.mark.parametrize("text", OTHERS)
def test_values_of_other_vendors_are_not_istios(text: str) -> None:
    root = values(text)
    assert chart_by_keys(root) is None
    assert not is_istiod(root)
    assert not is_mesh_config(root)


def test_what_only_istiod_reads_is_seen_in_any_file() -> None:
    assert is_istiod(values("pilot: {env: {}}"))
    assert is_istiod(values("sidecarInjectorWebhook: {reinvocationPolicy: IfNeeded}"))
    assert not is_istiod(values("traceSampling: 1"))
    assert not is_istiod(values("global: {proxy: {privileged: true}}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("accessLogFile: /dev/stdout\nenableTracing: true", True, id="two keys"),
        pytest.param("defaultConfig: {}\nextensionProviders: []", True, id="two certain keys"),
        pytest.param("trustDomain: a\nrootNamespace: b\nenableAutoMtls: true", True, id="three"),
        pytest.param("accessLogFile: /dev/stdout", False, id="one key"),
        pytest.param("connectTimeout: 10s\ningressClass: nginx", False, id="keys others have too"),
        pytest.param("- accessLogFile\n- defaultConfig", False, id="a list"),
    ],
)
def test_mesh_config_has_two_keys_of_its_own(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_mesh_config(values(text)) is expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("gateway-values.yaml", "service: {}\nautoscaling: {}\nmeshConfig: {}", True),
        ("clusters/edge-gateway.yaml", "kind: DaemonSet\nlabels: {}\nservice: {}", True),
        ("gateway/values.yaml", "service: {}\nautoscaling: {}", False),
        ("gateway-values.yaml", "service: {}\nmeshConfig: {}", False),
    ],
)
def test_name_and_keys_together_make_a_gateway(path: str, text: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_gateway(path, values(text)) is expected
