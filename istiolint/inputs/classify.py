"""What a document is, or why it is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.diagnostic import ObjectName
from istiolint.inputs.document import Classified, Document, Form, with_trees
from istiolint.kinds import HOLDERS, KUSTOMIZATION, SECRET, Kind, is_read
from istiolint.syntax.comments import Comment
from istiolint.syntax.node import Node
from istiolint.syntax.tape import Tape
from istiolint.text import Source, Span

_SOPS_KEYS = ("mac", "lastmodified", "encrypted_regex", "unencrypted_suffix", "kms", "age", "pgp")


def classify(
    source: Source, number: int, span: Span, tape: Tape, comments: tuple[Comment, ...]
) -> Iterator[Classified]:
    """What one parsed document is; several things for a ``List``."""
    root = Node(tape)
    name = source.path.rpartition("/")[2]
    if root.is_sequence and _is_json_patch(root):
        yield "JSON patch"
    elif not root.is_mapping:
        yield "neither an object nor values: not a mapping"
    elif name != "Chart.yaml" and (said := _object_name(root)).kind and said.api_version:
        # Once for all items of a list, which may be long.
        has_patch = source.text.find("$patch", *span) >= 0
        for each in _objects(Document(source, number, span, Form.RESOURCE, root, said)):
            yield from _object(each, has_patch=has_patch)
    elif _is_sops(root):
        yield "encrypted with SOPS"
    else:
        from istiolint.inputs.bare import bare

        yield from bare(Document(source, number, span, Form.VALUES, root), name, comments)


def _objects(document: Document) -> Iterator[Document]:
    """An object, or those in a list of objects."""
    said = document.object
    items = document.root.items("items") if said and said.kind.endswith("List") else []
    if (said and said.kind == "List") or any(item.scalar("kind") for item in items):
        for item in items:
            yield from _objects(document._replace(root=item, object=_object_name(item)))
    else:
        yield document


def _object(document: Document, *, has_patch: bool) -> Iterator[Classified]:
    root, said, kind = document.root, document.object, document.kind
    if said is None or kind is None or not (said.api_version and said.kind):
        yield "an item of a list that is no object: no apiVersion or no kind"
    elif kind != SECRET and _is_sops(root):
        yield "encrypted with SOPS"
    elif not is_read(kind):
        yield not_read(kind)
    elif has_patch and _is_patch(root):
        yield "Kustomize patch"
    else:
        if kind.group == KUSTOMIZATION.group:
            document = document._replace(form=Form.KUSTOMIZATION)
        yield from _with_settings(document, kind)


def _with_settings(document: Document, kind: Kind) -> Iterator[Classified]:
    """The object with the trees of settings in it; most kinds never have any."""
    if kind not in HOLDERS:
        yield document
        return
    from istiolint.inputs.containers import trees

    yield from with_trees(document, trees(kind, document.root))


def not_read(kind: Kind) -> str:
    """The reason for leaving an object alone that says nothing about a mesh."""
    return f"no rule reads kind {kind}"


def _object_name(root: Node) -> ObjectName:
    return ObjectName(
        _text(root, "apiVersion") or "",
        _text(root, "kind") or "",
        _text(root, "metadata", "namespace"),
        _text(root, "metadata", "name"),
    )


def _text(root: Node, *path: str) -> str | None:
    node = root.scalar(*path)
    return node.value if node is not None else None


def _is_json_patch(root: Node) -> bool:
    items = root.items()
    return bool(items) and all(item.scalar("op") and item.scalar("path") for item in items)


def _is_patch(root: Node) -> bool:
    """Whether a key somewhere says how the object is laid over another one."""
    return "$patch" in root.tape.values[root.row : root.tape.nexts[root.row]]


def _is_sops(root: Node) -> bool:
    sops = root.get("sops")
    return sops is not None and any(sops.get(key) is not None for key in _SOPS_KEYS)
