"""The index of some files."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import deployed_together, relate
from istiolint.install.assemble import installs
from istiolint.project.project import Project
from istiolint.resources.resource import Resource
from istiolint.text import Source

Index = Callable[..., Project]


def index(
    files: dict[str, str] | str,
    *,
    closed_world: bool = False,
    scopes: tuple[tuple[str, ...], ...] = (),
) -> Project:
    """The index of some files."""
    texts = {"a.yaml": files} if isinstance(files, str) else files
    found = [contribute(Source(path, dedent(text))) for path, text in texts.items()]
    related = relate([document for each in found for document in each.documents])
    resources = [Resource(each, each.object) for each in related.documents if each.object]
    return Project(
        resources,
        installs(related.documents, lambda _: None, texts),
        closed_world=closed_world,
        scopes=(*scopes, *deployed_together(related.documents)),
    )


@pytest.fixture
def project() -> Index:
    """Make the index of some files."""
    return index
