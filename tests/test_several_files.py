"""One install out of several files: each finding points at the file that won."""

from __future__ import annotations

from base64 import b64encode
from textwrap import dedent
from typing import Any

import pytest

from istiolint import lint_texts
from istiolint.diagnostic import Report
from istiolint.lint import Inputs, lint
from istiolint.releases import Release
from istiolint.settings import InstallFiles, Settings
from istiolint.text import Source

ISTIO = "https://istio-release.storage.googleapis.com/charts"

MEMORY, SAMPLING = "control-plane-memory-low", "trace-sampling-high"
JWT, PRIVILEGED = "third-party-jwt", "privileged-proxy"

BASE = """\
pilot:
  traceSampling: 100
  resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}
global:
  jwtPolicy: third-party-jwt
"""
PROD = """\
global:
  proxy: {privileged: true}
pilot:
  resources: {requests: {memory: 8Gi}, limits: {memory: 8Gi}}
  traceSampling: 1
"""


def linted(files: dict[str, str], *installs: InstallFiles) -> Report:
    """What four rules that ask about much of an install make of some files."""
    four = (MEMORY, SAMPLING, JWT, PRIVILEGED)
    return lint_texts(files, Settings(select=four, installs=installs))


def found(files: dict[str, str], *installs: InstallFiles) -> list[str]:
    """Where the rules speak, and which of them."""
    report = linted({path: dedent(text) for path, text in files.items()}, *installs)
    return [f"{each.path}:{each.location.start.line} {each.rule}" for each in report.diagnostics]


def of(*files: str, chart: str | None = "istiod", **more: Any) -> InstallFiles:
    return InstallFiles("mesh", chart, files)._replace(**more)


# What the configuration puts together

FILES = {"base.yaml": BASE, "prod.yaml": PROD}


def test_a_base_file_alone_is_linted_as_itself() -> None:
    assert found({"base.yaml": BASE}) == [
        f"base.yaml:2 {SAMPLING}",
        f"base.yaml:3 {MEMORY}",
        f"base.yaml:5 {JWT}",
    ]


def test_what_a_later_file_replaces_is_no_finding_any_more() -> None:
    assert found(FILES, of("base.yaml", "prod.yaml")) == [
        f"base.yaml:5 {JWT}",
        f"prod.yaml:2 {PRIVILEGED}",
    ]


def test_the_order_is_the_one_of_the_entry() -> None:
    assert found(FILES, of("prod.yaml", "base.yaml")) == [
        f"base.yaml:2 {SAMPLING}",
        f"base.yaml:3 {MEMORY}",
        f"base.yaml:5 {JWT}",
        f"prod.yaml:2 {PRIVILEGED}",
    ]


def test_single_values_win_over_all_files() -> None:
    single = ("global.proxy.privileged=false", "pilot.traceSampling=50")
    assert found(FILES, of("base.yaml", "prod.yaml", set=single)) == [
        f"<set: mesh>:2 {SAMPLING}",
        f"base.yaml:5 {JWT}",
    ]


def test_an_install_may_consist_of_single_values() -> None:
    single = ("global.proxy.privileged=true",)
    installs = of(set=single, set_string=("pilot.resources.requests.memory=1Gi",))
    expected = [f"<set: mesh>:1 {PRIVILEGED}", f"<set: mesh>:2 {MEMORY}"]
    assert found({"prod.yaml": "a: 1"}, installs) == expected
    both = found({"prod.yaml": "a: 1"}, installs._replace(files=("prod.yaml",)))
    assert both == expected


def test_a_file_that_several_installs_share_is_reported_once() -> None:
    files = {"base.yaml": BASE, "a.yaml": PROD, "b.yaml": "revision: b\n", "c.yaml": "a: 1"}
    installs = [of("base.yaml", f"{each}.yaml", name=each) for each in "abc"]
    assert found(files, *installs) == [
        f"a.yaml:2 {PRIVILEGED}",
        f"base.yaml:2 {SAMPLING}",
        f"base.yaml:3 {MEMORY}",
        f"base.yaml:5 {JWT}",
    ]
    assert linted(files, *installs).installs == 3


