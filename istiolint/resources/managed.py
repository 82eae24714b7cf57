"""The names under which cloud providers run control planes."""

from __future__ import annotations

import re

from istiolint.releases import Release

GOOGLE = r"asm-managed(?:-rapid|-stable)?"
"""The revisions of Google's managed control planes."""

SHARED = "istio-shared-configmap-"
"""What the names of ConfigMaps begin with that Azure lays over its mesh config."""


def azure_release(revision: str) -> Release | None:
    """The release that a revision of Azure's add-on names, if it is one: ``asm-1-24``."""
    found = re.fullmatch(r"asm-1-([0-9]{1,3})", revision)
    return Release(int(found[1])) if found else None
