"""Kinds and versions of resources that no release has, or not the one in question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from istiolint.kinds import Kind, is_istio
from istiolint.schema.fault import Fault, Input
from istiolint.schema.projection import served_versions
from istiolint.schema.store import load
from istiolint.schema.timeline import is_within
from istiolint.spelling import closest
from istiolint.syntax.node import Node

_OF_THE_RELEASE = ("networking", "security", "telemetry", "extensions", "install")
"""The groups whose versions come with a release of Istio; others are installed apart."""

_GONE: Mapping[str, Mapping[str, str | None]] = {
    "rbac.istio.io": {
        "ClusterRbacConfig": "AuthorizationPolicy",
        "RbacConfig": "AuthorizationPolicy",
        "ServiceRole": "AuthorizationPolicy",
        "ServiceRoleBinding": "AuthorizationPolicy",
    },
    "authentication.istio.io": {
        "MeshPolicy": "PeerAuthentication and RequestAuthentication",
        "Policy": "PeerAuthentication and RequestAuthentication",
    },
    "config.istio.io": {},
}
"""Groups that are gone since before the oldest release we know, and what replaced their kinds."""

Times = Mapping[str, Sequence[Any]]


@cache
def is_served(kind: Kind, version: str, minor: int) -> bool:
    """Whether release 1.``minor`` surely has the version of a kind."""
    return version in served_versions(kind.group, kind.name, minor)


def faults_of_kind(kind: Kind, version: str, root: Node, of: Input) -> Iterator[Fault]:
    """The fault of an object's ``apiVersion`` or ``kind``, if there is one."""
    at_kind, at_version = root.text("kind"), root.text("apiVersion")
    if at_kind is None or at_version is None:
        return
    table: Mapping[str, Mapping[str, Times]] = load("kinds.json")
    group = table.get(kind.group)
    fault = Fault("unknown-kind", at_kind, ("kind",), of, expected=str(kind), node=at_kind)
    if kind.group in _GONE:
        instead = _GONE[kind.group].get(kind.name)
        yield fault._replace(suggestion=instead, keyword="gone")
    elif group is None:
        yield from _unknown_group(kind, table, fault._replace(at=at_version))
    elif kind.name not in group:
        yield from _unknown_name(kind, group, table, fault)
    else:
        yield from _unknown_version(kind, version, group[kind.name], fault._replace(at=at_version))


def _unknown_group(kind: Kind, table: Mapping[str, Any], fault: Fault) -> Iterator[Fault]:
    """A group like one of Istio's, or with a kind of Istio's: others may be anybody's."""
    homes = [group for group, kinds in table.items() if kind.name in kinds and _is_known(group)]
    if is_istio(kind) and len(homes) == 1:
        yield fault._replace(keyword="group", suggestion=homes[0])


def _unknown_name(
    kind: Kind, group: Mapping[str, Any], table: Mapping[str, Any], fault: Fault
) -> Iterator[Fault]:
    homes = [other for other, kinds in table.items() if kind.name in kinds and is_istio(kind)]
    close = closest(kind.name, group, 0.8)
    if len(homes) == 1:
        at = fault.at.tape and fault.input.document.root.text("apiVersion")
        yield fault._replace(at=at or fault.at, keyword="group", suggestion=homes[0])
    elif close:
        yield fault._replace(keyword="kind", suggestion=close)
    elif _is_known(kind.group):
        yield fault._replace(keyword="kind")


def _unknown_version(kind: Kind, version: str, times: Times, fault: Fault) -> Iterator[Fault]:
    minor = fault.input.release.minor
    served = [each for each, spans in times.items() if is_within(spans, minor)]
    if version in served or not served:
        if not served and _is_known(kind.group):
            yield from _of_release(fault._replace(keyword="release"), times)
        return
    best = min(served, key=lambda each: ("alpha" in each, "beta" in each, each))
    if version not in times:
        yield fault._replace(keyword="version", expected=served, suggestion=best)
    elif _is_known(kind.group):
        spans = times[version]
        yield from _of_release(fault._replace(keyword="release", suggestion=best), {version: spans})


def _of_release(fault: Fault, times: Times) -> Iterator[Fault]:
    """A kind or a version that only other releases have."""
    spans = sorted(span for each in times.values() for span in each)
    first, last = spans[0][0], spans[-1][1]
    if last is not None and last < fault.input.release.minor:
        yield fault._replace(first=first, last=last, since=last + 1)
    else:
        yield fault._replace(first=first, last=last)


def _is_known(group: str) -> bool:
    """Whether all kinds of a group come with a release of Istio."""
    return group.partition(".")[0] in _OF_THE_RELEASE and group.endswith(".istio.io")