def test_one_file_may_be_the_last_of_several_installs() -> None:
    files = {"a.yaml": BASE, "b.yaml": PROD, "last.yaml": "pilot: {autoscaleMin: 2}"}
    installs = [of(f"{each}.yaml", "last.yaml", name=each, release="istiod") for each in "ab"]
    assert len(found(files, *installs)) == 4
    assert linted(files, *installs).installs == 2


def test_nothing_is_said_of_what_a_file_that_is_not_there_may_say() -> None:
    assert found({"base.yaml": BASE}, of("base.yaml", "gone.yaml")) == []
    assert found({"prod.yaml": PROD}, of("gone.yaml", "prod.yaml")) == [f"prod.yaml:2 {PRIVILEGED}"]
    assert found({"a.yaml": BASE}, of("gone.yaml")) == found({"a.yaml": BASE})


def test_the_release_of_an_install_beats_that_of_the_files() -> None:
    files = {"a.yaml": "traceSampling: 60\nglobal: {tag: 1.30.0}\n"}
    sampled = [
        SAMPLING in "".join(found(files, of("a.yaml", istio_version=Release(minor))))
        for minor in (23, 24)
    ]
    assert sampled == [False, True]  # before 1.24 the chart did not read keys without pilot


def test_defaults_count_fully_where_all_files_are_known() -> None:
    files = {"istiod-values.yaml": "pilot: {autoscaleMin: 2}\n"}
    severities = [
        linted(files, *installs).diagnostics[0].severity.word
        for installs in ((), (of("istiod-values.yaml"),))
    ]
    assert severities == ["info", "warning"]


@pytest.mark.parametrize("text", ["- a", "apiVersion: v1\nkind: Service", "", "{{ if .a }}"])
def test_files_that_hold_no_values_are_not_known(text: str) -> None:
    assert found({"a.yaml": BASE, "b.yaml": text}, of("a.yaml", "b.yaml")) == []


def test_a_list_that_is_set_by_index_over_a_file_is_not_known() -> None:
    files = {"a.yaml": "pilot: {env: {A: b}}\n"}
    report = linted(files, of("a.yaml", set=("pilot.env[0]=1",)))
    assert report.installs == 1


def secret(part: str, key: str, text: str) -> str:
    head = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: flux-system}\n"
    return f"{head}{part}:\n  {key}: |\n" + "".join(f"    {line}\n" for line in text.splitlines())


def encoded(text: str) -> str:
    packed = b64encode(text.encode()).decode()
    return "".join(f"{packed[at : at + 20]}\n" for at in range(0, len(packed), 20))


def operator(spec: str) -> str:
    return f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n{spec}"


OPERATORS = {
    "a.yaml": operator(
        "  profile: demo\n"
        "  values:\n"
        "    pilot: {traceSampling: 60}\n"
        "    global: {proxy: {privileged: true}}\n"
        "  components: {pilot: {k8s: {resources: {limits: {memory: 1Gi}}}}}\n"
    ),
    "b.yaml": operator("  tag: 1.24.3\n  values:\n    pilot: {traceSampling: 70}\n"),
}


def test_istio_operators_are_laid_over_one_another() -> None:
    apart = found(OPERATORS)
    assert f"a.yaml:6 {SAMPLING}" in apart
    together = found(OPERATORS, of("a.yaml", "b.yaml", chart=None))
    assert together == [
        f"a.yaml:7 {PRIVILEGED}",
        f"a.yaml:8 {MEMORY}",
        f"b.yaml:6 {SAMPLING}",
    ]


def test_single_values_of_istio_operators_are_paths_in_their_spec() -> None:
    single = ("values.pilot.traceSampling=1", "profile=default")
    set_last = of("a.yaml", "b.yaml", chart=None, set=single)
    assert found(OPERATORS, set_last) == [f"a.yaml:7 {PRIVILEGED}", f"a.yaml:8 {MEMORY}"]


