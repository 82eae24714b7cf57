"""The whole plan: parts, sums, what is left out, and where it lies in the band."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.plan.amounts import Range
from istiolint.plan.capacity import Gap, Plan, Share, Verdict, plan
from istiolint.plan.part import Role, baseline_for
from istiolint.resources.quantity import parse
from istiolint.settings import ClusterSize
from tests.plan.test_installs import release

if TYPE_CHECKING:
    from tests.plan.conftest import Make

NAMESPACE = """
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
"""


def deployment(name: str = "cart", more: str = "", replicas: int | str = 2, **metadata: str) -> str:
    said = "".join(f", {key}: {value}" for key, value in metadata.items())
    return f"""
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: shop{said}}}
spec:
  replicas: {replicas}
  template:
    {more}
    spec: {{containers: [{{name: app, resources: {{requests: {{memory: 1Gi, cpu: 1}}}}}}]}}
---
"""


def mib(amounts: Range) -> tuple[int, int]:
    one = parse("1Mi") or 0
    return amounts.least // one, amounts.most // one


def reasons(found: Plan) -> list[str]:
    return [f"{each.what}: {each.reason}" for each in found.gaps]


NO_ISTIOD = "control plane: no istiod is configured in these files"


def test_pods_with_a_sidecar_are_what_the_mesh_adds_to(project: Make) -> None:
    outside = deployment("plain", "metadata: {labels: {sidecar.istio.io/inject: 'false'}}")
    istiod = release("istiod", "autoscaleMin: 2")
    files = {"a.yaml": NAMESPACE + deployment() + outside, "istiod.yaml": istiod}
    found = plan(project(files), None, None)
    sums = found.namespaces["shop"]
    assert (sums.pods, sums.proxies) == (Range(4, 4), Range(2, 2))
    assert mib(sums.applications.memory) == (2048, 2048)
    assert mib(sums.planned.memory) == (800, 800)
    assert mib(sums.declared.memory) == (256, 256)
    assert not sums.open
    assert found.gaps == ()
    assert list(found.namespaces) == ["istio-system", "shop"]
    assert mib(found.total.planned.memory) == (800 + 8192, 800 + 5 * 4096)


@pytest.mark.parametrize(
    ("size", "replicas", "gib"),
    [
        (None, 2, 8),
        (ClusterSize.SMALL, 3, 12),
        (ClusterSize.MEDIUM, 2, 12),
        (ClusterSize.LARGE, 3, 16),
    ],
)
def test_a_control_plane_gets_what_its_size_or_its_replicas_ask_for(
    size: ClusterSize | None, replicas: int, gib: int, project: Make
) -> None:
    values = f"autoscaleEnabled: false, replicaCount: {replicas}"
    found = plan(project({"a.yaml": release("istiod", values)}), size, None)
    planned = found.total.planned
    assert mib(planned.memory) == (gib * 1024, gib * 1024)
    assert planned.cpu == Range(replicas, replicas).times(parse("1") or 0)


RENDERED = [
    pytest.param("istiod", "labels: {app: istiod}", "app", Role.CONTROL_PLANE, id="istiod"),
    pytest.param("edge", "labels: {app: edge}", "istio-proxy", Role.GATEWAY, id="a gateway"),
    pytest.param("cart", "labels: {app: cart}", "app", Role.APPLICATION, id="an application"),
]


@pytest.mark.parametrize(("name", "labels", "container", "role"), RENDERED)
def test_rendered_parts_of_the_mesh_are_known(
    name: str, labels: str, container: str, role: Role, project: Make
) -> None:
    text = deployment(name, f"metadata: {{{labels}}}").replace("name: app,", f"name: {container},")
    (part,) = plan(project({"a.yaml": NAMESPACE + text}), None, None).parts
    assert part.role is role


def test_rendered_parts_on_every_node_are_known(project: Make) -> None:
    text = deployment("ztunnel").replace("Deployment", "DaemonSet")
    (part,) = plan(project({"a.yaml": text}), None, 2).parts
    assert (part.role, part.pods) == (Role.ZTUNNEL, Range(2, 2))
    assert part.proxy.cpu == parse("1")


def test_a_rendered_istiod_beside_its_install_counts_once(project: Make) -> None:
    text = deployment("istiod", "metadata: {labels: {app: istiod}}").replace("shop", "istio-system")
    found = plan(project({"a.yaml": release("istiod", ""), "b.yaml": text}), None, None)
    (part,) = found.parts
    assert part.pods == Range(1, 5)
    again = "also in b.yaml; it is counted once, its requests as they are here"
    assert reasons(found) == [f"Deployment istio-system/istiod: {again}"]


def test_an_object_of_several_environments_counts_once(project: Make) -> None:
    files = {
        "dev/a.yaml": NAMESPACE + deployment(replicas=1),
        "prod/a.yaml": NAMESPACE + deployment(replicas=6),
        "test/a.yaml": NAMESPACE + deployment(replicas='"${N}"'),
    }
    (part,) = plan(project(files), None, None).parts
    assert part.pods == Range(1, 6)


def test_what_a_controller_made_and_what_changes_another_file_is_no_part(project: Make) -> None:
    owned = deployment("owned", ownerReferences="[{kind: Rollout, name: x}]")
    patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 9}"
    context = deployment("elsewhere")
    files = {"a.yaml": owned + patch, "context/b.yaml": context}
    assert plan(project(files), None, None).parts == ()


def test_jobs_are_named_and_not_counted(project: Make) -> None:
    spec = "{template: {spec: {containers: [{name: a}]}}}"
    job = f"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: a}}\nspec: {spec}"
    owned = job.replace("name: a}", "name: b, ownerReferences: [{kind: CronJob}]}", 1)
    found = plan(project({"a.yaml": job, "b.yaml": owned}), None, None)
    assert (found.parts, found.batch) == ((), 1)


GATEWAY = """
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: %s}
---
"""
HPA = """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: x, namespace: shop}
spec: {maxReplicas: 4, scaleTargetRef: {kind: Deployment, name: %s}}
"""
MANAGED = [
    pytest.param(GATEWAY % "istio", Role.GATEWAY, Range(1, 1), id="a gateway"),
    pytest.param(GATEWAY % "istio-waypoint", Role.WAYPOINT, Range(1, 1), id="a waypoint"),
    pytest.param(GATEWAY % "istio" + HPA % "edge-istio", Role.GATEWAY, Range(1, 4), id="scaled"),
    pytest.param(GATEWAY % "istio-waypoint" + HPA % "edge", Role.WAYPOINT, Range(1, 4), id="also"),
    pytest.param(
        GATEWAY % "istio, infrastructure: {parametersRef: {kind: ConfigMap, name: a}}",
        Role.GATEWAY,
        None,
        id="with parameters",
    ),
]


@pytest.mark.parametrize(("text", "role", "pods"), MANAGED)
def test_istiod_makes_pods_for_gateways(
    text: str, role: Role, pods: Range | None, project: Make
) -> None:
    files = {"a.yaml": text, "context/b.yaml": release("istiod", "")}
    (part,) = plan(project(files), None, None).parts
    assert (part.role, part.pods) == (role, pods)
    assert part.proxy.memory == parse("128Mi")


@pytest.mark.parametrize(
    "said", ["nginx", "istio, addresses: [{value: edge.shop}]", "istio-remote"]
)
def test_and_none_for_others(said: str, project: Make) -> None:
    assert plan(project({"a.yaml": GATEWAY % said}), None, None).parts == ()


UNSEEN = "sidecars or not depends on labels of the Namespace shop, which are not in the files"
ON_NODES = "one pod runs on every node; --nodes says how many there are"
ANNOTATED = "metadata: {annotations: {sidecar.istio.io/proxyMemory: 1Gi}}"
UNKNOWN = [
    pytest.param(
        deployment(),
        [f"Deployment shop/cart: {UNSEEN}"],
        {"proxies", "applications", "planned", "declared"},
        id="whether there are sidecars",
    ),
    pytest.param(
        deployment() + deployment("pay") + deployment("ship"),
        [f"3 workloads in namespace shop: {UNSEEN}"],
        {"proxies", "applications", "planned", "declared"},
        id="for several workloads in one line",
    ),
    pytest.param(
        NAMESPACE + deployment(),
        [f"Deployment shop/cart: how much {unit} sidecars request is not in the files"
         for unit in ("memory", "CPU")],
        {"declared"},
        id="what sidecars request",
    ),
    pytest.param(
        NAMESPACE.replace("istio-injection: enabled", "istio.io/dataplane-mode: ambient")
        + deployment().replace("memory: 1Gi", 'memory: "${M}"'),
        ["Deployment shop/cart: the memory request is not in the files"],
        {"applications"},
        id="what an application requests",
    ),
    pytest.param(
        release("istiod", 'autoscaleMax: "${N}"'),
        ["Deployment istio-system/istiod: the numbers of the autoscaler are not in the files"],
        {"pods", "planned", "declared"},
        id="the replicas of istiod",
    ),
    pytest.param(
        release("ztunnel", ""),
        [f"DaemonSet istio-system/ztunnel: {ON_NODES}"],
        {"pods", "declared"},
        id="the nodes",
    ),
    pytest.param(
        NAMESPACE + deployment(replicas='"${N}"', more=ANNOTATED),
        ["Deployment shop/cart: the number of replicas is not in the files"],
        {"pods", "proxies", "applications", "planned", "declared"},
        id="the replicas of an application",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "gaps", "fields"), UNKNOWN)
def test_what_is_unknown_is_named(
    text: str, gaps: list[str], fields: set[str], project: Make
) -> None:
    found = plan(project({"a.yaml": text}), None, None)
    assert [each for each in reasons(found) if each != NO_ISTIOD] == gaps
    assert found.total.open == fields


def test_what_many_have_in_common_is_one_line(project: Make) -> None:
    other = NAMESPACE.replace("name: shop", "name: pay")
    files = {
        "a.yaml": NAMESPACE + deployment() + deployment("ship"),
        "b.yaml": other + deployment().replace("namespace: shop", "namespace: pay"),
    }
    found = plan(project(files), None, None)
    assert reasons(found)[0] == (
        "3 workloads in several namespaces: how much memory sidecars request is not in the files"
    )
    two = plan(project({"a.yaml": files["a.yaml"]}), None, None)
    assert two.gaps[0].what == "Deployment shop/cart, Deployment shop/ship"


def test_that_no_istiod_is_in_the_files_is_named(project: Make) -> None:
    found = plan(project({"a.yaml": release("ztunnel", "")}), None, 1)
    assert found.gaps == (Gap("control plane", "no istiod is configured in these files"),)


def test_containers_that_request_nothing_are_counted(project: Make) -> None:
    text = deployment().replace("[{name: app", "[{name: idle}, {name: app")
    found = plan(project({"a.yaml": NAMESPACE + text}), None, None)
    assert found.silent == 1


BAND = [
    (0, 0, None),
    (5, 0, None),
    (49, 100, Share(49, Verdict.BELOW)),
    (4999, 10000, Share(49, Verdict.BELOW)),
    (50, 100, Share(50, Verdict.WITHIN)),
    (80, 100, Share(80, Verdict.WITHIN)),
    (8001, 10000, Share(80, Verdict.ABOVE)),
]


@pytest.mark.parametrize(("added", "requested", "expected"), BAND)
def test_where_a_plan_lies_in_the_band(added: int, requested: int, expected: Share | None) -> None:
    found = Plan(ClusterSize.SMALL, None, baseline_for(None), (), (), 0)
    assert found.share(added, requested) == expected
