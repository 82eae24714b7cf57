"""What a document is, or why it is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.diagnostic import ObjectName
from istiolint.inputs.charts import (
    chart_by_file_name,
    chart_by_keys,
    chart_in_comment,
    is_istiod,
    is_mesh_config,
)
from istiolint.inputs.containers import fleet, helmfile, trees
from istiolint.inputs.document import Document, Form, Release, Role, Tree
from istiolint.kinds import LIST, Kind, is_read
from istiolint.syntax.comments import Comment
from istiolint.syntax.node import Node
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import MAPPING, Tape
from istiolint.text import Source, Span

_TEMPLATE_LINE = re.compile(r"^[ \t]*\{\{[-<]?|[:\[,-][ \t]+\{\{[-<]?[ \t]*[.$(\w]", re.MULTILINE)
WRAPPERS = ("_internal_defaults_do_not_set", "defaults")
"""Keys below which a chart of Istio keeps its own default values."""

_PATCH_KEYS = ("op", "path")
_SOPS_KEYS = ("mac", "lastmodified", "encrypted_regex", "unencrypted_suffix", "kms", "age", "pgp")

Classified = Document | str | tuple[Node, Problem]
"""A document, the reason for leaving one alone, or what is wrong in embedded text."""


def is_template(text: str, tape: Tape | None) -> bool:
    """Whether a document still has Helm template actions in it.

    Actions inside quoted or plain scalars, as an ApplicationSet or a Prometheus alert
    has them, do not count: the document is YAML with them.
    """
    if "{{" not in text:
        return False
    if tape is None:
        return _TEMPLATE_LINE.search(text) is not None
    begins = tape.text.startswith
    return any(
        kind == MAPPING and begins("{{", tape.base + tape.starts[row])
        for row, kind in enumerate(tape.kinds)
    )


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
    elif root.scalar("kind") and root.scalar("apiVersion") and name != "Chart.yaml":
        yield from _objects(source, number, span, root)
    elif _is_sops(root):
        yield "encrypted with SOPS"
    else:
        yield from _settings(Document(source, number, span, Form.VALUES, root), name, comments)


def _objects(source: Source, number: int, span: Span, root: Node) -> Iterator[Classified]:
    said = _object_name(root)
    kind = Kind.of(said.api_version, said.kind)
    if kind == LIST or (root.at("items") and kind.name.endswith("List")):
        for item in root.items("items"):
            yield from _objects(source, number, span, item)
    elif not is_read(kind):
        yield not_read(kind)
    elif root.get("$patch") is not None:
        yield "Kustomize patch"
    elif _is_sops(root):
        yield "encrypted with SOPS"
    else:
        form = Form.KUSTOMIZATION if kind.group == "kustomize.config.k8s.io" else Form.RESOURCE
        document = Document(source, number, span, form, root, said)
        yield from _with_trees(document, trees(kind, root))


def not_read(kind: Kind) -> str:
    """The reason for leaving an object alone that says nothing about a mesh."""
    return f"no rule reads kind {kind}"


def _object_name(root: Node) -> ObjectName:
    namespace, name = root.scalar("metadata", "namespace"), root.scalar("metadata", "name")
    return ObjectName(
        _text(root.scalar("apiVersion")) or "",
        _text(root.scalar("kind")) or "",
        _text(namespace),
        _text(name),
    )


def _text(node: Node | None) -> str | None:
    return node.value if node is not None else None


def _settings(document: Document, name: str, comments: tuple[Comment, ...]) -> Iterator[Classified]:
    """Files without ``apiVersion`` and ``kind``, told apart by their name and their keys."""
    root = document.root
    said = next((chart for each in comments if (chart := chart_in_comment(each.text))), None)
    if said is not None:
        yield _values(document, said)
    elif name in ("kustomization.yaml", "kustomization.yml", "Kustomization"):
        yield document._replace(form=Form.KUSTOMIZATION)
    elif name == "Chart.yaml":
        yield document._replace(form=Form.CHART)
    elif name.startswith("helmfile") and root.at("releases"):
        yield from _with_trees(document._replace(form=Form.HELMFILE), helmfile(root))
    elif name == "fleet.yaml":
        yield from _with_trees(document._replace(form=Form.FLEET), fleet(root))
    elif any(
        rule.scalar("alert") or rule.scalar("record")
        for group in root.items("groups")
        for rule in group.items("rules")
    ):
        yield document._replace(form=Form.ALERT_RULES)
    elif is_mesh_config(root):
        tree = Tree(Role.MESH_CONFIG, root)
        yield document._replace(form=Form.MESH_CONFIG, trees=(tree,))
    else:
        yield _values_or_unknown(document)


def _values_or_unknown(document: Document) -> Classified:
    root = document.root
    own = next((node for key in WRAPPERS if (node := root.get(key)) and node.is_mapping), None)
    by_name = chart_by_file_name(document.source.path)
    # Keys decide against the name only where no other chart has them.
    chart = "istiod" if is_istiod(own or root) else by_name or chart_by_keys(own or root)
    if own is not None and chart is not None:
        return document._replace(trees=(Tree(Role.OWN_VALUES, own, "", Release(chart)),))
    name = document.source.path.rpartition("/")[2]
    if chart is None and not name.startswith("values"):
        return "no apiVersion and kind, and no keys of an Istio chart"
    # Without a chart, a Chart.yaml beside it may yet say whose values these are.
    return _values(document, chart)


def _values(document: Document, chart: str | None) -> Document:
    tree = Tree(Role.VALUES, document.root, "", Release(chart))
    return document._replace(trees=(tree,))


def _with_trees(
    document: Document, found: Iterator[Tree | tuple[Node, Problem]]
) -> Iterator[Classified]:
    parts = list(found)
    good = tuple(each for each in parts if isinstance(each, Tree))
    yield document._replace(trees=good)
    for each in parts:
        if not isinstance(each, Tree):
            yield each


def _is_json_patch(root: Node) -> bool:
    items = root.items()
    return bool(items) and all(item.scalar(key) for item in items for key in _PATCH_KEYS)


def _has_alert_rules(root: Node) -> bool:
    rules = (rule for group in root.items("groups") for rule in group.items("rules"))
    return any(rule.scalar("alert") or rule.scalar("record") for rule in rules)


def _is_sops(root: Node) -> bool:
    sops = root.get("sops")
    return sops is not None and any(sops.get(key) is not None for key in _SOPS_KEYS)
