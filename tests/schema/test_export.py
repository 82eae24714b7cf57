"""The schemas that we print: sound, standing on their own, and right about real files."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from istiolint.schema.export import export, names
from istiolint.schema.store import load
from istiolint.schema.timeline import values_in


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("minor", [16, 24, 31])
def test_a_schema_is_sound_and_stands_on_its_own(name: str, minor: int) -> None:
    schema = export(name, minor)
    if schema is None:
        return
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert "x-istio-" not in text or name == "config"
    wanted = set(re.findall(r'"#/\$defs/([^"]+)"', text))
    assert wanted <= schema.get("$defs", {}).keys()


def errors(name: str, minor: int, value: Any) -> list[str]:
    schema = export(name, minor)
    assert schema is not None
    return [each.json_path for each in Draft202012Validator(schema).iter_errors(value)]


@pytest.mark.parametrize("chart", ["base", "cni", "istiod", "ztunnel"])
@pytest.mark.parametrize("minor", [16, 23, 24, 31])
def test_the_defaults_of_a_chart_are_valid_values(chart: str, minor: int) -> None:
    values = values_in(load(f"charts/{chart}.json"), minor)
    if values:
        assert errors(f"values:{chart}", minor, values) == []


SERVICE = {
    "apiVersion": "networking.istio.io/v1",
    "kind": "VirtualService",
    "metadata": {"name": "reviews"},
    "spec": {"hosts": ["reviews"], "http": [{"route": [{"destination": {"host": "reviews"}}]}]},
}
OPERATOR = {
    "apiVersion": "install.istio.io/v1alpha1",
    "kind": "IstioOperator",
    "spec": {"meshConfig": {"accessLogFile": "/dev/stdout"}, "values": {"global": {"hub": "x"}}},
}


def changed(value: Any, *path: str, to: Any) -> Any:
    copy = json.loads(json.dumps(value))
    parent = copy
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = to
    return copy


@pytest.mark.parametrize(
    ("name", "value", "at"),
    [
        pytest.param("VirtualService", SERVICE, [], id="a resource"),
        pytest.param("IstioOperator", OPERATOR, [], id="an install"),
        pytest.param(
            "VirtualService",
            changed(SERVICE, "spec", "hostz", to=["a"]),
            ["$.spec"],
            id="a typo in a resource",
        ),
        pytest.param(
            "VirtualService",
            changed(SERVICE, "apiVersion", to="networking.istio.io/v2"),
            ["$.apiVersion"],
            id="a version that is not served",
        ),
        pytest.param(
            "IstioOperator",
            changed(OPERATOR, "spec", "meshConfig", "acessLogFile", to="x"),
            ["$.spec.meshConfig"],
            id="a typo in mesh config",
        ),
        pytest.param(
            "IstioOperator",
            changed(OPERATOR, "spec", "values", "global", "tagg", to="x"),
            ["$.spec.values.global"],
            id="a typo in values",
        ),
        pytest.param(
            "values:istiod",
            {"meshConfig": {"trustDomain": 5}, "global": {"anything": {}, "proxy": {"imagge": 1}}},
            ["$.global.proxy", "$.meshConfig.trustDomain"],
            id="a typo in the values of a chart",
        ),
        pytest.param(
            "values:istiod",
            {
                "affinity": {"nodeAffinitty": {}},
                "autoscaleMin": "2",
                "global": {"imagePullPolicy": "always", "hub": "${HUB}"},
                "image": {"tag": "x"},
            },
            ["$.affinity", "$.global.imagePullPolicy", "$.image"],
            id="what the chart hands on to Kubernetes, and what it prints",
        ),
        pytest.param(
            "ServiceEntry",
            {
                "apiVersion": "networking.istio.io/v1",
                "kind": "ServiceEntry",
                "metadata": {"name": "a"},
                "spec": {
                    "hosts": ["*", "*.example.com"],
                    "ports": [{"number": 0, "name": "a"}, {"number": 80, "name": "b"}],
                    "workloadSelector": {"labels": {"app": "a"}},
                    "endpoints": [{"address": "192.0.2.7"}],
                },
            },
            ["$.spec", "$.spec.hosts[0]", "$.spec.ports[0].number"],
            id="what rules of a resource in CEL demand",
        ),
        pytest.param(
            "VirtualService",
            changed(SERVICE, "spec", "http", to=[{"timeout": "1d"}, {"timeout": "1m30s"}]),
            ["$.spec.http[0].timeout"],
            id="a duration in days",
        ),
    ],
)
def test_an_editor_sees_what_is_wrong(name: str, value: Any, at: list[str]) -> None:
    assert sorted(errors(name, 31, value)) == at


@pytest.mark.parametrize(
    ("name", "minor"),
    [
        pytest.param("VirtualServices", 31, id="a misspelt kind"),
        pytest.param("TrafficExtension", 16, id="a kind of later releases"),
        pytest.param("values:istiod-remote", 31, id="a chart of earlier releases"),
        pytest.param("values:nginx", 31, id="a chart of others"),
        pytest.param("mesh:Values", 31, id="no part of mesh config"),
    ],
)
def test_there_is_no_schema_of_what_is_not_there(name: str, minor: int) -> None:
    assert export(name, minor) is None