def test_overlays_of_all_files_are_looked_at_as_far_as_they_count() -> None:
    patch = "{pilot: {k8s: {overlays: [{kind: Deployment, name: none, patches: []}]}}}"
    files = {
        "a.yaml": operator(f"  components: {patch}\n"),
        "b.yaml": operator("  components: {pilot: {k8s: {overlays: []}}}\n"),
        "c.yaml": operator("  components: {pilot: {k8s: {replicaCount: 3}}}\n"),
    }
    entries = {
        minor: of("a.yaml", "b.yaml", "c.yaml", chart=None, istio_version=Release(minor))
        for minor in (23, 24)
    }

    rule = Settings(select=("overlay-matches-nothing",))
    paths = {
        minor: [
            each.path for each in lint_texts(files, rule._replace(installs=(entry,))).diagnostics
        ]
        for minor, entry in entries.items()
    }
    assert paths == {23: ["a.yaml"], 24: []}


def test_an_install_of_operators_without_any_is_none() -> None:
    assert found({"a.yaml": BASE}, of("a.yaml", chart=None)) == found({"a.yaml": BASE})


# What GitOps objects name


def application(helm: str, source: str = f"chart: istiod, repoURL: {ISTIO}") -> str:
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: istiod}\nspec:\n"
        f"  source:\n    {{{source}, targetRevision: 1.24.3, helm: {helm}}}\n"
    )


def flux(values_from: str, values: str = "{}") -> str:
    return (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "metadata: {name: istiod, namespace: flux-system}\nspec:\n"
        "  chart: {spec: {chart: istiod, version: 1.24.3}}\n"
        f"  valuesFrom: {values_from}\n  values: {values}\n"
    )


def config_map(name: str, values: str, namespace: str = "flux-system") -> str:
    lines = "".join(f"    {line}\n" for line in dedent(values).splitlines())
    return (
        "apiVersion: v1\nkind: ConfigMap\n"
        f"metadata: {{name: {name}, namespace: {namespace}}}\ndata:\n  values.yaml: |\n{lines}"
    )


SMALL = "pilot: {resources: {limits: {memory: 1Gi}}, traceSampling: 1}\n"
LARGE = "pilot: {resources: {limits: {memory: 8Gi}}}\n"
OPEN = "global: {proxy: {privileged: true}}\n"

