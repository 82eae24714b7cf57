"""Values are found in the objects of those who call Helm, each with its release."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import HelmRelease, Role, Tree
from istiolint.text import Source

ISTIO = "https://istio-release.storage.googleapis.com/charts"

Found = list[tuple[Role, str, HelmRelease]]


def trees(text: str, path: str = "a.yaml") -> Found:
    """The trees for charts of Istio in all documents of a file: role, container, release.

    Where a chart lies in the repository is left out.
    """
    return [
        (tree.role, container, tree.release._replace(folders=()))
        for tree, container in all_trees(text, path)
        if tree.release.chart is not None
    ]


def all_trees(text: str, path: str) -> list[tuple[Tree, str]]:
    """All trees of a file, with their containers."""
    found = contribute(Source(path, dedent(text)))
    assert found.diagnostics == ()
    return [(tree, each.container(tree)) for each in found.documents for tree in each.trees]


def flux(spec: str, version: str = "v2") -> Found:
    return trees(
        f"apiVersion: helm.toolkit.fluxcd.io/{version}\nkind: HelmRelease\n"
        f"metadata: {{name: istiod, namespace: flux-system}}\nspec: {spec}\n"
    )


CHART = f"chart: {{spec: {{chart: istiod, version: 1.24.3, sourceRef: {{name: {ISTIO}}}}}}}"

FLUX = [
    pytest.param(
        f"{{{CHART}, values: {{pilot: {{env: {{}}}}}}}}",
        [(Role.VALUES, "spec.values", HelmRelease("istiod", "1.24.3", "istiod", "flux-system"))],
        id="values",
    ),
    pytest.param(
        f"{{{CHART}, releaseName: istiod-prod, targetNamespace: istio-system, values: {{}}}}",
        [
            (
                Role.VALUES,
                "spec.values",
                HelmRelease("istiod", "1.24.3", "istiod-prod", "istio-system"),
            )
        ],
        id="a release with a name of its own",
    ),
    pytest.param(
        f"{{{CHART}}}",
        [
            (
                Role.NO_VALUES,
                "spec.chart.spec.chart",
                HelmRelease("istiod", "1.24.3", "istiod", "flux-system"),
            )
        ],
        id="no values",
    ),
    pytest.param(
        f"{{{CHART}, valuesFrom: [{{kind: ConfigMap, name: a}}], values: {{a: 1}}}}",
        [
            (role, path, HelmRelease("istiod", "1.24.3", "istiod", "flux-system"))
            for role, path in (
                (Role.UNSEEN, "spec.valuesFrom[0].name"),
                (Role.VALUES, "spec.values"),
            )
        ],
        id="values from elsewhere come first",
    ),
    pytest.param(
        "{chart: {spec: {chart: ./charts/istiod/, sourceRef: {kind: GitRepository, name: a}}}}",
        [
            (
                Role.NO_VALUES,
                "spec.chart.spec.chart",
                HelmRelease("istiod", None, "istiod", "flux-system"),
            )
        ],
        id="a path in a repository",
    ),
    pytest.param(
        "{chart: {spec: {chart: gateway, sourceRef: {name: istio}}}, values: {replicaCount: 2}}",
        [(Role.VALUES, "spec.values", HelmRelease("gateway", None, "istiod", "flux-system"))],
        id="a gateway out of a repository of Istio",
    ),
    pytest.param(
        "{chart: {spec: {chart: istiod, version: '${version}'}}, values: {a: 1}}",
        [(Role.VALUES, "spec.values", HelmRelease("istiod", None, "istiod", "flux-system"))],
        id="a version that is filled in later",
    ),
    pytest.param(
        "{chartRef: {kind: OCIRepository, name: istiod}}",
        [
            (
                Role.NO_VALUES,
                "spec.chartRef.name",
                HelmRelease("istiod", None, "istiod", "flux-system"),
            )
        ],
        id="a reference called like the chart",
    ),
    pytest.param(
        "{chartRef: {kind: HelmChart, name: mesh}, values: {pilot: {env: {}}}}",
        [(Role.VALUES, "spec.values", HelmRelease("istiod", None, "istiod", "flux-system"))],
        id="a reference called otherwise, and keys of istiod",
    ),
    pytest.param("{chartRef: {name: web}, values: {image: a}}", [], id="some other reference"),
    pytest.param("{chartRef: {name: web}}", [], id="some other reference without values"),
    pytest.param("{chart: {spec: {chart: podinfo}}, values: {a: 1}}", [], id="some other chart"),
    pytest.param(
        "{chart: {spec: {chart: web}}, values: {pilot: {env: {}}}}", [], id="whatever its keys"
    ),
]


@pytest.mark.parametrize(("spec", "expected"), FLUX)
@pytest.mark.parametrize("version", ["v2", "v2beta1"])
def test_a_helm_release_of_flux(spec: str, expected: Found, version: str) -> None:
    assert flux(spec, version) == expected


@pytest.mark.parametrize("chart", ["gateway", "base", "cni", "ambient"])
def test_other_vendors_charts_with_the_names_of_istios(chart: str) -> None:
    assert (
        trees(
            f"""\
            apiVersion: helm.toolkit.fluxcd.io/v2
            kind: HelmRelease
            metadata: {{name: {chart}, namespace: platform}}
            spec:
              chart: {{spec: {{chart: {chart}, sourceRef: {{name: corp}}}}}}
              values: {{replicaCount: 2}}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {{name: {chart}, namespace: argocd}}
            spec:
              destination: {{namespace: shop}}
              source:
                repoURL: https://charts.example.com
                chart: {chart}
                helm: {{valuesObject: {{replicaCount: 2}}}}
            ---
            apiVersion: helm.cattle.io/v1
            kind: HelmChart
            metadata: {{name: {chart}}}
            spec: {{repo: https://charts.example.com, chart: {chart}, valuesContent: "a: 1"}}
            """
        )
        == []
    )


def argo(source: str) -> Found:
    return trees(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: mesh}\n"
        f"spec:\n  destination: {{namespace: istio-system}}\n  source: {source}\n"
    )


ISTIOD = HelmRelease("istiod", "1.24.3", "mesh", "istio-system")
HELM = "spec.source.helm"

ARGO = [
    pytest.param(
        "helm: {valuesObject: {a: 1}}", [(Role.VALUES, f"{HELM}.valuesObject", ISTIOD)], id="object"
    ),
    pytest.param(
        'helm: {values: "pilot: {env: {}}"}', [(Role.VALUES, f"{HELM}.values", ISTIOD)], id="text"
    ),
    pytest.param(
        'helm: {values: "a: 1", valuesObject: {a: 2}}',
        [(Role.VALUES, f"{HELM}.valuesObject", ISTIOD)],
        id="the text does not count beside an object",
    ),
    pytest.param(
        "helm: {valueFiles: [a.yaml], valuesObject: {a: 2}, parameters: [{name: a, value: b}],"
        " fileParameters: [{name: a, path: b}]}",
        [
            (Role.UNSEEN, f"{HELM}.valueFiles[0]", ISTIOD),
            (Role.VALUES, f"{HELM}.valuesObject", ISTIOD),
            (Role.PARAMETERS, f"{HELM}.parameters", ISTIOD),
            (Role.PARAMETERS, f"{HELM}.fileParameters", ISTIOD),
        ],
        id="all in the order in which they win",
    ),
    pytest.param(
        "helm: {releaseName: istiod}",
        [(Role.NO_VALUES, "spec.source.chart", ISTIOD._replace(name="istiod"))],
        id="no values",
    ),
    pytest.param("a: 1", [(Role.NO_VALUES, "spec.source.chart", ISTIOD)], id="nothing about Helm"),
    pytest.param(
        "helm: {values: '', valueFiles: []}",
        [(Role.NO_VALUES, "spec.source.chart", ISTIOD)],
        id="nothing in what there is",
    ),
    pytest.param(
        'helm: {values: "- a"}',
        [(Role.NO_VALUES, "spec.source.chart", ISTIOD)],
        id="a list as text",
    ),
]


@pytest.mark.parametrize(("said", "expected"), ARGO)
def test_a_source_of_argo_cd(said: str, expected: Found) -> None:
    assert argo(f"{{repoURL: {ISTIO}, chart: istiod, targetRevision: 1.24.3, {said}}}") == expected


@pytest.mark.parametrize(
    ("source", "chart", "version"),
    [
        pytest.param("path: charts/istiod, targetRevision: HEAD", "istiod", None, id="a path"),
        pytest.param(
            "path: manifests/istio/gateway", "gateway", None, id="a path with Istio in it"
        ),
        pytest.param("path: ., repoURL: oci://a/charts/istiod", "istiod", None, id="a repository"),
        pytest.param("path: ./, repoURL: oci://a/istio/cni", "cni", None, id="one of Istio's"),
    ],
)
def test_a_chart_in_a_folder_is_called_like_it(
    source: str, chart: str, version: str | None
) -> None:
    release = HelmRelease(chart, version, "mesh", "istio-system")
    expected = [(Role.VALUES, f"{HELM}.valuesObject", release)]
    assert argo(f"{{{source}, helm: {{valuesObject: {{a: 1}}}}}}") == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("path: charts/istiod", id="a folder that may be for any tool"),
        pytest.param("path: web, helm: {valuesObject: {pilot: {env: {}}}}", id="another chart"),
        pytest.param("helm: {valuesObject: {pilot: {env: {}}}}", id="no chart"),
        pytest.param("chart: '{{chart}}', helm: {valuesObject: {a: 1}}", id="a chart to be named"),
    ],
)
def test_sources_of_other_things_have_no_values_for_us(source: str) -> None:
    assert argo(f"{{repoURL: https://git.example.com/a, {source}}}") == []


def test_an_application_without_a_spec_has_nothing() -> None:
    assert trees("apiVersion: argoproj.io/v1alpha1\nkind: Application\n") == []


def test_an_application_may_have_several_sources() -> None:
    found = trees(
        f"""\
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {{name: mesh}}
        spec:
          sources:
          - {{repoURL: {ISTIO}, chart: base}}
          - repoURL: {ISTIO}
            chart: istiod
            targetRevision: 1.30.x
            helm: {{valueFiles: [$values/istiod.yaml], valuesObject: {{revision: a}}}}
          - {{repoURL: https://git.example.com, ref: values}}
        """
    )
    assert found == [
        (Role.NO_VALUES, "spec.sources[0].chart", HelmRelease("base", None, "mesh")),
        (
            Role.UNSEEN,
            "spec.sources[1].helm.valueFiles[0]",
            HelmRelease("istiod", "1.30.x", "mesh"),
        ),
        (Role.VALUES, "spec.sources[1].helm.valuesObject", HelmRelease("istiod", "1.30.x", "mesh")),
    ]


def test_values_of_istios_umbrella_chart_are_taken_apart() -> None:
    found = trees(
        f"""\
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {{name: mesh}}
        spec:
          source:
            repoURL: {ISTIO}
            chart: ambient
            helm:
              values: |
                global: {{hub: a}}
                cni: {{cni: {{chained: true}}}}
                istiod: {{traceSampling: 5}}
        """
    )
    values = "spec.source.helm.values"
    base, cni, istiod, ztunnel = (
        HelmRelease(chart, None, "mesh") for chart in ("base", "cni", "istiod", "ztunnel")
    )
    assert found == [
        (Role.GLOBALS, values, base),
        (Role.VALUES, f"{values}.cni", cni),
        (Role.GLOBALS, values, cni),
        (Role.VALUES, f"{values}.istiod", istiod),
        (Role.GLOBALS, values, istiod),
        (Role.GLOBALS, values, ztunnel),
    ]


def test_templates_in_the_text_of_values_are_left_alone() -> None:
    text = dedent(
        f"""\
        apiVersion: argoproj.io/v1alpha1
        kind: ApplicationSet
        metadata: {{name: mesh}}
        spec:
          template:
            spec:
              source:
                repoURL: {ISTIO}
                chart: istiod
                helm:
                  values: |
                    {{{{- if .prod }}}}
                    pilot: {{autoscaleMin: 2}}
                    {{{{- end }}}}
        """
    )
    found = contribute(Source("a.yaml", text))
    assert [tree.role for tree in found.documents[0].trees] == [Role.UNSEEN]
    assert [each.reason for each in found.left_alone] == ["Helm template that is not rendered"]
    assert found.diagnostics == ()


def test_text_that_is_no_yaml_is_reported_where_it_stands() -> None:
    text = dedent(
        f"""\
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        spec:
          source:
            repoURL: {ISTIO}
            chart: istiod
            helm:
              values: |
                pilot: [
                a: 1
        """
    )
    found = contribute(Source("a.yaml", text))
    assert [tree.role for tree in found.documents[0].trees] == [Role.UNSEEN]
    (problem,) = found.diagnostics
    assert problem.rule == "syntax-error"
    assert problem.message.startswith('in the text of "values": ')
    assert problem.location.start.line in (9, 10)


K3S = [
    pytest.param(
        "HelmChart",
        f"{{repo: {ISTIO}, chart: istiod, version: 1.24.0, targetNamespace: istio-system,"
        ' valuesContent: "a: 1", set: {pilot.replicaCount: "2"}}',
        [
            (role, path, HelmRelease("istiod", "1.24.0", "istiod", "istio-system"))
            for role, path in (
                (Role.VALUES, "spec.valuesContent"),
                (Role.PARAMETERS, "spec.set"),
            )
        ],
        id="a chart with values",
    ),
    pytest.param(
        "HelmChart",
        f"{{repo: {ISTIO}, chart: istiod, valuesSecrets: [{{name: a, keys: [b]}}]}}",
        [(Role.UNSEEN, "spec.valuesSecrets", HelmRelease("istiod", None, "istiod"))],
        id="a chart with values in Secrets",
    ),
    pytest.param(
        "HelmChart",
        f"{{chart: {ISTIO}/istiod-1.24.3.tgz}}",
        [(Role.NO_VALUES, "spec.chart", HelmRelease("istiod", "1.24.3", "istiod"))],
        id="a packed chart",
    ),
    pytest.param(
        "HelmChartConfig",
        '{valuesContent: "a: 1"}',
        [
            (role, path, HelmRelease("istiod", None, "istiod"))
            for role, path in ((Role.UNSEEN, "metadata.name"), (Role.VALUES, "spec.valuesContent"))
        ],
        id="a config that is laid over a chart",
    ),
]


@pytest.mark.parametrize(("kind", "spec", "expected"), K3S)
def test_a_chart_of_k3s(kind: str, spec: str, expected: Found) -> None:
    text = (
        f"apiVersion: helm.cattle.io/v1\nkind: {kind}\nmetadata: {{name: istiod}}\nspec: {spec}\n"
    )
    assert trees(text) == expected


def test_a_chart_of_k3s_without_any_name_has_nothing() -> None:
    assert trees("apiVersion: helm.cattle.io/v1\nkind: HelmChart\n") == []


KUSTOMIZE = [
    pytest.param("valuesInline: {a: 1}", ["valuesInline"], id="inline"),
    pytest.param("valuesFile: a.yaml", ["valuesFile"], id="a file"),
    pytest.param(
        "valuesInline: {a: 1}, valuesFile: a.yaml, additionalValuesFiles: [b.yaml]",
        ["valuesFile", "valuesInline", "additionalValuesFiles[0]"],
        id="inline beats the file",
    ),
    pytest.param(
        "valuesInline: {a: 1}, valuesFile: a.yaml, valuesMerge: merge",
        ["valuesInline", "valuesFile"],
        id="the file beats what is inline",
    ),
    pytest.param(
        "valuesInline: {a: 1}, valuesFile: a.yaml, valuesMerge: replace",
        ["valuesInline"],
        id="the file does not count",
    ),
    pytest.param("valuesFile: a.yaml, valuesMerge: replace", ["valuesFile"], id="by nothing"),
    pytest.param("valuesInline: {}", ["valuesInline"], id="empty values"),
    pytest.param("a: 1", ["name"], id="no values"),
]


@pytest.mark.parametrize(("said", "expected"), KUSTOMIZE)
def test_the_charts_of_a_kustomization(said: str, expected: list[str]) -> None:
    text = (
        f"helmCharts:\n- {{chart: a}}\n- {{name: web, valuesInline: {{a: 1}}}}\n- {{name: istiod,"
        f" repo: {ISTIO}, version: 1.24.0, releaseName: a, namespace: b, {said}}}\n"
    )
    kind = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
    for found in (trees(text, "kustomization.yaml"), trees(kind + text)):
        assert [path for _, path, _ in found] == [f"helmCharts[2].{each}" for each in expected]
        assert {release for _, _, release in found} == {HelmRelease("istiod", "1.24.0", "a", "b")}


def test_the_releases_of_a_helmfile() -> None:
    found = trees(
        f"""\
        repositories:
        - {{name: istio, url: {ISTIO}}}
        releases:
        - name: istiod
          namespace: istio-system
          chart: istio/istiod
          version: 1.24.3
          values:
          - common.yaml
          - pilot: {{autoscaleMin: 2}}
          secrets: [secrets.yaml]
          set: [{{name: revision, value: a}}]
        - {{name: ingress, chart: istio/gateway, valuesTemplate: [{{a: "{{{{ x }}}}"}}]}}
        - {{name: base, chart: istio/base}}
        - {{name: web, chart: corp/web, values: [{{a: 1}}]}}
        - {{name: lost}}
        """,
        "helmfile.yaml",
    )
    istiod = HelmRelease("istiod", "1.24.3", "istiod", "istio-system")
    assert found == [
        (Role.UNSEEN, "releases[0].values[0]", istiod),
        (Role.VALUES, "releases[0].values[1]", istiod),
        (Role.UNSEEN, "releases[0].secrets", istiod),
        (Role.PARAMETERS, "releases[0].set", istiod),
        (Role.UNSEEN, "releases[1].valuesTemplate", HelmRelease("gateway", None, "ingress")),
        (Role.NO_VALUES, "releases[2].chart", HelmRelease("base", None, "base")),
    ]
