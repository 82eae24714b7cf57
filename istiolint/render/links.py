"""Addresses: of our documentation on the web, and of files in the user's repository."""

from __future__ import annotations

import posixpath

INFORMATION_URL = "https://github.com/istiolint/istiolint"
RULE_URL = INFORMATION_URL + "/blob/main/docs/rules/"


def rule_url(rule: str) -> str:
    """Where the documentation of a rule is."""
    return f"{RULE_URL}{rule}.md"


def repository_path(path: str, prefix: str) -> str:
    """A reported path as seen from the root of the repository.

    A file outside the repository keeps its leading ``..``, an absolute path stays as it is.
    """
    return posixpath.normpath(prefix + path if not posixpath.isabs(path) else path)