NAMED = [
    pytest.param(
        {"apps/a.yaml": application("{valueFiles: [$values/mesh/v.yaml]}"), "mesh/v.yaml": SMALL},
        [f"mesh/v.yaml:1 {MEMORY}"],
        id="Argo CD: a file of another source",
    ),
    pytest.param(
        {
            "repo/apps/a.yaml": application("{valueFiles: [$values/mesh/v.yaml]}"),
            "repo/mesh/v.yaml": SMALL,
        },
        [f"repo/mesh/v.yaml:1 {MEMORY}"],
        id="Argo CD: the repository is a folder below",
    ),
    pytest.param(
        {
            "apps/a.yaml": application("{valueFiles: [$v/a.yaml, $v/b.yaml]}"),
            "a.yaml": SMALL,
            "b.yaml": LARGE + OPEN,
        },
        [f"b.yaml:2 {PRIVILEGED}"],
        id="Argo CD: the last file wins",
    ),
    pytest.param(
        {
            "a.yaml": application(
                "{valueFiles: [$v/v.yaml], values: 'pilot: {traceSampling: 70}',"
                " valuesObject: {pilot: {traceSampling: 80}},"
                " parameters: [{name: pilot.traceSampling, value: '90'}]}"
            ),
            "v.yaml": "pilot: {traceSampling: 60, resources: {limits: {memory: 8Gi}}}\n",
        },
        [f"a.yaml:6 {SAMPLING}"],
        id="Argo CD: a parameter wins",
    ),
    pytest.param(
        {
            "a.yaml": application("{valueFiles: [v.yaml, /w.yaml]}", "path: charts/istiod"),
            "charts/istiod/Chart.yaml": f"name: istiod\nversion: 1.24.3\nhome: {ISTIO}\n",
            "charts/istiod/v.yaml": SMALL,
            "w.yaml": OPEN,
        },
        [f"charts/istiod/v.yaml:1 {MEMORY}", f"w.yaml:1 {PRIVILEGED}"],
        id="Argo CD: files of a chart in the repository, and of the repository",
    ),
    pytest.param(
        {"a.yaml": application("{valueFiles: [v.yaml]}"), "v.yaml": SMALL},
        [f"v.yaml:1 {MEMORY}"],
        id="Argo CD: a file of the packed chart is another one",
    ),
    pytest.param(
        {
            "a.yaml": application(
                f"{{valueFiles: [$v/gone.yaml], valuesObject: {{{OPEN.strip()}}}}}"
            ),
        },
        [f"a.yaml:6 {PRIVILEGED}"],
        id="Argo CD: what is above a file that is not there is known, nothing else",
    ),
    pytest.param(
        {"a.yaml": application("{valueFiles: ['https://a/v.yaml', $v/../../v.yaml]}")},
        [],
        id="Argo CD: files elsewhere",
    ),
    pytest.param(
        {
            "a.yaml": application(
                "{valuesObject: {pilot: {resources: {limits: {memory: 8Gi}}}},"
                " fileParameters: [{name: global.proxy.privileged, path: a}]}"
            ),
        },
        [],
        id="Argo CD: a parameter in a file is one setting",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: values}]"),
            "m.yaml": config_map("values", SMALL),
        },
        [f"m.yaml:6 {MEMORY}"],
        id="Flux: a ConfigMap",
    ),
    pytest.param(
        {
            "r.yaml": flux(
                "[{kind: ConfigMap, name: a}, {kind: ConfigMap, name: b}]", "{pilot: {}}"
            ),
            "m.yaml": f"{config_map('b', LARGE + OPEN)}---\n{config_map('a', SMALL)}",
        },
        [f"m.yaml:7 {PRIVILEGED}"],
        id="Flux: the last one wins",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a}]", f"{{{LARGE.strip()}}}"),
            "m.yaml": config_map("a", SMALL + OPEN),
        },
        [f"m.yaml:7 {PRIVILEGED}"],
        id="Flux: its own values win",
    ),
    pytest.param(
        {
            "r.yaml": flux(
                "[{kind: ConfigMap, name: a, valuesKey: memory,"
                " targetPath: pilot.resources.limits.memory},"
                " {kind: Secret, name: b, targetPath: pilot.env.TOKEN}]"
            ),
            "m.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
            "data:\n  memory: 1Gi\n",
        },
        [f"m.yaml:5 {MEMORY}"],
        id="Flux: a single value, and another one that is secret",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: Secret, name: a}]", f"{{{OPEN.strip()}}}"),
            "m.yaml": config_map("a", SMALL),
        },
        [f"r.yaml:7 {PRIVILEGED}"],
        id="Flux: a ConfigMap is no Secret",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: Secret, name: a}]"),
            "m.yaml": secret("stringData", "values.yaml", OPEN + SMALL),
        },
        [f"m.yaml:6 {PRIVILEGED}", f"m.yaml:7 {MEMORY}"],
        id="Flux: a Secret in plain text",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: Secret, name: a, valuesKey: v}]"),
            "m.yaml": secret("data", "v", encoded(OPEN + SMALL)),
        },
        [f"m.yaml:7 {PRIVILEGED}", f"m.yaml:10 {MEMORY}"],
        id="Flux: a Secret in base64",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: Secret, name: a}]"),
            "m.yaml": secret("data", "values.yaml", encoded(LARGE))
            + f"stringData:\n  values.yaml: |\n    {OPEN}",
        },
        [f"m.yaml:11 {PRIVILEGED}", f"r.yaml:2 {MEMORY}"],
        id="Flux: what is plain in a Secret takes the place of the rest",
    ),
    *(
        pytest.param(
            {"r.yaml": flux("[{kind: Secret, name: a}]"), "m.yaml": secret("data", *said)},
            [],
            id=f"Flux: a Secret that {name}",
        )
        for name, said in {
            "is encrypted": ("values.yaml", "ENC[AES256_GCM,data:Y2E=,type:str]\n"),
            "has no base64": ("values.yaml", SMALL),
            "has no text": ("values.yaml", "/w==\n"),
            "is empty": ("values.yaml", "\n"),
            "has no mapping": ("values.yaml", encoded("- a\n")),
            "has no YAML": ("values.yaml", encoded("a: [\n")),
            "has something else": ("other", encoded(SMALL)),
        }.items()
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: Secret, name: a, targetPath: pilot.resources.limits.memory}]"),
            "m.yaml": secret("data", "values.yaml", encoded("1Gi")),
        },
        [],
        id="Flux: a single value in base64 is not read",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: Secret, name: a}]"),
            "kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\n"
            "kind: Kustomization\n"
            "secretGenerator:\n- {name: a, files: [values.yaml=v.yaml]}\n"
            "configMapGenerator:\n- {name: a, files: [values.yaml=w.yaml]}\n",
            "v.yaml": SMALL,
            "w.yaml": LARGE,
        },
        [f"v.yaml:1 {MEMORY}"],
        id="Flux: a Secret that a kustomization makes",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a}]"),
            "m.yaml": config_map("a", SMALL, "other"),
        },
        [],
        id="Flux: a ConfigMap of another namespace",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a, valuesKey: b}]"),
            "m.yaml": config_map("a", SMALL),
        },
        [],
        id="Flux: a key that the ConfigMap does not have",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a}]"),
            "a/m.yaml": config_map("a", SMALL),
            "b/m.yaml": config_map("a", OPEN),
        },
        [],
        id="Flux: two ConfigMaps, which may be for two clusters",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a}]"),
            "m.yaml": config_map("a", "{{ if .Values.a }}\n{{ end }}"),
        },
        [],
        id="Flux: a ConfigMap that is a template",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a, valuesKey: mesh}]"),
            "kustomization.yaml": "configMapGenerator:\n"
            "- {name: a, namespace: flux-system, files: [mesh=v/mesh.yaml]}\n",
            "v/mesh.yaml": SMALL,
        },
        [f"v/mesh.yaml:1 {MEMORY}"],
        id="Flux: a generated ConfigMap",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a}]"),
            "kustomization.yaml": "configMapGenerator:"
            " [{files: [a]}, {name: a, files: [values.yaml]}]\n",
        },
        [],
        id="Flux: a generated ConfigMap of a file that is not there",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a}]"),
            "kustomization.yaml": "configMapGenerator: [{name: a, files: [values.yaml]}]\n",
            "over/kustomization.yaml": "configMapGenerator: [{name: a, behavior: replace}]\n",
            "values.yaml": SMALL,
        },
        [f"values.yaml:1 {MEMORY}"],
        id="Flux: a generated ConfigMap that an overlay may replace: the file is bare values",
    ),
    pytest.param(
        {
            "r.yaml": flux("[{kind: ConfigMap, name: a, targetPath: pilot.traceSampling}]"),
            "kustomization.yaml": "configMapGenerator: [{name: a, files: [values.yaml]}]\n",
            "values.yaml": "50",
        },
        [f"r.yaml:2 {MEMORY}"],
        id="Flux: a single value out of a file is not read",
    ),
    pytest.param(
        {
            "c.yaml": "apiVersion: helm.cattle.io/v1\nkind: HelmChart\n"
            "metadata: {name: mesh, namespace: kube-system}\n"
            f"spec: {{repo: {ISTIO}, chart: istiod, version: 1.24.3,\n"
            f'  valuesContent: "{SMALL.strip()}",\n'
            '  set: {pilot.traceSampling: "90"}}\n',
            "f.yaml": "apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\n"
            "metadata: {name: mesh, namespace: kube-system}\nspec:\n  valuesContent: |\n"
            "    pilot: {resources: {limits: {memory: 2Gi}}, traceSampling: 60}\n",
        },
        [f"c.yaml:6 {SAMPLING}", f"f.yaml:6 {MEMORY}"],
        id="k3s: a config over a chart, below what is set one by one",
    ),
    pytest.param(
        {
            "helmfile.yaml": "releases:\n- name: istiod\n  chart: istio/istiod\n"
            "  version: 1.24.3\n  values:\n  - v/base.yaml\n  - v/prod.yaml\n"
            "  - pilot: {traceSampling: 50}\n",
            "v/base.yaml": BASE,
            "v/prod.yaml": PROD,
        },
        [f"helmfile.yaml:8 {SAMPLING}", f"v/base.yaml:5 {JWT}", f"v/prod.yaml:2 {PRIVILEGED}"],
        id="helmfile",
    ),
    pytest.param(
        {
            "helmfile.yaml": "releases:\n- name: istiod\n  chart: istio/istiod\n"
            "  version: 1.24.3\n  installed: false\n  values: [{pilot: {traceSampling: 50}}]\n",
        },
        [],
        id="helmfile: a release that is not installed",
    ),
    pytest.param(
        {
            "k/kustomization.yaml": "helmCharts:\n"
            f"- name: istiod\n  repo: {ISTIO}\n  version: 1.24.3\n"
            "  valuesFile: v/base.yaml\n  valuesInline: {pilot: {traceSampling: 50}}\n"
            "  additionalValuesFiles: [v/prod.yaml]\n",
            "k/v/base.yaml": BASE,
            "k/v/prod.yaml": OPEN + LARGE,
        },
        [
            f"k/kustomization.yaml:6 {SAMPLING}",
            f"k/v/base.yaml:5 {JWT}",
            f"k/v/prod.yaml:1 {PRIVILEGED}",
        ],
        id="Kustomize",
    ),
    pytest.param(
        {
            "fleet.yaml": f"helm:\n  chart: istiod\n  repo: {ISTIO}\n  version: 1.24.3\n"
            "  values: {pilot: {traceSampling: 50}}\n  valuesFiles: [v/base.yaml, v/prod.yaml]\n",
            "v/base.yaml": BASE,
            "v/prod.yaml": PROD,
        },
        [f"v/base.yaml:5 {JWT}", f"v/prod.yaml:2 {PRIVILEGED}"],
        id="Fleet",
    ),
]


