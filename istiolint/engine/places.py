"""What a node is part of: the object it belongs to, and the tree its setting is in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from istiolint.diagnostic import ObjectName
from istiolint.inputs.document import Document, Form, Role, Tree, path_below
from istiolint.syntax.node import Node
from istiolint.syntax.show import dotted


class Place(NamedTuple):
    """Where a finding stands, in the terms of the report.

    An item of a ``List`` is an object of its own: paths begin at the item.
    """

    resource: ObjectName | None
    field: str | None
    container: str | None


class _Region(NamedTuple):
    """The rows of a tape that a document or one of its trees covers."""

    first: int
    end: int
    document: Document
    tree: Tree | None


class Places:
    """Finds the place of any node of the documents in sight.

    The table is made when the first finding needs it; most runs on a clean tree never do.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents
        self._by_tape: dict[int, list[_Region]] | None = None

    def of(self, node: Node) -> Place:
        """The place of a node: in the innermost of the trees around it, if there is any."""
        if self._by_tape is None:
            self._by_tape = _regions(self._documents)
        regions = self._by_tape.get(id(node.tape), [])
        at = bisect_right(regions, node.site, key=lambda each: each.first)
        around = (each for each in reversed(regions[:at]) if node.site < each.end)
        region = next(around, None)
        if region is None:
            return Place(None, None, None)
        document, tree = region.document, region.tree
        root = document.root if tree is None else tree.root
        container = document.container(tree) if tree is not None else None
        # Rules in the values of a chart have the path that they have there.
        is_inner = document.form is Form.ALERT_RULES
        path = node.path if is_inner else path_below(root, node)
        return Place(document.object, dotted(path) or None, container or None)


def _regions(documents: Iterable[Document]) -> dict[int, list[_Region]]:
    """All regions by tape, those that begin last and are trees last."""
    found: dict[int, list[_Region]] = {}
    for document in documents:
        trees = (
            tree for tree in document.trees if tree.role not in _NO_TREES and document.holds(tree)
        )
        for tree in (None, *trees):
            root = document.root if tree is None else tree.root
            end = root.tape.nexts[root.row]
            region = _Region(root.row, end, document, tree)
            found.setdefault(id(root.tape), []).append(region)
    for regions in found.values():
        regions.sort(key=lambda each: (each.first, each.tree is not None))
    return found


_NO_TREES = (Role.NO_VALUES, Role.UNSEEN, Role.PARAMETERS)
"""Roles of trees that are parts of their object, with no paths of their own."""
