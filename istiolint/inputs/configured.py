"""Installs that the configuration or the command line puts together from several files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from istiolint.inputs.containers import trees
from istiolint.inputs.document import Document, Form, HelmRelease, Role, Tree
from istiolint.inputs.set_tree import set_tree
from istiolint.inputs.set_values import Steps
from istiolint.inputs.trees import tree
from istiolint.kinds import ISTIO_OPERATOR
from istiolint.settings import InstallFiles
from istiolint.syntax.node import Node
from istiolint.text import Span


def configured(
    documents: Sequence[Document], installs: Sequence[InstallFiles]
) -> Sequence[Document]:
    """All documents; the last file of each install has the trees of all of them.

    The others are but parts, of which nothing is made by itself.
    """
    if not installs:
        return documents
    made = _Made(documents)
    for each in installs:
        if each.chart is None:
            made.of_operators(each)
        else:
            made.of_chart(each, each.chart)
    return made.documents()


class _Made:
    """Documents in the course of being put together."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._by_path: dict[str, list[Document]] = {}
        for each in documents:
            self._by_path.setdefault(each.source.path, []).append(each)
        self._owners: dict[int, Document] = {}
        self._parts: dict[int, Document] = {}
        self._others: list[Document] = []

    def documents(self) -> list[Document]:
        """What has become of all documents."""
        changed = {**self._parts, **self._owners}
        return [*(changed.get(id(each), each) for each in self._documents), *self._others]

    def of_chart(self, install: InstallFiles, chart: str) -> None:
        """Lay the files of a chart's release over one another."""
        release = HelmRelease(
            chart,
            None,
            install.release or install.name,
            install.namespace,
            install.name,
            install.istio_version,
        )
        files = [self._values(path) for path in install.files]
        known = [each for each in files if each is not None]
        single = _set(install, [each.root for each in known])
        owner = known[-1] if known else single
        if owner is None:
            return
        found: list[Tree] = []
        for each in (*files, *([single] if single else [])):
            unseen = Tree(Role.UNSEEN, owner.root, release)
            found += [unseen] if each is None else _trees(each, release)
        found = found or [Tree(Role.NO_VALUES, owner.root, release)]
        self._own(owner, found, known)
        if single is not None:
            part = single._replace(trees=_trees(single, release), is_part=True)
            self._others.append(self._owners.get(id(single), part))

    def of_operators(self, install: InstallFiles) -> None:
        """Lay IstioOperators over one another, as istioctl does."""
        known = [
            each
            for path in install.files
            for each in self._by_path.get(path, ())
            if each.kind == ISTIO_OPERATOR
        ]
        if not known:
            return
        single = _set(install, [spec for each in known if (spec := each.root.at("spec"))])
        release = HelmRelease(
            None, None, install.release, install.namespace, install.name, install.istio_version
        )
        all_of_them = [*known, *([single] if single else [])][::-1]
        found = [tree._replace(release=release) for each in all_of_them for tree in each.trees]
        self._own(known[-1], found, known, tuple(each.root for each in all_of_them))
        if single is not None:
            self._others.append(single._replace(is_part=True))

    def _values(self, path: str) -> Document | None:
        """The first document of a file, the only one that Helm reads, if it can be values."""
        documents = self._by_path.get(path, ())
        first = next((each for each in documents if each.number == 0), None)
        return first if first is not None and first.form is Form.VALUES else None

    def _own(
        self,
        owner: Document,
        found: Sequence[Tree],
        known: Iterable[Document],
        operators: tuple[Node, ...] = (),
    ) -> None:
        """Give the trees to one of the documents, and mark the others as parts."""
        before = self._owners.get(id(owner))
        trees = (*(before.trees if before is not None else ()), *found)
        self._owners[id(owner)] = owner._replace(
            trees=trees, is_part=False, is_whole=True, operators=operators
        )
        for each in known:
            own = [tree for tree in each.trees if tree.release.chart is not None]
            trees = tuple(own or [tree for tree in found if tree.root.tape is each.root.tape])
            kept = each.trees if each.kind == ISTIO_OPERATOR else trees
            self._parts[id(each)] = each._replace(trees=kept, is_part=True)


def _trees(document: Document, release: HelmRelease) -> tuple[Tree, ...]:
    found = tree(Role.VALUES, document.root, release)
    return tuple(each for each in found if isinstance(each, Tree))


def _set(install: InstallFiles, below: Sequence[Node]) -> Document | None:
    """What is set one by one, as a document of its own; ``below`` are the values it is laid over.

    As an IstioOperator where the files are such.
    """

    def has_more(path: Steps) -> bool:
        return any(root.at(*path) is not None for root in below)

    root = set_tree(install, has_more)
    if root is None:
        return None
    source = root.tape.source
    document = Document(source, 0, Span(0, len(source.text)), Form.VALUES, root)
    found = trees(ISTIO_OPERATOR, root) if install.chart is None else ()
    return document._replace(trees=tuple(each for each in found if isinstance(each, Tree)))
