"""Documents without ``apiVersion`` and ``kind``, told apart by their name and their keys."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from istiolint.inputs.charts import (
    chart_by_file_name,
    chart_by_keys,
    chart_in_comment,
    is_gateway,
    is_istiod,
)
from istiolint.inputs.containers import trees
from istiolint.inputs.document import (
    Classified,
    Document,
    Form,
    HelmRelease,
    Role,
    Tree,
    with_trees,
)
from istiolint.inputs.fleet import fleet
from istiolint.inputs.gitops import helmfile
from istiolint.inputs.mesh_keys import is_mesh_config
from istiolint.inputs.neighbours import KUSTOMIZATION_FILES
from istiolint.kinds import KUSTOMIZATION
from istiolint.syntax.comments import Comment
from istiolint.syntax.node import Node

WRAPPERS = ("_internal_defaults_do_not_set", "defaults")
"""Keys below which a chart of Istio keeps its own default values."""


def bare(document: Document, name: str, comments: tuple[Comment, ...]) -> Iterator[Classified]:
    """What a document is that says no kind, in a file of that name."""
    root = document.root
    chart = next((chart for each in comments if (chart := chart_in_comment(each.text))), None)
    if chart is not None:
        yield _values(document, HelmRelease(chart), said=True)
    elif name in KUSTOMIZATION_FILES:
        form = document._replace(form=Form.KUSTOMIZATION)
        yield from with_trees(form, trees(KUSTOMIZATION, root))
    elif name == "Chart.yaml":
        yield document._replace(form=Form.CHART)
    elif _is_helmfile(document.source.path) and root.at("releases"):
        yield from with_trees(document._replace(form=Form.HELMFILE), helmfile(root))
    elif name == "fleet.yaml":
        yield from with_trees(document._replace(form=Form.FLEET), fleet(root))
    elif _has_alert_rules(root):
        yield document._replace(form=Form.ALERT_RULES)
    elif is_mesh_config(root):
        tree = Tree(Role.MESH_CONFIG, root)
        yield document._replace(form=Form.MESH_CONFIG, trees=(tree,))
    else:
        yield _values_or_candidate(document)


def _values_or_candidate(document: Document) -> Document:
    root = document.root
    own = next((node for key in WRAPPERS if (node := root.get(key)) and node.is_mapping), None)
    inner = own or root
    # Keys decide against the name only where no other chart has them.
    by_name = chart_by_file_name(document.source.path)
    chart = "istiod" if is_istiod(inner) else by_name or chart_by_keys(inner)
    if chart is not None and by_name is None and is_gateway(document.source.path, inner):
        chart = "gateway"  # what it has of another chart is a mistake
    if own is not None and chart is not None and len(list(root.entries())) == 1:
        return document._replace(trees=(Tree(Role.OWN_VALUES, own, HelmRelease(chart)),))
    if chart is None and "values" not in posixpath.basename(document.source.path):
        return document  # without trees: it takes a document that names it to be values
    # Without a chart, a Chart.yaml beside it may yet say whose values these are.
    return _values(document, HelmRelease(chart))


def _values(document: Document, release: HelmRelease, *, said: bool = False) -> Document:
    return document._replace(trees=(Tree(Role.VALUES, document.root, release, said=said),))


def _is_helmfile(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return name.startswith("helmfile") or folder.rpartition("/")[2] == "helmfile.d"


def _has_alert_rules(root: Node) -> bool:
    rules = (rule for group in root.items("groups") for rule in group.items("rules"))
    return any(rule.scalar("alert") or rule.scalar("record") for rule in rules)
