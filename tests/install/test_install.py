"""A setting has the value that Helm and istioctl give it, wherever it is written.

The rows follow what ../shared/versions.md found out by rendering the charts: sections 1.2,
2.3, 4 and 5.
"""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.install.install import Install
from istiolint.install.setting import UNKNOWN, Origin
from istiolint.releases import NEWEST, Release
from istiolint.text import Source

WRITTEN, DEFAULT, PROFILE = Origin.WRITTEN, Origin.CHART_DEFAULT, Origin.PROFILE
MEMORY = "pilot.resources.requests.memory"
SAMPLING = "pilot.traceSampling"


def all_installs(
    files: dict[str, str], release: Release | None = None, reported: tuple[str, ...] = ()
) -> list[Install]:
    """The installs that some files make."""
    found = [contribute(Source(path, dedent(text))) for path, text in files.items()]
    related = relate([document for each in found for document in each.documents])
    return installs(related.documents, lambda _: release, reported)


def install(text: str, minor: int | None = None, path: str = "istiod-values.yaml") -> Install:
    """The one install that a file makes."""
    (found,) = all_installs({path: text}, None if minor is None else Release(minor))
    return found


def operator(spec: str) -> str:
    return f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {spec}\n"


def pointed_at(found: Install, setting: str) -> str:
    """The text that a setting points at."""
    at = found.setting(setting).at
    return at.location.source.text[slice(*at.span)]


# What is written, for which releases, the setting, its value and where that comes from.