@pytest.mark.parametrize(("files", "expected"), NAMED)
def test_files_that_are_named_are_layers(files: dict[str, str], expected: list[str]) -> None:
    assert found(files) == expected


# Umbrella charts

UMBRELLA = (
    "name: mesh\ndependencies:\n"
    f"- {{name: istiod, version: 1.24.3, repository: {ISTIO}, condition: 'a.b,istiod.enabled',"
    " tags: [mesh]}\n"
)

BELOW = [
    pytest.param(
        {"values.yaml": "istiod:\n  pilot: {resources: {limits: {memory: 1Gi}}}\n"},
        [f"values.yaml:2 {MEMORY}"],
        id="its values",
    ),
    pytest.param(
        {
            "values.yaml": "istiod:\n  pilot: {resources: {limits: {memory: 8Gi}}}\n",
            "values-prod.yaml": "istiod:\n  global: {proxy: {privileged: true}}\n",
        },
        [f"values-prod.yaml:2 {PRIVILEGED}"],
        id="another file lies over them",
    ),
    pytest.param(
        {"values.yaml": "istiod:\n  enabled: false\n  pilot: {traceSampling: 50}\n"},
        [],
        id="switched off",
    ),
    pytest.param(
        {
            "values.yaml": "istiod: {enabled: false}\n",
            "values-prod.yaml": "istiod:\n  enabled: true\n  global: {proxy: {privileged: true}}\n",
        },
        [f"values-prod.yaml:1 {MEMORY}", f"values-prod.yaml:3 {PRIVILEGED}"],
        id="switched on again",
    ),
    pytest.param(
        {"values.yaml": "tags: {mesh: false}\nistiod: {pilot: {traceSampling: 50}}\n"},
        [],
        id="switched off by its tag",
    ),
    pytest.param(
        {
            "values.yaml": "tags: {mesh: false}\nistiod:\n  enabled: true\n"
            "  pilot: {resources: {limits: {memory: 1Gi}}}\n"
        },
        [f"values.yaml:4 {MEMORY}"],
        id="a condition beats tags",
    ),
    pytest.param(
        {"values.yaml": "istiod: {enabled: '${ON}'}\nglobal: {proxy: {privileged: true}}\n"},
        [f"values.yaml:1 {MEMORY}", f"values.yaml:2 {PRIVILEGED}"],
        id="it may be on, and globals reach it",
    ),
]


