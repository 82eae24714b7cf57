"""Annotations of objects that ask for silence: those of istioctl, of Kiali, and our own.

Generated YAML has no comments, and who lints it already may have told other tools.
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.diagnostic import Diagnostic
from istiolint.inputs.document import Contribution, Document
from istiolint.rules.registry import entries, named
from istiolint.suppress.directive import names_in
from istiolint.suppress.keys import ISTIOCTL, KIALI, OURS, has_annotations
from istiolint.suppress.notices import no_such_rule
from istiolint.suppress.silence import ANNOTATION, Silence
from istiolint.syntax.node import Node

# By key: what the codes begin with, and the word that stands for all of them. For Kiali
# that is an empty value.
_THEIRS = {ISTIOCTL: ("IST", "*"), KIALI: ("KIA", "")}


def annotated(contribution: Contribution) -> Iterator[Silence | Diagnostic]:
    """What the annotations of a file's objects silence, and names that stand for no rule."""
    if not has_annotations(contribution.source.text):
        return
    for document in contribution.documents:
        annotations = document.root.at("metadata", "annotations")
        if document.object is None or annotations is None:
            continue
        for key in (OURS, *_THEIRS):
            value = annotations.get(key)
            if value is not None and value.is_scalar:
                yield from _read(document, key, value)


def _read(document: Document, key: str, value: Node) -> Iterator[Silence | Diagnostic]:
    if key == OURS:
        for name in names_in(value.value):
            at = value.part(*name.span).location
            rules = named(name.word)
            yield (
                no_such_rule(name.word, at)
                if rules is None
                else _silence(document, key, name.word, rules, value.part(*name.span))
            )
        return
    for word in [name.word for name in names_in(value.value)] or [""]:
        rules = _with_code(word, *_THEIRS[key])
        yield _silence(document, key, word, rules, value)


def _with_code(word: str, prefix: str, everything: str) -> tuple[str, ...]:
    """The rules that cover a code, or with the right word any code of that tool."""
    if word == everything:
        rows = entries().values()
        return tuple(
            row.name for row in rows if any(code.startswith(prefix) for code in row.upstream)
        )
    return (named(word) or ()) if word.startswith(prefix) else ()


def _silence(document: Document, key: str, word: str, rules: tuple[str, ...], at: Node) -> Silence:
    return Silence(
        word, frozenset(rules), document.root.span, ANNOTATION, key, at.location, document.object
    )
