"""How pods become part of the mesh: revisions, labels, interception."""

from __future__ import annotations

from istiolint.project.revisions import SOURCES as REVISION_SOURCES
from istiolint.project.revisions import Revisions, revision_of

__all__ = [
    "REVISION_SOURCES",
    "Revisions",
    "revision_of",
]
