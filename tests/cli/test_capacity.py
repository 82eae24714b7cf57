"""``istiolint capacity``: a realistic folder in three formats, and what the flags do.

The expected texts are in ``tests/fixtures/capacity``, checked by hand: 15 pods with a sidecar at
most, of which 12 ask for 256Mi and 3 for 512Mi.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Folder

FIXTURES = Path(__file__).parent.parent / "fixtures" / "capacity"
FORMATS = {"text": "plan.txt", "markdown": "plan.md", "json": "plan.json"}
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: app}]}\n"


@pytest.fixture
def shop(folder: Folder) -> Folder:
    """The folder of the fixtures."""
    names = sorted(FIXTURES.glob("*/*.yaml"))
    folder.write({f"{each.parent.name}/{each.name}": each.read_bytes() for each in names})
    return folder


def plan(folder: Folder, *arguments: str) -> dict[str, Any]:
    """The plan as a program reads it."""
    run = folder.run("capacity", "--output-format=json", *arguments)
    assert (run.status, run.err) == (0, "")
    found: dict[str, Any] = json.loads(run.out)
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_a_plan_is_the_same_every_time(name: str, shop: Folder) -> None:
    run = shop.run("capacity", "--nodes=4", f"--output-format={name}")
    assert (run.status, run.err) == (0, "")
    assert run.out == (FIXTURES / FORMATS[name]).read_text()


def test_formats_go_to_files_of_their_own(shop: Folder) -> None:
    formats = [f"--output-format={name}={file}" for name, file in FORMATS.items()]
    assert shop.run("capacity", "--nodes=4", "--color=always", *formats) == (0, "", "")
    for file in FORMATS.values():
        assert shop.read(file) == (FIXTURES / file).read_text()


def test_numbers_add_up(shop: Folder) -> None:
    found = plan(shop, "--nodes=4")
    gib = 1 << 30
    most = found["namespaces"]["shop"]
    assert most["proxies"] == {"min": 6, "max": 15}
    assert most["applications"]["memory_bytes"]["max"] == (12 * 2 + 3 * 4) * gib
    assert most["mesh_declared"]["memory_bytes"]["max"] == 12 * gib // 4 + 3 * gib // 2
    assert most["mesh_baseline"]["memory_bytes"]["max"] == 15 * 400 << 20
    assert found["namespaces"]["batch"]["proxies"] == {"min": 0, "max": 0}
    system = found["namespaces"]["istio-system"]
    assert system["mesh_declared"]["memory_bytes"]["max"] == 4 * 4 * gib + (4 * 100 << 20)
    total = [
        each["mesh_baseline"]["cpu_millicores"]["max"] for each in found["namespaces"].values()
    ]
    assert sum(total) == found["total"]["mesh_baseline"]["cpu_millicores"]["max"]


def test_the_size_of_the_cluster_sets_the_least_for_a_control_plane(shop: Folder) -> None:
    least = [
        plan(shop, *flags)["namespaces"]["istio-system"]["mesh_baseline"]["memory_bytes"]["min"]
        for flags in ((), ("--cluster-size=medium",), ("--cluster-size=large",))
    ]
    assert least == [each << 30 for each in (8, 12, 16)]


def test_the_nodes_are_unknown_where_nobody_says_them(shop: Folder) -> None:
    found = plan(shop)
    assert found["nodes"] is None
    assert any("--nodes" in each["reason"] for each in found["unknown"])
    assert "4 nodes" in shop.run("capacity", "--nodes=4").out
    assert "1 node\n" in shop.run("capacity", "--nodes=1").out


@pytest.mark.parametrize("nodes", ["0", "many"])
def test_nodes_are_a_number(nodes: str, shop: Folder) -> None:
    run = shop.run("capacity", f"--nodes={nodes}")
    assert run.status == 2
    assert "--nodes" in run.err


def test_what_is_context_is_not_counted(shop: Folder) -> None:
    found = plan(shop, "--project=.", "apps/shop.yaml")
    assert list(found["namespaces"]) == ["shop"]
    assert found["namespaces"]["shop"]["mesh_declared"]["memory_bytes"]["max"] > 0


def test_a_closed_world_knows_all_namespaces(folder: Folder) -> None:
    folder.write({"a.yaml": POD})
    assert any("labels of the Namespace" in each["reason"] for each in plan(folder)["unknown"])
    assert [each["what"] for each in plan(folder, "--closed-world")["unknown"]] == ["control plane"]


def test_standard_input_is_planned_as_well(folder: Folder) -> None:
    run = folder.run("capacity", "-", piped=POD)
    assert run.status == 0
    assert "default" in run.out


def test_the_release_may_be_told(folder: Folder) -> None:
    folder.write({"a.yaml": POD})
    assert plan(folder, "--istio-version=1.24")["requirements"]["kubernetes"] == "1.28"
    assert plan(folder)["istio_version_assumed"] is True


def test_gateway_api_is_asked_for_with_its_version(folder: Folder) -> None:
    route = POD.replace("v1", "gateway.networking.k8s.io/v1").replace("Pod", "HTTPRoute")
    folder.write({"a.yaml": route})
    run = folder.run("capacity", "--istio-version=1.30")
    assert "CRDs of Gateway API; Istio 1.30 is tested with v1.5.1" in run.out


def test_many_jobs_have_a_plural(folder: Folder) -> None:
    job = POD.replace("v1", "batch/v1").replace("Pod", "Job")
    folder.write({"a.yaml": job, "b.yaml": job.replace("name: a}", "name: b}")})
    assert "2 Jobs and CronJobs are not counted" in folder.run("capacity").out


def test_without_jobs_and_gaps_nothing_is_said_of_them(shop: Folder) -> None:
    run = shop.run("capacity", "--nodes=4", "mesh")
    assert "Unknown" not in run.out
    assert "container" not in run.out


def test_colour_is_for_terminals(shop: Folder) -> None:
    assert "\x1b[" in shop.run("capacity", "--color=always").out


def test_where_there_is_nothing_to_plan_that_is_said(folder: Folder) -> None:
    folder.write({"a.yaml": "team: a\n"})
    run = folder.run("capacity")
    assert (run.status, run.out) == (2, "")
    assert "nothing here runs in a cluster" in run.err


def test_what_cannot_be_read_is_told_and_the_plan_goes_on(shop: Folder) -> None:
    shop.write({"bad.yaml": "a: [\n"})
    run = shop.run("capacity")
    assert run.status == 2
    assert "bad.yaml:" in run.err
    assert run.out.startswith("Resource plan for Istio 1.30.3, size small")
