"""Values of any chart are found in whatever calls Helm."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.other_charts import FINDERS, chart_values
from istiolint.kinds import GITOPS, KUSTOMIZATION, KUSTOMIZE_COMPONENT, SAIL_CNI, SAIL_ZTUNNEL
from istiolint.text import Source

ARGO = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: "
SET = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec: "
FLUX = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: "
K3S = "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: b}\nspec: "


def test_all_that_call_helm_are_searched() -> None:
    """A new kind of ``GITOPS`` needs its line; the others install Istio's own charts alone."""
    others = {SAIL_CNI, SAIL_ZTUNNEL, KUSTOMIZATION, KUSTOMIZE_COMPONENT}
    assert set(FINDERS) == set(GITOPS) - others


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(FLUX + "{values: {k: v}}", [(None, "v", True)], id="no chart"),
        pytest.param(
            FLUX + "{chart: {spec: {chart: c}}, valuesFrom: [], values: 5}",
            [("c", None, False)],
            id="values from elsewhere",
        ),
        pytest.param(ARGO + "{source: {chart: c}}", [("c", None, True)], id="no values"),
        pytest.param(
            ARGO + "{sources: [{helm: {values: 'k: v'}}, {chart: d, helm: {valueFiles: [a]}}]}",
            [(None, "v", True), ("d", None, False)],
            id="several sources",
        ),
        pytest.param(
            ARGO + "{source: {chart: c, helm: {values: 'k: w', valuesObject: {k: v}}}}",
            [("c", "v", True)],
            id="an object beats a text",
        ),
        pytest.param(
            SET + "{template: {spec: {source: {chart: c}}}}", [("c", None, True)], id="a template"
        ),
        pytest.param(ARGO.removesuffix("spec: "), [], id="no spec"),
        pytest.param(K3S + "{valuesContent: 'k: v'}", [("b", "v", False)], id="k3s"),
        pytest.param(K3S + "{chart: c, valuesContent: '['}", [("c", None, False)], id="no YAML"),
        pytest.param(K3S + "{valuesContent: '[k]'}", [("b", None, False)], id="no mapping"),
        pytest.param("apiVersion: v1\nkind: Pod\n", [], id="another kind"),
    ],
)
def test_charts_and_their_values(
    text: str, expected: list[tuple[str | None, str | None, bool]]
) -> None:
    (document,) = contribute(Source("a.yaml", text)).documents
    assert document.kind is not None
    found = []
    for chart, values, complete in chart_values(document.kind, document.root):
        value = values.scalar("k") if values is not None else None
        found.append((chart and chart.value, value and value.value, complete))
    assert found == expected
