"""The revisions of istiod that the installs in sight provide."""

from __future__ import annotations

import pytest

from istiolint.lint import Inputs, lint
from istiolint.project.revisions import Revisions, revisions
from istiolint.settings import Settings
from istiolint.text import Source


def found(text: str) -> Revisions:
    source = Source("istiod-values.yaml", text)
    settings = Settings()
    inputs = Inputs({source.path: source}, frozenset([source.path]))
    return revisions(lint(inputs, lambda _: settings).project)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("pilot: {autoscaleMin: 2}", {"default"}),
        ("pilot: {autoscaleMin: 2}\nrevision: ''", {"default"}),
        ("pilot: {autoscaleMin: 2}\nrevision: 1-30-3", {"1-30-3"}),
        (
            "pilot: {autoscaleMin: 2}\nrevision: a\nrevisionTags: [prod, stable]",
            {"a", "prod", "stable"},
        ),
        ("pilot: {autoscaleMin: 2}\nrevision: a\ndefaultRevision: a", {"a", "default"}),
        (
            """{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration,
            metadata: {name: x, labels: {istio.io/rev: a, istio.io/tag: prod}}}""",
            {"a", "prod"},
        ),
        ("apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata: {name: t}", {"t"}),
    ],
)
def test_installs_tags_and_webhooks_provide_revisions(text: str, names: set[str]) -> None:
    assert found(text).names == names
    assert not found(text).is_open
    assert not found(text).may_have("other")


@pytest.mark.parametrize(
    "text",
    [
        "pilot: {autoscaleMin: 2}\nrevision: ${REVISION}",
        "pilot: {autoscaleMin: 2}\nrevisionTags: ['${TAG}']",
        "pilot: {autoscaleMin: 2}\nrevisionTags: ${TAGS}",
    ],
)
def test_one_that_is_filled_in_later_may_be_any(text: str) -> None:
    assert found(text).may_have("whatever")


def test_revisions_of_the_sail_operator_begin_with_its_name() -> None:
    sail = found(
        "{apiVersion: sailoperator.io/v1, kind: Istio, metadata: {name: east}, "
        "spec: {version: v1.28.3}}"
    )

    assert sail.may_have("east-v1-28-3")
    assert sail.may_have("east")
    assert not sail.may_have("west-v1-28-3")
