"""Values that one document names and another one in sight holds.

A tree whose role is to say that values are elsewhere gives way to the trees of the document
that it names. What is not found stays as it is: not known.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from istiolint.inputs.document import Document, Form, HelmRelease, Reference, Role, Tree
from istiolint.inputs.generated import Generated, generated
from istiolint.inputs.k3s import joined
from istiolint.inputs.nearness import nearest
from istiolint.inputs.trees import embedded_tree, encoded_tree, tree
from istiolint.inputs.umbrella import istios_own, taken_apart
from istiolint.kinds import CONFIG_MAP, SECRET, Kind
from istiolint.syntax.node import Node

Charts = Mapping[str, Node]
"""The roots of all ``Chart.yaml`` in sight, by folder."""


def is_open(document: Document) -> bool:
    """Whether other documents may say more about the trees of one."""
    return any(tree.reference or tree.release.folders for tree in document.trees)


def resolve(documents: Sequence[Document], charts: Charts) -> list[Document]:
    """All documents, with trees in the place of references, and those that are but parts told."""
    known = _Known(documents, charts)
    found = [known.resolved(each) if is_open(each) else each for each in documents]
    return joined([known.as_part(each) for each in found])


class _Known:
    """The documents in sight, by what others call them, and what has been taken from them."""

    def __init__(self, documents: Sequence[Document], charts: Charts) -> None:
        self._charts = charts
        values = (each for each in documents if each.form is Form.VALUES and each.number == 0)
        self._files = {each.source.path: each for each in values}
        self._maps: dict[tuple[Kind, str], list[Document]] = {}
        for each in documents:
            kind = each.kind
            if kind in (CONFIG_MAP, SECRET) and each.object is not None and each.object.name:
                self._maps.setdefault((kind, each.object.name), []).append(each)
        self._generated = generated(documents)
        self._texts: dict[tuple[str, Node], tuple[Tree, ...]] = {}
        self._taken: dict[tuple[str, int, int], list[Tree]] = {}

    def resolved(self, document: Document) -> Document:
        """A document with the trees that its own ones stand for."""
        groups: dict[HelmRelease, list[Tree]] = {}
        for each in document.trees:
            found = list(self._found(each, document)) if each.reference else []
            groups.setdefault(each.release, []).extend(found or [each])
        parts = (self._of_chart(release, trees) for release, trees in groups.items())
        return document._replace(trees=tuple(tree for part in parts for tree in part))

    def as_part(self, document: Document) -> Document:
        """A document, marked if its trees belong to others."""
        taken = self._taken.get(_identity(document))
        if taken is None:
            return document
        own = [each for each in document.trees if each.release.chart is not None]
        return document._replace(trees=(*own, *(() if own else taken)), is_part=True)

    def _found(self, tree: Tree, document: Document) -> Iterator[Tree]:
        reference = tree.reference or Reference()
        if reference.kind is None:
            file = next((path for path in reference.files if path in self._files), None)
            yield from self._of_file(file, tree.release)
            return
        held = self._held(reference, document)
        if isinstance(held, str):
            yield from self._of_file(held, tree.release) if tree.target is None else ()
        elif held is not None:
            yield from self._of_map(*held, tree)

    def _of_file(self, path: str | None, release: HelmRelease) -> Iterator[Tree]:
        document = self._files.get(path) if path is not None else None
        if document is not None:
            found = list(tree(Role.VALUES, document.root, release))
            yield from self._take(document, [each for each in found if isinstance(each, Tree)])

    def _of_map(self, document: Document, text: Node, asked: Tree) -> Iterator[Tree]:
        release, is_encoded = asked.release, _is_encoded(document, text)
        if asked.target is not None:
            if not is_encoded:
                yield asked._replace(role=Role.PARAMETERS, root=text, reference=None)
            return
        key = (document.source.path, text)
        if key not in self._texts:
            found = (encoded_tree if is_encoded else embedded_tree)(Role.VALUES, text)
            self._texts[key] = tuple(each for each in found if isinstance(each, Tree))
        for held in self._texts[key]:
            if held.role is Role.VALUES:
                inner = tree(Role.VALUES, held.root, release)
                trees = [each._replace(text=text) for each in inner if isinstance(each, Tree)]
                yield from self._take(document, trees)

    def _held(self, asked: Reference, user: Document) -> str | tuple[Document, Node] | None:
        """The file, or the text in an object, that a reference is about, if that is certain."""
        named = self._maps.get((asked.kind, asked.name), ()) if asked.kind is not None else ()
        maps = [each for each in named if _is_in(asked.namespace, each)]
        generators = self._generated.get(asked.name, [])
        generators = [each for each in generators if each.kind == asked.kind]
        if any(each.is_changed for each in generators):
            return None
        fit = [each for each in generators if asked.namespace in (each.namespace, None)]
        fit = fit or [each for each in generators if each.namespace is None]
        candidates: list[tuple[str, Document | Generated]] = [
            *((each.source.path, each) for each in maps),
            *((each.path, each) for each in fit),
        ]
        one = nearest(candidates, user.source.path)
        if isinstance(one, Document):
            # What is plain in a Secret takes the place of what is encoded.
            text = one.root.scalar("stringData", asked.key) if asked.kind == SECRET else None
            text = text or one.root.text("data", asked.key)
            return None if text is None else (one, text)
        return one.files.get(asked.key) if one is not None else None

    def _take(self, document: Document, trees: list[Tree]) -> list[Tree]:
        self._taken.setdefault(_identity(document), trees)
        return trees

    def _of_chart(self, release: HelmRelease, trees: Sequence[Tree]) -> Iterator[Tree]:
        """Trees for a chart that may lie in the repository: for that, or for those below it."""
        folder = next((each for each in release.folders if each in self._charts), None)
        if folder is None:
            yield from trees if release.chart is not None or not release.folders else ()
            return
        chart = self._charts[folder]
        own = istios_own(chart)
        if own is not None:
            version = chart.text("version")
            here = release._replace(chart=own, version=version.value if version else None)
            yield from (each._replace(release=here) for each in trees)
            return
        below = self._of_file(posixpath.join(folder, "values.yaml"), release)
        for dependency, found in taken_apart(chart, [*below, *trees]):
            here = dependency.release._replace(namespace=release.namespace)
            yield from found or [Tree(Role.NO_VALUES, trees[0].root, here)]


def _is_encoded(document: Document, text: Node) -> bool:
    """Whether a text of an object is in base64."""
    return document.kind == SECRET and document.root.scalar("stringData", *text.path[-1:]) != text


def _identity(document: Document) -> tuple[str, int, int]:
    return document.source.path, document.number, document.root.site


def _is_in(namespace: str | None, document: Document) -> bool:
    """Whether an object may be in a namespace; what is not said may be filled in."""
    own = document.object.namespace if document.object is not None else None
    return namespace is None or own is None or own == namespace
