"""Every kind of input is what it is, and what is left alone has a reason."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Contribution, Form, HelmRelease, Role
from istiolint.text import Source

NO_RELEASE = HelmRelease()


def read(text: str, path: str = "a.yaml") -> Contribution:
    """What a file contributes."""
    return contribute(Source(path, dedent(text)))


def forms(found: Contribution) -> list[Form]:
    """What the documents of a file are."""
    return [each.form for each in found.documents]


def trees(found: Contribution) -> list[tuple[Role, str, HelmRelease]]:
    """The trees in all documents of a file: role, container, release."""
    return [
        (tree.role, document.container(tree), tree.release)
        for document in found.documents
        for tree in document.trees
    ]


def reasons(found: Contribution) -> list[str]:
    """Why documents are left alone."""
    return [each.reason for each in found.left_alone]


OBJECTS = [
    "networking.istio.io/v1 VirtualService",
    "networking.istio.io/v1alpha3 DestinationRule",
    "networking.istio.io/v1beta1 Gateway",
    "networking.istio.io/v1 ServiceEntry",
    "networking.istio.io/v1 Sidecar",
    "networking.istio.io/v1alpha3 EnvoyFilter",
    "networking.istio.io/v1 WorkloadEntry",
    "networking.istio.io/v1 WorkloadGroup",
    "networking.istio.io/v1beta1 ProxyConfig",
    "security.istio.io/v1 AuthorizationPolicy",
    "security.istio.io/v1 PeerAuthentication",
    "security.istio.io/v1 RequestAuthentication",
    "telemetry.istio.io/v1 Telemetry",
    "extensions.istio.io/v1alpha1 WasmPlugin",
    "extensions.istio.io/v1alpha1 TrafficExtension",
    "networking.istio.io/v1 VirtualServce",
    "config.istio.io/v1alpha2 handler",
    "gateway.networking.k8s.io/v1 Gateway",
    "gateway.networking.k8s.io/v1 HTTPRoute",
    "gateway.networking.k8s.io/v1beta1 ReferenceGrant",
    "inference.networking.k8s.io/v1 InferencePool",
    "v1 Namespace",
    "v1 Service",
    "v1 Pod",
    "v1 Secret",
    "v1 ConfigMap",
    "v1 ServiceAccount",
    "v1 ResourceQuota",
    "apps/v1 Deployment",
    "apps/v1 StatefulSet",
    "apps/v1 DaemonSet",
    "batch/v1 Job",
    "batch/v1 CronJob",
    "argoproj.io/v1alpha1 Rollout",
    "networking.k8s.io/v1 NetworkPolicy",
    "crd.projectcalico.org/v1 GlobalNetworkPolicy",
    "cilium.io/v2 CiliumNetworkPolicy",
    "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
    "autoscaling/v2 HorizontalPodAutoscaler",
    "policy/v1 PodDisruptionBudget",
    "monitoring.coreos.com/v1 PrometheusRule",
    "cert-manager.io/v1 Certificate",
    "argoproj.io/v1alpha1 Application",
    "argoproj.io/v1alpha1 ApplicationSet",
    "helm.toolkit.fluxcd.io/v2 HelmRelease",
    "helm.cattle.io/v1 HelmChart",
    "sailoperator.io/v1 IstioRevisionTag",
    "install.istio.io/v1alpha1 IstioOperator",
]


@pytest.mark.parametrize("said", OBJECTS)
def test_objects_that_decide_how_a_mesh_behaves_are_read(said: str) -> None:
    api_version, kind = said.split()
    found = read(f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a, namespace: b}}\n")
    assert forms(found) == [Form.RESOURCE]
    document = found.documents[0]
    assert document.object == (api_version, kind, "b", "a")
    assert document.kind is not None
    assert document.kind.name == kind
    assert trees(found) == []
    assert reasons(found) == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        pytest.param(
            "apiextensions.k8s.io/v1 CustomResourceDefinition",
            "CustomResourceDefinition.apiextensions.k8s.io",
            id="a definition of a kind",
        ),
        pytest.param("v1 PersistentVolumeClaim", "PersistentVolumeClaim", id="storage"),
        pytest.param(
            "rbac.authorization.k8s.io/v1 Role", "Role.rbac.authorization.k8s.io", id="RBAC"
        ),
        pytest.param("serving.knative.dev/v1 Service", "Service.serving.knative.dev", id="Knative"),
        pytest.param("example.com/v1 AllowList", "AllowList.example.com", id="no list of objects"),
    ],
)
@pytest.mark.parametrize("style", ["block", "flow"])
def test_other_kinds_are_left_alone_by_name(said: str, kind: str, style: str) -> None:
    api_version, name = said.split()
    text = f"apiVersion: {api_version}\nkind: {name}\nitems: [a, b]\n"
    if style == "flow":
        text = f"{{apiVersion: {api_version}, kind: {name}, items: [a, b]}}\n"
    assert reasons(read(text)) == [f"no rule reads kind {kind}"]


FILES = [
    pytest.param(
        "kustomization.yaml", "resources: [a.yaml]", Form.KUSTOMIZATION, id="a kustomization"
    ),
    pytest.param(
        "base/Kustomization", "resources: [a.yaml]", Form.KUSTOMIZATION, id="by its other name"
    ),
    pytest.param(
        "k.yaml",
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization",
        Form.KUSTOMIZATION,
        id="a kustomization that says so",
    ),
    pytest.param(
        "k.yaml",
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component",
        Form.KUSTOMIZATION,
        id="a component",
    ),
    pytest.param("Chart.yaml", "apiVersion: v2\nname: istiod", Form.CHART, id="a chart"),
    pytest.param(
        "Chart.yaml", "apiVersion: v2\nkind: application\nname: a", Form.CHART, id="with a kind"
    ),
    pytest.param("helmfile.yaml", "releases: [{name: a}]", Form.HELMFILE, id="a helmfile"),
    pytest.param("helmfile.d/1.yaml", "releases: [{name: a}]", Form.HELMFILE, id="one of several"),
    pytest.param("fleet.yaml", "defaultNamespace: a", Form.FLEET, id="a fleet.yaml"),
    pytest.param(
        "rules.yaml",
        "groups: [{name: istio, rules: [{alert: A, expr: up}]}]",
        Form.ALERT_RULES,
        id="alerts",
    ),
    pytest.param(
        "rules.json",
        '{"groups": [{"rules": [{"record": "a", "expr": "up"}]}]}',
        Form.ALERT_RULES,
        id="recording rules in JSON",
    ),
    pytest.param(
        "mesh.yaml", "accessLogFile: a\nenableAutoMtls: true", Form.MESH_CONFIG, id="mesh config"
    ),
    pytest.param("values.yaml", "a: 1", Form.VALUES, id="values of nobody knows what"),
    pytest.param("prod-values.yaml", "a: 1", Form.VALUES, id="values for an environment"),
]


@pytest.mark.parametrize(("path", "text", "form"), FILES)
def test_files_without_a_kind_are_told_apart_by_name_and_keys(
    path: str, text: str, form: Form
) -> None:
    found = read(text, path)
    assert forms(found) == [form]
    assert reasons(found) == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "istiod-values.yaml", "resources: {}", (Role.VALUES, "", "istiod"), id="by file name"
        ),
        pytest.param(
            "prod.yaml", "pilot: {env: {}}", (Role.VALUES, "", "istiod"), id="legacy istiod"
        ),
        pytest.param(
            "prod.yaml", "traceSampling: 1", (Role.VALUES, "", "istiod"), id="flat istiod"
        ),
        pytest.param(
            "prod.yaml", "cni: {chained: true}", (Role.VALUES, "", "cni"), id="legacy CNI"
        ),
        pytest.param("prod.yaml", "cniBinDir: /a", (Role.VALUES, "", "cni"), id="flat CNI"),
        pytest.param("prod.yaml", "xdsAddress: a", (Role.VALUES, "", "ztunnel"), id="ztunnel"),
        pytest.param("prod.yaml", "base: {excludedCRDs: []}", (Role.VALUES, "", "base"), id="base"),
        pytest.param(
            "prod.yaml",
            "labels: {istio: ingressgateway}\nservice: {}\nresources: {}",
            (Role.VALUES, "", "gateway"),
            id="gateway",
        ),
        pytest.param(
            "istio-gateway.yaml",
            "pilot: {env: {}}",
            (Role.VALUES, "", "istiod"),
            id="keys of istiod beat a name",
        ),
        pytest.param(
            "istio-cni-values.yaml",
            "global: {istioNamespace: a}",
            (Role.VALUES, "", "cni"),
            id="a name beats keys that several charts have",
        ),
        pytest.param(
            "a.yaml",
            "# istiolint: chart=gateway\nreplicaCount: 2",
            (Role.VALUES, "", "gateway"),
            id="a comment",
        ),
        pytest.param(
            "istiod-values.yaml",
            "# istiolint: chart=nginx\npilot: {env: {}}",
            (Role.VALUES, "", "nginx"),
            id="a comment beats name and keys",
        ),
        pytest.param(
            "any.yaml",
            "_internal_defaults_do_not_set: {pilot: {env: {}}}",
            (Role.OWN_VALUES, "_internal_defaults_do_not_set", "istiod"),
            id="a chart's own values",
        ),
        pytest.param(
            "ztunnel-values.yaml",
            "defaults: {hub: a}",
            (Role.OWN_VALUES, "defaults", "ztunnel"),
            id="in the old wrapper",
        ),
        pytest.param(
            "istiod-values.yaml",
            "defaults: {pilot: {env: {}}}\nglobal: {}",
            (Role.VALUES, "", "istiod"),
            id="a wrapper that the user wrote",
        ),
        pytest.param(
            "values.yaml", "defaults: {a: 1}", (Role.VALUES, "", None), id="somebody else's wrapper"
        ),
        pytest.param("values.yaml", "a: 1", (Role.VALUES, "", None), id="unknown values"),
        pytest.param(
            "mesh.yaml",
            "defaultConfig: {}\nenableAutoMtls: true",
            (Role.MESH_CONFIG, "", None),
            id="bare mesh config",
        ),
    ],
)
def test_a_file_of_settings_is_one_tree(
    path: str, text: str, expected: tuple[Role, str, str | None]
) -> None:
    role, container, chart = expected
    assert trees(read(text, path)) == [(role, container, HelmRelease(chart))]


def test_a_comment_is_remembered_as_the_last_word() -> None:
    said, guessed = (
        read(text, "istiod-values.yaml").documents[0].trees[0].said
        for text in ("# istiolint: chart=istiod\na: 1", "a: 1")
    )
    assert said
    assert not guessed


SOPS = "sops: {mac: 'ENC[x]', lastmodified: '2026-01-01'}"

ALONE = [
    pytest.param("- {op: replace, path: /spec, value: 1}", "JSON patch", id="a JSON patch"),
    pytest.param("- a\n- b", "neither an object nor values: not a mapping", id="some other list"),
    pytest.param("text", "neither an object nor values: not a mapping", id="a scalar"),
    pytest.param("[]", "neither an object nor values: not a mapping", id="an empty list"),
    pytest.param(
        "a: 1", "no apiVersion and kind, and no keys of an Istio chart", id="some other mapping"
    ),
    pytest.param(
        "kind: VirtualService\nspec: {}",
        "no apiVersion and kind, and no keys of an Istio chart",
        id="an object without apiVersion",
    ),
    pytest.param(
        "defaults: {a: 1}",
        "no apiVersion and kind, and no keys of an Istio chart",
        id="defaults of something else",
    ),
    pytest.param(
        "releases: [{name: a}]",
        "no apiVersion and kind, and no keys of an Istio chart",
        id="releases that are no helmfile's",
    ),
    pytest.param(f"pilot: {{env: 'ENC[x]'}}\n{SOPS}", "encrypted with SOPS", id="encrypted values"),
    pytest.param(
        f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n{SOPS}",
        "encrypted with SOPS",
        id="an encrypted object",
    ),
    pytest.param(
        f"apiVersion: ENC[a]\nkind: ENC[b]\n{SOPS}", "encrypted with SOPS", id="with its kind"
    ),
    pytest.param(
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n$patch: delete",
        "Kustomize patch",
        id="a patch that deletes",
    ),
    pytest.param(
        "apiVersion: v1\nkind: Service\nspec:\n  ports:\n  - $patch: replace\n",
        "Kustomize patch",
        id="a patch that replaces a list",
    ),
    pytest.param(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n",
        "Helm template that is not rendered",
        id="a template in a value",
    ),
    pytest.param(
        "{{- if .Values.enabled }}\napiVersion: v1\nkind: Service\n{{- end }}\n",
        "Helm template that is not rendered",
        id="a template around it all",
    ),
]


@pytest.mark.parametrize(("text", "reason"), ALONE)
def test_what_says_nothing_about_a_mesh_is_left_alone_with_a_reason(text: str, reason: str) -> None:
    found = read(text)
    assert reasons(found) == [reason]
    assert found.documents == ()
    assert found.diagnostics == ()
    assert found.count == 1


def test_a_sops_key_of_another_sort_encrypts_nothing() -> None:
    found = read("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nsops: {enabled: true}\n")
    assert forms(found) == [Form.RESOURCE]


def test_an_encrypted_secret_is_still_there_to_be_referred_to() -> None:
    found = read(
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata: {{k: 'ENC[x]'}}\n{SOPS}"
    )
    assert forms(found) == [Form.RESOURCE]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("summary: High rate on {{ $labels.pod }}", id="in a plain scalar"),
        pytest.param('summary: "{{ $labels.pod }} is slow"', id="in a quoted one"),
        pytest.param("summary: >-\n                {{ $labels.pod }}", id="in a folded block"),
        pytest.param(
            "summary: |\n                {{ range query `up` }}\n                - {{ .Value }}\n"
            "                {{ end }}",
            id="on lines of a literal block",
        ),
    ],
)
def test_the_templates_of_an_alert_are_part_of_it(text: str) -> None:
    found = read(
        f"""\
        groups:
        - name: istio
          rules:
          - alert: Slow
            expr: up
            annotations:
              {text}
        """
    )
    assert forms(found) == [Form.ALERT_RULES]


def test_names_that_an_application_set_fills_in_are_values() -> None:
    found = read(
        """\
        apiVersion: argoproj.io/v1alpha1
        kind: ApplicationSet
        metadata: {name: istiod}
        spec:
          template:
            metadata: {name: 'istiod-{{name}}'}
            spec:
              source:
                chart: istiod
                repoURL: https://istio-release.storage.googleapis.com/charts
                targetRevision: '{{version}}'
                helm: {valuesObject: {revision: '{{name}}'}}
              destination: {namespace: istio-system, server: '{{server}}'}
        """
    )
    container = "spec.template.spec.source.helm.valuesObject"
    release = HelmRelease("istiod", None, None, "istio-system")
    assert trees(found) == [(Role.VALUES, container, release)]


def test_variables_of_other_programs_are_values_too() -> None:
    found = read(
        """\
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: "${APP}", namespace: $(NS)}
        spec: {hosts: ["${HOST:=a.example.com}"]}
        """
    )
    assert forms(found) == [Form.RESOURCE]


def test_a_list_is_its_items() -> None:
    found = read(
        """\
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Service
          metadata: {name: a}
        - apiVersion: networking.istio.io/v1
          kind: VirtualServiceList
          items:
          - {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: b}}
        - apiVersion: apps/v1
          kind: Deployment
          metadata: {name: c}
          spec:
            template:
              metadata:
                annotations: {proxy.istio.io/config: "concurrency: 2"}
        - {apiVersion: v1, kind: Role}
        - text
        - {kind: Service}
        """
    )
    names = [each.object and (each.object.kind, each.object.name) for each in found.documents]
    assert names == [("Service", "a"), ("VirtualService", "b"), ("Deployment", "c")]
    assert {each.number for each in found.documents} == {0}
    container = 'spec.template.metadata.annotations["proxy.istio.io/config"]'
    assert trees(found) == [(Role.PROXY_CONFIG, container, NO_RELEASE)]
    no_object = "an item of a list that is no object: no apiVersion or no kind"
    assert reasons(found) == ["no rule reads kind Role", no_object, no_object]
    assert found.count == 1


def test_an_empty_list_is_nothing() -> None:
    found = read("apiVersion: v1\nkind: List\nitems: []\n")
    assert (forms(found), reasons(found), found.count) == ([], [], 1)


def test_only_the_item_that_is_a_patch_is_left_alone() -> None:
    found = read(
        """\
        kind: List
        apiVersion: v1
        items:
        - {apiVersion: v1, kind: Service, metadata: {name: a}, $patch: delete}
        - {apiVersion: v1, kind: Service, metadata: {name: b}}
        """
    )
    assert [each.object and each.object.name for each in found.documents] == ["b"]
    assert reasons(found) == ["Kustomize patch"]


def test_rendered_manifests_keep_the_names_of_their_templates() -> None:
    found = read(
        """\
        ---
        # Source: istiod/templates/service.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: istiod}
        ---
        # a word before
        # Source: istiod/charts/a/b.yaml \t
        apiVersion: v1
        kind: Service
        metadata: {name: a}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: b}
        data:
          text: |
            # Source: no comment
        ---
        # Source:\x20
        apiVersion: v1
        kind: Service
        """
    )
    names = [each.template for each in found.documents]
    assert names == ["istiod/templates/service.yaml", "istiod/charts/a/b.yaml", None, None]


def test_json_is_read_like_yaml() -> None:
    found = read('{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}', "a.json")
    assert forms(found) == [Form.RESOURCE]


def test_values_of_a_gateway_stay_that_whatever_else_is_in_them() -> None:
    text = "service: {}\nautoscaling: {enabled: true}\nmeshConfig: {accessLogFile: /dev/stdout}\n"
    (document,) = contribute(Source("gateway-values.yaml", text)).documents
    assert [tree.release.chart for tree in document.trees] == ["gateway"]
