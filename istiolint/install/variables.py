"""Environment variables for Istio's programs, wherever they are written.

In the settings of an install they are effective ones: what another layer overrides is
left out. In objects they stand in containers, in the proxy's configuration of an annotation
or a ProxyConfig, and in values for the charts that are no install of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

from istiolint.inputs.document import Role, Tree
from istiolint.install.install import Install
from istiolint.install.layer import plain
from istiolint.install.setting import UNKNOWN, Setting
from istiolint.kinds import ISTIO_OPERATOR, PROXY_CONFIG
from istiolint.releases import Release, in_constraint
from istiolint.resources.proxies import is_istiod
from istiolint.resources.resource import Resource
from istiolint.schema.variables import Side
from istiolint.syntax.node import Node


class Style(StrEnum):
    """How a variable is written, which decides what may be said without quotes."""

    HELM = "a value that a chart prints between quotes"
    PARAMETER = "a value given by itself, as with --set"
    LIST = "an entry of a list as in a container"
    METADATA = "proxy metadata"


class Variable(NamedTuple):
    """A variable as it is written.

    ``value`` is what YAML takes the text for, ``node`` where it stands; both are unknown
    where it comes from elsewhere, as with ``valueFrom``.
    """

    name: str
    at: Node
    """The name, or the part of a text that is the name."""
    value: Any
    node: Node | None
    side: Side
    style: Style
    release: Release | None
    setting: Setting | None = None

    @property
    def text(self) -> str | None:
        """What the program is given; ``None`` where that is not known, or nothing is accepted."""
        if self.node is None or self.value is UNKNOWN or not self.node.is_scalar:
            return None
        if isinstance(self.value, str):
            return self.value
        if self.value is None or self.style in (Style.LIST, Style.METADATA):
            return None
        if isinstance(self.value, bool):
            return str(self.value).lower()
        return _printed(self.value) if self.style is Style.HELM else self.node.value


_LARGE = 1e6
"""From here on a number in a values file loses its digits: it is printed as ``1e+06``."""


def _printed(number: float) -> str:
    """A number of a values file as a template prints it: Helm reads all of them as floats."""
    shown = float(number)
    if not isfinite(shown):
        return {"inf": "+Inf", "-inf": "-Inf"}.get(str(shown), "NaN")
    if abs(shown) < _LARGE:
        return repr(int(shown) if shown.is_integer() else shown)
    from decimal import Decimal

    digits, exponent = f"{Decimal(repr(shown)).normalize():e}".split("e")
    return f"{digits}e{int(exponent):+03d}"


@lru_cache(maxsize=1)  # several rules ask about one subject, one after the other
def variables(subject: Install | Resource) -> Sequence[Variable]:
    """The variables in the settings of an install, or those in an object."""
    return tuple(_variables(subject))


def _variables(subject: Install | Resource) -> Iterator[Variable]:
    if isinstance(subject, Install):
        yield from _of_install(subject)
    else:
        yield from _of_containers(subject)
        yield from _of_trees(subject.document.trees)
        if subject.kind == PROXY_CONFIG:
            yield from _of_mapping(
                subject.root.at("spec", "environmentVariables"), Side.AGENT, Style.METADATA
            )


SETTINGS = (
    "pilot.env",
    "cni.env",
    "ztunnel.env",
    "meshConfig.defaultConfig.proxyMetadata",
)
"""The settings of an install that variables are written below."""

_SIDES = (Side.ISTIOD, Side.CNI, Side.ZTUNNEL, Side.AGENT)


def _of_install(install: Install) -> Iterator[Variable]:
    for path, side in zip(SETTINGS, _SIDES, strict=True):
        for name, setting in install.entries(path).items():
            yield _of_setting(name, setting, side, install)
    yield from _of_trees(install.trees)
    if install.document.kind == ISTIO_OPERATOR:
        yield from _of_gateways(install)


def _of_gateways(install: Install) -> Iterator[Variable]:
    """The variables of the gateways of an IstioOperator, components and values."""
    root, release = install.document.root, install.release
    for key in ("ingressGateways", "egressGateways"):
        for gateway in root.items("spec", "components", key):
            yield from _of_list(gateway.items("k8s", "env"), Side.AGENT, release)
    for entry in root.entries("spec", "values", "gateways"):
        yield from _of_mapping(entry.value.at("env"), Side.AGENT, Style.HELM, release)


def _of_setting(name: str, setting: Setting, side: Side, install: Install) -> Variable:
    said = setting.at
    at, is_whole = _name_of(said, name)
    node = None if said.is_mapping else said
    if is_whole and not setting.is_patch:
        style = Style.METADATA if side is Side.AGENT else Style.HELM
    elif is_whole and said.key is not None and said.key.value == name:
        style = Style.PARAMETER  # istioctl up to 1.23 makes a patch of it
    else:
        style = Style.LIST if setting.is_patch else Style.PARAMETER
    return Variable(name, at, setting.value, node, side, style, install.release, setting)


def _name_of(said: Node, name: str) -> tuple[Node, bool]:
    """Where the name of a variable is written, and whether it is a key or text of its own."""
    key = said.key
    beside = said if said.is_mapping else _parent(said)
    for node in (key, beside.text("name")):
        if node is not None and node.value == name:
            return node, True
        if node is not None and node.value.endswith(f".{name}"):
            return node.part(len(node.value) - len(name), len(node.value)), False
    return key or said, False


def _parent(node: Node) -> Node:
    parent = node.tape.parent(node.site)
    return node if parent is None else Node(node.tape, parent)


def _of_list(
    items: Iterable[Node], side: Side, release: Release | None = None
) -> Iterator[Variable]:
    """The variables of a container."""
    for item in items:
        name, node = item.text("name"), item.at("value")
        if name is not None:
            value = UNKNOWN if node is None else plain(node)
            yield Variable(name.value, name, value, node, side, Style.LIST, release)


def _of_mapping(
    root: Node | None, side: Side, style: Style, release: Release | None = None
) -> Iterator[Variable]:
    """The variables of a mapping from names to values."""
    for entry in root.entries() if root is not None else ():
        value = plain(entry.value)
        yield Variable(entry.name, entry.key, value, entry.value, side, style, release)


_CHARTS: Mapping[str | None, tuple[Side, tuple[str, ...]]] = {
    "gateway": (Side.AGENT, ()),
    "cni": (Side.CNI, ("cni",)),
    "ztunnel": (Side.ZTUNNEL, ()),
}
"""Charts other than istiod's: who reads their ``env``, and where it may stand as well."""


