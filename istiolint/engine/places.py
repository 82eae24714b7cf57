"""What a node is part of: the object it belongs to, and the tree its setting is in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from istiolint.diagnostic import ObjectName
from istiolint.inputs.document import Document, Tree
from istiolint.syntax.node import Node
from istiolint.syntax.show import dotted


class Place(NamedTuple):
    """Where a finding stands, in the terms of the report."""

    resource: ObjectName | None
    field: str | None
    container: str | None


class Places:
    """Finds the place of any node of the documents in sight.

    The table is made when the first finding needs it; most runs on a clean tree never do.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents
        self._by_tape: dict[int, list[tuple[Document, Tree | None]]] | None = None

    def of(self, node: Node) -> Place:
        """The place of a node."""
        candidates = self._table().get(id(node.tape), [])
        inside = [
            (document, tree)
            for document, tree in candidates
            if _contains(tree.root if tree else document.root, node)
        ]
        if not inside:
            return Place(None, None, None)
        # Of nested trees the one that begins last is the innermost.
        document, tree = max(inside, key=lambda each: _start(*each))
        root = document.root if tree is None else tree.root
        depth = len(root.path)
        field = dotted(node.path[depth:]) or None
        return Place(document.object, field, tree.container or None if tree else None)

    def _table(self) -> dict[int, list[tuple[Document, Tree | None]]]:
        if self._by_tape is None:
            self._by_tape = {}
            for document in self._documents:
                roots: list[Tree | None] = [None, *document.trees]
                for tree in roots:
                    root = tree.root if tree else document.root
                    self._by_tape.setdefault(id(root.tape), []).append((document, tree))
        return self._by_tape


def _start(document: Document, tree: Tree | None) -> tuple[int, bool]:
    return (tree.root.row if tree else document.root.row, tree is not None)


def _contains(root: Node, node: Node) -> bool:
    """Whether a node lies in the tree below ``root``, both on the same tape."""
    return root.row <= node.site < root.tape.nexts[root.row]
