"""Annotations and labels belong to an object or to the pods of its template."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.resources.metadata import Owner, owners
from istiolint.resources.resource import Resource
from istiolint.text import Source


def owners_in(text: str) -> tuple[Owner, ...]:
    (document,) = contribute(Source("a.yaml", dedent(text))).documents
    assert document.object is not None
    return owners(Resource(document, document.object))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: a}}", [("Pod", False)], id="a pod"
        ),
        pytest.param(
            "{apiVersion: v1, kind: Namespace, metadata: {name: a}}",
            [("Namespace", False)],
            id="another object",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a},"
            " spec: {template: {metadata: {labels: {app: a}}}}}",
            [("Deployment", False), ("Pod", True)],
            id="an object with a template",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {}}}",
            [("Deployment", False)],
            id="a template without metadata",
        ),
        pytest.param(
            "{apiVersion: batch/v1, kind: CronJob, spec:"
            " {jobTemplate: {spec: {template: {metadata: {}}}}}}",
            [("Pod", True)],
            id="a template inside a template",
        ),
        pytest.param("{apiVersion: v1, kind: Pod}", [], id="nothing"),
    ],
)
def test_an_object_and_its_template_are_told_apart(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    assert [(each.kind, each.is_template) for each in owners_in(text)] == expected


def test_an_owner_knows_its_annotations_and_labels() -> None:
    (owner,) = owners_in(
        "{apiVersion: v1, kind: Pod, metadata: {labels: {app: a}, annotations: {b.c/d: e}}}"
    )
    assert owner.is_pod
    assert [each.name for each in owner.labels()] == ["app"]
    assert [(each.name, each.value.value) for each in owner.annotations()] == [("b.c/d", "e")]
    assert owner.has("annotations", "b.c/d")
    assert not owner.has("labels", "b.c/d")
