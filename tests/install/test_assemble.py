"""Documents become installs, one for each control plane, whatever is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Contribution
from istiolint.inputs.relate import deployed_together, relate
from istiolint.install.assemble import installs
from istiolint.install.install import Install
from istiolint.install.naming import names
from istiolint.install.setting import UNKNOWN, Origin
from istiolint.project.lookup import Sight
from istiolint.project.project import Project
from istiolint.releases import Release
from istiolint.resources.resource import Resource
from istiolint.settings import InstallFiles, is_set_path
from istiolint.text import Source

ISTIO = "https://istio-release.storage.googleapis.com/charts"


def made(
    files: dict[str, str], told: Release | None = None, reported: tuple[str, ...] = ()
) -> list[Install]:
    """The installs that some files make."""
    found = [contribute(Source(path, dedent(text))) for path, text in files.items()]
    related = relate([document for each in found for document in each.documents])
    return installs(related.documents, lambda _: told, reported)


def install(text: str, path: str = "a.yaml") -> Install:
    (found,) = made({path: text})
    return found


def flux(said: str, values: str = "{}") -> str:
    return (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\n"
        f"spec: {{chart: {{spec: {{chart: istiod, {said}}}}}, values: {values}}}\n"
    )


def operator(spec: str) -> str:
    return f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {spec}\n"


VERSIONS = [
    pytest.param(flux("version: 1.24.3"), Release(24, 3), id="a version"),
    pytest.param(flux("version: 1.20.x"), Release(20), id="any patch"),
    pytest.param(flux("version: ~1.20.1"), Release(20), id="a tilde"),
    pytest.param(flux("version: ~1.20"), Release(20), id="a tilde and no patch"),
    pytest.param(flux("version: '>=1.20'"), None, id="no end to it"),
    pytest.param(flux("version: ^1.24.0"), None, id="any later release"),
    pytest.param(flux("version: '*'"), None, id="any release"),
    pytest.param(flux("version: '${V}'"), None, id="to be filled in"),
    pytest.param(flux("version: 1.30.0-rc.1"), Release(30, 0), id="a candidate"),
    pytest.param(flux("a: b"), None, id="nothing"),
    pytest.param(
        flux("version: 1.24.3", "{global: {tag: 1.30.0}}"), Release(24, 3), id="the chart"
    ),
    pytest.param(flux("version: 1.x", "{global: {tag: 1.30.0}}"), Release(30, 0), id="else a tag"),
    pytest.param(flux("a: b", "{tag: v1.24.1-distroless}"), Release(24, 1), id="a flat tag"),
    pytest.param(
        flux("a: b", "{global: {tag: 1.23.0}, pilot: {tag: 1.24.1}}"), Release(24, 1), id="istiod's"
    ),
    pytest.param(flux("a: b", "{tag: latest}"), None, id="a tag that moves"),
    pytest.param(operator("{tag: 1.24.3}"), Release(24, 3), id="an IstioOperator"),
    pytest.param(
        operator("{tag: 1.24.3, values: {global: {tag: 1.23.0}}}"), Release(23, 0), id="its values"
    ),
    pytest.param(
        operator("{components: {pilot: {tag: 1.24.4}}, values: {global: {tag: 1.23.0}}}"),
        Release(24, 4),
        id="its component",
    ),
    pytest.param(operator("{}"), None, id="an IstioOperator that does not say"),
    pytest.param(operator("{tag: '${TAG}'}"), None, id="or not yet"),
    pytest.param(
        "apiVersion: sailoperator.io/v1\nkind: Istio\nspec: {version: v1.24-latest}",
        Release(24),
        id="Sail",
    ),
]


@pytest.mark.parametrize(("text", "release"), VERSIONS)
def test_the_release_is_the_one_that_the_files_name(text: str, release: Release | None) -> None:
    assert install(text).release == release


def test_what_the_user_says_comes_first() -> None:
    (found,) = made({"a.yaml": flux("version: 1.24.3")}, told=Release(20))
    assert found.release == Release(20)


NAMES = [
    pytest.param(flux("a: b"), "a.yaml", "a", True, id="a HelmRelease"),
    pytest.param("pilot: {env: {}}", "values.yaml", "istiod", False, id="bare values"),
    pytest.param(operator("{}"), "a.yaml", "istiod", True, id="an IstioOperator without a name"),
    pytest.param(
        "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: prod}\n",
        "a.yaml",
        "prod",
        True,
        id="one with a name",
    ),
    pytest.param(
        "releases: [{name: mesh, chart: istio/istiod}]",
        "helmfile.yaml",
        "mesh",
        True,
        id="helmfile",
    ),
    pytest.param(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata: {mesh: 'a: 1'}",
        "a.yaml",
        "istio",
        True,
        id="mesh config in a cluster",
    ),
    pytest.param(
        "enableAutoMtls: true\nextensionProviders: []",
        "a.yaml",
        "istiod",
        False,
        id="bare mesh config",
    ),
    pytest.param(
        "apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata: {name: istiod}\n",
        "a.yaml",
        "istiod",
        False,
        id="a config that is laid over a chart",
    ),
]


@pytest.mark.parametrize(("text", "path", "name", "complete"), NAMES)
def test_an_install_has_a_name_and_may_be_complete(
    text: str, path: str, name: str, *, complete: bool
) -> None:
    found = install(text, path)
    assert (found.name, found.complete, found.path) == (name, complete, path)


def test_mesh_config_alone_deploys_nothing() -> None:
    found = install("enableAutoMtls: false\nextensionProviders: []")
    assert not found.deploys_istiod
    assert found.setting("meshConfig.enableAutoMtls").value is False
    assert found.setting("pilot.traceSampling").value is None
    assert found.release is None


def test_networks_and_other_objects_are_no_installs() -> None:
    text = """\
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio}
        data: {meshNetworks: "networks: {}"}
        """
    assert made({"a.yaml": text}) == []
    assert made({"a.yaml": "apiVersion: v1\nkind: Service\n"}) == []


def test_only_what_was_asked_for_is_reported() -> None:
    files = {"a.yaml": operator("{}"), "b.yaml": operator("{}")}
    found = made(files, reported=("b.yaml",))
    assert [each.reported for each in found] == [False, True]


def test_one_file_may_have_several_control_planes() -> None:
    text = f"""\
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {{name: mesh}}
        spec:
          sources:
          - {{repoURL: {ISTIO}, chart: base, targetRevision: 1.30.0}}
          - {{repoURL: {ISTIO}, chart: istiod, targetRevision: 1.24.0}}
          - repoURL: {ISTIO}
            chart: istiod
            targetRevision: 1.30.0
            helm: {{releaseName: canary, valuesObject: {{revision: canary}}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        """
    found = made({"a.yaml": text})
    assert [(each.name, each.release) for each in found] == [
        ("mesh", Release(30, 0)),
        ("mesh", Release(24, 0)),
        ("canary", Release(30, 0)),
        ("istiod", None),
    ]
    assert [each.setting("revision").value for each in found] == [None, "", "canary", ""]


# Wrong types

META = {"name": "a", "namespace": "b"}
TEXT = "pilot: {env: {A: b}}\nglobal: {hub: a}\nmeshConfig: {defaultConfig: {tracing: {}}}\n"
VALUES = {
    "global": {"hub": "a", "profile": "demo", "platform": "gke"},
    "pilot": {"resources": {"limits": {"memory": "1Gi"}}, "env": {"A": "b"}, "tag": "1.24.0"},
    "meshConfig": {"defaultConfig": {"tracing": {"sampling": 1}}},
    "profile": "demo",
    "compatibilityVersion": "1.28",
    "_internal_defaults_do_not_set": {"tag": "a"},
}
SHORT = {"pilot": {"env": {"A": "b"}}, "traceSampling": 5}
SOURCE = {"repoURL": ISTIO, "chart": "istiod", "targetRevision": "1.30.0"}
HELM = {
    "releaseName": "a",
    "valueFiles": ["a.yaml", "$a/v.yaml"],
    "values": TEXT,
    "parameters": [{"name": "a", "value": "b", "forceString": True}],
    "fileParameters": [{"name": "a"}],
}
POD = {"metadata": {"annotations": {"proxy.istio.io/config": "concurrency: 2"}}, "spec": {}}
ROUTE = {"route": [{"destination": {"host": "a", "subset": "b"}}]}
RULE = {"host": "a", "subsets": [{"name": "b"}], "exportTo": ["."], "workloadSelector": {"a": "b"}}


def of(api_version: str, kind: str, spec: object, **more: object) -> dict[str, object]:
    return {"apiVersion": api_version, "kind": kind, "metadata": META, "spec": spec, **more}


APPLICATION = {
    "source": {**SOURCE, "helm": HELM},
    "sources": [{**SOURCE, "path": ".", "helm": {"valuesObject": SHORT}}],
    "destination": {"namespace": "a"},
}
CONTAINER = "spec.template.spec.containers.[name:discovery]"
OVERLAY = {
    "kind": "Deployment",
    "name": "istiod-a",
    "patches": [
        {"path": f"{CONTAINER}.env", "value": [{"name": "A", "value": "b"}]},
        {"path": f"{CONTAINER}.env.[name:A]", "value": {"name": "A", "valueFrom": {}}},
        {"path": CONTAINER, "value": {"image": "a/b:c", "resources": {"limits": {"cpu": 1}}}},
        {"path": "spec.template.spec.containers", "value": [{"name": "discovery", "args": ["a"]}]},
    ],
}
METRIC = {"resource": {"name": "cpu", "target": {"averageUtilization": 60}}}
DOCUMENTS: dict[str, tuple[str, Any]] = {
    "IstioOperator": (
        "a.yaml",
        of(
            "install.istio.io/v1alpha1",
            "IstioOperator",
            {
                "tag": "1.24.0",
                "profile": "demo",
                "values": VALUES,
                "unvalidatedValues": SHORT,
                "meshConfig": {"accessLogFile": "a"},
                "components": {
                    "pilot": {"enabled": True, "k8s": {"env": [{"name": "A", "value": "b"}]}},
                    "ingressGateways": [{"name": "istio-ingressgateway", "k8s": {}}],
                },
            },
        ),
    ),
    "overlays": (
        "a.yaml",
        of(
            "install.istio.io/v1alpha1",
            "IstioOperator",
            {
                "revision": "a",
                "components": {
                    "pilot": {"k8s": {"overlays": [OVERLAY], "hpaSpec": {"metrics": [METRIC]}}},
                    "egressGateways": [{"name": "a", "label": {"a": "b"}, "k8s": {"env": []}}],
                },
            },
        ),
    ),
    "ZTunnel": (
        "a.yaml",
        of("sailoperator.io/v1", "ZTunnel", {"namespace": "a", "values": {"ztunnel": {"a": "b"}}}),
    ),
    "gateway": (
        "helmfile.yaml",
        {"releases": [{"name": "a", "chart": "istio/gateway", "values": [SHORT]}]},
    ),
    "HelmRelease": (
        "a.yaml",
        of(
            "helm.toolkit.fluxcd.io/v2",
            "HelmRelease",
            {
                "chart": {"spec": {"chart": "istiod", "version": "1", "sourceRef": {"name": "a"}}},
                "chartRef": {"name": "istiod"},
                "releaseName": "a",
                "targetNamespace": "b",
                "values": SHORT,
                "valuesFrom": [
                    {"kind": "ConfigMap", "name": "a"},
                    {"kind": "ConfigMap", "name": "a", "valuesKey": "b", "targetPath": "c.d"},
                ],
            },
        ),
    ),
    "Application": ("a.yaml", of("argoproj.io/v1alpha1", "Application", APPLICATION)),
    "ApplicationSet": (
        "a.yaml",
        of(
            "argoproj.io/v1alpha1",
            "ApplicationSet",
            {"template": {"metadata": META, "spec": APPLICATION}},
        ),
    ),
    "HelmChart": (
        "a.yaml",
        of(
            "helm.cattle.io/v1",
            "HelmChart",
            {"chart": "istiod", "repo": ISTIO, "valuesContent": TEXT, "set": {"a": "b"}},
        ),
    ),
    "HelmChartConfig": (
        "a.yaml",
        of("helm.cattle.io/v1", "HelmChartConfig", {"valuesContent": TEXT}),
    ),
    "HelmRelease of a chart in the repository": (
        "a.yaml",
        of(
            "helm.toolkit.fluxcd.io/v2",
            "HelmRelease",
            {
                "chart": {
                    "spec": {
                        "chart": "./mesh",
                        "sourceRef": {"kind": "GitRepository", "name": "a"},
                        "valuesFiles": ["v.yaml"],
                    }
                },
                "values": {"istiod": SHORT, "tags": {"a": True}},
            },
        ),
    ),
    "Chart.yaml of a chart in the repository": (
        "mesh/Chart.yaml",
        {
            "name": "mesh",
            "dependencies": [
                {"name": "istiod", "alias": "b", "condition": "b.enabled,c", "tags": ["a"]}
            ],
        },
    ),
    "values that a ConfigMap holds": (
        "a.yaml",
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": META,
            "data": {"values.yaml": TEXT, "b": "1"},
        },
    ),
    "Istio": (
        "a.yaml",
        of("sailoperator.io/v1", "Istio", {"version": "v1.30.0", "profile": "a", "values": SHORT}),
    ),
    "ConfigMap": (
        "a.yaml",
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "istio"},
            "data": {"mesh": "accessLogFile: a", "meshNetworks": "networks: {}"},
        },
    ),
    "Deployment": ("a.yaml", of("apps/v1", "Deployment", {"template": POD})),
    "CronJob": (
        "a.yaml",
        of("batch/v1", "CronJob", {"jobTemplate": {"spec": {"template": POD}}}),
    ),
    "List": (
        "a.yaml",
        {"apiVersion": "v1", "kind": "List", "items": [of("v1", "Pod", {}), of("v1", "Pod", {})]},
    ),
    "VirtualService": ("a.yaml", of("networking.istio.io/v1", "VirtualService", {"http": [ROUTE]})),
    "DestinationRule": ("a.yaml", of("networking.istio.io/v1", "DestinationRule", RULE)),
    "values": ("istiod-values.yaml", VALUES),
    "umbrella values": ("values.yaml", {"istiod": VALUES, "global": {"hub": "a"}}),
    "Chart.yaml": (
        "Chart.yaml",
        {
            "name": "istiod",
            "version": "1.24.0",
            "sources": ["https://github.com/istio/istio"],
            "keywords": ["istio"],
            "dependencies": [{"name": "istiod", "alias": "istiod", "version": "~1.24.0"}],
        },
    ),
    "kustomization": (
        "kustomization.yaml",
        {
            "resources": ["a.yaml"],
            "patches": [{"path": "b.yaml"}],
            "patchesJson6902": [{"path": "b.yaml"}],
            "patchesStrategicMerge": ["c.yaml"],
            "configMapGenerator": [{"name": "a", "files": ["values.yaml=v.yaml", "v.yaml"]}],
            "helmCharts": [{**SOURCE, "name": "istiod", "valuesInline": SHORT, "valuesFile": "a"}],
        },
    ),
    "helmfile": (
        "helmfile.yaml",
        {"releases": [{"name": "a", "chart": "istio/istiod", "values": ["a", SHORT], "set": [{}]}]},
    ),
    "fleet": (
        "fleet.yaml",
        {"namespace": "a", "helm": {"chart": "istiod", "values": SHORT, "valuesFiles": ["a"]}},
    ),
    "rules": ("rules.yaml", {"groups": [{"name": "a", "rules": [{"alert": "a", "expr": "up"}]}]}),
    "encrypted": ("values.yaml", {"pilot": {"a": "b"}, "sops": {"mac": "a"}}),
    "patch": ("a.yaml", [{"op": "add", "path": "/a", "value": {}}]),
}
WRONG: list[Any] = [None, "text", "${VAR}", 1.5, [None], {"": [{}]}]
BESIDE = {
    "v.yaml": TEXT,
    "o.yaml": "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {tag: 1.24.0}\n",
    "m.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n"
        "data: {values.yaml: 'pilot: {env: {A: b}}', b: '1'}\n"
    ),
    "h.yaml": (
        "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: a, namespace: b}\n"
        "spec: {chart: istiod, repo: https://istio.example.com, set: {a: b}}\n"
    ),
    "r.yaml": (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\n"
        "spec: {chart: {spec: {chart: mesh, sourceRef: {kind: GitRepository}}},"
        " values: {b: {enabled: true}}}\n"
    ),
    "mesh/Chart.yaml": "name: mesh\ndependencies: [{name: istiod, condition: istiod.enabled}]\n",
    "mesh/values.yaml": "istiod: {pilot: {env: {A: b}}}\n",
}
ASKED = (
    "pilot.image",
    "pilot.extraContainerArgs",
    "pilot.cpu.targetAverageUtilization",
    "gateways.a.env.A",
    "pilot.env.A",
    "pilot.resources",
    "global.hub",
    "meshConfig.defaultConfig",
    "revision",
)


@lru_cache(maxsize=20)
def read(path: str, text: str) -> Contribution:
    """What a text contributes; most are the same again and again."""
    return contribute(Source(path, text))


def follow(path: str, document: object, *, lists_all: bool = False) -> None:
    """Take a document all the way; nothing on it may raise."""
    rule = "kind: DestinationRule\napiVersion: networking.istio.io/v1\nspec: {host: a}\n"
    texts = {**BESIDE, path: json.dumps(document), "z.yaml": rule}
    if path == "values.yaml":
        texts["Chart.yaml"] = "name: a\ndependencies: [{name: istiod}]"
    elif path == "Chart.yaml":
        texts["values.yaml"] = json.dumps({"istiod": VALUES, **VALUES})
    found = [read(path, text) for path, text in texts.items()]
    entries = (
        InstallFiles("a", "ambient", ("v.yaml", path), set=("istiod.env[0]=1",)),
        InstallFiles("c", None, (path, "o.yaml"), set=("profile=demo",)),
    )
    documents = [each for one in found for each in one.documents]
    candidates = [each for one in found for each in one.candidates]
    related = relate(documents, entries, candidates)
    for one in related.documents:
        assert all(isinstance(one.container(tree), str) for tree in one.trees)
    control_planes = installs(related.documents, lambda _: None, texts)
    for plane in (each for each in control_planes if path in each.paths):
        places = [plane.setting(path).at.location.source.path for path in ASKED]
        assert all(place in texts or is_set_path(place) for place in places)
        assert plane.deploys_istiod in (True, False)
        written = [each for each in plane.layers if each.origin is Origin.WRITTEN]
        assert all(path for each in written for path in each.leaves())
        if lists_all:
            listed = {each.path: each for each in plane.settings()}
            assert all(plane.peek(path) == listed[path] for path in listed if '""' not in path)
    assert len(set(names(control_planes))) == len(control_planes)
    resources = [Resource(each, each.object) for each in related.documents if each.object]
    assert all((each.pod or each.at).location.source.path in texts for each in resources)
    scopes = list(deployed_together(related.documents))
    project = Project(resources, control_planes, scopes=scopes)
    assert project.destinations.rules_for("a.b.svc.cluster.local", "b").sight in Sight
    assert all(len(each.members) > 1 for each in project.groups("object"))


def variants(tree: Any) -> Iterator[Any]:
    """The tree with one node after the other replaced by something of another type."""
    yield from WRONG
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from ({**tree, key: each} for each in variants(value))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from ([*tree[:index], each, *tree[index + 1 :]] for each in variants(value))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_wrong_type_anywhere_never_raises(name: str) -> None:
    path, document = DOCUMENTS[name]
    follow(path, document, lists_all=True)
    for each in variants(document):
        follow(path, each)


@given(st.data())
def test_several_of_them_never_raise_either(data: st.DataObject) -> None:
    path, document = DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]
    for _ in range(data.draw(st.integers(1, 4))):
        document = data.draw(st.sampled_from(list(variants(document))))
    follow(path, document)


@pytest.mark.parametrize(
    ("said", "value"),
    [("{namespace: mesh}", "mesh"), ("{}", "istio-system"), ("{namespace: '${NS}'}", UNKNOWN)],
)
def test_the_sail_operator_sets_the_namespace_whatever_values_say(said: str, value: object) -> None:
    spec = said[:-1] + (", " if said != "{}" else "") + "values: {global: {istioNamespace: a}}}"
    (install,) = made({"a.yaml": f"apiVersion: sailoperator.io/v1\nkind: Istio\nspec: {spec}\n"})
    setting = install.peek("global.istioNamespace")
    assert (setting.value, setting.origin) == (value, Origin.INSTALLER)
    assert [each.value for each in setting.overridden][:1] == ["a"]
