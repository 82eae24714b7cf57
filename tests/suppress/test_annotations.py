"""Annotations silence findings on their object."""

from __future__ import annotations

import pytest

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.inputs.contribute import contribute
from istiolint.rules.registry import entries
from istiolint.suppress import Suppression, suppress
from istiolint.text import Location, Source, Span

ON = frozenset(entries())

OBJECT = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: {name}
  annotations:
    {annotation}
spec: {{hosts: [bad]}}
"""
WITH_CODES, WITHOUT = "subset-not-found", "privileged-proxy"


def decided(text: str, *rules: str) -> Suppression:
    """What becomes of a finding of each rule at every ``bad`` in a text."""
    source = Source("mesh.yaml", text)
    contribution = contribute(source)
    findings = [
        Diagnostic(
            rule,
            Severity.ERROR,
            "bad",
            Location(source, Span(start, start + 3)),
            resource=document.object,
        )
        for document in contribution.documents
        for rule in rules
        if (start := text.index("bad", document.root.span.start))
    ]
    return suppress(findings, [contribution], None, lambda _: ON)


ANNOTATIONS = [
    pytest.param(
        'galley.istio.io/analyze-suppress: "IST0101"', {WITH_CODES}, id="a code of istioctl"
    ),
    pytest.param(
        "galley.istio.io/analyze-suppress: IST0107, IST0101", {WITH_CODES}, id="two, with a blank"
    ),
    pytest.param('galley.istio.io/analyze-suppress: "*"', {WITH_CODES}, id="all of istioctl"),
    pytest.param("galley.istio.io/analyze-suppress: IST0107", set(), id="another code"),
    pytest.param(
        "galley.istio.io/analyze-suppress: KIA1107", set(), id="a code of Kiali for istioctl"
    ),
    pytest.param(
        "galley.istio.io/analyze-suppress: privileged-proxy", set(), id="our name for istioctl"
    ),
    pytest.param('galley.istio.io/analyze-suppress: ""', set(), id="no code of istioctl"),
    pytest.param(
        "kiali.io/ignore-validations: KIA1107,KIA0001", {WITH_CODES}, id="a code of Kiali"
    ),
    pytest.param('kiali.io/ignore-validations: ""', {WITH_CODES}, id="all of Kiali"),
    pytest.param("kiali.io/ignore-validations:", {WITH_CODES}, id="all of Kiali, null"),
    pytest.param('kiali.io/ignore-validations: "*"', set(), id="a star for Kiali"),
    pytest.param("kiali.io/ignore-validations: [KIA1107]", set(), id="a list"),
    pytest.param("istiolint.io/ignore: privileged-proxy", {WITHOUT}, id="a rule"),
    pytest.param(
        "istiolint.io/ignore: IST0101,security", {WITH_CODES, WITHOUT}, id="a code and a category"
    ),
    pytest.param("some.where/else: istiolint.io/ignore", set(), id="a text"),
]


@pytest.mark.parametrize(("annotation", "silenced"), ANNOTATIONS)
def test_an_annotation_silences_rules(annotation: str, silenced: set[str]) -> None:
    found = decided(OBJECT.format(name="a", annotation=annotation), WITH_CODES, WITHOUT)

    key = annotation.partition(":")[0]
    assert {each.diagnostic.rule for each in found.suppressed} == silenced
    assert {each.rule for each in found.kept if each.message == "bad"} == {
        WITH_CODES,
        WITHOUT,
    } - silenced
    assert all(each[1:] == ("annotation", key) for each in found.suppressed)


def test_an_annotation_is_for_its_own_object() -> None:
    first = OBJECT.format(name="a", annotation="istiolint.io/ignore: privileged-proxy")
    found = decided(first + "---\n" + OBJECT.format(name="b", annotation="a: b"), WITHOUT)
    assert [
        each.diagnostic.resource and each.diagnostic.resource.name for each in found.suppressed
    ] == ["a"]
    assert [each.resource and each.resource.name for each in found.kept] == ["b"]


def test_a_finding_about_something_else_in_the_object_is_kept() -> None:
    source = Source(
        "mesh.yaml", OBJECT.format(name="a", annotation="istiolint.io/ignore: duplicate-key")
    )
    location = Location(source, Span(source.text.index("bad"), len(source.text)))
    finding = Diagnostic("duplicate-key", Severity.ERROR, "bad", location)
    assert finding in suppress([finding], [contribute(source)], None, lambda _: ON).kept


def test_names_in_our_own_annotation_that_do_nothing_are_reported() -> None:
    annotation = "istiolint.io/ignore: privileged-proxy, privileged-proxi"
    found = decided(OBJECT.format(name="a", annotation=annotation))

    text = OBJECT.format(name="a", annotation=annotation)
    assert [
        (each.rule, each.message, text[slice(*each.location.span)], each.fix) for each in found.kept
    ] == [
        (
            "unused-suppression",
            '"privileged-proxy" silences nothing here',
            "privileged-proxy",
            None,
        ),
        (
            "unknown-suppression",
            'no rule is called "privileged-proxi"; did you mean "privileged-proxy"?',
            "privileged-proxi",
            None,
        ),
    ]


def test_what_is_said_to_other_tools_is_their_business() -> None:
    for annotation in (
        "galley.istio.io/analyze-suppress: IST0101,IST9999",
        "kiali.io/ignore-validations: KIA1107",
    ):
        assert decided(OBJECT.format(name="a", annotation=annotation)).kept == ()


def test_values_have_no_annotations_to_obey() -> None:
    text = "global: {istioNamespace: a}\nmetadata: {annotations: {istiolint.io/ignore: all}}\n"
    source = Source("istiod-values.yaml", text)
    finding = Diagnostic(WITHOUT, Severity.ERROR, "bad", Location(source, Span(0, 6)))
    assert suppress([finding], [contribute(source)], None, lambda _: ON).kept == (finding,)


def test_a_comment_goes_before_an_annotation_and_the_innermost_before_all() -> None:
    annotation = "istiolint.io/ignore: privileged-proxy"
    text = OBJECT.format(name="a", annotation=annotation).replace(
        "spec:", "# istiolint: ignore[privileged-proxy] inner\nspec:"
    )
    found = decided("# istiolint: ignore[privileged-proxy] outer\n" + text, WITHOUT)
    assert [(each.by, each.reason) for each in found.suppressed] == [("comment", "inner")]
    assert found.kept == ()