OPERATOR = [
    pytest.param("{values: {pilot: {traceSampling: 5}}}", 16, 31, SAMPLING, 5, WRITTEN,
        id="values"),
    pytest.param(
        "{components: {pilot: {k8s: {resources: {requests: {memory: 4Gi}}}}},"
        " values: {pilot: {resources: {requests: {memory: 3Gi}}}}}",
        16, 31, MEMORY, "4Gi", WRITTEN, id="a component is patched after the values",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {resources: {limits: {memory: 4Gi}}}}}}",
        16, 31, MEMORY, "2048Mi", DEFAULT, id="a patch keeps what it does not mention",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {env: [{name: A, value: b}, {name: PILOT_X, value: c}]}}},"
        " values: {pilot: {env: {PILOT_X: d}}}}",
        16, 31, "pilot.env.PILOT_X", "c", WRITTEN, id="a variable in a list",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {env: [{name: A, value: b}]}}},"
        " values: {pilot: {env: {PILOT_X: d}}}}",
        16, 31, "pilot.env.PILOT_X", "d", WRITTEN, id="a list without the variable",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {env: [{name: A, valueFrom: {fieldRef: {}}}]}}}}",
        16, 31, "pilot.env.A", UNKNOWN, WRITTEN, id="a variable that Kubernetes fills in",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {env: [text, {value: b}]}}}}",
        16, 31, "pilot.env.A", None, DEFAULT, id="items that are no variables",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {replicaCount: 3}}}, values: {pilot: {replicaCount: 2}}}",
        16, 31, "pilot.replicaCount", 3, WRITTEN, id="replicas",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {hpaSpec: {minReplicas: 2, maxReplicas: 9}}}}}",
        16, 31, "pilot.autoscaleMax", 9, WRITTEN, id="scaling by another name",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {hpaSpec: {metrics: [{resource: {name: memory, target:"
        " {averageUtilization: 70}}}]}}}}}",
        24, 31, "pilot.memory.targetAverageUtilization", 70, WRITTEN, id="a metric by its resource",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {hpaSpec: {metrics: [{resource: {name: memory}}]}}}}}",
        24, 31, "pilot.cpu.targetAverageUtilization", None, WRITTEN,
        id="a list of metrics takes the place of another",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {hpaSpec: {metrics: [{resource: {name: cpu,"
        " targetAverageUtilization: 60}}]}}}}}",
        16, 23, "pilot.cpu.targetAverageUtilization", 60, WRITTEN, id="a metric of old",
    ),
    pytest.param(
        "{components: {ingressGateways: [{name: istio-ingressgateway, k8s: {hpaSpec: {metrics:"
        " [{resource: {name: cpu, targetAverageUtilization: 60}}]}}}]}}",
        16, 23, "gateways.istio-ingressgateway.cpu.targetAverageUtilization", 60, WRITTEN,
        id="of a gateway",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {strategy: {rollingUpdate: {maxSurge: 50%}}}}}}",
        16, 31, "pilot.rollingMaxSurge", "50%", WRITTEN, id="an update by another name",
    ),
    pytest.param(
        "{components: {pilot: {k8s: {podAnnotations: {a.b/c: d}}}}}",
        16, 31, 'pilot.podAnnotations["a.b/c"]', "d", WRITTEN, id="a key with a dot",
    ),
    pytest.param(
        "{components: {pilot: {tag: 1.24.1}}, values: {pilot: {tag: 1.24.0}}}",
        16, 31, "pilot.tag", "1.24.1", WRITTEN, id="the tag of a component",
    ),
    pytest.param(
        "{components: {cni: {k8s: {hpaSpec: {minReplicas: 2}, replicaCount: 2}}}}",
        16, 31, "cni.replicaCount", None, DEFAULT, id="a DaemonSet has no replicas",
    ),
    pytest.param(
        "{components: {cni: {k8s: {resources: {requests: {cpu: 1}}}}}}",
        16, 31, "cni.resources.requests.cpu", 1, WRITTEN, id="it has resources",
    ),
    pytest.param(
        "{components: {ingressGateways: [{name: istio-ingressgateway, k8s: {replicaCount: 2}}]}}",
        16, 31, "gateways.istio-ingressgateway.replicaCount", 2, WRITTEN, id="a gateway in a list",
    ),
    pytest.param(
        "{components: {ingressGateways: [{name: other, k8s: {replicaCount: 2}}]}}",
        16, 31, "gateways.istio-ingressgateway.type", "LoadBalancer", None, id="another gateway",
    ),
    pytest.param(
        "{unvalidatedValues: {pilot: {traceSampling: 1}}, values: {pilot: {traceSampling: 2}}}",
        16, 31, SAMPLING, 1, WRITTEN, id="values that are not checked come last",
    ),
    pytest.param(
        "{meshConfig: {accessLogFile: a}, values: {meshConfig: {accessLogFile: b}}}",
        24, 31, "meshConfig.accessLogFile", "a", WRITTEN, id="spec.meshConfig wins since 1.24",
    ),
    pytest.param(
        "{meshConfig: {accessLogFile: a}, values: {meshConfig: {accessLogFile: b}}}",
        16, 23, "meshConfig.accessLogFile", "b", WRITTEN, id="values.meshConfig won before",
    ),
    pytest.param(
        "{meshConfig: {trustDomain: a}, values: {meshConfig: {accessLogFile: b}}}",
        24, 31, "meshConfig.accessLogFile", "b", WRITTEN, id="key by key",
    ),
    pytest.param("{hub: a}", 16, 31, "global.hub", "a", WRITTEN, id="the hub of all"),
    pytest.param(
        "{hub: a, values: {global: {hub: b}}}", 16, 31, "global.hub", "b", WRITTEN,
        id="values beat the hub of all",
    ),
    pytest.param("{revision: canary}", 16, 31, "revision", "canary", WRITTEN, id="a revision"),
    pytest.param("{}", 30, 31, "global.hub", "registry.istio.io/release", PROFILE,
        id="the default hub"),
    pytest.param("{}", 16, 29, "global.hub", "docker.io/istio", PROFILE, id="the hub it was"),
    pytest.param("{}", 16, 31, MEMORY, "2048Mi", DEFAULT, id="nothing written"),
    pytest.param("", 16, 31, MEMORY, "2048Mi", DEFAULT, id="not even a spec"),
    pytest.param("{profile: default}", 16, 31, SAMPLING, 1.0, None, id="the default profile"),
    pytest.param("{profile: minimal}", 16, 31, SAMPLING, 1.0, None, id="the minimal one"),
    pytest.param("{profile: demo}", 16, 31, MEMORY, "100Mi", PROFILE,
        id="memory of the demo profile"),
    pytest.param("{profile: demo}", 21, 31, SAMPLING, 100, PROFILE, id="its sampling"),
    pytest.param(
        "{profile: demo}", 16, 20, "pilot.env.PILOT_TRACE_SAMPLING", "100", PROFILE,
        id="its sampling, once a variable",
    ),
    pytest.param(
        "{profile: demo}", 16, 31, "meshConfig.accessLogFile", "/dev/stdout", PROFILE, id="its log"
    ),
    pytest.param(
        "{profile: demo, values: {pilot: {resources: {requests: {memory: 3Gi}}}}}",
        16, 31, MEMORY, "3Gi", WRITTEN, id="what the user writes beats a profile",
    ),
    pytest.param(
        "{values: {profile: demo}}", 21, 31, SAMPLING, 100, PROFILE, id="the profile of the charts"
    ),
    pytest.param("{values: {profile: demo}}", 16, 20, SAMPLING, 1.0, None,
        id="when there was none"),
    pytest.param(
        "{profile: demo}", 24, 31, "ztunnel.resources.requests.memory", "512Mi", DEFAULT,
        id="the chart of ztunnel does not look there",
    ),
    pytest.param(
        "{compatibilityVersion: '1.28'}", 29, 31, "cni.ambient.reconcileIptablesOnStartup", False,
        Origin.COMPATIBILITY, id="behaviour of an older release",
    ),
    pytest.param(
        "{values: {global: {platform: gke}}}", 26, 31, "cni.resourceQuotas.enabled", True,
        Origin.PLATFORM, id="a platform",
    ),
    pytest.param("{profile: '${P}'}", 16, 31, SAMPLING, UNKNOWN, PROFILE, id="an unknown profile"),
    pytest.param("{profile: ./mine.yaml}", 16, 31, MEMORY, UNKNOWN, PROFILE,
        id="a profile in a file"),
    pytest.param(
        "{profile: ./mine.yaml, values: {pilot: {traceSampling: 3}}}",
        16, 31, SAMPLING, 3, WRITTEN, id="what the user writes beats that too",
    ),
    pytest.param(
        "{values: {pilot: {cni: {enabled: true}}}}", 24, 31, "pilot.cni.enabled", False,
        Origin.INSTALLER, id="istioctl knows better about the CNI plugin",
    ),
    pytest.param(
        "{components: {cni: {enabled: true}}, values: {pilot: {cni: {enabled: false}}}}",
        24, 31, "pilot.cni.enabled", True, WRITTEN, id="by its component",
    ),
    pytest.param(
        "{profile: ambient}", 24, 31, "pilot.cni.enabled", True, PROFILE, id="or by the profile"
    ),
    pytest.param(
        "{values: {pilot: {cni: {enabled: true}}}}", 22, 23, "pilot.cni.enabled", True, WRITTEN,
        id="it did not before",
    ),
    pytest.param(
        "{values: {pilot: null}}", 16, 31, SAMPLING, None, WRITTEN, id="null deletes all below"
    ),
    pytest.param(
        "{values: {pilot: {traceSampling: '${RATE}'}}}", 16, 31, SAMPLING, UNKNOWN, WRITTEN,
        id="a value to be filled in",
    ),
    pytest.param(
        "{values: {pilot: '${PILOT}'}}", 16, 31, SAMPLING, UNKNOWN, WRITTEN, id="or all around it"
    ),
]  # fmt: skip


def rows(table: list[Any]) -> list[Any]:
    """Each row at both ends of its range of releases."""
    return [
        pytest.param(said, minor, *rest, id=f"{row.id}, 1.{minor}")
        for row in table
        for said, first, last, *rest in [row.values]
        for minor in sorted({first, last})
    ]


@pytest.mark.parametrize(("spec", "minor", "setting", "value", "origin"), rows(OPERATOR))
def test_an_istio_operator(
    spec: str, minor: int, setting: str, value: object, origin: Origin | None
) -> None:
    found = install(operator(spec), minor, "a.yaml").setting(setting)
    assert found.value == value
    assert origin is None or found.origin is origin


VALUES = [
    pytest.param("pilot: {traceSampling: 5}", 16, 31, SAMPLING, 5, WRITTEN, id="legacy"),
    pytest.param("traceSampling: 5", 24, 31, SAMPLING, 5, WRITTEN, id="flat since 1.24"),
    pytest.param("traceSampling: 5", 16, 23, SAMPLING, 1.0, DEFAULT,
        id="flat keys did nothing before"),
    pytest.param(
        "traceSampling: 5\npilot: {traceSampling: 7}", 16, 31, SAMPLING, 7, WRITTEN,
        id="legacy beats flat",
    ),
    pytest.param(
        "profile: demo\ntraceSampling: 5", 24, 31, SAMPLING, 100, PROFILE, id="a profile beats flat"
    ),
    pytest.param(
        "profile: demo\npilot: {traceSampling: 5}", 21, 31, SAMPLING, 5, WRITTEN,
        id="legacy beats a profile",
    ),
    pytest.param(
        "profile: demo\nglobal: {proxy: {resources: {requests: {cpu: 1}}}}", 21, 31,
        "global.proxy.resources.requests.cpu", 1, WRITTEN,
        id="so does what is not of istiod itself",
    ),
    pytest.param(
        "profile: demo", 21, 31, "global.proxy.resources.requests.memory", "40Mi", PROFILE,
        id="a profile for sidecars",
    ),
    pytest.param("profile: demo", 16, 20, SAMPLING, 1.0, DEFAULT, id="no profiles before 1.21"),
    pytest.param("global: {profile: demo}", 25, 31, SAMPLING, 100, PROFILE, id="chosen globally"),
    pytest.param("global: {profile: demo}", 21, 24, SAMPLING, 1.0, DEFAULT, id="not before 1.25"),
    pytest.param(
        "profile: stable\nglobal: {profile: demo}", 25, 31, SAMPLING, 1.0, DEFAULT, id="root wins"
    ),
    pytest.param(
        "profile: null\nglobal: {profile: demo}", 25, 31, SAMPLING, 100, PROFILE, id="unless null"
    ),
    pytest.param("profile: nonsense", 21, 31, SAMPLING, 1.0, DEFAULT, id="no such profile"),
    pytest.param("profile: '${P}'", 21, 31, SAMPLING, UNKNOWN, PROFILE, id="some profile"),
    pytest.param(
        "profile: '${P}'\ntraceSampling: 5", 24, 31, SAMPLING, UNKNOWN, PROFILE,
        id="which may beat flat",
    ),
    pytest.param(
        "compatibilityVersion: '1.28'", 29, 31, "pilot.env.PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS",
        None, None, id="compatibility",
    ),
    pytest.param(
        "compatibilityVersion: '1.28'\nenv: {DISABLE_TRACK_REMAINING_CB_METRICS: a}", 30, 31,
        "pilot.env.DISABLE_TRACK_REMAINING_CB_METRICS", "false", Origin.COMPATIBILITY,
        id="compatibility beats flat",
    ),
    pytest.param(
        "compatibilityVersion: 1.20", 21, 23, SAMPLING, 1.0, DEFAULT, id="a number is no release"
    ),
    pytest.param(
        "platform: gke", 26, 31, "pilot.resourceQuotas.enabled", True, Origin.PLATFORM,
        id="platform"
    ),
    pytest.param(
        "platform: openshift\ncni: {enabled: false}", 25, 31, "pilot.cni.enabled", True,
        Origin.PLATFORM, id="a platform beats flat",
    ),
    pytest.param(
        "platform: openshift", 24, 24, "pilot.cni.enabled", False, DEFAULT,
        id="at the root from 1.25"
    ),
    pytest.param(
        "global: {platform: k3d}", 24, 24, "cni.cniConfDir", None, DEFAULT,
        id="what the chart of another component reads",
    ),
    pytest.param("pilot: {env: {A: b}}", 16, 31, MEMORY, "2048Mi", DEFAULT,
        id="the chart's default"),
    pytest.param(
        "pilot: {resources: {limits: {memory: 4Gi}}}", 16, 31, MEMORY, "2048Mi", DEFAULT,
        id="maps are merged",
    ),
    pytest.param("pilot: {resources: null}", 16, 31, MEMORY, None, WRITTEN,
        id="null deletes a map"),
    pytest.param("resources:", 24, 31, MEMORY, None, WRITTEN, id="so does nothing at all"),
    pytest.param("pilot: {resources: {}}", 16, 31, MEMORY, "2048Mi", DEFAULT,
        id="an empty one not"),
    pytest.param("pilot: {resources: small}", 16, 31, MEMORY, None, WRITTEN, id="a scalar does"),
    pytest.param("pilot: {resources: [a]}", 16, 31, MEMORY, None, WRITTEN, id="a list too"),
    pytest.param(
        "pilot: {env: [{name: A, value: b}]}", 16, 31, "pilot.env.A", None, WRITTEN,
        id="a list of variables is none in Helm",
    ),
    pytest.param("pilot: {env: {A: ''}}", 16, 31, "pilot.env.A", "", WRITTEN, id="empty text"),
    pytest.param("pilot: {traceSampling: 0}", 16, 31, SAMPLING, 0, WRITTEN, id="zero"),
    pytest.param(
        "pilot: {autoscaleEnabled: false}", 16, 31, "pilot.autoscaleEnabled", False, WRITTEN,
        id="false",
    ),
    pytest.param("pilot: {replicaCount: '${N}'}", 16, 31, "pilot.replicaCount", UNKNOWN, WRITTEN,
                 id="a variable"),
    pytest.param("meshConfig: {trustDomain: a}", 16, 31, "meshConfig.trustDomain", "a", WRITTEN,
                 id="mesh config"),
    pytest.param("cni: {enabled: true}", 24, 31, "pilot.cni.enabled", True, WRITTEN,
                 id="istiod's own view of the CNI plugin"),
    pytest.param("cni: {ambient: {enabled: true}}", 16, 31, "cni.ambient.enabled", None, DEFAULT,
                 id="another chart's values"),
    pytest.param("base: {a: 1}\npilot: {env: {}}", 16, 31, "base.a", 1, WRITTEN, id="base"),
    pytest.param(
        "_internal_defaults_do_not_set: {traceSampling: 5}\nglobal: {}", 24, 31, SAMPLING, 5,
        WRITTEN,
        id="in the place of defaults",
    ),
    pytest.param(
        "_internal_defaults_do_not_set: {traceSampling: 5}\ntraceSampling: 6", 24, 31, SAMPLING, 6,
        WRITTEN, id="which come last",
    ),
    pytest.param(
        "defaults: {pilot: {traceSampling: 5}}\nglobal: {}", 21, 23, SAMPLING, 5, WRITTEN,
        id="in the place they once had",
    ),
    pytest.param("pilot: {}", 16, 31, "pilot.nonsense", None, DEFAULT, id="no such setting"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "minor", "setting", "value", "origin"), rows(VALUES))
def test_values_of_the_istiod_chart(
    text: str, minor: int, setting: str, value: object, origin: Origin | None
) -> None:
    found = install(text, minor).setting(setting)
    assert origin is None or (found.value, found.origin) == (value, origin)


HEAD = """\
apiVersion: {0}
kind: {1}
metadata: {{name: istiod, namespace: istio-system}}
spec: {2}
"""
CHART = "chart: istiod, repoURL: a, targetRevision: 1.30.3"

OBJECTS = [
    pytest.param(
        "helm.toolkit.fluxcd.io/v2", "HelmRelease",
        "{chart: {spec: {chart: istiod}}, values: {pilot: {traceSampling: 5}}}", 5, WRITTEN,
        id="Flux",
    ),
    pytest.param(
        "helm.toolkit.fluxcd.io/v2", "HelmRelease", "{chart: {spec: {chart: istiod}}}", 1.0,
        DEFAULT,
        id="Flux without values",
    ),
    pytest.param(
        "helm.toolkit.fluxcd.io/v2", "HelmRelease",
        "{chart: {spec: {chart: istiod}}, valuesFrom: [{name: a}]}", UNKNOWN, WRITTEN,
        id="Flux with values elsewhere",
    ),
    pytest.param(
        "helm.toolkit.fluxcd.io/v2", "HelmRelease",
        "{chart: {spec: {chart: istiod}}, valuesFrom: [{name: a}], values: {traceSampling: 5}}",
        5, WRITTEN, id="what it writes itself beats them",
    ),
    pytest.param(
        "helm.toolkit.fluxcd.io/v2", "HelmRelease",
        "{chart: {spec: {chart: istiod}}, valuesFrom: [{name: a}],"
        " values: {profile: demo, traceSampling: 5}}",
        UNKNOWN, WRITTEN, id="unless a profile may be beaten",
    ),
    pytest.param(
        "argoproj.io/v1alpha1", "Application",
        f"{{source: {{{CHART}, helm: {{values: 'traceSampling: 5'}}}}}}", 5, WRITTEN,
        id="Argo CD, as text",
    ),
    pytest.param(
        "argoproj.io/v1alpha1", "Application",
        f"{{source: {{{CHART}, helm: {{values: 'traceSampling: 5',"
        " valuesObject: {traceSampling: 6}}}}",
        6, WRITTEN, id="Argo CD, as an object",
    ),
    pytest.param(
        "argoproj.io/v1alpha1", "Application",
        f"{{source: {{{CHART}, helm: {{valuesObject: {{traceSampling: 6}}, parameters: ["
        "{name: traceSampling, value: '7'}]}}}",
        7, WRITTEN, id="a parameter in the same layout",
    ),
    pytest.param(
        "argoproj.io/v1alpha1", "Application",
        f"{{source: {{{CHART}, helm: {{valuesObject: {{traceSampling: 6}}, parameters: ["
        "{name: pilot.traceSampling, value: '8'}]}}}",
        8, WRITTEN, id="a parameter in the other layout",
    ),
    pytest.param(
        "argoproj.io/v1alpha1", "Application",
        f"{{source: {{{CHART}, helm: {{valuesObject: {{traceSampling: 6}},"
        " fileParameters: [{name: pilot.traceSampling, path: b}]}}}",
        UNKNOWN, WRITTEN, id="parameters in files",
    ),
    pytest.param(
        "helm.cattle.io/v1", "HelmChart",
        "{chart: istiod, valuesContent: 'traceSampling: 5', set: {traceSampling: 6}}", 6, WRITTEN,
        id="k3s",
    ),
    pytest.param(
        "helm.cattle.io/v1", "HelmChartConfig", "{valuesContent: 'global: {}'}", UNKNOWN, WRITTEN,
        id="k3s, laid over another object",
    ),
    pytest.param(
        "sailoperator.io/v1", "Istio", "{values: {pilot: {traceSampling: 5}}}", 5, WRITTEN,
        id="Sail"
    ),
    pytest.param("sailoperator.io/v1", "Istio", "{}", 1.0, DEFAULT, id="Sail without values"),
    pytest.param(
        "sailoperator.io/v1", "Istio", "{profile: demo}", 100, PROFILE, id="Sail with a profile"
    ),
    pytest.param(
        "sailoperator.io/v1", "IstioRevision", "{profile: '${P}', values: {pilot: {env: {}}}}",
        UNKNOWN, PROFILE, id="Sail with some profile",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("api_version", "kind", "spec", "value", "origin"), OBJECTS)
def test_objects_that_install_the_istiod_chart(
    api_version: str, kind: str, spec: str, value: object, origin: Origin
) -> None:
    found = install(HEAD.format(api_version, kind, spec), 30, "a.yaml").setting(SAMPLING)
    assert (found.value, found.origin) == (value, origin)


def test_several_values_of_a_helmfile_win_in_their_order() -> None:
    found = install(
        """\
        releases:
        - name: istiod
          chart: istio/istiod
          version: 1.30.3
          values:
          - {traceSampling: 1, replicaCount: 2, env: {A: a}}
          - {traceSampling: 2, env: {B: b}}
        """,
        path="helmfile.yaml",
    )
    assert found.setting(SAMPLING).value == 2
    assert found.setting("pilot.replicaCount").value == 2
    assert found.setting("pilot.env").value == {"A": "a", "B": "b"}


def test_what_lies_below_a_file_that_is_not_here_is_unknown() -> None:
    values = "[{a: 1, traceSampling: 1}, other.yaml, {replicaCount: 2}]"
    found = install(
        f"releases: [{{name: istiod, chart: istio/istiod, values: {values}}}]", path="helmfile.yaml"
    )
    assert found.setting(SAMPLING).value is UNKNOWN
    assert found.setting("pilot.replicaCount").value == 2
    assert pointed_at(found, SAMPLING) == "other.yaml"


UMBRELLA = """\
apiVersion: v2
name: mesh
dependencies:
- {name: istiod, version: ~1.30.0, repository: "https://istio.example.com"}
"""


def test_globals_of_an_umbrella_chart_beat_those_of_the_charts_below() -> None:
    values = """\
        profile: demo
        global: {hub: a, profile: stable}
        istiod:
          global: {hub: b, tag: 1.30.1}
          traceSampling: 5
        """
    (found,) = all_installs({"Chart.yaml": UMBRELLA, "values.yaml": values})
    assert found.setting("global.hub").value == "a"
    assert found.setting("global.tag").value == "1.30.1"
    assert found.setting(SAMPLING).value == 5
    assert found.release == Release(30)
    assert [each.value for each in found.setting("global.hub").overridden[:1]] == ["b"]


def test_globals_alone_are_an_install_as_well() -> None:
    (found,) = all_installs({"Chart.yaml": UMBRELLA, "values.yaml": "global: {hub: a}"})
    assert found.setting("global.hub").value == "a"
    assert found.setting(SAMPLING).value == 1.0


@pytest.mark.parametrize(
    ("text", "minor", "setting", "expected"),
    [
        pytest.param("pilot: {env: {A: b}}", 30, "pilot.env.A", "b", id="the value"),
        pytest.param("pilot: {resources: {limits: {}}}", 30, MEMORY, "resources", id="near it"),
        pytest.param("pilot: {a: 1}\nresources: {requests: {cpu: 1}}", 30, MEMORY, "requests",
                     id="nearest, in any layout"),
        pytest.param("pilot: {a: 1}\nresources: {requests: {cpu: 1}}", 20, MEMORY, "pilot",
                     id="unless that is no place for it"),
        pytest.param("global: {}\nmeshConfig: {}", 30, MEMORY, "global", id="nothing near"),
        pytest.param("profile: demo\npilot: {a: 1}", 30, MEMORY, "demo", id="the profile"),
        pytest.param("resources:\nprofile: stable", 30, MEMORY, "resources", id="an empty place"),
        pytest.param("pilot: {resources: null}", 30, MEMORY, "null", id="a null"),
    ],
)  # fmt: skip
def test_a_setting_points_at_the_nearest_thing_that_is_written(
    text: str, minor: int, setting: str, expected: str
) -> None:
    assert pointed_at(install(text, minor), setting) == expected


@pytest.mark.parametrize(
    ("spec", "setting", "expected"),
    [
        pytest.param("{profile: demo}", MEMORY, "demo", id="the profile"),
        pytest.param("{profile: default}", "global.hub", "default", id="the one there always is"),
        pytest.param("{}", "global.hub", "IstioOperator", id="nothing but the kind"),
        pytest.param("{}", MEMORY, "IstioOperator", id="nothing at all"),
        pytest.param(
            "{components: {pilot: {k8s: {hpaSpec: {}}}}, values: {pilot: {env: {}}}}", MEMORY,
            "k8s", id="the component"
        ),
        pytest.param(
            "{components: {pilot: {k8s: {replicaCount: 1}}},"
            " values: {pilot: {resources: {limits: {cpu: 1}}}}}",
            MEMORY, "resources", id="the nearest of two places"
        ),
        pytest.param(
            "{components: {pilot: {k8s: {env: [{name: A, valueFrom: {a: b}}]}}}}", "pilot.env.A",
            "{name: A, valueFrom: {a: b}}", id="an item of a list"
        ),
    ],
)  # fmt: skip
def test_so_does_one_of_an_istio_operator(spec: str, setting: str, expected: str) -> None:
    assert pointed_at(install(operator(spec), 30, "a.yaml"), setting) == expected


def test_a_file_that_says_nothing_is_pointed_at_as_a_whole() -> None:
    found = install("# istiolint: chart=istiod\n{}\n")
    assert found.at == found.document.root
    assert found.setting(MEMORY).at == found.document.root


def test_what_a_setting_overrides_is_listed_in_order() -> None:
    found = install("profile: demo\npilot: {traceSampling: 2}\ntraceSampling: 3", 30).setting(
        SAMPLING
    )
    assert found.value == 2
    values = [(each.value, each.origin) for each in found.overridden]
    assert values == [(100, PROFILE), (3, WRITTEN), (1.0, DEFAULT)]
    nodes = [each.node and each.node.value for each in found.overridden]
    assert nodes == [None, "3", None]


def test_only_a_component_is_a_patch() -> None:
    text = operator("{components: {pilot: {k8s: {replicaCount: 3}}}, values: {pilot: {a: 1}}}")
    found = install(text, 30, "a.yaml")
    assert found.setting("pilot.replicaCount").is_patch
    assert not found.setting("pilot.a").is_patch
    assert not found.setting(SAMPLING).is_patch


MERGED = [
    pytest.param(
        "pilot: {resources: {requests: {cpu: 1}, limits: {memory: 4Gi}}}", "pilot.resources",
        {"requests": {"cpu": 1, "memory": "2048Mi"}, "limits": {"memory": "4Gi"}}, id="joined",
    ),
    pytest.param(
        "pilot: {resources: {requests: null}}", "pilot.resources", {"requests": None}, id="cut off"
    ),
    pytest.param(
        "pilot: {resources: {requests: small}}", "pilot.resources", {"requests": "small"},
        id="replaced",
    ),
    pytest.param(
        "pilot: {tolerations: [{key: a}]}", "pilot.tolerations", [{"key": "a"}], id="a list"
    ),
    pytest.param("pilot: {env: {A: '${B}'}}", "pilot.env", {"A": UNKNOWN}, id="unknown inside"),
    pytest.param("pilot: {env: {A: a}}\nenv: null", "pilot.env", {"A": "a"}, id="over a null"),
    pytest.param("pilot: {env: {A: a}}\nenv: '${E}'", "pilot.env", UNKNOWN, id="over the unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "setting", "value"), MERGED)
def test_a_mapping_is_what_all_layers_make_of_it(text: str, setting: str, value: object) -> None:
    assert install(text, 30).setting(setting).value == value


def test_a_setting_is_resolved_once() -> None:
    found = install("pilot: {env: {A: b}}")
    assert found.setting("pilot.env.A") is found.setting("pilot.env.A")
    assert found.asked == {"pilot.env.A"}


def test_an_install_is_judged_by_its_release_or_the_newest() -> None:
    assert install("pilot: {env: {}}", 20).target == Release(20)
    assert install("pilot: {env: {}}").target == NEWEST
    assert repr(install("pilot: {env: {}}")) == "Install('istiod' from istiod-values.yaml)"


DEPLOYS = [
    pytest.param("{}", 16, 31, True, id="by default"),
    pytest.param("{profile: default}", 16, 31, True, id="the default profile"),
    pytest.param("{profile: minimal}", 16, 31, True, id="the minimal profile"),
    pytest.param("{profile: demo}", 16, 31, True, id="the demo profile"),
    pytest.param("{profile: ambient}", 24, 31, True, id="the ambient profile"),
    pytest.param("{profile: empty}", 16, 31, False, id="the empty profile"),
    pytest.param("{profile: remote}", 16, 31, False, id="the remote profile"),
    pytest.param("{profile: '${P}'}", 16, 31, True, id="some profile"),
    pytest.param("{profile: empty, components: {pilot: {enabled: true}}}", 16, 31, True, id="said"),
    pytest.param("{components: {pilot: {enabled: false}}}", 16, 31, False, id="said not to"),
    pytest.param("{components: {pilot: {enabled: '${P}'}}}", 16, 31, True, id="said later"),
    pytest.param("{components: {pilot: {k8s: {}}}}", 16, 31, True, id="said something else"),
    pytest.param("{values: {istiodRemote: {enabled: true}}}", 24, 31, False, id="remote"),
    pytest.param("{values: {pilot: {istiodRemote: {enabled: true}}}}", 24, 31, False,
        id="its new place"),
    pytest.param(
        "{values: {istiodRemote: {enabled: true, enabledLocalInjectorIstiod: true}}}", 24, 31, True,
        id="remote, with an injector of its own",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "minor", "expected"), rows(DEPLOYS))
def test_an_istio_operator_deploys_istiod_or_not(spec: str, minor: int, *, expected: bool) -> None:
    found = install(operator(spec), minor, "a.yaml")
    assert found.deploys_istiod is expected
    assert found.asked == set()


def test_a_chart_deploys_istiod_unless_it_is_for_a_remote_cluster() -> None:
    assert install("pilot: {env: {}}").deploys_istiod
    assert not install("profile: remote\npilot: {env: {}}", 30).deploys_istiod
    remote = install("# istiolint: chart=istiod-remote\nglobal: {hub: a}\n", 20)
    assert not remote.deploys_istiod
    assert remote.setting("telemetry.enabled").value is False


@pytest.mark.parametrize(
    ("text", "minor", "expected"),
    [
        pytest.param("{pilot: {env: {A: x, B: 1}}}", 24, {"A": "x", "B": 1}, id="values"),
        pytest.param("{global: {}, env: {A: x}}", 24, {"A": "x"}, id="values without pilot"),
        pytest.param("{global: {}, env: {A: x}}", 23, {}, id="which older charts do not read"),
        pytest.param(
            "{pilot: {env: {A: x}}, env: {A: y, B: z}}", 24, {"A": "x", "B": "z"}, id="both"
        ),
        pytest.param("{pilot: {env: [{name: A, value: x}]}}", 24, {}, id="a list is none"),
        pytest.param("{pilot: {env: {a.b: x}}}", 24, {"a.b": "x"}, id="a key with a dot"),
        pytest.param("{pilot: {env: }}", 24, {}, id="nothing"),
        pytest.param(
            operator(
                "{components: {pilot: {k8s: {env: [{name: A, value: x},"
                " {name: B, valueFrom: {}}]}}}, values: {pilot: {env: {A: y, C: z}}}}"
            ),
            24,
            {"A": "x", "B": UNKNOWN, "C": "z"},
            id="an IstioOperator",
        ),
        pytest.param(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            spec:
              source:
                chart: istiod
                targetRevision: 1.27.0
                helm: {parameters: [{name: pilot.env.A, value: "7"}, {name: pilot.tag, value: x}]}
            """,
            None,
            {"A": 7},
            id="parameters",
        ),
    ],
)
def test_the_entries_of_a_setting_are_what_the_user_writes_below_it(
    text: str, minor: int | None, expected: dict[str, Any]
) -> None:
    found = install(text, minor)
    assert {name: each.value for name, each in found.entries("pilot.env").items()} == expected
    assert found.asked == {"pilot.env.*"}
