"""Values of Istio's own of one release, judged by a later one: what went is told, and no more.

What went is in sections 2 and 6 of the facts about releases.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from istiolint.releases import Release
from tests.project.test_fields import found

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
CHARTS = {"istio-discovery": "istiod", "istio-cni": "cni"}

pytestmark = [
    pytest.mark.facts,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository"),
]

OLD = "1.20"

TELEMETRY = {
    "telemetry.v2.accessLogPolicy",
    "telemetry.v2.metadataExchange",
    "telemetry.v2.prometheus.configOverride",
    "telemetry.v2.prometheus.wasmEnabled",
    "telemetry.v2.stackdriver.configOverride",
    "telemetry.v2.stackdriver.disableOutbound",
    "telemetry.v2.stackdriver.logging",
    "telemetry.v2.stackdriver.monitoring",
    "telemetry.v2.stackdriver.topology",
}

GONE_BY_24 = {
    "istio-profiles/ambient": {"cni.logLevel", "cni.privileged"},
    "istio-profiles/default": {
        *TELEMETRY.difference(
            (
                "telemetry.v2.accessLogPolicy",
                "telemetry.v2.prometheus.configOverride",
                "telemetry.v2.stackdriver.disableOutbound",
            )
        ),
        "global.oneNamespace",
        "global.proxy.enableCoreDump",
        "global.useMCP",
    },
    "istio-profiles/openshift": {
        "cni.logLevel",
        "cni.privileged",
        "istio_cni.chained",
        "istio_cni.enabled",
    },
    "istio-profiles/preview": {
        "telemetry.v2.metadataExchange",
        "telemetry.v2.prometheus.wasmEnabled",
    },
    "istio-values/istio-cni": {
        "cni.ambient.redirectMode",
        "cni.logLevel",
        "cni.privileged",
        "cni.psp_cluster_role",
    },
    "istio-values/istio-discovery": {
        *TELEMETRY,
        "base.validateGateway",
        "global.autoscalingv2API",
        "global.oneNamespace",
        "global.proxy.enableCoreDump",
        "istio_cni",
        "pilot.configSource",
        "pilot.plugins",
    },
    "istio-values/ztunnel": {"redirectMode"},
}
"""What of 1.20 nothing reads in 1.24, by folder and file; of all other files, nothing."""

GONE_BY_30 = {
    "istio-profiles/default": {"global.multiCluster.enabled"},
    "istio-values/istio-cni": {"cni.rollingMaxUnavailable"},
    "istio-values/istio-discovery": {"global.multiCluster.enabled"},
}
"""What came to it until 1.30."""


def files(release: str) -> list[str]:
    found = sorted(CORPUS.glob(f"istio-*/{release}/*.yaml"))
    return [f"{path.parts[-3]}/{path.name.partition('.')[0]}" for path in found]


def gone(name: str, release: str, minor: int) -> set[str]:
    """The settings of which something is said, all of it that they are gone."""
    folder, _, file = name.partition("/")
    (path,) = (CORPUS / folder / release).glob(f"{file}.*yaml")
    text = path.read_text("utf-8")
    if folder == "istio-values":
        values = yaml.safe_load(text)
        inner = yaml.safe_dump(values.get("_internal_defaults_do_not_set", values))
        text = f"# istiolint: chart={CHARTS.get(file, file)}\n{inner}"
    faults = found(text, Release(minor))
    assert {each.kind for each in faults} <= {"field-removed", "ignored-setting"}
    return {".".join(map(str, each.field)) for each in faults}


@pytest.mark.parametrize("name", files(OLD))
def test_what_went_since_1_20_is_told(name: str) -> None:
    by_24 = GONE_BY_24.get(name, set())
    assert gone(name, OLD, 20) == set()
    assert gone(name, OLD, 24) == by_24
    assert gone(name, OLD, 30) == by_24 | GONE_BY_30.get(name, set())


SINCE = {
    ("istio-values/istio-cni", "1.24"): (26, "rollingMaxUnavailable"),
    ("istio-values/istio-discovery", "1.24"): (27, "global.multiCluster.enabled"),
}
"""What went of later releases, and when."""


@pytest.mark.parametrize(
    ("name", "release"),
    [(name, release) for release in ("1.24", "1.28", "1.30", "1.31") for name in files(release)],
)
def test_hardly_anything_of_later_releases_has_gone(name: str, release: str) -> None:
    since, path = SINCE.get((name, release), (32, ""))
    for minor in range(int(release.removeprefix("1.")), 32):
        assert gone(name, release, minor) == ({path} if minor >= since else set())
