"""What a document is, or why it is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.diagnostic import ObjectName
from istiolint.inputs.charts import (
    chart_by_file_name,
    chart_by_keys,
    chart_in_comment,
    is_istiod,
    is_mesh_config,
)
from istiolint.inputs.containers import trees
from istiolint.inputs.document import Document, Form, Release, Role, Tree
from istiolint.inputs.gitops import fleet, helmfile
from istiolint.inputs.trees import Found
from istiolint.kinds import KUSTOMIZATION, SECRET, Kind, is_read
from istiolint.syntax.comments import Comment
from istiolint.syntax.node import Node
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Tape
from istiolint.text import Source, Span

WRAPPERS = ("_internal_defaults_do_not_set", "defaults")
"""Keys below which a chart of Istio keeps its own default values."""

KUSTOMIZATION_FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")

_SOPS_KEYS = ("mac", "lastmodified", "encrypted_regex", "unencrypted_suffix", "kms", "age", "pgp")

Classified = Document | str | tuple[Node, Problem]
"""A document, the reason for leaving one alone, or what is wrong in embedded text."""


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
        yield from _settings(Document(source, number, span, Form.VALUES, root), name, comments)


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
        yield from _with_trees(document, trees(kind, root))


def not_read(kind: Kind) -> str:
    """The reason for leaving an object alone that says nothing about a mesh."""
    return f"no rule reads kind {kind}"


def _object_name(root: Node) -> ObjectName:
    metadata = root.get("metadata") or root
    named = metadata is not root
    return ObjectName(
        _text(root.scalar("apiVersion")) or "",
        _text(root.scalar("kind")) or "",
        _text(metadata.scalar("namespace")) if named else None,
        _text(metadata.scalar("name")) if named else None,
    )


def _text(node: Node | None) -> str | None:
    return node.value if node is not None else None


def _settings(document: Document, name: str, comments: tuple[Comment, ...]) -> Iterator[Classified]:
    """Files without ``apiVersion`` and ``kind``, told apart by their name and their keys."""
    root = document.root
    chart = next((chart for each in comments if (chart := chart_in_comment(each.text))), None)
    if chart is not None:
        yield _values(document, Release(chart), said=True)
    elif name in KUSTOMIZATION_FILES:
        form = document._replace(form=Form.KUSTOMIZATION)
        yield from _with_trees(form, trees(KUSTOMIZATION, root))
    elif name == "Chart.yaml":
        yield document._replace(form=Form.CHART)
    elif _is_helmfile(document.source.path) and root.at("releases"):
        yield from _with_trees(document._replace(form=Form.HELMFILE), helmfile(root))
    elif name == "fleet.yaml":
        yield from _with_trees(document._replace(form=Form.FLEET), fleet(root))
    elif _has_alert_rules(root):
        yield document._replace(form=Form.ALERT_RULES)
    elif is_mesh_config(root):
        tree = Tree(Role.MESH_CONFIG, root)
        yield document._replace(form=Form.MESH_CONFIG, trees=(tree,))
    else:
        yield _values_or_unknown(document, name)


def _values_or_unknown(document: Document, name: str) -> Classified:
    root = document.root
    own = next((node for key in WRAPPERS if (node := root.get(key)) and node.is_mapping), None)
    inner = own or root
    # Keys decide against the name only where no other chart has them.
    by_name = chart_by_file_name(document.source.path)
    chart = "istiod" if is_istiod(inner) else by_name or chart_by_keys(inner)
    if own is not None and chart is not None and len(list(root.entries())) == 1:
        return document._replace(trees=(Tree(Role.OWN_VALUES, own, Release(chart)),))
    if chart is None and "values" not in name:
        return "no apiVersion and kind, and no keys of an Istio chart"
    # Without a chart, a Chart.yaml beside it may yet say whose values these are.
    return _values(document, Release(chart))


def _values(document: Document, release: Release, *, said: bool = False) -> Document:
    return document._replace(trees=(Tree(Role.VALUES, document.root, release, said=said),))


def _with_trees(document: Document, found: Found) -> Iterator[Classified]:
    parts = list(found)
    yield document._replace(trees=tuple(each for each in parts if isinstance(each, Tree)))
    for each in parts:
        if not isinstance(each, Tree):
            yield each


def _is_helmfile(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return name.startswith("helmfile") or folder.rpartition("/")[2] == "helmfile.d"


def _is_json_patch(root: Node) -> bool:
    items = root.items()
    return bool(items) and all(item.scalar("op") and item.scalar("path") for item in items)


def _is_patch(root: Node) -> bool:
    """Whether a key somewhere says how the object is laid over another one."""
    return "$patch" in root.tape.values[root.row : root.tape.nexts[root.row]]


def _has_alert_rules(root: Node) -> bool:
    rules = (rule for group in root.items("groups") for rule in group.items("rules"))
    return any(rule.scalar("alert") or rule.scalar("record") for rule in rules)


def _is_sops(root: Node) -> bool:
    sops = root.get("sops")
    return sops is not None and any(sops.get(key) is not None for key in _SOPS_KEYS)
