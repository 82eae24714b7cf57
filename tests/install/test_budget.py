"""When the chart of istiod leaves its PodDisruptionBudget out.

The rows follow ../shared/versions.md, sections 2.3 and 4.1.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.install.budget import budget_is_left_out
from istiolint.install.install import Install
from istiolint.releases import Release
from istiolint.text import Source


def operator(spec: str, minor: int) -> Install:
    """The install that an IstioOperator makes."""
    text = f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {spec}\n"
    found = contribute(Source("operator.yaml", dedent(text)))
    (made,) = installs(relate(list(found.documents)).documents, lambda _: Release(minor), ())
    return made


PATCH = "components: {pilot: {k8s: {hpaSpec: {minReplicas: 2}}}}"
UNSCALED = "{values: {pilot: {autoscaleEnabled: false, replicaCount: %s}}}"


@pytest.mark.parametrize(
    ("spec", "minor", "expected"),
    [
        pytest.param("{}", 27, False, id="always rendered"),
        pytest.param("{}", 28, True, id="one replica by default"),
        pytest.param("{values: {pilot: {autoscaleMin: 2}}}", 28, False, id="two in values"),
        pytest.param("{values: {pilot: {autoscaleMin: '${N}'}}}", 28, False, id="unknown"),
        pytest.param(f"{{{PATCH}}}", 27, False, id="patched, always rendered"),
        pytest.param(f"{{{PATCH}}}", 28, True, id="patched too late"),
        pytest.param(f"{{{PATCH}}}", 30, True, id="patched too late in the last such release"),
        pytest.param(f"{{{PATCH}}}", 31, False, id="the patch reaches the values"),
        pytest.param(
            f"{{{PATCH}, values: {{pilot: {{autoscaleMin: 3}}}}}}", 29, False, id="values as well"
        ),
        pytest.param(
            f"{{{PATCH}, values: {{pilot: {{autoscaleMin: '${{N}}'}}}}}}", 29, False,
            id="values that are filled in later",
        ),
        pytest.param(UNSCALED % 1, 29, True, id="one without autoscaling"),
        pytest.param(UNSCALED % 2, 29, False, id="two without autoscaling"),
        pytest.param(
            "{values: {pilot: {autoscaleEnabled: '${A}'}}}", 29, False, id="perhaps autoscaling"
        ),
    ],
)  # fmt: skip
def test_the_chart_asks_its_values_how_many_run(spec: str, minor: int, *, expected: bool) -> None:
    assert budget_is_left_out(operator(spec, minor)) is expected
