"""Lists of several IstioOperators: joined by name up to 1.23, replaced whole since 1.24."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.install.install import Install
from istiolint.install.losses import losses
from istiolint.releases import Release
from istiolint.settings import InstallFiles
from istiolint.text import Source

HEAD = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n"
GATEWAY = "gateways.istio-ingressgateway"


def layered(minor: int, *components: str, single: tuple[str, ...] = ()) -> Install:
    """The install that IstioOperators with these components make, the last one winning."""
    texts = {f"{n}.yaml": f"{HEAD}  components: {each}\n" for n, each in enumerate(components)}
    found = [contribute(Source(path, text)) for path, text in texts.items()]
    documents = [document for each in found for document in each.documents]
    related = relate(documents, [InstallFiles("mesh", None, tuple(texts), single)])
    (install,) = installs(related.documents, lambda _: Release(minor), texts)
    return install


ENV = ("{pilot: {k8s: {env: [{name: A, value: a}, {name: B, value: b}]}}}",)
ONE = "{pilot: {k8s: {env: [{name: B, value: c}]}}}"
BIG = "{ingressGateways: [{name: istio-ingressgateway, k8s: {resources: {limits: {cpu: 9}}}}]}"
MORE = "{ingressGateways: [{name: istio-ingressgateway, k8s: {replicaCount: 3}}]}"

# Files, a setting, and its values up to 1.23 and since 1.24.
VALUES: list[tuple[str, tuple[str, ...], str, Any, Any]] = [
    ("a variable of the later file", (*ENV, ONE), "pilot.env.B", "c", "c"),
    ("one that it leaves out", (*ENV, ONE), "pilot.env.A", "a", None),
    ("all of them", (*ENV, ONE), "pilot.env", {"A": "a", "B": "c"}, {"B": "c"}),
    ("an emptied list", (*ENV, "{pilot: {k8s: {env: []}}}"), "pilot.env.A", "a", None),
    ("a gateway's setting", (BIG, MORE), f"{GATEWAY}.resources.limits.cpu", 9, "2000m"),
    ("a list without names", (
        "{pilot: {k8s: {tolerations: [{key: a}]}}}", "{pilot: {k8s: {tolerations: [{key: b}]}}}"
    ), "pilot.tolerations", [{"key": "b"}], [{"key": "b"}]),
    ("mappings are merged", (
        "{pilot: {k8s: {resources: {limits: {cpu: 9}}}}}",
        "{pilot: {k8s: {resources: {limits: {memory: 8Gi}}}}}",
    ), "pilot.resources.limits.cpu", 9, 9),
    ("a list beside it", (*ENV, "{pilot: {k8s: {tolerations: []}}}"), "pilot.env.A", "a", "a"),
    ("another component's list", (*ENV, "{cni: {k8s: {env: []}}}"), "pilot.env.A", "a", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "setting", "old", "new"), [row[1:] for row in VALUES],
                         ids=[row[0] for row in VALUES])  # fmt: skip
def test_what_a_later_file_makes_of_lists(
    files: tuple[str, ...], setting: str, old: object, new: object
) -> None:
    for minor, value in ((16, old), (23, old), (24, new), (31, new)):
        assert layered(minor, *files).peek(setting).value == value


def test_what_does_not_count_is_not_among_what_is_overridden() -> None:
    install = layered(30, *ENV, ONE)
    assert "A" not in install.peek("pilot.env").value
    assert "pilot.env.A" not in [each.path for each in install.settings()]
    assert [each.value for each in install.peek("pilot.env.B").overridden] == []


def test_a_list_keeps_those_that_it_takes_the_place_of() -> None:
    first, second = (f"{{pilot: {{k8s: {{tolerations: [{{key: {each}}}]}}}}}}" for each in "ab")
    found = layered(30, first, second).peek("pilot.tolerations")
    assert found.overridden[0].value == [{"key": "a"}]


def test_gateways_of_a_list_that_does_not_count_are_not_installed() -> None:
    lists = (
        "{ingressGateways: [{name: a, enabled: true}]}",
        "{ingressGateways: [{name: b, enabled: true}]}",
    )
    assert layered(30, *lists).gateways == ("gateways.b",)
    assert set(layered(20, *lists).gateways) == {f"gateways.{each}" for each in (
        "a", "b", "istio-ingressgateway",
    )}  # fmt: skip


def overlay(name: str, replicas: int, kind: str = "Deployment") -> str:
    return (
        f"{{pilot: {{k8s: {{overlays: [{{kind: {kind}, name: {name}, "
        f"patches: [{{path: spec.replicas, value: {replicas}}}]}}]}}}}}}"
    )


def test_the_overlays_of_the_last_file_are_those_that_count() -> None:
    files = overlay("istiod", 3), overlay("istiod", 5)
    for minor in (23, 24):
        install = layered(minor, *files)
        assert install.peek("pilot.replicaCount").value == 5
        assert len(install.overlays) == 1


def test_overlays_of_other_objects_were_joined_in_the_order_of_the_files() -> None:
    files = overlay("istiod", 3), overlay("other", 5)
    names = {
        minor: [each.name.value for each in layered(minor, *files).overlays if each.name]
        for minor in (23, 24)
    }
    assert names == {23: ["istiod", "other"], 24: ["other"]}


def test_overlays_of_a_gateway_go_with_its_list() -> None:
    patch = "k8s: {overlays: [{kind: Deployment, name: istio-ingressgateway, patches: []}]}"
    with_patch = f"{{ingressGateways: [{{name: istio-ingressgateway, {patch}}}]}}"
    assert layered(24, with_patch, MORE).overlays == ()
    assert len(layered(23, with_patch, MORE).overlays) == 1


def test_a_list_of_which_an_item_is_set_by_index_is_not_known() -> None:
    single = ("components.ingressGateways[0].k8s.replicaCount=2",)
    install = layered(30, BIG, single=single)
    assert install.gateways == ()
    assert install.peek(f"{GATEWAY}.replicaCount").number is None


LOSSES: list[tuple[str, tuple[str, ...], list[str]]] = [
    ("a variable", (*ENV, ONE), ["pilot.k8s.env: A"]),
    ("nothing", (ONE, *ENV), []),
    ("all on purpose", (*ENV, "{pilot: {k8s: {env: []}}}"), []),
    ("a gateway's settings", (BIG, MORE), [
        "ingressGateways: k8s.resources of istio-ingressgateway"
    ]),
    ("a gateway", (
        "{egressGateways: [{name: a}]}", "{egressGateways: [{name: b}]}"
    ), ["egressGateways: a"]),
    ("a patch", (overlay("istiod", 3), overlay("istiod", 3, "Service")), [
        "pilot.k8s.overlays: Deployment istiod"
    ]),
    ("names that are filled in later", (*ENV, "{pilot: {k8s: {env: [{name: '${A}'}]}}}"), []),
    ("lists without names", (
        "{pilot: {k8s: {tolerations: [{key: a}]}}}", "{pilot: {k8s: {tolerations: [{key: b}]}}}"
    ), []),
    ("the last of three", (*ENV, ONE, ENV[0]), []),
    ("what each of two had", (
        "{pilot: {k8s: {env: [{name: A}]}}}", "{pilot: {k8s: {env: [{name: B}]}}}", ONE
    ), ["pilot.k8s.env: A"]),
    ("the profile's gateway", ("{ingressGateways: [{name: a}]}",), [
        "ingressGateways: istio-ingressgateway"
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "lost"), [row[1:] for row in LOSSES],
                         ids=[row[0] for row in LOSSES])  # fmt: skip
def test_what_is_lost_is_named(files: tuple[str, ...], lost: list[str]) -> None:
    found = losses(layered(30, *files))
    assert [f"{each.path}: {', '.join((*each.names, *each.keys))}" for each in found] == lost


def test_only_what_has_components_loses_any() -> None:
    assert list(losses(layered(30, "{}", *ENV, "null"))) == []
    values = contribute(Source("a.yaml", "pilot: {autoscaleMin: 2}\n"))
    (install,) = installs(values.documents, lambda _: None, ["a.yaml"])
    assert list(losses(install)) == []
