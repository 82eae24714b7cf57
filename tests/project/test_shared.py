"""Globals of an umbrella chart, held against all that the charts below it read."""

from __future__ import annotations

import pytest

from istiolint.lint import lint_texts
from istiolint.settings import Settings

REPOSITORY = "https://istio-release.storage.googleapis.com/charts"


def chart(*names: str) -> str:
    """A chart with dependencies, those of Istio in release 1.30."""
    found = [f"- {{name: {each}, version: 1.30.3, repository: '{REPOSITORY}'}}" for each in names]
    return "\n".join(("name: mesh", "version: 1.0.0", "dependencies:", *found, ""))


def told(values: str, *names: str) -> str:
    """What is said of the globals of a chart with some dependencies."""
    files = {"Chart.yaml": chart(*names), "values.yaml": f"global:\n  {values}\n"}
    found = lint_texts(files, Settings(select=("fields",))).diagnostics
    return "\n".join(each.message for each in found)


@pytest.mark.parametrize(
    ("values", "names", "expected"),
    [
        pytest.param(
            "proxy: {holdApplicationUntilProxyStart: true}",
            ("base", "istiod", "gateway"),
            'unknown field "holdApplicationUntilProxyStart" in global.proxy of the istiod, '
            'base and gateway charts; did you mean "holdApplicationUntilProxyStarts"?',
            id="none of several charts reads it",
        ),
        pytest.param(
            "proxy: {foo: 1}",
            ("istiod",),
            'unknown field "foo" in global.proxy of the istiod chart',
            id="the only chart does not read it",
        ),
        pytest.param(
            "outboundTrafficPolicy: {mode: REGISTRY_ONLY}",
            ("istiod", "base"),
            "Istio has no field outboundTrafficPolicy in global of the istiod and base charts "
            "any more",
            id="gone",
        ),
        pytest.param(
            "proxy: {traceSampling: 1}",
            ("istiod", "base"),
            '"traceSampling" does not belong in global.proxy of the istiod and base charts, '
            "but in the values of the istiod chart",
            id="at home in the values of one chart",
        ),
        pytest.param(
            "proxy: {meshID: shop}",
            ("istiod", "base"),
            '"meshID" does not belong in global.proxy of the istiod and base charts, '
            "but at global.meshID",
            id="at home among globals",
        ),
        pytest.param(
            "logAsJson: [a]",
            ("istiod", "cni"),
            "global.logAsJson of the istiod and cni charts must be true or false, not a list",
            id="a wrong value is told once",
        ),
        pytest.param("proxy: {foo: 1}", ("istiod", "redis"), "", id="another chart may read it"),
        pytest.param("proxy: {foo: 1}", ("base", "gateway"), "", id="for a chart elsewhere"),
        pytest.param("imageRegistry: a", ("istiod",), "", id="perhaps for its own templates"),
        pytest.param("meshID: a\n  hub: b", ("istiod", "base"), "", id="one of them reads it"),
    ],
)
def test_what_is_told_of_globals(values: str, names: tuple[str, ...], expected: str) -> None:
    assert told(values, *names) == expected


def test_a_chart_that_a_release_does_not_have_may_read_anything() -> None:
    files = {
        "Chart.yaml": chart("istiod", "ztunnel").replace("1.30.3", "1.16.0"),
        "values.yaml": "global: {proxy: {foo: 1}}\n",
    }
    assert lint_texts(files, Settings(select=("fields",))).diagnostics == ()


def test_what_is_moved_into_another_chart_is_no_fix() -> None:
    files = {"Chart.yaml": chart("istiod"), "values.yaml": "global: {enableTracing: true}\n"}
    (found,) = lint_texts(files, Settings(select=("fields",))).diagnostics
    assert found.rule == "field-removed"
    assert found.fix is None


def test_globals_of_istios_own_umbrella_chart_are_all_its_own() -> None:
    text = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ambient}\n"
        "spec:\n  chart: {spec: {chart: ambient, version: 1.30.3, sourceRef: "
        "{kind: HelmRepository, name: istio}}}\n  values: {global: {proxy: {foo: 1}}}\n"
    )
    (found,) = lint_texts({"a.yaml": text}, Settings(select=("fields",))).diagnostics
    assert found.message.startswith('unknown field "foo" in global.proxy of the istiod, base')
