"""The project that documents make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from istiolint.inputs.document import Document, Related
from istiolint.kinds import ISTIO_OPERATOR
from istiolint.project.project import Project
from istiolint.releases import Release
from istiolint.resources.resource import Resource, known_as

if TYPE_CHECKING:
    from istiolint.install.install import Install
    from istiolint.schema.fault import Fault

Told = Callable[[str], Release | None]
"""The release that the user says a path runs."""


def project_of(
    related: Related,
    reported: frozenset[str],
    told: Told,
    *,
    scopes: Iterable[tuple[str, ...]] = (),
    closed_world: bool = False,
) -> Project:
    """The index of all documents; the paths ``reported`` are those the user asked about."""
    resources = (
        Resource(each, name, reported=each.source.path in reported)
        for each in related.documents
        if (name := known_as(each)) is not None
    )
    installs = installs_of(related.documents, reported, told)

    def find_faults(release: Release | None) -> dict[str, list[Fault]]:
        from istiolint.project.fields import World, by_kind

        return by_kind(related.documents, World(told, installs, reported, release))

    return Project(
        resources,
        installs,
        closed_world=closed_world,
        scopes=(*scopes, *related.scopes),
        find_faults=find_faults,
    )


def installs_of(
    documents: Sequence[Document], reported: frozenset[str], told: Told
) -> list[Install]:
    """The control planes in sight; most runs on mesh resources alone see none."""
    if not any(each.trees or each.kind == ISTIO_OPERATOR for each in documents):
        return []
    from istiolint.install.assemble import installs

    return installs(documents, told, reported)
