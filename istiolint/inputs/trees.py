"""What the finders of settings have in common: trees, and the releases of charts they are for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator

from istiolint.inputs.charts import chart_by_keys, chart_named
from istiolint.inputs.document import HelmRelease, Reference, Role, Tree
from istiolint.inputs.templates import NOT_RENDERED, is_template
from istiolint.syntax.embed import embedded
from istiolint.syntax.encoded import embedded_in_base64
from istiolint.syntax.node import Node
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Tape

Found = Iterator[Tree | tuple[Node, Problem] | str]
"""Trees, scalars whose text should hold one but cannot be read, and why one is left alone."""

VALUES_KEY = "values.yaml"
"""The entry of a ConfigMap or Secret that holds values, where none is named."""

_AMBIENT = ("base", "cni", "istiod", "ztunnel")
"""The charts that Istio's own umbrella chart depends on, under their own names."""


def said(node: Node | None) -> str | None:
    """The text of a scalar that is known."""
    return node.value if node is not None else None


def tree(role: Role, node: Node | None, release: HelmRelease = HelmRelease()) -> Found:  # noqa: B008 - frozen
    """The tree that a mapping is."""
    if node is not None and node.is_mapping:
        yield from _of_chart(Tree(role, node, release))


def embedded_tree(role: Role, node: Node | None, release: HelmRelease = HelmRelease()) -> Found:  # noqa: B008 - frozen
    """The tree in the text of a scalar; where that cannot be read, values are not known."""
    if node is None or not node.is_scalar or not node.value.strip():
        return
    tape = embedded(node)
    if not isinstance(tape, Problem) and not is_template(node.value, tape):
        if tape.is_mapping(0):
            yield from _of_chart(Tree(role, Node(tape), release, node))
        return
    is_rendered = not is_template(node.value, tape, file=node.tape.source.text)
    yield (node, tape) if isinstance(tape, Problem) and is_rendered else NOT_RENDERED
    if role is Role.VALUES:
        yield Tree(Role.UNSEEN, node, release)


def encoded_tree(role: Role, node: Node) -> Found:
    """The tree in the base64 of a scalar, if there is one; what is wrong in it nobody tells."""
    tape = embedded_in_base64(node)
    if isinstance(tape, Tape) and tape.is_mapping(0):
        yield from _of_chart(Tree(role, Node(tape), text=node))


def elsewhere(node: Node | None, release: HelmRelease) -> Found:
    """Values that are in a place which is not here, named by ``node``."""
    if node is not None and ((node.is_scalar and not node.is_null) or node.items()):
        yield Tree(Role.UNSEEN, node, release)


def in_files(
    node: Node | None, release: HelmRelease, where: Callable[[Node], tuple[str, ...]] | None = None
) -> Found:
    """Values in one file or several, those that win last.

    ``where`` tells the paths that a file may have; they are relative to the document's folder
    unless it says otherwise.
    """
    if node is None:
        return
    for each in node.items() if node.is_sequence else [node]:
        if not each.is_scalar or each.is_unknown:
            yield from elsewhere(each, release)
        elif not each.is_null:
            files = (where or beside)(each)
            yield Tree(Role.UNSEEN, each, release, reference=Reference(files))


def beside(node: Node, path: str | None = None) -> tuple[str, ...]:
    """The path that a node means from where its document lies, unless that leads elsewhere."""
    name = node.value if path is None else path
    return _in_sight(node, posixpath.dirname(node.tape.source.path), name)


def in_repository(node: Node, path: str) -> tuple[str, ...]:
    """The paths that one in the document's repository may have, whose root is not known.

    It is the folder that is linted or one below, down to the document's own.
    """
    folder = posixpath.dirname(node.tape.source.path)
    steps = folder.split("/") if folder else []
    first = len(steps) if folder.startswith("/") else 0
    above = ("/".join(steps[:count]) for count in range(first, len(steps) + 1))
    found = (file for each in above for file in _in_sight(node, each, path.lstrip("/")))
    return tuple(dict.fromkeys(found))


def _in_sight(node: Node, folder: str, path: str) -> tuple[str, ...]:
    """A path from a folder, unless it is an address or leads out of what may be read.

    That is the folder that is linted. A document outside of it is one that the user named,
    and its own folder is all that may be read there.
    """
    found = posixpath.normpath(posixpath.join(folder, path))
    home = posixpath.dirname(node.tape.source.path) if folder.startswith("/") else ""
    leads_out = found.startswith("/") and not (home and found.startswith(f"{home}/"))
    if "://" in path or leads_out or found.split("/")[0] == "..":
        return ()
    return ("" if found == "." else found,)


def parameters(node: Node | None, release: HelmRelease) -> Found:
    """A list of names and values, as for ``helm --set``."""
    if node is not None and (node.items() or node.is_mapping):
        yield Tree(Role.PARAMETERS, node, release)


def of_release(
    release: HelmRelease, anchor: Node | None, *parts: Iterable[Tree | tuple[Node, Problem] | str]
) -> Found:
    """All trees of one release, or that there are none; nothing if the chart is not Istio's.

    ``anchor`` is the node that names the chart. What is in a folder is known when that is seen.
    """
    if release.chart is None and not release.folders:
        return
    found = [each for part in parts for each in part]
    yield from found
    if not found and anchor is not None:
        yield Tree(Role.NO_VALUES, anchor, release)


def chart_release(
    chart: str | None, *near: str | None, values: Node | None = None, version: str | None = None
) -> HelmRelease:
    """The release of a chart; one named by a path, a reference or a file counts by its last part.

    ``near`` is what else is said of it. Where nothing names the chart, the keys of its
    ``values`` may tell.
    """
    if chart is None:
        return HelmRelease(chart_by_keys(values) if values is not None else None, version)
    name = chart.rstrip("/").rpartition("/")[2]
    packed = re.fullmatch(r"(.+?)-v?(\d+\.\d.*)\.tgz", name)
    if packed is not None:
        name, version = packed.groups()
    around = " ".join(each for each in (chart, *near) if each is not None)
    return HelmRelease(chart_named(name, near=around), version)


def subtrees(values: Tree, key: str, release: HelmRelease) -> Iterator[Tree]:
    """What values of an umbrella chart say of a chart it depends on.

    Globals reach all charts below.
    """
    part, shared = values.root.get(key), values.root.get("global")
    if part is not None and part.is_mapping:
        yield values._replace(role=Role.VALUES, root=part, release=release)
    if shared is not None and shared.is_mapping:
        yield values._replace(role=Role.GLOBALS, release=release)


def spread(found: Tree) -> Iterator[Tree]:
    """What is not written as a tree, for each chart that Istio's own umbrella chart brings."""
    if found.release.chart != "ambient":
        yield found
        return
    for chart in _AMBIENT:
        release = found.release._replace(chart=chart)
        yield found._replace(release=release, chart_key=chart)


def _of_chart(found: Tree) -> Iterator[Tree]:
    """Values of Istio's own umbrella chart, taken apart; others as they are."""
    if found.role is Role.VALUES and found.release.chart == "ambient":
        for chart in _AMBIENT:
            parts = subtrees(found, chart, found.release._replace(chart=chart))
            yield from (part._replace(are_istios_alone=True) for part in parts)
    else:
        yield found
