"""Projects made of texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from istiolint.lint import Inputs, project_in, read
from istiolint.project.project import Project
from istiolint.settings import Settings
from istiolint.text import Source

Make = Callable[..., Project]


@pytest.fixture
def project() -> Make:
    """All that texts by path come to; those under ``context/`` are not asked about."""

    def make(texts: dict[str, str], *, closed_world: bool = False) -> Project:
        sources = {path: Source(path, text) for path, text in texts.items()}
        asked = frozenset(path for path in sources if not path.startswith("context/"))
        inputs = Inputs(sources, asked)
        settings = Settings()
        reading = read(sources.values())
        return project_in(inputs, lambda _: settings, reading, closed_world=closed_world)

    return make
