"""Prometheus rules in the values of other charts."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Form
from istiolint.lint import Inputs, lint
from istiolint.settings import Settings
from istiolint.text import Source

RULE = "{alert: Cert, expr: cert_expiry_timestamp - time() < 259200}"
GROUPS = f"groups: [{{name: istio, rules: [{RULE}]}}]"
MAP = f"additionalPrometheusRulesMap: {{istio: {{{GROUPS}}}, other: {{groups: []}}}}"
LIST = f"additionalPrometheusRules: [{{name: istio, {GROUPS}}}]"
FILES = f"serverFiles: {{alerting_rules.yml: {{{GROUPS}}}, prometheus.yml: {{rule_files: []}}}}"


def flux(values: str) -> str:
    return (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: monitoring}\n"
        f"spec: {{chart: {{spec: {{chart: kube-prometheus-stack}}}}, values: {values}}}\n"
    )


def argo(helm: str, kind: str = "Application", key: str = "source") -> str:
    source = f"{{chart: kube-prometheus-stack, helm: {helm}}}"
    spec = f"{key}: {source if key == 'source' else f'[{{path: a}}, {source}]'}"
    inner = f"template: {{spec: {{{spec}}}}}" if kind == "ApplicationSet" else spec
    return (
        f"apiVersion: argoproj.io/v1alpha1\nkind: {kind}\nmetadata: {{name: a}}\n"
        f"spec: {{{inner}}}\n"
    )


def k3s(values: str, kind: str = "HelmChart") -> str:
    return (
        f"apiVersion: helm.cattle.io/v1\nkind: {kind}\nmetadata: {{name: a}}\n"
        f"spec:\n  chart: kps\n  valuesContent: |\n    {values}\n"
    )


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("values.yaml", MAP, "additionalPrometheusRulesMap.istio."),
        ("values.yaml", LIST, "additionalPrometheusRules[0]."),
        ("values.yaml", FILES, 'serverFiles["alerting_rules.yml"].'),
        ("values.yaml", f"ruleFiles: {{a: {{{GROUPS}}}}}", "ruleFiles.a."),
        ("monitoring.yaml", MAP, "additionalPrometheusRulesMap.istio."),
        ("values.yaml", f"kps: {{{MAP}}}", "kps.additionalPrometheusRulesMap.istio."),
        ("a.yaml", flux(f"{{{LIST}}}"), "spec.values.additionalPrometheusRules[0]."),
        (
            "a.yaml",
            flux(f"{{kps: {{{LIST}}}}}"),
            "spec.values.kps.additionalPrometheusRules[0].",
        ),
        (
            "a.yaml",
            argo(f"{{valuesObject: {{{LIST}}}}}"),
            "spec.source.helm.valuesObject.additionalPrometheusRules[0].",
        ),
        (
            "a.yaml",
            argo(f"{{valuesObject: {{{LIST}}}}}", key="sources"),
            "spec.sources[1].helm.valuesObject.additionalPrometheusRules[0].",
        ),
        (
            "a.yaml",
            argo(f"{{valuesObject: {{{LIST}}}}}", kind="ApplicationSet"),
            "spec.template.spec.source.helm.valuesObject.additionalPrometheusRules[0].",
        ),
        # What is in a text has paths of its own.
        ("a.yaml", argo(f"{{values: '{LIST}'}}"), "additionalPrometheusRules[0]."),
        ("a.yaml", k3s(MAP), "additionalPrometheusRulesMap.istio."),
        ("a.yaml", k3s(MAP, "HelmChartConfig"), "additionalPrometheusRulesMap.istio."),
    ],
)
def test_rules_in_values_are_read_where_they_are(path: str, text: str, place: str) -> None:
    settings = Settings()
    source = Source(path, text)
    result = lint(Inputs({path: source}, frozenset((path,))), lambda _: settings)
    (found,) = (each for each in result.report.diagnostics if each.rule == "unknown-metric")
    assert found.field == f"{place}groups[0].rules[0].expr"
    start, end = found.location.span
    assert text[start:end] == "cert_expiry_timestamp"
    assert found.resource is None or found.resource.name in ("a", "monitoring")
    assert (found.resource is not None) == ("apiVersion" in text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("values.yaml", "additionalPrometheusRulesMap: {}"),
        ("values.yaml", "additionalPrometheusRules: null"),
        ("values.yaml", "additionalPrometheusRules: [groups, {groups: rules}]"),
        ("values.yaml", "a: {b: {additionalPrometheusRules: [" + GROUPS + "]}}"),
        ("a.yaml", flux("null # serverFiles")),
        ("a.yaml", argo("{values: 5} # serverFiles")),
        ("a.yaml", argo("{values: '[serverFiles]'}")),
        ("a.yaml", argo("{values: 'serverFiles: ['}")),
        ("a.yaml", argo("{values: ' '} # serverFiles")),
        ("a.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\na: serverFiles\n"),
        ("a.yaml", "apiVersion: v1\nkind: ConfigMap\ndata: {serverFiles: a}\n"),
        ("Chart.yaml", "name: a\nserverFiles: {a: {groups: [{rules: [{alert: A}]}]}}\n"),
    ],
)
def test_other_values_hold_no_rules(path: str, text: str) -> None:
    documents = contribute(Source(path, text)).documents
    assert [each for each in documents if each.form is Form.ALERT_RULES] == []


def test_comments_in_the_text_of_values_count() -> None:
    text = k3s(f"# istiolint: ignore[unknown-metric] soon\n    {MAP}")
    settings, source = Settings(), Source("a.yaml", text)
    result = lint(Inputs({"a.yaml": source}, frozenset(("a.yaml",))), lambda _: settings)
    rules = {each.rule for each in result.report.diagnostics}
    assert not rules & {"unknown-metric", "unused-suppression"}
    assert "mesh-alert-missing" in rules
