"""No release of Istio has such a kind or version of a resource, or not the one in use.

A kind that is misspelt, a kind in the group of another, a version that is not served:
the API server has no such resource, and `kubectl apply` ends with "no matches for kind".
ServiceRole, RbacConfig, Policy and MeshPolicy are gone since Istio 1.6 or before.

Kinds of the Gateway API and of the Sail operator come with CRDs of their own, whatever the
release of Istio is; only what no release of theirs has is reported.

What to do:
  Write the kind and version that the message names. All versions that a release serves of
  one of Istio's own kinds have the same fields.
  `istiolint capacity` lists the API groups and CRDs that the manifests need of a cluster.

Symptoms: no matches for kind, ensure CRDs are installed first

Baseline: I6
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Fix, Release, Severity, fault, rule
from istiolint.rules.api.edits import replace
from istiolint.rules.api.fields import Fault, suggestion

EXAMPLES = [
    Example(
        "A kind in another group",
        """
        apiVersion: networking.istio.io/v1
        #           ^^^^^^^^^^^^^^^^^^^^^^ kind PeerAuthentication is not in group networking.istio.io, but in security.istio.io
        kind: PeerAuthentication
        metadata: {name: default}
        """,
    ),
    Example(
        "A misspelt kind",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRules
        #     ^^^^^^^^^^^^^^^^ there is no kind DestinationRules in group networking.istio.io; did you mean "DestinationRule"?
        metadata: {name: reviews}
        """,
    ),
    Example(
        "A version that there never was",
        """
        apiVersion: networking.istio.io/v1beta2
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Istio serves no version v1beta2 of VirtualService; did you mean "v1"?
        kind: VirtualService
        metadata: {name: reviews}
        """,
    ),
    Example(
        "A version that is newer than the release",
        """
        apiVersion: networking.istio.io/v1
        #           ^^^^^^^^^^^^^^^^^^^^^^ Istio 1.20 does not serve this version of VirtualService; 1.22 is the first that does
        kind: VirtualService
        metadata: {name: reviews}
        """,
        releases="1.20",
    ),
    Example(
        "CRDs of the Gateway API are installed apart",
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: TLSRoute
        metadata: {name: db}
        spec:
          rules:
          - backendRefs: [{name: db, port: 5432}]
        """,
        releases="1.24..",
    ),
    Example(
        "A kind that is long gone",
        """
        apiVersion: rbac.istio.io/v1alpha1
        kind: ServiceRole
        #     ^^^^^^^^^^^ there is no kind ServiceRole.rbac.istio.io any more
        metadata: {name: viewer}
        """,
    ),
]


@rule(fault("unknown-kind"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report kinds and versions that no API server has."""
    yield Finding(
        found.at,
        _message(found),
        help=_help(found),
        fix=_fix(found),
        since=Release(found.since) if found.since else None,
    )


def _message(found: Fault) -> str:
    document = found.document
    group, name = document.kind or ("", "")
    if found.keyword == "gone":
        return f"there is no kind {name}.{group} any more"
    if found.keyword == "group":
        return f"kind {name} is not in group {group}, but in {found.suggestion}"
    if found.keyword == "kind":
        return f"there is no kind {name} in group {group}{suggestion(found)}"
    version = _version(found)
    if found.keyword == "version":
        return f"Istio serves no version {version} of {name}{suggestion(found)}"
    what = "this version of " if found.suggestion else "kind "
    end = (
        f"1.{found.last} is the last that does"
        if found.since
        else f"1.{found.first} is the first that does"
    )
    return f"Istio {found.input.release} does not serve {what}{name}; {end}"


def _version(found: Fault) -> str:
    said = found.document.object
    return said.api_version.rpartition("/")[2] if said else ""


def _help(found: Fault) -> str:
    if found.keyword == "gone" and found.suggestion:
        return f"use {found.suggestion}"
    return "the API server knows no such resource, and kubectl refuses it"


def _fix(found: Fault) -> Fix | None:
    """Another version of one of Istio's kinds has the same fields."""
    if found.keyword not in ("version", "release") or found.suggestion is None:
        return None
    group = found.document.kind.group if found.document.kind else ""
    edit = replace(found.at, f"{group}/{found.suggestion}")
    return Fix(f"Write {found.suggestion}", (edit,), safe=False) if edit is not None else None
