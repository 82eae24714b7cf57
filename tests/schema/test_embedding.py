"""Types of Kubernetes are brought along, and mean what they mean to an API server."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from istiolint.schema.check import problems
from istiolint.schema.projection import project
from istiolint.schema.store import load
from tests.schema.whole import embedded, kubernetes_schema, schema_of, version_schema


def refers_to(name: str, **beside: Any) -> Any:
    items = {"$ref": f"#/$defs/{name}"}
    return embedded({"items": items, "x-istio-embeds": [name]} | beside)


def test_a_type_brings_along_what_it_is_made_of() -> None:
    schema = refers_to("core.v1.EnvVar", **{"$defs": {"own": {}}})
    assert schema.keys() == {"items", "$defs"}
    assert schema["$defs"].keys() == {
        "own",
        "core.v1.ConfigMapKeySelector",
        "core.v1.EnvVar",
        "core.v1.EnvVarSource",
        "core.v1.FileKeySelector",
        "core.v1.ObjectFieldSelector",
        "core.v1.ResourceFieldSelector",
        "core.v1.SecretKeySelector",
    }
    Draft202012Validator.check_schema(schema)


def test_what_a_type_is_made_of_is_said_of_each() -> None:
    for name, schema in load("kubernetes.json")["$defs"].items():
        used = set(re.findall(r"'#/\$defs/([^']+)'", repr(schema)))
        assert used == set(schema.get("x-istio-uses", ())), name


def test_references_point_inside_wherever_they_stand() -> None:
    there = {"$ref": "kubernetes.json#/$defs/core.v1.EnvVar"}
    here = {"$ref": "#/$defs/core.v1.EnvVar"}
    merged = {
        "items": there,
        "properties": {"$ref": there, "b": {"$ref": "#/$defs/own"}},
        "x-istio-changes": {
            "$ref": [[30, None, there["$ref"]]],
            "additionalProperties": [[16, 29, False], [30, None, there]],
            "anyOf": [[30, None, [there]]],
        },
    }
    assert (
        project(merged, 30)
        == {
            "items": here,
            "properties": {"$ref": here, "b": {"$ref": "#/$defs/own"}},
            "additionalProperties": here,
            "anyOf": [here],
        }
        | here
    )


def test_in_a_patch_only_the_keys_of_items_must_be_there() -> None:
    name = "autoscaling.v2.HorizontalPodAutoscalerSpec"
    value = [{"minReplicas": 2, "metrics": [{"resource": {"name": "cpu"}}]}]
    assert problems(refers_to(name, **{"x-istio-patch": True}), value) == []
    assert {each.expected for each in problems(refers_to(name), value)} == {
        "maxReplicas",
        "scaleTargetRef",
        "target",
        "type",
    }
    variables = refers_to("core.v1.EnvVar", **{"x-istio-patch": True})
    assert [each.expected for each in problems(variables, [{"value": "a"}])] == ["name"]


POD = {
    "containers": [
        {
            "name": "a",
            "image": "b",
            "ports": [{"containerPort": 80}],
            "resources": {"limits": {"cpu": 1, "memory": "1Gi"}},
            "livenessProbe": {"httpGet": {"port": "http"}},
            "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
        }
    ]
}


@pytest.mark.parametrize(
    ("group", "kind", "version", "value", "wrong"),
    [
        ("", "Pod", "v1", {"spec": POD}, []),
        ("", "Pod", "v1", {"spec": POD | {"restartPolice": "Always"}}, ["spec.restartPolice"]),
        ("", "Pod", "v1", {"spec": POD | {"restartPolicy": "always"}}, ["spec.restartPolicy"]),
        ("", "Service", "v1", {"spec": {"ports": [{"port": 0}]}}, ["spec.ports.0.port"]),
        ("", "Service", "v1", {"spec": {"ports": [{"port": 1, "targetPort": "a"}]}}, []),
        ("", "Namespace", "v1", {"metadata": {"labels": {"a": True}}}, ["metadata.labels.a"]),
        ("", "ConfigMap", "v1", {"data": {"a": 1}}, ["data.a"]),
        ("apps", "Deployment", "v1", {"spec": {"selector": {}, "template": {"spec": POD}}}, []),
        (
            "networking.k8s.io",
            "NetworkPolicy",
            "v1",
            {"spec": {"policyTypes": ["ingress"], "podSelector": {}}},
            ["spec.policyTypes.0"],
        ),
        ("policy", "PodDisruptionBudget", "v1", {"spec": {"minAvailable": "50%"}}, []),
        (
            "policy",
            "PodDisruptionBudget",
            "v1",
            {"spec": {"minAvaliable": 1}},
            ["spec.minAvaliable"],
        ),
        (
            "monitoring.coreos.com",
            "PrometheusRule",
            "v1",
            {"spec": {"groups": [{"name": "a", "rules": [{"expr": 1, "fro": "1m"}]}]}},
            ["spec.groups.0.rules.0.fro"],
        ),
        (
            "monitoring.coreos.com",
            "ServiceMonitor",
            "v1",
            {"spec": {"selector": {}, "endpoints": [{"port": 80, "newer": "field"}]}},
            ["spec.endpoints.0.port"],
        ),
        (
            "cert-manager.io",
            "Certificate",
            "v1",
            {"spec": {"secretName": "a", "issuerRef": {"name": "b"}, "usages": ["server-auth"]}},
            ["spec.usages.0"],
        ),
        (
            "autoscaling",
            "HorizontalPodAutoscaler",
            "v2",
            {"status": {"anything": "goes"}, "spec": {"maxReplicas": 1, "scaleTargetRef": 1}},
            ["spec.scaleTargetRef"],
        ),
    ],
)
def test_kinds_of_kubernetes_say_what_is_wrong(
    group: str, kind: str, version: str, value: Any, wrong: list[str]
) -> None:
    schema = kubernetes_schema(group, kind, version)
    assert schema is not None
    assert [".".join(map(str, each.path)) for each in problems(schema, value)] == wrong


@pytest.mark.parametrize(
    ("group", "kind", "version"),
    [("", "Pod", "v2"), ("", "Teapot", "v1"), ("policy", "PodDisruptionBudget", "v1beta1")],
)
def test_there_is_no_schema_of_what_is_not_served(group: str, kind: str, version: str) -> None:
    assert kubernetes_schema(group, kind, version) is None


def test_every_kind_stands_on_its_own() -> None:
    known = load("kubernetes.json")
    Draft202012Validator.check_schema(known)
    for group, kinds in known["x-istio-kinds"].items():
        for kind, versions in kinds.items():
            for version, name in versions.items():
                schema: Any = kubernetes_schema(group, kind, version)
                assert schema["$ref"] == f"#/$defs/{name}"
                assert set(re.findall(r"'#/\$defs/([^']+)'", repr(schema))) == set(schema["$defs"])
                assert schema["$defs"][name]["additionalProperties"] is False


@pytest.mark.parametrize("minor", [23, 31])
def test_what_a_component_may_patch_is_known(minor: int) -> None:
    resource: Any = schema_of("kinds/install.istio.io/IstioOperator", minor)
    schema: Any = version_schema(resource, "v1alpha1")

    def wrong(patch: dict[str, Any]) -> list[Any]:
        found = problems(schema, {"spec": {"components": {"pilot": {"k8s": patch}}}})
        return [each.path[4:] for each in found]

    assert wrong({"affinity": {"podAffinity": {}}, "env": [{"name": "A", "value": "b"}]}) == []
    assert wrong({"affinity": {"podAfinity": {}}}) == [("affinity", "podAfinity")]
    assert wrong({"tolerations": [{"efect": "NoSchedule"}]}) == [("tolerations", 0, "efect")]
    assert wrong({"resources": {"limits": {"cpu": "1"}, "limit": {}}}) == [("resources", "limit")]
