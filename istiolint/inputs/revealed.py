"""Texts that turn out to be YAML only when all documents are in sight.

Nothing but a release that names a ConfigMap tells that the text in it is a tree of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from istiolint.inputs.document import Contribution, Document, Form
from istiolint.syntax.comments import embedded_directives
from istiolint.syntax.tape import Tape


def revealed(
    contributions: Iterable[Contribution], documents: Iterable[Document]
) -> Iterator[Contribution]:
    """Contributions with such texts, the comments in them, and files that are values after all."""
    late: dict[str, list[Document]] = {}
    for document in documents:
        if any(_tapes(document)) or document.form is Form.VALUES:
            late.setdefault(document.source.path, []).append(document)
    for each in contributions:
        found = late.get(each.source.path)
        if not found:
            yield each
            continue
        known = {id(tape) for document in each.documents for tape in _tapes(document)}
        tapes = {id(tape): tape for document in found for tape in _tapes(document)}
        new = [tape for key, tape in tapes.items() if key not in known]
        comments = [comment for tape in new for comment in embedded_directives(tape)]
        yield each._replace(
            documents=_with(found, each.documents), comments=(*each.comments, *comments)
        )


def _with(found: Iterable[Document], documents: Iterable[Document]) -> tuple[Document, ...]:
    """Documents as they have been found to be, with those that were not among them."""
    late = {(each.number, each.root.site): each for each in found}
    known = [late.pop((each.number, each.root.site), each) for each in documents]
    return (*known, *late.values())


def _tapes(document: Document) -> Iterator[Tape]:
    """The texts in a document that are trees."""
    for tree in document.trees:
        if tree.text is not None and document.holds(tree):
            yield tree.root.tape
