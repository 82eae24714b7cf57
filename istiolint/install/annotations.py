"""Annotations in values that the templates of Istio's charts print as they come.

What YAML takes for a boolean or a number is one in the object as well, which the API server
refuses. Labels are left out: the templates put quotes around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from istiolint.inputs.document import Role, Tree
from istiolint.install.forms import Steps
from istiolint.install.install import Install
from istiolint.install.layer import plain
from istiolint.install.parameters import Parameters
from istiolint.install.setting import Setting
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node


class ChartAnnotation(NamedTuple):
    """An annotation in the values of a chart: what Helm takes its value for, and where it is."""

    name: str
    value: Any
    at: Node
    setting: Setting | None = None


SETTINGS = ("pilot.podAnnotations", "pilot.serviceAnnotations", "pilot.serviceAccountAnnotations")
"""The settings of an install that annotations are written below."""

_OF_CHARTS: Mapping[str | None, tuple[Steps, ...]] = {
    "gateway": (
        ("annotations",),
        ("podAnnotations",),
        ("service", "annotations"),
        ("serviceAccount", "annotations"),
    ),
    "cni": (("podAnnotations",), ("cni", "podAnnotations")),
    "ztunnel": (("annotations",), ("podAnnotations",)),
}


def chart_annotations(subject: Install | Resource) -> Iterator[ChartAnnotation]:
    """The annotations in the settings of an install, or in values that an object holds."""
    if isinstance(subject, Install):
        for path in SETTINGS:
            for name, setting in subject.entries(path).items():
                yield ChartAnnotation(name, setting.value, setting.at, setting)
    trees = subject.trees if isinstance(subject, Install) else subject.document.trees
    yield from _of_trees(trees)


def _of_trees(trees: Iterable[Tree]) -> Iterator[ChartAnnotation]:
    for tree in trees:
        for path in _OF_CHARTS.get(tree.release.chart, ()):
            if tree.role is Role.VALUES:
                for entry in tree.root.entries(*path):
                    yield ChartAnnotation(entry.name, plain(entry.value), entry.value)
            elif tree.role is Role.PARAMETERS:
                yield from _of_parameters(Parameters(tree.root, tree.target, tree.chart_key), path)


def _of_parameters(given: Parameters, path: Steps) -> Iterator[ChartAnnotation]:
    inside = [leaf for leaf in given.leaves() if leaf[: len(path)] == path]
    for name in dict.fromkeys(leaf[len(path)] for leaf in inside if len(leaf) > len(path)):
        answer = given.answer((*path, name))
        if answer.node is not None:
            yield ChartAnnotation(name, answer.value, answer.node)
