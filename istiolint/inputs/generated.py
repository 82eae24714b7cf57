"""ConfigMaps and Secrets that a kustomization makes of files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from istiolint.inputs.document import Document, Form
from istiolint.inputs.trees import beside, said
from istiolint.kinds import CONFIG_MAP, SECRET, Kind
from istiolint.syntax.node import Node


class Generated(NamedTuple):
    """An object as ``configMapGenerator`` or ``secretGenerator`` describes it.

    ``path`` is that of the kustomization, ``files`` are paths by key. It ``is_changed`` where
    one kustomization only changes what another one makes.
    """

    kind: Kind
    path: str
    namespace: str | None
    files: Mapping[str, str]
    is_changed: bool


def generated(documents: Iterable[Document]) -> dict[str, list[Generated]]:
    """The generated objects by name."""
    found: dict[str, list[Generated]] = {}
    for document in documents:
        if document.form is Form.KUSTOMIZATION:
            for kind, each in _generators(document.root):
                name = said(each.text("name"))
                if name is not None:
                    found.setdefault(name, []).append(_generated(document, kind, each))
    return found


def _generators(root: Node) -> Iterator[tuple[Kind, Node]]:
    for key, kind in (("configMapGenerator", CONFIG_MAP), ("secretGenerator", SECRET)):
        yield from ((kind, each) for each in root.items(key))


def _generated(document: Document, kind: Kind, said_of_it: Node) -> Generated:
    namespace = said_of_it.text("namespace") or document.root.text("namespace")
    behavior = said(said_of_it.text("behavior"))
    files = dict(_files(said_of_it.items("files")))
    is_changed = behavior not in (None, "create", "unspecified")
    return Generated(kind, document.source.path, said(namespace), files, is_changed)


def _files(items: Iterable[Node]) -> Iterator[tuple[str, str]]:
    for item in items:
        key, equals, path = item.value.partition("=")
        found = beside(item, path if equals else key)
        yield from ((key if equals else posixpath.basename(key), each) for each in found)
