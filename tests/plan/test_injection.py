"""Which pods get a sidecar, and what it requests: a table of namespaces and pods.

Source: ``injectRequired`` and the selectors of the webhooks in Istio 1.30.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.plan.amounts import Demand
from istiolint.plan.injection import Injection
from istiolint.project.members import Mode
from istiolint.resources.quantity import parse

if TYPE_CHECKING:
    from istiolint.syntax.node import Node
    from tests.plan.conftest import Make

INJECTED = "labels: {istio-injection: enabled}"
AMBIENT = "labels: {istio.io/dataplane-mode: ambient}"


def texts(namespace: str | None, pod: str, name: str = "shop") -> dict[str, str]:
    around = f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, {namespace}}}\n---\n"
    one = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, namespace: {name}"
    return {"a.yaml": (around if namespace is not None else "") + one + pod}


PLAIN = "}\nspec: {containers: [{name: app}]}"


def marked(said: str) -> str:
    return f", {said}{PLAIN}"


def pod_of(
    project: Make, files: dict[str, str], *, closed_world: bool = False
) -> tuple[Injection, Node]:
    made = project(files, closed_world=closed_world)
    (found,) = (each for kind in made.kinds if kind.name == "Pod" for each in made.of_kind(kind))
    return Injection(made), found.root


MODES = [
    pytest.param(texts(INJECTED, PLAIN), Mode.SIDECAR, id="by its namespace"),
    pytest.param(texts(AMBIENT, PLAIN), Mode.AMBIENT, id="ambient"),
    pytest.param(texts("", PLAIN), Mode.NONE, id="outside the mesh"),
    pytest.param(texts(None, PLAIN), None, id="a namespace that is not in sight"),
    pytest.param(
        texts(None, marked("labels: {sidecar.istio.io/inject: 'true'}")),
        Mode.SIDECAR,
        id="asked for",
    ),
    pytest.param(
        texts(None, marked("labels: {sidecar.istio.io/inject: 'false'}")), Mode.NONE, id="refused"
    ),
    pytest.param(
        texts(INJECTED, marked("annotations: {sidecar.istio.io/inject: 'false'}")),
        Mode.NONE,
        id="refused by annotation",
    ),
    pytest.param(
        texts(
            INJECTED,
            marked(
                "annotations: {sidecar.istio.io/inject: 'false'},"
                " labels: {sidecar.istio.io/inject: 'true'}"
            ),
        ),
        Mode.SIDECAR,
        id="the label counts before the annotation",
    ),
    pytest.param(
        texts("", marked("annotations: {sidecar.istio.io/inject: 'true'}")),
        Mode.NONE,
        id="an annotation alone asks nobody",
    ),
    pytest.param(
        texts(INJECTED, "}\nspec: {hostNetwork: true, containers: [{name: app}]}"),
        Mode.NONE,
        id="in the network of the node",
    ),
    pytest.param(texts(INJECTED, PLAIN, "kube-system"), Mode.NONE, id="kube-system"),
    pytest.param(
        texts(None, marked("annotations: {sidecar.istio.io/status: '{}'}")),
        Mode.SIDECAR,
        id="injected already",
    ),
]


@pytest.mark.parametrize(("files", "expected"), MODES)
def test_the_mode_of_a_pod(files: dict[str, str], expected: Mode | None, project: Make) -> None:
    injection, pod = pod_of(project, files)
    name = pod.scalar("metadata", "namespace")
    assert name is not None
    assert injection.mode(name.value, pod) is expected


def test_in_a_closed_world_a_namespace_that_is_not_there_has_no_labels(project: Make) -> None:
    injection, pod = pod_of(project, texts(None, PLAIN), closed_world=True)
    assert injection.mode("shop", pod) is Mode.NONE


def install(values: str, *, revision: str = "", version: str = "1.30.3") -> str:
    return (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        f"metadata: {{name: istiod{revision}, namespace: istio-system}}\n"
        f"spec: {{chart: {{spec: {{chart: istiod, version: {version}}}}}, values: {{{values}}}}}\n"
    )


BY_DEFAULT = "sidecarInjectorWebhook: {enableNamespacesByDefault: %s}"


@pytest.mark.parametrize(
    ("said", "namespace", "pod", "expected"),
    [
        ("true", "", PLAIN, Mode.SIDECAR),
        ("false", "", PLAIN, Mode.NONE),
        ('"${X}"', "", PLAIN, None),
        ("true", "labels: {istio-injection: disabled}", PLAIN, Mode.NONE),
        ("true", "", marked("labels: {sidecar.istio.io/inject: 'false'}"), Mode.NONE),
    ],
)
def test_an_install_may_inject_namespaces_that_say_nothing(
    said: str, namespace: str, pod: str, expected: Mode | None, project: Make
) -> None:
    files = texts(namespace, pod) | {"context/istiod.yaml": install(BY_DEFAULT % said)}
    injection, root = pod_of(project, files)
    assert injection.mode("shop", root) is expected


def amount(memory: str) -> Demand:
    return Demand(parse(memory), parse("100m"))


MEMORY = "global: {proxy: {resources: {requests: {memory: %s}}}}"


def test_what_sidecars_request_is_said_by_the_install(project: Make) -> None:
    injection, pod = pod_of(project, texts(INJECTED, PLAIN) | {"b.yaml": install(MEMORY % "1Gi")})
    assert injection.usual("shop", pod) == amount("1Gi")


def test_without_an_install_it_is_unknown(project: Make) -> None:
    injection, pod = pod_of(project, texts(INJECTED, PLAIN))
    assert injection.usual("shop", pod) == Demand(None, None)


@pytest.mark.parametrize(
    ("namespace", "pod", "expected"),
    [
        (INJECTED, PLAIN, amount("1Gi")),
        ("labels: {istio.io/rev: canary}", PLAIN, amount("2Gi")),
        (INJECTED, marked("labels: {istio.io/rev: canary}"), amount("2Gi")),
        ("labels: {istio.io/rev: stable}", PLAIN, Demand(None, parse("100m"))),
    ],
)
def test_of_several_revisions_the_one_that_injects_counts(
    namespace: str, pod: str, expected: Demand, project: Make
) -> None:
    old = install(MEMORY % "1Gi")
    new = install((MEMORY % "2Gi") + ", revision: canary", revision="-canary")
    injection, root = pod_of(project, texts(namespace, pod) | {"b.yaml": old, "c.yaml": new})
    assert injection.usual("shop", root) == expected


@pytest.mark.parametrize(("version", "expected"), [("1.30.3", "512Mi"), ("1.23.6", "128Mi")])
def test_waypoints_have_a_key_of_their_own_since_1_24(
    version: str, expected: str, project: Make
) -> None:
    values = "global: {waypoint: {resources: {requests: {memory: 512Mi}}}}"
    injection = Injection(project({"a.yaml": install(values, version=version)}))
    assert injection.managed(is_waypoint=True) == amount(expected)
    assert injection.managed(is_waypoint=False) == amount("128Mi")
