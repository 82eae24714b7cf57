"""Words for where the value of a setting comes from."""

from __future__ import annotations

from istiolint.install.install import Install
from istiolint.install.setting import Origin, Setting

_SOURCES = {
    Origin.PROFILE: " (from the profile)",
    Origin.PLATFORM: " (from the platform)",
    Origin.COMPATIBILITY: " (from compatibilityVersion)",
}

_CHARTS = {
    "gateways.istio-ingressgateway.": "istio-ingress",
    "gateways.istio-egressgateway.": "istio-egress",
    "cni.": "cni",
    "ztunnel.": "ztunnel",
    "gateway/": "gateway",
    '["gateway/': "gateway",
}
"""Which chart's default a setting has, where it is not istiod's."""


def provenance(setting: Setting, install: Install) -> str:
    """Where a value that the user did not write comes from, in brackets; empty if they did."""
    if setting.origin is Origin.CHART_DEFAULT:
        release = f" 1.{install.release.minor}" if install.release else ""
        path = setting.path
        chart = next((each for head, each in _CHARTS.items() if path.startswith(head)), "istiod")
        if chart == "istiod" and path.startswith("gateways."):
            return f" (default of its chart{release})"
        return f" (default of chart {chart}{release})"
    return _SOURCES.get(setting.origin, "")
