"""What a cluster has to offer for these manifests: APIs, a Kubernetes version, kernel modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from istiolint.install.install import Install
from istiolint.kinds import (
    ISTIO_OPERATOR,
    KUSTOMIZATION,
    KUSTOMIZE_COMPONENT,
    LIST,
    RULE_FILE,
    WORKLOADS,
    Kind,
    is_istio,
)
from istiolint.plan.part import Part, Role
from istiolint.project.interception import is_ambient, uses_istio_cni
from istiolint.project.members import Mode
from istiolint.project.project import Project
from istiolint.releases import NEWEST, Release
from istiolint.schema.cluster import ClusterNeeds, cluster_needs, kinds_of, served

GATEWAY_API = ("gateway.networking.k8s.io", "gateway.networking.x-k8s.io")
_ISTIO = ("extensions.istio.io", "networking.istio.io", "security.istio.io", "telemetry.istio.io")
_EXPERIMENTAL = ("BackendTLSPolicy", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute")
_NOT_APPLIED = (ISTIO_OPERATOR, KUSTOMIZATION, KUSTOMIZE_COMPONENT, LIST, RULE_FILE)
_CORE = ("", "apps", "autoscaling", "batch", "policy")
_NFTABLES = "global.nativeNftables"
_DNS = "meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE"
_TPROXY = "meshConfig.defaultConfig.interceptionMode"
_ANNOTATION = "sidecar.istio.io/interceptionMode"


class Api(NamedTuple):
    """A version of an API group, the kinds of it that are used, and what brings it."""

    version: str
    kinds: tuple[str, ...]
    source: str


class Modules(NamedTuple):
    """Kernel modules, and what they are for."""

    purpose: str
    names: tuple[str, ...]


class Requirements(NamedTuple):
    """All that a cluster has to offer."""

    release: Release
    is_assumed: bool
    kubernetes: str
    """The oldest version that istioctl takes without a warning."""
    apis: tuple[Api, ...]
    crds: Mapping[str, Sequence[str]]
    """The kinds that the base chart of the release brings, if a control plane is installed."""
    gateway_api: str
    """The version of Gateway API that the release is tested with; empty if it is not used."""
    modules: tuple[Modules, ...]
    notes: tuple[str, ...]


def requirements(project: Project, parts: Sequence[Part], told: Release | None) -> Requirements:
    """What the objects and installs need in the release that ``told`` or the files name."""
    said = told or project.release
    release = said or NEWEST
    needs = cluster_needs(release)
    apis = tuple(sorted((*_used(project, release, needs), *_installed(project, needs))))
    uses_gateway_api = any(each.version.split("/")[0] in GATEWAY_API for each in apis)
    plane = any(each.is_control_plane and each.reported for each in project.installs)
    modules, notes = _interception(project, parts, needs)
    return Requirements(
        release,
        said is None,
        f"1.{needs.kubernetes}",
        _merged(apis),
        kinds_of(release, _ISTIO) if plane else {},
        needs.gateway_api if uses_gateway_api else "",
        tuple(modules),
        tuple(notes),
    )


def _used(project: Project, release: Release, needs: ClusterNeeds) -> Iterator[Api]:
    """The APIs of the objects that are reported on."""
    for kind in project.kinds:
        for each in project.of_kind(kind) if kind not in _NOT_APPLIED else ():
            name = each.document.object
            if each.reported and name is not None:
                source = _source(name.api_version, kind, release, needs)
                yield Api(name.api_version, (kind.name,), source)


def _installed(project: Project, needs: ClusterNeeds) -> Iterator[Api]:
    """The APIs of the objects that charts are made of."""
    charts = {each for one in project.installs if one.reported for each in one.components}
    for chart in sorted(charts & needs.components.keys()):
        yield from (Api(each, (), "Kubernetes") for each in needs.components[chart])


def _merged(apis: Sequence[Api]) -> tuple[Api, ...]:
    """One for each version and source."""
    kinds: dict[tuple[str, str], set[str]] = {}
    for each in apis:
        kinds.setdefault((each.version, each.source), set()).update(each.kinds)
    return tuple(
        Api(version, tuple(sorted(names)), source)
        for (version, source), names in sorted(kinds.items())
    )


def _source(api_version: str, kind: Kind, release: Release, needs: ClusterNeeds) -> str:
    version = api_version.rpartition("/")[2]
    if kind.group in GATEWAY_API:
        if "alpha" in version and (kind.name in _EXPERIMENTAL or kind.group != GATEWAY_API[0]):
            return "the experimental channel of Gateway API"
        least = None if "alpha" in version else needs.gateway_api_at_least.get(kind.name)
        return f"Gateway API {least} or later" if least else "Gateway API"
    if is_istio(kind):
        return _of_istio(version, kind, release)
    is_built_in = kind.group in _CORE or kind.group.endswith(".k8s.io")
    return "Kubernetes" if is_built_in else "another project"


def _of_istio(version: str, kind: Kind, release: Release) -> str:
    span = served(kind.group, kind.name).get(version)
    if span is None:
        return "no release of Istio"
    first, last = span
    if release.minor < first or (last is not None and release.minor > last):
        return (
            f"Istio 1.{first} or later, not 1.{release.minor}"
            if last is None
            else f"Istio up to 1.{last}"
        )
    return f"Istio 1.{release.minor}"


def _interception(
    project: Project, parts: Sequence[Part], needs: ClusterNeeds
) -> tuple[list[Modules], list[str]]:
    """The modules that take the traffic of the pods needs."""
    planes = [each for each in project.installs if each.is_control_plane]
    ambient = is_ambient(project)
    has_sidecars = any(each.mode is Mode.SIDECAR for each in parts)
    if not (ambient or has_sidecars or any(each.role is Role.CONTROL_PLANE for each in parts)):
        return [], []
    notes = [_who(project, ambient=ambient)]
    native = [each.peek(_NFTABLES) for each in planes]
    if any(each.flag for each in native):
        kernel, nft = needs.nftables.get("kernel"), needs.nftables.get("nft")
        notes.append(f"nftables needs a kernel from {kernel} and nft from {nft} on")
        return [Modules("nftables", tuple(needs.modules.get("nftables", ())))], notes
    if any(each.flag is None and not each.is_absent for each in native):
        notes.append(
            f"whether nftables takes the place of iptables ({_NFTABLES}) is not in the files"
        )
    purposes = ["iptables"]
    purposes += ["tproxy"] if _uses_tproxy(project, planes) else []
    purposes += ["dns"] if any(_is_true(each, _DNS) for each in planes) else []
    purposes += ["ambient"] if ambient else []
    found = [Modules(each, tuple(needs.modules.get(each, ()))) for each in purposes]
    return [each for each in found if each.names], notes


def _who(project: Project, *, ambient: bool) -> str:
    """Who writes the rules, and what that takes."""
    by_cni = True if ambient else uses_istio_cni(project)
    if by_cni is None:
        return "whether istio-cni or istio-init writes the rules is not in the files"
    if by_cni:
        return (
            "istio-cni writes the rules on each node, with rights of its own there; pods need none"
        )
    return "istio-init writes the rules in each pod, which has to be allowed NET_ADMIN and NET_RAW"


def _uses_tproxy(project: Project, planes: Sequence[Install]) -> bool:
    if any(each.peek(_TPROXY).text == "TPROXY" for each in planes):
        return True
    pods = (each.pod for kind in WORKLOADS for each in project.of_kind(kind) if each.reported)
    said = (pod.scalar("metadata", "annotations", _ANNOTATION) for pod in pods if pod is not None)
    return any(each is not None and each.value == "TPROXY" for each in said)


def _is_true(install: Install, path: str) -> bool:
    value = install.peek(path).value
    return value is True or value == "true"