def _of_trees(trees: Iterable[Tree]) -> Iterator[Variable]:
    for tree in trees:
        if tree.role is Role.PROXY_CONFIG:
            yield from _of_mapping(tree.root.at("proxyMetadata"), Side.AGENT, Style.METADATA)
        elif tree.role is Role.VALUES and (chart := tree.release.chart) in _CHARTS:
            side, above = _CHARTS[chart]
            said = tree.release.version
            release = in_constraint(said) if said is not None else None
            for path in dict.fromkeys(((), above)):
                yield from _of_mapping(tree.root.at(*path, "env"), side, Style.HELM, release)


def _of_containers(resource: Resource) -> Iterator[Variable]:
    pod = resource.pod
    if pod is None:
        return
    for key in ("containers", "initContainers"):
        for container in pod.items("spec", key):
            side = _side_of(container, resource)
            if side is not None:
                yield from _of_list(container.items("env"), side, _release_of(container))


_IMAGES = re.compile(r"(?:.*/)?(?:pilot|proxyv2|install-cni|ztunnel):([^:@]+)(?:@.*)?", re.ASCII)


def _release_of(container: Node) -> Release | None:
    """The release of Istio that the tag of an image names, if it is one of Istio's."""
    image = container.text("image")
    found = _IMAGES.fullmatch(image.value) if image is not None else None
    return None if found is None else Release.parse(found[1])


def _side_of(container: Node, resource: Resource) -> Side | None:
    """Which of Istio's programs runs in a container, if one of them does."""
    name, image = container.text("name"), container.text("image")
    said = name.value if name is not None else ""
    of = image.value if image is not None else ""
    if said == "istio-proxy":
        return Side.ZTUNNEL if "ztunnel" in resource.name or "ztunnel" in of else Side.AGENT
    if said == "discovery" and ("pilot" in of or is_istiod(resource.name)):
        return Side.ISTIOD
    if said == "install-cni" and ("istio" in of or "istio" in resource.name):
        return Side.CNI
    return None
