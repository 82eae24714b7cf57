"""Who signs the certificates of workloads, as far as the settings of an install tell."""

from __future__ import annotations

from istiolint.install.install import Install

CA_SWITCH = "pilot.env.ENABLE_CA_SERVER"
CA_ADDRESS = "global.caAddress"
_MESH_CONFIG_CA = "meshConfig.ca"
CA_TEMPLATES = "sidecarInjectorWebhook.templates"
"""Templates of one's own, which may bring certificates of SPIRE."""
CA_SETTINGS = (
    CA_ADDRESS,
    _MESH_CONFIG_CA,
    "meshConfig.defaultConfig.proxyMetadata.CA_ADDR",
)
"""Settings that may name another CA to proxies."""

_UNREAD_SINCE = 31
"""The minor release whose source was searched for a reader of ``meshConfig.ca``: it has none."""

_OFF = frozenset(("0", "f", "false"))
_NOTHING: tuple[object, ...] = (None, "", {})


def is_ca_off(install: Install) -> bool:
    """Whether istiod is surely told not to sign."""
    switch = install.setting(CA_SWITCH)
    return switch.is_written and str(switch.value).lower() in _OFF


def names_other_ca(install: Install, minor: int) -> bool:
    """Whether proxies may be told of another CA than istiod, in release 1.``minor``."""
    if install.setting(CA_ADDRESS).value not in _NOTHING:
        return True
    read = (each for each in CA_SETTINGS if each != _MESH_CONFIG_CA or minor < _UNREAD_SINCE)
    found = (install.setting(each) for each in read)
    return any(each.is_written and each.value not in _NOTHING for each in found)


def has_own_templates(install: Install) -> bool:
    """Whether injection templates are written, with which SPIRE may give certificates."""
    templates = install.setting(CA_TEMPLATES)
    return templates.is_written and templates.value not in _NOTHING