@pytest.mark.parametrize(("files", "expected"), BELOW)
def test_values_of_an_umbrella_chart(files: dict[str, str], expected: list[str]) -> None:
    placed = {f"charts/mesh/{name}": text for name, text in files.items()}
    chart = {"charts/mesh/Chart.yaml": UMBRELLA}
    assert found({**chart, **placed}) == [f"charts/mesh/{each}" for each in expected]


LOCAL = {
    "charts/mesh/Chart.yaml": UMBRELLA,
    "charts/mesh/values.yaml": "istiod:\n  pilot: {resources: {limits: {memory: 1Gi}}}\n",
    "charts/mesh/prod.yaml": "istiod:\n  global: {proxy: {privileged: true}}\n",
}
BOTH = [f"charts/mesh/prod.yaml:2 {PRIVILEGED}", f"charts/mesh/values.yaml:2 {MEMORY}"]

USERS = [
    pytest.param(
        "apps/a.yaml",
        application("{valueFiles: [prod.yaml]}", "path: charts/mesh"),
        BOTH,
        id="Argo CD",
    ),
    pytest.param(
        "apps/a.yaml",
        application(
            "{valueFiles: [prod.yaml], parameters: ["
            "{name: istiod.pilot.resources.limits.memory, value: 8Gi},"
            "{name: other.pilot.traceSampling, value: '60'},"
            "{name: global.proxy.privileged, value: 'false'}]}",
            "path: charts/mesh",
        ),
        [],
        id="Argo CD: parameters for the chart below, and for all",
    ),
    pytest.param(
        "apps/a.yaml",
        application(
            "{valueFiles: [prod.yaml], values: 'tags: {mesh: false}'}", "path: charts/mesh"
        ),
        [],
        id="Argo CD: switched off",
    ),
    pytest.param(
        "a.yaml",
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n"
        "  chart: {spec: {chart: ./charts/mesh, sourceRef: {kind: GitRepository, name: a},\n"
        "    valuesFiles: [charts/mesh/values.yaml, charts/mesh/prod.yaml]}}\n",
        BOTH,
        id="Flux",
    ),
    pytest.param(
        "helmfile.yaml",
        "releases: [{name: a, chart: ./charts/mesh, values: [charts/mesh/prod.yaml]}]\n",
        BOTH,
        id="helmfile",
    ),
    pytest.param(
        "kustomization.yaml",
        "helmCharts: [{name: mesh, valuesFile: charts/mesh/prod.yaml}]\n",
        BOTH,
        id="Kustomize",
    ),
    pytest.param("charts/mesh/fleet.yaml", "helm: {valuesFiles: [prod.yaml]}\n", BOTH, id="Fleet"),
]


