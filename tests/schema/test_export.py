"""The schemas that we print: sound, standing on their own, and right about real files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from istiolint.releases import NEWEST, OLDEST
from istiolint.schema.export import OWN, export, names
from istiolint.schema.store import load
from istiolint.schema.timeline import values_in
from tests.schema.spines import releases


def edges() -> Iterator[Any]:
    """The first and the last release of each schema, and one on each side of the flat values."""
    for name in names():
        minors = [OLDEST.minor] if name == OWN else releases(name)
        for minor in sorted({minors[0], minors[-1], *({23, 24} & {*minors})}):
            is_between = minor in (23, 24) and not name.startswith("values:")
            marks = [pytest.mark.slow] if is_between else []
            yield pytest.param(name, minor, marks=marks, id=f"{name} in 1.{minor}")


@pytest.mark.parametrize(("name", "minor"), list(edges()))
def test_a_schema_is_sound_and_stands_on_its_own(name: str, minor: int) -> None:
    schema = export(name, minor)
    assert schema is not None
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert "x-istio-" not in text or name == OWN
    wanted = set(re.findall(r'"#/\$defs/([^"]+)"', text))
    assert wanted == schema.get("$defs", {}).keys() or name == OWN


@pytest.mark.parametrize("name", names())
def test_there_is_a_schema_in_just_the_releases_that_have_it(name: str) -> None:
    minors = range(OLDEST.minor, NEWEST.minor + 1)
    expected = [*minors] if name == OWN else releases(name)
    assert [each for each in minors if export(name, each) is not None] == expected


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


SAIL = {"apiVersion": "sailoperator.io/v1", "kind": "IstioCNI", "spec": {}}
GATEWAY = {
    "apiVersion": "gateway.networking.k8s.io/v1",
    "kind": "Gateway",
    "spec": {
        "gatewayClassName": "istio",
        "listeners": [{"name": "a", "port": 80, "protocol": "HTTP"}],
        "addresses": [{"value": "192.0.2.1"}],
    },
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
        pytest.param("IstioCNI", SAIL, [], id="keys that the API server fills in"),
        pytest.param("Gateway.gateway.networking.k8s.io", GATEWAY, [], id="a word left out"),
        pytest.param(
            "VirtualService",
            changed(SERVICE, "spec", "http", to=[{"timeout": "5", "name": None}]),
            ["$.spec.http[0].timeout"],
            id="a duration without a unit",
        ),
        pytest.param(
            "VirtualService",
            changed(SERVICE, "spec", "http", to=[None]),
            ["$.spec.http[0]"],
            id="nothing in a list",
        ),
        pytest.param(
            "VirtualService",
            changed(SERVICE, "metadata", "lables", to={}),
            ["$.metadata"],
            id="a typo in metadata",
        ),
        pytest.param(
            "IstioOperator",
            changed(
                OPERATOR,
                "spec",
                "values",
                to={"istio_cni": {"enabled": True}, "meshConfig": {"x": 1}},
            ),
            ["$.spec.values.meshConfig"],
            id="the name of a field in its .proto file",
        ),
        pytest.param(
            "mesh:ProxyConfig",
            {"concurrency": "2", "statusPort": "x", "drainDuration": "5s"},
            ["$.statusPort"],
            id="numbers in quotes",
        ),
        pytest.param(
            "values:istiod",
            {
                "resources": {"requests": {"ephemeral-storage": "1Gi", "memory": "1GB", "cpus": 1}},
                "tolerations": [{"key": 5}],
                "affinity": None,
            },
            ["$.resources.requests", "$.resources.requests.memory", "$.tolerations[0].key"],
            id="what a template hands on to Kubernetes",
        ),
        pytest.param(
            "values:istiod",
            {"telemetry": {"v2": {"stackdriver": {"disableOutbound": True}}}},
            ["$.telemetry.v2.stackdriver"],
            id="a key on which the chart fails",
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


def test_a_pattern_that_only_its_own_engine_takes_is_left_out() -> None:
    route = {
        "apiVersion": "gateway.networking.k8s.io/v1alpha2",
        "kind": "GRPCRoute",
        "spec": {"rules": [{"matches": [{"method": {"service": "a.b"}}]}]},
    }
    assert errors("GRPCRoute", 17, route) == []


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
