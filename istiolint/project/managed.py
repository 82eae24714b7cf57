"""Control planes that a cloud provider runs, as far as the files show them.

Google's managed Cloud Service Mesh runs istiod outside of the cluster, under the revisions
``asm-managed``, ``asm-managed-rapid`` and ``asm-managed-stable``. The add-on of Azure runs one
inside, in a namespace of its own, under revisions such as ``asm-1-24``; Istio 1.24 is meant.
An istiod that Google's installer leaves in the cluster (``asm-1208-14``) is the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from istiolint.kinds import CONFIG_MAP, NAMESPACE, Kind
from istiolint.releases import Release
from istiolint.resources.managed import GOOGLE, SHARED, azure_release

if TYPE_CHECKING:
    from istiolint.install.install import Install
    from istiolint.resources.resource import Resource

AZURE_NAMESPACE = "aks-istio-system"
"""Where Azure runs istiod; it is the root namespace as well."""

_REVISION = "istio.io/rev"
_ANNOTATION = "mesh.cloud.google.com/proxy"


class Managed(NamedTuple):
    """What providers run of the mesh. ``is_all`` is whether no install of istiod is in sight."""

    by_google: bool = False
    by_azure: bool = False
    release: Release | None = None
    """The release that Azure's revisions name, if it is one."""
    is_all: bool = False


def managed(
    objects: Mapping[Kind, Iterable[Resource]],
    namespaces: Container[str],
    installs: Iterable[Install],
) -> Managed:
    """What Namespaces and ConfigMaps tell of managed control planes.

    ``namespaces`` are those in which there is any object.
    """
    told = (each for kind in (NAMESPACE, CONFIG_MAP) for each in objects.get(kind, ()))
    names = {name for each in told for name in _names(each)}
    releases = {found for name in names if (found := azure_release(name)) is not None}
    by_google = any(re.fullmatch(GOOGLE, name) for name in names)
    by_azure = bool(releases) or AZURE_NAMESPACE in namespaces
    own = any(each.deploys_istiod for each in installs)
    return Managed(
        by_google,
        by_azure,
        releases.pop() if len(releases) == 1 else None,
        (by_google or by_azure) and not own,
    )


def _names(resource: Resource) -> Iterator[str]:
    """The revisions that a namespace asks for, or that mesh config is for."""
    if resource.kind == CONFIG_MAP:
        yield resource.name.removeprefix(SHARED).removeprefix("istio-")
        return
    revision = resource.root.text("metadata", "labels", _REVISION)
    if revision is not None:
        yield revision.value
    if resource.root.at("metadata", "annotations", _ANNOTATION) is not None:
        yield "asm-managed"
