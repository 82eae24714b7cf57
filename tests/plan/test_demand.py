"""What pods request, by what Kubernetes and the injector make of a template.

Sources: the effective requests of a pod with init containers in Kubernetes' documentation; the
injection template of 1.30 for annotations and a container called istio-proxy.
"""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.plan.amounts import Demand
from istiolint.plan.demand import of_applications, of_proxy_alone, of_sidecar, requests_nothing
from istiolint.resources.quantity import ONE, parse
from istiolint.syntax.node import Node
from istiolint.text import Source

USUAL = Demand(128 * ONE << 20, ONE // 10)


def pod(text: str) -> Node:
    head = "apiVersion: v1\nkind: Pod\n"
    (document,) = contribute(Source("a.yaml", head + text)).documents
    return document.root


def demand(memory: str | None, cpu: str | None) -> Demand:
    return Demand(*(None if each is None else parse(each) for each in (memory, cpu)))


def spec(*containers: str, starting: str = "", more: str = "") -> str:
    return f"spec: {{containers: [{', '.join(containers)}], initContainers: [{starting}]{more}}}"


def container(requests: str, name: str = "app", more: str = "") -> str:
    return f"{{name: {name}, resources: {{requests: {{{requests}}}{more}}}}}"


APPLICATIONS = [
    pytest.param(spec(container("memory: 1Gi, cpu: 1")), demand("1Gi", "1"), id="one"),
    pytest.param(
        spec(container("memory: 1Gi"), container("memory: 24Mi, cpu: 5m")),
        demand("1048Mi", "5m"),
        id="all that run together",
    ),
    pytest.param(spec("{name: a}"), demand("0", "0"), id="none"),
    pytest.param(
        spec("{name: a, resources: {limits: {memory: 2Gi}}}"), demand("2Gi", "0"), id="the limit"
    ),
    pytest.param(
        spec("{name: a, resources: {limits: {memory: 2Gi}, requests: {memory: null}}}"),
        demand("2Gi", "0"),
        id="the limit, as null says nothing",
    ),
    pytest.param(
        spec(container("memory: 1Gi"), container("memory: 5Gi", "istio-proxy")),
        demand("1Gi", "0"),
        id="without the proxy",
    ),
    pytest.param(
        spec(container("memory: 1Gi"), starting=container("memory: 3Gi", "i")),
        demand("3Gi", "0"),
        id="a step of the start that needs more",
    ),
    pytest.param(
        spec(
            container("memory: 1Gi"),
            starting="{name: s, restartPolicy: Always, resources: {requests: {memory: 2Gi}}}, "
            + container("memory: 500Mi", "i"),
        ),
        demand("3Gi", "0"),
        id="an init container that goes on",
    ),
    pytest.param(
        spec(container("memory: 1Gi"), starting=container("memory: 9Gi", "istio-proxy")),
        demand("1Gi", "0"),
        id="without the proxy among them",
    ),
    pytest.param(
        spec(container("memory: 1Gi"), more=", resources: {requests: {memory: 4Gi}}"),
        demand("4Gi", "0"),
        id="the pod as a whole",
    ),
    pytest.param(
        spec(container('memory: "${M}", cpu: 1')), demand(None, "1"), id="filled in later"
    ),
    pytest.param(spec(container("memory: lots")), demand(None, "0"), id="no quantity"),
    pytest.param(spec(container("memory: -1Gi")), demand(None, "0"), id="a negative one"),
    pytest.param(
        spec(container("memory: 1Gi"), starting=container('memory: "${M}"', "i")),
        demand(None, "0"),
        id="a step of the start that is filled in later",
    ),
]


@pytest.mark.parametrize(("text", "expected"), APPLICATIONS)
def test_what_applications_request(text: str, expected: Demand) -> None:
    assert of_applications(pod(text)) == expected


def annotated(said: str, containers: str = "{name: app}") -> str:
    names = said.replace("proxy", "sidecar.istio.io/proxy")
    return f"metadata: {{annotations: {{{names}}}}}\nspec: {{containers: [{containers}]}}"


SIDECARS = [
    pytest.param(annotated(""), USUAL, id="as usual"),
    pytest.param(annotated("proxyMemory: 1Gi, proxyCPU: 1"), demand("1Gi", "1"), id="annotated"),
    pytest.param(annotated("proxyMemory: 1Gi"), demand("1Gi", "0"), id="one turns off the others"),
    pytest.param(annotated("proxyMemoryLimit: 1Gi"), demand("1Gi", "0"), id="a limit alone"),
    pytest.param(annotated('proxyMemory: "${M}"'), demand(None, "0"), id="filled in later"),
    pytest.param(
        annotated("proxyMemory: 1Gi", container("cpu: 2", "istio-proxy")),
        demand("1Gi", "2"),
        id="its own container beside an annotation",
    ),
    pytest.param(
        annotated("", container("memory: 2Gi", "istio-proxy")),
        demand("2Gi", "100m"),
        id="its own container beside the usual",
    ),
    pytest.param(
        annotated("", container('memory: "${M}"', "istio-proxy")),
        demand(None, "100m"),
        id="its own container, filled in later",
    ),
]


@pytest.mark.parametrize(("text", "expected"), SIDECARS)
def test_what_sidecars_request(text: str, expected: Demand) -> None:
    assert of_sidecar(pod(text), USUAL) == expected


def test_a_proxy_that_says_nothing_is_unknown() -> None:
    assert of_proxy_alone(pod(spec("{name: istio-proxy}"))) == demand(None, None)
    own = container("memory: 1Gi", "istio-proxy")
    assert of_proxy_alone(pod(spec(own))) == demand("1Gi", None)


def test_containers_that_request_no_memory_are_counted() -> None:
    text = spec("{name: a}", "{name: istio-proxy}", container("cpu: 1"), container("memory: 1"))
    assert requests_nothing(pod(text)) == 2
