"""Files that may say more about others because of where they lie."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from istiolint.inputs.document import Document, Form

KUSTOMIZATION_FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def neighbours(documents: Iterable[Document]) -> Iterator[str]:
    """Paths of files that may say more about these documents, whether they exist or not."""
    for path, form in dict.fromkeys((each.source.path, each.form) for each in documents):
        folder = posixpath.dirname(path)
        if form is Form.VALUES:
            yield posixpath.join(folder, "Chart.yaml")
        elif form is Form.RESOURCE:
            yield from (posixpath.join(folder, name) for name in KUSTOMIZATION_FILES)
