"""A chart tells whose values lie beside it, a kustomization which files are patches."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Document, Form, HelmRelease, Related, Role
from istiolint.inputs.neighbours import neighbours
from istiolint.inputs.relate import (
    UNKNOWN_VALUES,
    deployed_together,
    relate,
)
from istiolint.text import Source

ISTIOD_CHART = """\
apiVersion: v2
name: istiod
version: 1.24.3
sources: [https://github.com/istio/istio]
"""


def documents(files: dict[str, str]) -> list[Document]:
    """The documents of some files."""
    found = [contribute(Source(path, dedent(text))) for path, text in files.items()]
    assert [each.diagnostics for each in found] == [()] * len(found)
    return [document for each in found for document in each.documents]


def related(files: dict[str, str]) -> Related:
    return relate(documents(files))


def trees(found: Related, path: str) -> list[tuple[Role, str, HelmRelease]]:
    """The trees of a file: role, container, release."""
    return [
        (tree.role, document.container(tree), tree.release)
        for document in found.documents
        for tree in document.trees
        if document.source.path == path
    ]


WRAPPED = "_internal_defaults_do_not_set: {pilot: {env: {}}}"

BESIDE = [
    pytest.param(
        ISTIOD_CHART,
        "values.yaml",
        "pilot: {env: {}}",
        [(Role.OWN_VALUES, "", HelmRelease("istiod", "1.24.3"))],
        id="a chart's own values",
    ),
    pytest.param(
        ISTIOD_CHART,
        "values.yaml",
        WRAPPED,
        [(Role.OWN_VALUES, "_internal_defaults_do_not_set", HelmRelease("istiod", "1.24.3"))],
        id="in their wrapper",
    ),
    pytest.param(
        ISTIOD_CHART,
        "values.yaml",
        "defaults: {a: 1}",
        [(Role.OWN_VALUES, "defaults", HelmRelease("istiod", "1.24.3"))],
        id="in the old wrapper",
    ),
    pytest.param(
        ISTIOD_CHART,
        "values-prod.yaml",
        "replicaCount: 2",
        [(Role.VALUES, "", HelmRelease("istiod", "1.24.3"))],
        id="values for a copy of the chart",
    ),
    pytest.param(
        "name: gateway\nkeywords: [istio, gateways]",
        "values.yaml",
        "replicaCount: 2",
        [(Role.OWN_VALUES, "", HelmRelease("gateway"))],
        id="a common name with a keyword",
    ),
    pytest.param(
        "name: gateway\ndescription: Makes Istio Gateways",
        "values.yaml",
        "labels: {istio: ingress}\nservice: {}\nrbac: {}",
        [],
        id="another chart of that name",
    ),
    pytest.param("name: web", "values.yaml", "pilot: {env: {}}", [], id="another chart"),
    pytest.param(
        "version: 1.0.0", "values.yaml", "pilot: {env: {}}", [], id="a chart without name"
    ),
    pytest.param(
        "name: web",
        "istiod-values.yaml",
        "pilot: {env: {}}",
        [(Role.VALUES, "", HelmRelease("istiod"))],
        id="values of Istio's in the folder of another chart",
    ),
    pytest.param(
        "name: web",
        "values.yaml",
        "# istiolint: chart=istiod\na: 1",
        [(Role.VALUES, "", HelmRelease("istiod"))],
        id="a comment has the last word",
    ),
    pytest.param(
        ISTIOD_CHART, "values.yaml", "# istiolint: chart=web\na: 1", [], id="also to say no"
    ),
]


@pytest.mark.parametrize(("chart", "name", "text", "expected"), BESIDE)
def test_values_beside_a_chart_are_for_it(
    chart: str, name: str, text: str, expected: list[tuple[Role, str, HelmRelease]]
) -> None:
    path = f"charts/a/{name}"
    found = related({"charts/a/Chart.yaml": chart, path: text, "Chart.yaml": "name: web"})
    assert trees(found, path) == expected
    assert [each.reason for each in found.left_alone] == [UNKNOWN_VALUES] * (not expected)


def test_values_without_a_chart_are_what_they_look_like() -> None:
    found = related({"a/values.yaml": "pilot: {env: {}}", "b/values.yaml": "\na: 1"})
    assert trees(found, "a/values.yaml") == [(Role.VALUES, "", HelmRelease("istiod"))]
    (left,) = found.left_alone
    assert left == ("b/values.yaml", 2, 0, UNKNOWN_VALUES)


UMBRELLA = """\
apiVersion: v2
name: mesh
dependencies:
- {name: base, version: 1.24.3, repository: https://istio-release.storage.googleapis.com/charts}
- {name: istiod, version: ~1.24.0, repository: "@corp"}
- {name: istiod, alias: canary, version: 1.30.x, repository: "@corp"}
- {name: gateway, alias: ingress, version: 1.24.3, repository: "https://istio.example.com"}
- {name: gateway, version: 1.0.0, repository: "https://charts.example.com"}
- {name: redis, version: 1.0.0}
- {alias: lost}
"""


def test_values_of_an_umbrella_chart_go_to_its_dependencies() -> None:
    values = """\
        global: {hub: a}
        base: {defaultRevision: default}
        istiod: {pilot: {env: {}}}
        canary: {traceSampling: 5}
        ingress: {replicaCount: 2}
        gateway: {replicaCount: 3}
        redis: {a: 1}
        """
    found = related({"Chart.yaml": UMBRELLA, "values.yaml": values})
    base = HelmRelease("base", "1.24.3", "base")
    istiod = HelmRelease("istiod", "~1.24.0", "istiod")
    canary = HelmRelease("istiod", "1.30.x", "canary")
    ingress = HelmRelease("gateway", "1.24.3", "ingress")
    assert trees(found, "values.yaml") == [
        (Role.VALUES, "base", base),
        (Role.GLOBALS, "", base),
        (Role.VALUES, "istiod", istiod),
        (Role.GLOBALS, "", istiod),
        (Role.VALUES, "canary", canary),
        (Role.GLOBALS, "", canary),
        (Role.VALUES, "ingress", ingress),
        (Role.GLOBALS, "", ingress),
    ]


def test_other_values_files_of_an_umbrella_chart_do_too() -> None:
    found = related({"Chart.yaml": UMBRELLA, "prod.values.yaml": "istiod: {pilot: {env: {}}}"})
    release = HelmRelease("istiod", "~1.24.0", "istiod")
    assert trees(found, "prod.values.yaml") == [(Role.VALUES, "istiod", release)]


def test_a_dependency_that_nothing_is_said_of_has_no_values() -> None:
    found = related({"Chart.yaml": UMBRELLA, "values.yaml": "redis: {}"})
    assert trees(found, "values.yaml") == []
    assert len(found.left_alone) == 1


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"


def test_patches_of_a_kustomization_are_no_objects() -> None:
    kustomization = """\
        resources: [service.yaml, "../base"]
        patches:
        - path: a.yaml
        - {path: ./patches/b.yaml, target: {kind: Service}}
        - patch: "- {op: remove, path: /spec}"
        patchesJson6902:
        - path: ../c.yaml
        patchesStrategicMerge:
        - d.yaml
        - |-
          apiVersion: v1
          kind: Service
        - {path: e.yaml}
        """
    paths = ["a.yaml", "patches/b.yaml", "../c.yaml", "d.yaml"]
    paths = [f"prod/eu/{path}" for path in paths]
    paths[2] = "prod/c.yaml"
    others = ["prod/eu/service.yaml", "prod/eu/e.yaml", "d.yaml"]
    files = {"prod/eu/kustomization.yaml": kustomization}
    found = related(files | dict.fromkeys([*paths, *others], SERVICE))
    assert [each.path for each in found.left_alone] == paths
    assert {each.reason for each in found.left_alone} == {"Kustomize patch"}
    kept = [each.source.path for each in found.documents if each.form is Form.RESOURCE]
    assert kept == others


def test_a_kustomization_is_no_patch_of_itself() -> None:
    found = related({"kustomization.yaml": "patches: [{path: kustomization.yaml}, {path: [a]}]"})
    assert [each.form for each in found.documents] == [Form.KUSTOMIZATION]


def test_files_that_may_say_more_lie_in_the_same_folder() -> None:
    files = {"a/values.yaml": "a: 1", "b/c.yaml": SERVICE, "d/Chart.yaml": "name: a"}
    assert list(neighbours(documents(files))) == [
        "a/Chart.yaml",
        "b/kustomization.yaml",
        "b/kustomization.yml",
        "b/Kustomization",
        "d/values.yaml",
    ]


def test_files_that_are_named_may_say_more() -> None:
    release = """\
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod}
        spec:
          chart: {spec: {chart: charts/istiod, sourceRef: {kind: GitRepository}}}
          valuesFrom: [{kind: ConfigMap, name: mesh}]
        """
    generator = "configMapGenerator: [{name: mesh, files: [v.yaml]}, {name: web, files: [w.yaml]}]"
    found = list(neighbours(documents({"a/r.yaml": release, "a/kustomization.yaml": generator})))
    assert found[3:] == [
        "charts/istiod/Chart.yaml",
        "charts/istiod/values.yaml",
        "a/charts/istiod/Chart.yaml",
        "a/charts/istiod/values.yaml",
        "a/v.yaml",
    ]


def test_what_a_kustomization_lists_is_deployed_together() -> None:
    files = {
        "prod/kustomization.yaml": "resources: [a.yaml, ./b/, ../base, [c]]",
        "kustomization.yaml": "namespace: a",
        "prod/a.yaml": SERVICE,
    }
    assert list(deployed_together(documents(files))) == [("prod/a.yaml", "prod/b", "base"), ()]
