"""How pods become part of the mesh: revisions, labels, interception."""

from __future__ import annotations

from istiolint.project.interception import INTERCEPTION_KINDS, is_ambient, uses_istio_cni
from istiolint.project.members import Mode
from istiolint.project.revisions import SOURCES as REVISION_SOURCES
from istiolint.project.revisions import Revisions, revision_of

__all__ = [
    "INTERCEPTION_KINDS",
    "REVISION_SOURCES",
    "Mode",
    "Revisions",
    "is_ambient",
    "revision_of",
    "uses_istio_cni",
]
