"""Addresses: of our documentation on the web, and of files in the user's repository."""

from __future__ import annotations

import posixpath

REPOSITORY: str | None = None
"""``owner/name`` on GitHub, once istiolint is published there.

Until then no output has a link to it, as that would be dead. ``python -m tools.derive`` puts
it into the documentation, where ``OWNER/istiolint`` stands for it.
"""


def project_url() -> str | None:
    """Where istiolint is on the web, if it is."""
    return None if REPOSITORY is None else f"https://github.com/{REPOSITORY}"


def rule_url(rule: str) -> str | None:
    """Where the page of a rule is on the web, if it is; ``explain`` shows it anyhow."""
    project = project_url()
    return None if project is None else f"{project}/blob/main/docs/rules/{rule}.md"


def repository_path(path: str, prefix: str) -> str:
    """A reported path as seen from the root of the repository.

    A file outside the repository keeps its leading ``..``, an absolute path stays as it is.
    """
    return posixpath.normpath(prefix + path if not posixpath.isabs(path) else path)