@pytest.mark.parametrize(("path", "text", "expected"), USERS)
def test_an_umbrella_chart_in_the_repository(path: str, text: str, expected: list[str]) -> None:
    assert found({**LOCAL, path: text}) == expected


def test_a_dependency_that_nothing_is_said_of_has_its_defaults() -> None:
    files = {"Chart.yaml": UMBRELLA, "a.yaml": application("{valuesObject: {a: 1}}", "path: .")}
    assert found(files) == [f"a.yaml:2 {MEMORY}"]


GLOBALS = [
    pytest.param("[values.yaml]", "global: {proxy: {privileged: true}}", 1, id="all is known"),
    pytest.param(
        "[values.yaml, gone.yaml]", "global: {proxy: {privileged: true}}", 0, id="below the file"
    ),
    pytest.param(
        "[gone.yaml, values.yaml]", "global: {proxy: {privileged: true}}", 1, id="above the file"
    ),
    pytest.param(
        "[gone.yaml, values.yaml]",
        "istiod: {global: {proxy: {privileged: true}}}",
        0,
        id="globals of the umbrella chart beat those of one chart",
    ),
    pytest.param("[gone.yaml, values.yaml]", "istiod: {env: {PILOT_X: a}}", 0, id="something else"),
]


@pytest.mark.parametrize(("named", "values", "count"), GLOBALS)
def test_globals_in_a_file_that_is_not_there_are_not_known(
    named: str, values: str, count: int
) -> None:
    files = {
        "a.yaml": application(f"{{valueFiles: {named}}}", "path: mesh"),
        "mesh/Chart.yaml": UMBRELLA,
        "mesh/values.yaml": values,
    }
    assert sum(PRIVILEGED in each for each in found(files)) == count


def test_another_chart_in_the_repository_is_not_ours() -> None:
    files = {
        "istiod/Chart.yaml": "name: web\n",
        "a.yaml": application("{valuesObject: {pilot: {traceSampling: 60}}}", "path: istiod"),
    }
    assert found(files) == []


