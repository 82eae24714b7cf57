"""What a LimitRange says about containers."""

from __future__ import annotations

import pytest

from istiolint.kinds import LIMIT_RANGE
from istiolint.lint import Inputs, lint
from istiolint.resources.limit_range import amount, container_ranges
from istiolint.settings import Settings
from istiolint.text import Source

GI = 2**30 * 10**9


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("max: {memory: 4Gi}", ("4Gi", None, "4Gi", "4Gi")),
        ("min: {memory: 1Gi}", (None, "1Gi", None, "1Gi")),
        ("default: {memory: 2Gi}, max: {memory: 4Gi}", ("4Gi", None, "2Gi", "2Gi")),
        ("defaultRequest: {memory: 1Gi}", (None, None, None, "1Gi")),
        (
            "default: {memory: 3Gi}, defaultRequest: {memory: 2Gi}, min: {memory: 1Gi}",
            (None, "1Gi", "3Gi", "2Gi"),
        ),
        ("default: {cpu: 1}", None),
        ("default: {memory: null}", None),
    ],
)
def test_what_is_not_written_follows_from_the_rest(
    item: str, expected: tuple[str | None, ...] | None
) -> None:
    text = (
        "{apiVersion: v1, kind: LimitRange, metadata: {name: a}, spec: {limits: "
        f"[{{type: Pod, max: {{memory: 9Gi}}}}, {{type: Container, {item}}}, {{}}]}}}}"
    )
    source, settings = Source("a.yaml", text), Settings()
    project = lint(Inputs({source.path: source}, frozenset()), lambda _: settings).project
    (resource,) = project.of_kind(LIMIT_RANGE)

    found = [
        tuple(each and each.value for each in bounds)
        for bounds in container_ranges(resource, "memory")
    ]
    assert found == ([] if expected is None else [expected])
    assert all(
        amount(bounds.request) == int(bounds.request.value[0]) * GI
        for bounds in container_ranges(resource, "memory")
        if bounds.request
    )


def test_an_amount_may_be_unknown() -> None:
    assert amount(None) is None
    source, settings = Source("a.yaml", KNOWN), Settings()
    project = lint(Inputs({source.path: source}, frozenset()), lambda _: settings).project
    (bounds,) = container_ranges(project.of_kind(LIMIT_RANGE)[0], "cpu")
    assert (amount(bounds.most), amount(bounds.least)) == (None, None)


KNOWN = (
    "{apiVersion: v1, kind: LimitRange, metadata: {name: a}, "
    'spec: {limits: [{type: Container, max: {cpu: "${MAX}"}, min: {cpu: few}}]}}'
)
