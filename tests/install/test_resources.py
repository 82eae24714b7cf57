"""Requests and limits of all that an install brings."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.install.assemble import installs
from istiolint.install.install import Install
from istiolint.install.resources import (
    RESOURCE_SETTINGS,
    amount_in_pod,
    amount_of_istiod,
    amounts_of,
)
from istiolint.install.setting import UNKNOWN, Origin
from istiolint.text import Source


def only(text: str) -> Install:
    documents = contribute(Source("a.yaml", text)).documents
    (install,) = installs(documents, lambda _: None, {"a.yaml"})
    return install


def release(chart: str, values: str) -> Install:
    return only(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "metadata: {name: edge, namespace: edge}\n"
        f"spec: {{chart: {{spec: {{chart: {chart}, version: 1.30.3, "
        f"sourceRef: {{name: istio}}}}}}, values: {{{values}}}}}\n"
    )


BOTH = "resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}"


@pytest.mark.parametrize(
    ("install", "whose"),
    [
        (release("gateway", BOTH), ["edge's"]),
        (release("cni", BOTH), ["the CNI plugin's"]),
        (release("ztunnel", BOTH), ["ztunnel's"]),
        (release("istiod", BOTH), ["istiod's"]),
        (release("istiod", f"global: {{proxy: {{{BOTH}}}}}"), ["the sidecars'"]),
        (release("gateway", f"global: {{proxy: {{{BOTH}}}}}"), []),
    ],
)
def test_amounts_that_are_written(install: Install, whose: list[str]) -> None:
    found = [each for each in amounts_of(install) if each.limit.is_written]
    assert [(each.whose, each.unit) for each in found] == [(name, "memory") for name in whose]
    assert [(each.request.value, each.limit.value) for each in found] == [("2Gi", "1Gi")] * len(
        found
    )
    assert install.asked <= set(RESOURCE_SETTINGS)


def at_release(chart: str, version: str, values: str) -> Install:
    return only(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "metadata: {name: edge, namespace: edge}\n"
        f"spec: {{chart: {{spec: {{chart: {chart}, version: {version}, "
        f"sourceRef: {{name: istio}}}}}}, values: {{{values}}}}}\n"
    )


NO_LIMIT = "resources: {limits: {memory: null}}"
PROXY_LIMIT = f"global: {{proxy: {{{NO_LIMIT}}}}}"


@pytest.mark.parametrize(
    ("chart", "values", "version", "limit"),
    [
        # The default lies at the same place: Helm deletes it.
        ("istiod", PROXY_LIMIT, "1.20.8", None),
        ("gateway", NO_LIMIT, "1.16.7", None),
        # No default is there to be deleted.
        ("istiod", f"pilot: {{{NO_LIMIT}}}", "1.20.8", "0"),
        ("cni", f"cni: {{{NO_LIMIT}}}", "1.20.8", "0"),
        ("istiod", PROXY_LIMIT, "1.21.0", "0"),
        ("istiod", PROXY_LIMIT, "1.28.5", "0"),
        ("istiod", PROXY_LIMIT, "1.28.6", None),
        ("istiod", PROXY_LIMIT, "1.29.0", "0"),
        ("istiod", PROXY_LIMIT, "1.29.1", None),
        ("istiod", PROXY_LIMIT, "1.30.0", None),
        ("istiod", PROXY_LIMIT, "1.28.x", None),
        ("istiod", PROXY_LIMIT, "1.27.x", "0"),
        ("gateway", NO_LIMIT, "1.27.1", "0"),
        # A list of limits that is null is none.
        ("istiod", "global: {proxy: {resources: {limits: null}}}", "1.27.1", None),
        ("istiod", "global: {proxy: {resources: null}}", "1.27.1", None),
        ("istiod", "global: {proxy: {resources: {limits: {memory: }}}}", "1.27.1", "0"),
        ("istiod", 'global: {proxy: {resources: {limits: {memory: "${M}"}}}}', "1.27.1", UNKNOWN),
        ("istiod", "global: {proxy: {resources: {limits: {memory: 2Gi}}}}", "1.27.1", "2Gi"),
    ],
)
def test_a_null_may_be_a_limit_of_nothing(
    chart: str, values: str, version: str, limit: object
) -> None:
    install = at_release(chart, version, values)
    found = [each for each in amounts_of(install) if each.limit.is_written]
    assert [(each.unit, each.limit.value) for each in found if each.unit == "memory"] == [
        ("memory", limit)
    ]


def test_istioctl_hands_over_no_null() -> None:
    install = only(
        "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
        f"spec: {{tag: 1.27.1, values: {{{PROXY_LIMIT}}}}}\n"
    )
    limit = install.peek("global.proxy.resources.limits.memory")
    assert amount_in_pod(install, limit) == limit


@pytest.mark.parametrize(
    ("values", "version", "request_", "origin"),
    [
        ("pilot: {}", "1.30.3", "500m", Origin.CHART_DEFAULT),
        ("pilot: {resources: null}", "1.30.3", "10m", Origin.CHART_DEFAULT),
        (
            "pilot: {resources: null}, global: {defaultResources: {requests: {cpu: 2}}}",
            "1.30.3",
            2,
            Origin.WRITTEN,
        ),
        (
            "pilot: {resources: null}, global: {defaultResources: null}",
            "1.30.3",
            None,
            Origin.WRITTEN,
        ),
        ("pilot: {resources: {requests: {cpu: null}}}", "1.30.3", None, Origin.WRITTEN),
        ("pilot: {resources: {requests: {cpu: null}}}", "1.27.3", "0", Origin.WRITTEN),
        ("pilot: {resources: {requests: {cpu: null}}}", "1.20.3", None, Origin.WRITTEN),
    ],
)
def test_what_istiod_requests_where_values_say_null(
    values: str, version: str, request_: object, origin: Origin
) -> None:
    found = amount_of_istiod(at_release("istiod", version, values), "requests", "cpu")
    assert (found.value, found.origin) == (request_, origin)
    assert found.at.value in ("pilot", "null", "2")
