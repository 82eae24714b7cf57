"""Where a value comes from, in words."""

from __future__ import annotations

from typing import cast

import pytest

from istiolint.install.install import Install
from istiolint.install.provenance import provenance
from istiolint.install.setting import Origin
from istiolint.releases import Release


class Said:
    def __init__(self, origin: Origin, path: str = "pilot.autoscaleMin") -> None:
        self.origin, self.path = origin, path


class Known:
    def __init__(self, release: Release | None) -> None:
        self.release = release


@pytest.mark.parametrize(
    ("origin", "release", "expected"),
    [
        (Origin.WRITTEN, None, ""),
        (Origin.CHART_DEFAULT, None, " (default of chart istiod)"),
        (Origin.CHART_DEFAULT, Release(30, 3), " (default of chart istiod 1.30)"),
        (Origin.PROFILE, None, " (from the profile)"),
        (Origin.PLATFORM, None, " (from the platform)"),
        (Origin.COMPATIBILITY, None, " (from compatibilityVersion)"),
        (Origin.INSTALLER, None, ""),
    ],
)
def test_only_what_the_user_did_not_write_is_explained(
    origin: Origin, release: Release | None, expected: str
) -> None:
    setting, install = Said(origin), Known(release)
    assert provenance(cast("object", setting), cast("Install", install)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "chart"),
    [
        ("global.proxy.resources", "istiod"),
        ("gateways.istio-ingressgateway.autoscaleMin", "istio-ingress"),
        ("cni.resources", "cni"),
        ("gateway/ingress.replicaCount", "gateway"),
        ('["gateway/a.b"].replicaCount', "gateway"),
    ],
)
def test_the_chart_is_the_one_the_setting_belongs_to(path: str, chart: str) -> None:
    setting, install = Said(Origin.CHART_DEFAULT, path), Known(None)
    found = provenance(cast("object", setting), cast("Install", install))  # type: ignore[arg-type]

    assert found == f" (default of chart {chart})"


def test_a_gateway_of_another_name_has_a_chart_that_is_not_told() -> None:
    setting, install = Said(Origin.CHART_DEFAULT, "gateways.edge.autoscaleMin"), Known(None)
    found = provenance(cast("object", setting), cast("Install", install))  # type: ignore[arg-type]

    assert found == " (default of its chart)"
