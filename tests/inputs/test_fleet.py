"""A fleet.yaml is an install for each of its customizations."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint import lint_texts
from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import HelmRelease, Role
from istiolint.settings import Settings
from istiolint.text import Source

ISTIO = "https://istio-release.storage.googleapis.com/charts"
HELM = f"helm: {{repo: {ISTIO}, chart: istiod, version: 1.30.3, values: {{a: 1}}}}\n"

Found = list[tuple[Role, str, HelmRelease]]


def trees(text: str) -> Found:
    """The trees of a fleet.yaml: role, container, release but for its folders."""
    found = contribute(Source("fleet.yaml", dedent(text)))
    assert found.diagnostics == ()
    return [
        (tree.role, each.container(tree), tree.release._replace(folders=()))
        for each in found.documents
        for tree in each.trees
        if tree.release.chart is not None
    ]


def test_the_chart_of_a_fleet() -> None:
    found = trees(
        f"""\
        defaultNamespace: istio-system
        helm:
          releaseName: istiod
          repo: {ISTIO}
          chart: istiod
          version: 1.24.3
          values: {{pilot: {{autoscaleMin: 2}}}}
          valuesFiles: [a.yaml]
          valuesFrom: [{{configMapKeyRef: {{name: a}}}}, {{}}]
          templateValues: {{a: "${{ .ClusterName }}"}}
        """
    )
    release = HelmRelease("istiod", "1.24.3", "istiod", "istio-system")
    assert found == [
        (Role.VALUES, "helm.values", release),
        (Role.UNSEEN, "helm.valuesFiles[0]", release),
        (Role.UNSEEN, "helm.templateValues", release),
        (Role.UNSEEN, "helm.valuesFrom[0]", release),
        (Role.UNSEEN, "helm.valuesFrom[1]", release),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("namespace: a", id="no chart at all"),
        pytest.param("helm: {values: {pilot: {env: {}}}}", id="no name of one"),
        pytest.param("helm: {chart: web, values: {a: 1}}", id="another one"),
        pytest.param("targetCustomizations: [{name: a, kustomize: {dir: b}}]", id="nor there"),
    ],
)
def test_a_fleet_without_a_chart_of_istio(text: str) -> None:
    assert trees(text) == []


def test_each_customization_is_laid_over_the_rest() -> None:
    found = trees(
        f"""\
        helm:
          repo: {ISTIO}
          chart: istiod
          values: {{a: 1}}
          valuesFrom: [{{secretKeyRef: {{name: a, namespace: b, key: c}}}}]
        targetCustomizations:
        - name: prod
          namespace: mesh
          helm: {{version: 1.30.3, values: {{a: 2}}, valuesFiles: [c.yaml]}}
        - helm: {{releaseName: b, valuesFrom: {{}}}}
        - {{name: off, doNotDeploy: true, helm: {{values: {{a: 3}}}}}}
        """
    )
    prod = HelmRelease("istiod", "1.30.3", None, "mesh", "istiod@prod")
    other = HelmRelease("istiod", None, "b", None, "b@target001")
    assert found == [
        (Role.VALUES, "helm.values", prod),
        (Role.VALUES, "targetCustomizations[0].helm.values", prod),
        (Role.UNSEEN, "targetCustomizations[0].helm.valuesFiles[0]", prod),
        (Role.UNSEEN, "helm.valuesFrom[0]", prod),
        (Role.VALUES, "helm.values", other),
        (Role.UNSEEN, "helm.valuesFrom[0]", other),
    ]


@pytest.mark.parametrize(
    ("targets", "count"),
    [
        pytest.param("", 1, id="no clusters are told apart"),
        pytest.param("- {name: a, namespace: b}", 1, id="not by their values"),
        pytest.param("- {name: a, helm: {values: {a: 2}}}", 1, id="one of which there are values"),
        pytest.param("- {helm: {values: {a: 2}}}\n- {helm: {values: {a: 3}}}", 2, id="two of them"),
        pytest.param("- {helm: {values: {a: 2}}}\n- {name: b}", 2, id="and one without"),
    ],
)
def test_the_chart_as_it_is_counts_where_nothing_else_does(targets: str, count: int) -> None:
    text = HELM + (f"targetCustomizations:\n{targets}\n" if targets else "")
    assert len({release for _, _, release in trees(text)}) == count


FLEET = f"""\
helm:
  repo: {ISTIO}
  chart: istiod
  version: 1.30.3
  values: {{revision: a, resources: {{limits: {{memory: 8Gi}}}}, traceSampling: 50}}
targetCustomizations:
- name: prod
  helm: {{values: {{traceSampling: 1}}}}
- name: test
  helm:
    values: {{resources: {{limits: {{memory: 3Gi}}}}}}
    valuesFrom: [{{configMapKeyRef: {{name: more}}}}]
"""
MORE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: more}
data:
  values.yaml: |
    global: {proxy: {privileged: true}}
"""


def test_findings_are_those_of_each_install() -> None:
    rules = "control-plane-memory-low trace-sampling-high privileged-proxy revision-installed-twice"
    report = lint_texts(
        {"fleet.yaml": FLEET, "more.yaml": MORE}, Settings(select=tuple(rules.split()))
    )
    found = [f"{each.path}:{each.location.start.line} {each.rule}" for each in report.diagnostics]
    assert found == [
        "fleet.yaml:5 trace-sampling-high",
        "fleet.yaml:11 control-plane-memory-low",
        "more.yaml:6 privileged-proxy",
    ]
    assert report.installs == 2
