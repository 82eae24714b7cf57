"""Defaults are those of the release and the chart, whatever layout the chart has."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

import pytest

from istiolint.install.defaults import (
    CHARTS,
    PresetGroup,
    chart_defaults,
    chart_settings,
    compatibility,
    istioctl_defaults,
    platform,
    presets,
    profile,
    setting_root,
)
from istiolint.releases import NEWEST, OLDEST, Release
from istiolint.schema.store import load
from istiolint.schema.timeline import Timeline, keys_of, values_in

RELEASES = [Release(minor) for minor in range(OLDEST.minor, NEWEST.minor + 1)]
ABSENT = object()


def at(tree: Any, path: str) -> Any:
    """What stands at a path in a tree."""
    for key in keys_of(path):
        tree = tree.get(key, ABSENT) if isinstance(tree, dict) else ABSENT
    return tree


# From the tables of ../shared/versions.md, section 5.
SETTINGS = [
    pytest.param("pilot.resources.requests.cpu", 16, 31, "500m", id="cpu of istiod"),
    pytest.param("pilot.resources.requests.memory", 16, 31, "2048Mi", id="memory of istiod"),
    pytest.param("pilot.resources.limits", 16, 31, ABSENT, id="istiod has no limits"),
    pytest.param("pilot.autoscaleEnabled", 16, 31, True, id="istiod scales by itself"),
    pytest.param("pilot.autoscaleMin", 16, 31, 1, id="from one replica"),
    pytest.param("pilot.autoscaleMax", 16, 31, 5, id="to five"),
    pytest.param("pilot.cpu.targetAverageUtilization", 16, 31, 80, id="at 80 percent"),
    pytest.param("pilot.memory", 16, 20, ABSENT, id="no scaling by memory"),
    pytest.param("pilot.memory", 21, 31, {}, id="scaling by memory is unset"),
    pytest.param("pilot.traceSampling", 16, 31, 1.0, id="one percent of traces"),
    pytest.param("pilot.pdb.minAvailable", 16, 26, ABSENT, id="no settings for disruption"),
    pytest.param("pilot.pdb.minAvailable", 27, 31, 1, id="one replica stays available"),
    pytest.param("pilot.cni.enabled", 22, 31, False, id="istiod knows of the CNI plugin"),
    pytest.param("pilot.configMap", 16, 31, True, id="a key far down in the flat layout"),
    pytest.param("global.proxy.tracer", 16, 21, "zipkin", id="zipkin by default"),
    pytest.param("global.proxy.tracer", 22, 31, "none", id="no tracer by default"),
    pytest.param("global.jwtPolicy", 16, 21, "third-party-jwt", id="tokens of third parties"),
    pytest.param("global.jwtPolicy", 22, 31, ABSENT, id="no choice of tokens"),
    pytest.param("global.proxy.resources.limits.memory", 16, 31, "1024Mi", id="sidecar limit"),
    pytest.param("global.waypoint.resources", 16, 23, ABSENT, id="no waypoint resources"),
    pytest.param("global.waypoint.resources.limits.memory", 24, 31, "1Gi", id="waypoint limit"),
    pytest.param("global.defaultResources.requests", 16, 31, {"cpu": "10m"}, id="not the CNI's"),
    pytest.param("global.networkPolicy.enabled", 16, 27, ABSENT, id="no network policy"),
    pytest.param("global.networkPolicy.enabled", 29, 31, False, id="network policy is off"),
    pytest.param("sidecarInjectorWebhook.rewriteAppHTTPProbe", 16, 31, True, id="probes"),
    pytest.param("meshConfig.enablePrometheusMerge", 16, 31, True, id="metrics are merged"),
    pytest.param("meshConfig.defaultConfig", 16, 31, ABSENT, id="not the gateways' mesh config"),
    pytest.param("ztunnel", 16, 17, ABSENT, id="no ztunnel"),
    pytest.param("ztunnel.resources.requests.memory", 18, 21, "2048Mi", id="a large ztunnel"),
    pytest.param("ztunnel.resources.requests.memory", 22, 31, "512Mi", id="a smaller ztunnel"),
    pytest.param("ztunnel.meshConfig.defaultConfig.proxyMetadata", 18, 31, {}, id="ztunnel's own"),
    pytest.param("cni.resources.requests.memory", 16, 31, "100Mi", id="memory of the CNI"),
    pytest.param("cni.ambient.enabled", 18, 31, False, id="ambient is off"),
    pytest.param("cni.ambient.dnsCapture", 21, 24, False, id="no DNS capture"),
    pytest.param("cni.ambient.dnsCapture", 25, 31, True, id="DNS capture"),
    pytest.param("cni.repair.repairPods", 21, 31, True, id="pods are repaired"),
    pytest.param("base.enableCRDTemplates", 16, 23, False, id="CRDs from the folder"),
    pytest.param("base.enableCRDTemplates", 24, 31, True, id="CRDs from templates"),
    pytest.param("base.enableIstioConfigCRDs", 16, 31, True, id="in two charts"),
    pytest.param("defaultRevision", 16, 31, "default", id="the default revision"),
    pytest.param(
        "gateways.istio-ingressgateway.resources.requests.memory", 16, 31, "128Mi", id="ingress"
    ),
    pytest.param("gateways.istio-egressgateway.type", 16, 31, "ClusterIP", id="egress"),
    pytest.param("gateways.securityContext", 20, 31, {}, id="what istiod says of gateways"),
]


@pytest.mark.parametrize(("path", "first", "last", "expected"), SETTINGS)
def test_a_setting_has_the_default_of_its_release(
    path: str, first: int, last: int, expected: object
) -> None:
    found = [at(istioctl_defaults(Release(minor)), path) for minor in range(first, last + 1)]
    assert found == [expected] * len(found)


@pytest.mark.parametrize(
    ("chart", "minor", "path", "expected"),
    [
        pytest.param("istiod", 23, "pilot.replicaCount", 1, id="under pilot until 1.23"),
        pytest.param("istiod", 23, "replicaCount", ABSENT, id="not at the root until 1.23"),
        pytest.param("istiod", 24, "replicaCount", 1, id="at the root from 1.24"),
        pytest.param("istiod", 24, "pilot", ABSENT, id="not under pilot from 1.24"),
        pytest.param("cni", 23, "cni.chained", True, id="under cni until 1.23"),
        pytest.param("cni", 24, "chained", True, id="at the root of cni from 1.24"),
        pytest.param("cni", 24, "global.defaultResources.requests.memory", "100Mi", id="global"),
        pytest.param("gateway", 16, "replicaCount", 1, id="a replica"),
        pytest.param("gateway", 20, "replicaCount", None, id="null is a value"),
        pytest.param("gateway", 24, "labels", {}, id="an empty mapping is a value"),
        pytest.param("gateway", 25, 'labels["istio.io/dataplane-mode"]', "none", id="a label"),
        pytest.param("gateway", 31, "tolerations", [], id="an empty list is a value"),
        pytest.param("gateway", 31, "service.healthCheckNodePort", None, id="new in 1.31"),
        pytest.param("base", 20, "global.configValidation", True, id="of base alone"),
        pytest.param("istiod", 20, "global.configValidation", ABSENT, id="not of istiod"),
        pytest.param("istiod-remote", 23, "telemetry.enabled", False, id="of a remote cluster"),
        pytest.param("istiod-remote", 24, "telemetry", ABSENT, id="a chart that is gone"),
    ],
)
def test_a_chart_has_its_own_defaults_and_layout(
    chart: str, minor: int, path: str, expected: object
) -> None:
    assert at(chart_defaults(chart, Release(minor)), path) == expected


@pytest.mark.parametrize("release", RELEASES, ids=str)
@pytest.mark.parametrize("chart", CHARTS)
def test_nobody_sees_the_wrapper_of_a_chart(chart: str, release: Release) -> None:
    assert not {"defaults", "_internal_defaults_do_not_set"} & set(chart_defaults(chart, release))


@pytest.mark.parametrize("release", RELEASES, ids=str)
@pytest.mark.parametrize("chart", ["istiod", "cni"])
def test_settings_do_not_depend_on_the_layout(chart: str, release: Release) -> None:
    component = "pilot" if chart == "istiod" else chart
    settings = chart_settings(chart, release)
    assert settings[component]["resources"]["requests"]
    assert "resources" not in settings
    assert settings["global"] == chart_defaults(chart, release)["global"]


def test_a_chart_that_a_release_does_not_have_has_no_defaults() -> None:
    assert chart_defaults("ztunnel", Release(17)) == {}


def test_an_unknown_chart_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="istio-telemetry"):
        chart_defaults("istio-telemetry", NEWEST)


@pytest.mark.parametrize(
    ("chart", "key", "expected"),
    [
        pytest.param("istiod", "resources", ("pilot", "resources"), id="a key of istiod"),
        pytest.param("istiod", "cni", ("pilot", "cni"), id="what istiod knows of the CNI"),
        pytest.param("istiod", "pilot", ("pilot",), id="istiod's component"),
        pytest.param("istiod", "meshConfig", ("meshConfig",), id="mesh config"),
        pytest.param("istiod", "global", ("global",), id="globals"),
        pytest.param("istiod", "profile", ("profile",), id="the profile"),
        pytest.param("istiod", "tyop", ("pilot", "tyop"), id="an unknown key"),
        pytest.param("istiod-remote", "env", ("pilot", "env"), id="a key of a remote istiod"),
        pytest.param("cni", "cni", ("cni",), id="the CNI's component"),
        pytest.param("cni", "ambient", ("cni", "ambient"), id="a key of the CNI"),
        pytest.param("cni", "revision", ("revision",), id="the revision of the CNI"),
        pytest.param(
            "ztunnel", "meshConfig", ("ztunnel", "meshConfig"), id="ztunnel's mesh config"
        ),
        pytest.param("ztunnel", "global", ("global",), id="globals of ztunnel"),
        pytest.param("base", "base", ("base",), id="the base chart"),
        pytest.param("gateway", "resources", ("resources",), id="the gateway chart"),
        pytest.param("istio-ingress", "gateways", ("gateways",), id="a gateway of istioctl"),
    ],
)
def test_a_root_key_stands_for_a_setting(chart: str, key: str, expected: tuple[str, ...]) -> None:
    assert setting_root(chart, key) == expected


@pytest.mark.parametrize(
    ("chart", "release", "path", "hub", "tag"),
    [
        pytest.param("istiod", Release(29, 6), "global", "docker.io/istio", "1.29.6", id="1.29"),
        pytest.param(
            "istiod", Release(30, 3), "global", "registry.istio.io/release", "1.30.3", id="1.30"
        ),
        pytest.param("cni", Release(24), "global", "docker.io/istio", "1.24", id="minor only"),
        pytest.param(
            "istio-egress", Release(16, 1), "global", "docker.io/istio", "1.16.1", id="egress"
        ),
        pytest.param(
            "istiod", Release(30, 3), "pilot", "", "", id="where it is left to the globals"
        ),
        pytest.param(
            "ztunnel",
            Release(31, 0),
            "ztunnel",
            "registry.istio.io/release",
            "1.31.0",
            id="ztunnel",
        ),
    ],
)
def test_images_are_those_of_the_published_charts(
    chart: str, release: Release, path: str, hub: str, tag: str
) -> None:
    images = at(chart_settings(chart, release), path)
    assert (images["hub"], images["tag"]) == (hub, tag)


def test_the_placeholders_of_the_repository_are_nowhere() -> None:
    seen = [istioctl_defaults(release) for release in RELEASES]
    seen += [presets("istioctl", release)["default"] for release in RELEASES]
    assert "testing" not in repr(seen)


@pytest.mark.parametrize(
    ("release", "known"),
    [
        pytest.param(Release(99), NEWEST, id="newer than all"),
        pytest.param(Release(10), OLDEST, id="older than all"),
    ],
)
def test_an_unknown_release_is_taken_for_the_nearest(release: Release, known: Release) -> None:
    tags = {str(release): str(known)}
    found = copy.deepcopy(dict(istioctl_defaults(release)))
    found["global"]["tag"] = tags[found["global"]["tag"]]
    if "ztunnel" in found:
        found["ztunnel"]["tag"] = tags[found["ztunnel"]["tag"]]
    assert found == istioctl_defaults(known)


# From ../shared/versions.md, section 1.2.
PRESETS = [
    pytest.param("helm", 20, "", id="no Helm profiles in 1.20"),
    pytest.param("helm", 21, "ambient demo openshift preview", id="Helm profiles of 1.21"),
    pytest.param(
        "helm", 23, "ambient demo openshift openshift-ambient preview stable", id="of 1.23"
    ),
    pytest.param("helm", 31, "ambient demo preview remote stable", id="Helm profiles of 1.31"),
    pytest.param("platform", 23, "", id="no platforms in 1.23"),
    pytest.param("platform", 24, "k3d k3s microk8s minikube openshift", id="platforms of 1.24"),
    pytest.param("platform", 31, "gke k3d k3s microk8s minikube openshift", id="of 1.31"),
    pytest.param("compatibility", 20, "", id="no compatibility in 1.20"),
    pytest.param("compatibility", 21, "1.20", id="what 1.21 can be like"),
    pytest.param("compatibility", 28, "1.25 1.26 1.27", id="what 1.28 can be like"),
    pytest.param("compatibility", 31, "1.25 1.26 1.27 1.28 1.29 1.30", id="what 1.31 can be like"),
    pytest.param(
        "istioctl",
        16,
        "ambient default demo empty external minimal openshift preview remote",
        id="profiles of istioctl 1.16",
    ),
    pytest.param(
        "istioctl",
        31,
        "ambient default demo empty minimal openshift openshift-ambient preview remote stable",
        id="profiles of istioctl 1.31",
    ),
]


@pytest.mark.parametrize(("group", "minor", "expected"), PRESETS)
def test_a_release_has_the_presets_of_its_time(
    group: PresetGroup, minor: int, expected: str
) -> None:
    assert list(presets(group, Release(minor))) == expected.split()


def test_a_helm_profile_is_values() -> None:
    demo = profile("demo", Release(31), helm=True)
    assert at(demo, "pilot.resources.requests") == {"cpu": "10m", "memory": "100Mi"}
    assert at(demo, "pilot.traceSampling") == 100


def test_a_profile_of_istioctl_is_a_spec() -> None:
    default = profile("default", Release(31, 0), helm=False)
    assert at(default, "components.pilot.enabled") is True
    assert at(default, "values.global.configValidation") is True
    assert (at(default, "hub"), at(default, "tag")) == ("registry.istio.io/release", "1.31.0")


def test_the_two_kinds_of_profile_are_told_apart() -> None:
    assert profile("minimal", Release(31), helm=False) is not None
    assert profile("minimal", Release(31), helm=True) is None


def test_a_platform_is_values() -> None:
    found = platform("openshift", Release(31))
    assert at(found, "pilot.terminationMessagePolicy") == "FallbackToLogsOnError"
    assert platform("openshift", Release(23)) is None


def test_a_compatibility_version_is_values() -> None:
    found = compatibility("1.30", Release(31))
    assert at(found, "pilot.env.PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS") == "false"
    assert compatibility("1.30", Release(30)) is None


def test_putting_trees_together_leaves_the_parts_as_they_were() -> None:
    release = Release(27)
    before = {chart: copy.deepcopy(chart_settings(chart, release)) for chart in CHARTS}
    istioctl_defaults.__wrapped__(release)
    assert {chart: chart_settings(chart, release) for chart in CHARTS} == before


def timelines() -> dict[str, Timeline]:
    """Every timeline in the data files, with a name."""
    found = {chart: load(f"charts/{chart}.json") for chart in CHARTS}
    for group, named in load("profiles.json").items():
        found |= {f"{group} {name}": timeline for name, timeline in named.items()}
    return found


@pytest.mark.parametrize("name", sorted(timelines()))
def test_histories_are_in_order_and_within_the_releases_we_know(name: str) -> None:
    for path, history in timelines()[name].items():
        ends = [(first, NEWEST.minor if last is None else last) for first, last, _ in history]
        minors = [minor for both in ends for minor in both]
        assert minors == sorted(minors), path
        assert OLDEST.minor <= minors[0], path
        assert all(last < after for (_, last), (after, _) in pairwise(ends)), path
        assert NEWEST.minor not in [last for _, last, _ in history], path


@pytest.mark.parametrize("name", sorted(timelines()))
def test_no_value_lies_inside_another(name: str) -> None:
    timeline = timelines()[name]
    for release in RELEASES:
        expected = {
            path: value
            for path, history in timeline.items()
            for first, last, value in history
            if first <= release.minor <= (last or NEWEST.minor)
        }
        values = values_in(timeline, release.minor)
        assert {path: at(values, path) for path in expected} == expected