def test_values_of_istios_own_umbrella_chart_may_be_in_files() -> None:
    ambient = f"chart: ambient, repoURL: {ISTIO}"
    files = {
        "a.yaml": application("{valueFiles: [$v/v.yaml]}", ambient),
        "v.yaml": "istiod:\n  global: {proxy: {privileged: true}}\n  pilot: {autoscaleMin: 2}\n",
    }
    assert found(files) == [f"v.yaml:2 {PRIVILEGED}", f"v.yaml:3 {MEMORY}"]
    gone = application("{valueFiles: [$v/gone.yaml], valuesObject: {istiod: {a: 1}}}", ambient)
    assert found({"a.yaml": gone}) == []
    single = "{parameters: [{name: istiod.global.proxy.privileged, value: 'true'}]}"
    assert f"a.yaml:6 {PRIVILEGED}" in found({"a.yaml": application(single, ambient)})


def test_a_file_of_values_may_be_used_by_a_release_and_an_entry() -> None:
    files = {
        "apps/a.yaml": application("{valueFiles: [$v/base.yaml]}"),
        "base.yaml": SMALL,
        "prod.yaml": LARGE,
    }
    assert found(files, of("base.yaml", "prod.yaml")) == [f"base.yaml:1 {MEMORY}"]


# What is said of findings in such files


def test_a_finding_in_a_config_map_has_its_place_there() -> None:
    files = {
        "r.yaml": flux("[{kind: ConfigMap, name: values}]"),
        "m.yaml": config_map("values", SMALL),
    }
    (only,) = linted(files).diagnostics
    assert only.resource is not None
    assert (only.resource.kind, only.container) == ("ConfigMap", 'data["values.yaml"]')
    assert only.field == "pilot.resources.limits.memory"


def test_a_finding_in_a_values_file_has_its_place_there() -> None:
    files = {"a.yaml": application("{valueFiles: [$v/v.yaml]}"), "v.yaml": SMALL}
    (only,) = linted(files).diagnostics
    assert (only.resource, only.container) == (None, None)
    assert only.field == "pilot.resources.limits.memory"


@pytest.mark.parametrize("comment", ["# istiolint: ignore[control-plane-memory-low] why", "# no"])
def test_comments_count_where_they_stand(comment: str) -> None:
    values = f"pilot:\n  resources: {{limits: {{memory: 1Gi}}}} {comment}\n"
    release = flux("[{kind: ConfigMap, name: values}]")
    for files in (
        {"r.yaml": release, "m.yaml": config_map("values", values)},
        {"a.yaml": application("{valueFiles: [$v/v.yaml]}"), "v.yaml": values},
    ):
        report = linted(files)
        is_heard = "ignore" in comment
        assert len(report.suppressed) == is_heard
        assert len(report.diagnostics) == (not is_heard)


def test_what_is_in_no_file_cannot_be_fixed() -> None:
    single = of("a.yaml", set=("global.jwtPolicy=third-party-jwt",), istio_version=Release(30))
    fixes = [
        (each.rule, each.fix)
        for each in linted({"a.yaml": "a: 1"}, single).diagnostics
        if each.rule == JWT
    ]
    assert fixes == [(JWT, None)]


def test_files_that_are_context_are_not_reported() -> None:
    texts = {"a.yaml": application("{valueFiles: [$v/v.yaml]}"), "v.yaml": SMALL + OPEN}
    sources = {path: Source(path, text) for path, text in texts.items()}
    for path, expected in (("a.yaml", []), ("v.yaml", [MEMORY, PRIVILEGED])):
        inputs = Inputs(sources, frozenset((path,)))
        report = lint(inputs, lambda _: Settings(select=(MEMORY, PRIVILEGED))).report
        assert [each.rule for each in report.diagnostics] == expected
        assert report.installs == 1


def test_files_that_name_each_other_in_a_circle_end() -> None:
    files = {
        "fleet.yaml": "helm: {chart: istiod, valuesFiles: [fleet.yaml, ../fleet.yaml, ./]}",
        "charts/a/Chart.yaml": "name: a\ndependencies: [{name: istiod, repository: 'file://.'}]",
        "charts/a/values.yaml": "istiod: &a {a: *a}\n",
    }
    assert len(linted(files).diagnostics) <= 1
