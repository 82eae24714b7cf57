"""The revisions of istiod that the installs in sight provide."""

from __future__ import annotations

from typing import NamedTuple

from istiolint.install.install import Install
from istiolint.install.setting import Unknown
from istiolint.kinds import MUTATING_WEBHOOK, SAIL_ISTIO, SAIL_REVISION, SAIL_REVISION_TAG
from istiolint.project.project import Project

DEFAULT = "default"
"""The revision of an istiod that was installed without one."""

SOURCES = (SAIL_ISTIO, SAIL_REVISION, SAIL_REVISION_TAG, MUTATING_WEBHOOK)
"""The kinds of objects that provide revisions or tags beside the installs."""


class Revisions(NamedTuple):
    """Names that a label ``istio.io/rev`` may have.

    ``is_open`` is whether there are others that cannot be known; ``has_tags`` whether any of
    the names is a tag.
    """

    names: frozenset[str]
    stems: frozenset[str]
    """What names of the Sail operator begin with; a version follows."""
    is_open: bool
    has_tags: bool

    def may_have(self, name: str) -> bool:
        """Whether the name is provided, for all that can be known."""
        has_stem = any(name.startswith(f"{stem}-") for stem in self.stems)
        return self.is_open or has_stem or name in self.names


def revision_of(install: Install) -> str | None:
    """The revision of one install; ``None`` if it is not known."""
    value = install.setting("revision").value
    if isinstance(value, Unknown):
        return None
    return str(value) if value else DEFAULT


def revisions(project: Project) -> Revisions:
    """All that is provided by what is in sight."""
    own = [revision_of(each) for each in project.installs]
    tags = [tag for each in project.installs for tag in _tags(each)]
    sail = [each for kind in SOURCES[:3] for each in project.of_kind(kind)]
    stems = frozenset(each.name for each in sail if each.kind == SAIL_ISTIO)
    for webhook in project.of_kind(MUTATING_WEBHOOK):
        labels = {each.name: each.value for each in webhook.root.entries("metadata", "labels")}
        tags += [labels[key].value for key in ("istio.io/tag", "istio.io/rev") if key in labels]
    named = [each.name for each in sail]
    known = [each for each in (*own, *tags, *named) if each is not None]
    is_open = len(known) < len(own) + len(tags) + len(named)
    return Revisions(frozenset(known), stems, is_open, bool(tags))


def _tags(install: Install) -> list[str | None]:
    """The tags that an install sets; ``None`` for each that is not known."""
    value = install.setting("revisionTags").value
    default = install.setting("defaultRevision").value
    said = value if isinstance(value, list) else [value] if value else []
    names = [each if isinstance(each, str) else None for each in said]
    return [*names, *([DEFAULT] if isinstance(default, str) and default else [])]
