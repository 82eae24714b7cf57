"""Files that may say more about others because of where they lie."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Iterator, Sequence

from istiolint.inputs.document import Document, Form
from istiolint.inputs.generated import generated

KUSTOMIZATION_FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")

_OF_A_CHART = ("Chart.yaml", "values.yaml")


def neighbours(documents: Sequence[Document]) -> Iterator[str]:
    """Paths of files that may say more about these documents, whether they exist or not."""
    for path, form in dict.fromkeys((each.source.path, each.form) for each in documents):
        folder = posixpath.dirname(path)
        if form is Form.VALUES:
            yield posixpath.join(folder, "Chart.yaml")
        elif form is Form.CHART:
            yield posixpath.join(folder, "values.yaml")
        elif form is Form.RESOURCE:
            yield from (posixpath.join(folder, name) for name in KUSTOMIZATION_FILES)
    wanted: set[str] = set()
    for tree in (tree for document in documents for tree in document.trees):
        for folder in tree.release.folders:
            yield from (posixpath.join(folder, name) for name in _OF_A_CHART)
        if tree.reference is not None:
            yield from tree.reference.files
            wanted.add(tree.reference.name)
    yield from _generated(documents, wanted)


def _generated(documents: Iterable[Document], wanted: Container[str]) -> Iterator[str]:
    """The files of generated ConfigMaps that hold values for somebody."""
    for name, generators in generated(documents).items():
        if name in wanted:
            yield from (path for each in generators for path in each.files.values())
