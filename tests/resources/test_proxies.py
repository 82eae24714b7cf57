"""What a pod template says about its sidecar."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.resources.proxies import (
    container_resources,
    is_gateway,
    istiod_container,
    own_proxy,
    resource_annotations,
)
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Tape
from istiolint.text import Source


def pod(text: str) -> Node:
    tape = parse(Source("pod.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    return Node(tape)


@pytest.mark.parametrize(
    ("text", "expected", "gateway"),
    [
        ("spec: {containers: [{name: app}]}", False, False),
        ("spec: {containers: [{name: app}, {name: istio-proxy}]}", True, False),
        ("spec: {containers: [{name: istio-proxy}]}", True, True),
        ("spec: {containers: [{name: app}], initContainers: [{name: istio-proxy}]}", True, False),
        ("spec: {containers: []}", False, False),
        ("spec: text", False, False),
    ],
)
def test_a_pod_may_have_a_proxy_of_its_own(
    text: str,
    expected: bool,  # noqa: FBT001 - the expectation
    gateway: bool,  # noqa: FBT001 - the expectation
) -> None:
    assert (own_proxy(pod(text)) is not None) == expected
    assert is_gateway(pod(text)) == gateway


def test_annotations_are_named_by_what_they_set() -> None:
    found = resource_annotations(
        pod(
            "metadata: {annotations: {sidecar.istio.io/proxyCPU: 1, "
            "sidecar.istio.io/proxyMemoryLimit: 1Gi}}"
        )
    )

    assert {key: node.value for key, node in found.items()} == {
        ("requests", "cpu"): "1",
        ("limits", "memory"): "1Gi",
    }


def test_a_container_of_its_own_says_the_same_in_its_way() -> None:
    amounts = "{requests: {memory: 1Gi}, limits: {cpu: 2}}"
    found = container_resources(
        pod(f"spec: {{containers: [{{name: istio-proxy, resources: {amounts}}}]}}")
    )

    assert {key: node.value for key, node in found.items()} == {
        ("requests", "memory"): "1Gi",
        ("limits", "cpu"): "2",
    }
    assert container_resources(pod("spec: {containers: [{name: app}]}")) == {}


@pytest.mark.parametrize(
    ("name", "containers", "expected"),
    [
        ("istiod", "[{name: other}, {name: discovery}]", True),
        ("istiod-1-30-3", "[{name: discovery}]", True),
        ("istiod", "[{name: other}]", False),
        ("istiods", "[{name: discovery}]", False),
    ],
)
def test_istiod_is_known_by_its_deployment_and_its_container(
    name: str, containers: str, *, expected: bool
) -> None:
    text = (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\n"
        f"spec: {{template: {{spec: {{containers: {containers}}}}}}}\n"
    )
    (document,) = contribute(Source("istiod.yaml", text)).documents
    assert document.object is not None
    found = istiod_container(Resource(document, document.object))
    assert (found is not None) is expected
