"""Comments are written where they silence a finding, and change nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import istiolint.suppress
from istiolint.diagnostic import Diagnostic, Fix, Severity
from istiolint.fix import apply
from istiolint.inputs.contribute import contribute
from istiolint.rules.registry import entries
from istiolint.suppress import add_ignores, suppress
from istiolint.text import Location, Source, Span

PATH = "istiod-values.yaml"
RULES = {"p": "privileged-proxy", "t": "trace-sampling-high", "s": "syntax-error"}
VALUES = "global: {istioNamespace: a}\n"


def findings_in(source: Source) -> list[Diagnostic]:
    """A finding for every ``p1bad``, ``t2bad`` and so on: the letter says which rule."""
    return [
        Diagnostic(RULES[found[1]], Severity.ERROR, found[0], Location(source, Span(*found.span())))
        for found in re.finditer(r"([pts])\dbad", source.text)
    ]


def left(source: Source) -> list[Diagnostic]:
    """The findings that no comment silences."""
    on = frozenset(entries())
    decided = suppress(findings_in(source), [contribute(source)], None, lambda _: on)
    return [each for each in decided.kept if each.severity is Severity.ERROR]


def silenced(text: str, path: str = PATH, reason: str = "") -> tuple[str, list[str]]:
    """The text with comments for all its findings, and the findings that can have none."""
    source = Source(path, text)
    added = add_ignores(left(source), [contribute(source)], reason)
    fixed = apply({path: source}, [Fix("", (edit,), safe=True) for edit in added.edits])
    assert fixed.skipped == ()
    after = fixed.sources.get(path, source)
    remain = [each.message for each in left(after)]
    assert remain == [each.message for each in added.impossible]
    return after.text, remain


P, T = (f"# istiolint: ignore[{RULES[rule]}]" for rule in "pt")
BOTH = f"# istiolint: ignore[{RULES['p']}, {RULES['t']}]"

WRITTEN = [
    pytest.param("a: p1bad\n", f"a: p1bad  {P}\n", id="behind a scalar"),
    pytest.param("a: p1bad", f"a: p1bad  {P}", id="at the end of the file"),
    pytest.param("a: p1bad  \r\n", f"a: p1bad  {P}\r\n", id="for blanks at the end of a line"),
    pytest.param("a: p1bad # why\n", f"a: p1bad # why  {P}\n", id="behind a comment"),
    pytest.param("p1bad:\n  b: 1\n", f"p1bad:  {P}\n  b: 1\n", id="behind a key"),
    pytest.param("a:\n- p1bad\n", f"a:\n- p1bad  {P}\n", id="behind an item"),
    pytest.param("p1bad: t2bad\n", f"p1bad: t2bad  {BOTH}\n", id="one comment for two rules"),
    pytest.param("p1bad: p2bad\n", f"p1bad: p2bad  {P}\n", id="one name for two findings"),
    pytest.param(
        "a: {b: p1bad,\n  c: t2bad}\n",
        f"a: {{b: p1bad,  {P}\n  c: t2bad}}  {T}\n",
        id="between brackets",
    ),
    pytest.param("a: |\n  p1bad\nb: 1\n", f"{P}\na: |\n  p1bad\nb: 1\n", id="above a block scalar"),
    pytest.param("p1bad: |\n  b\n", f"{P}\np1bad: |\n  b\n", id="above the key of a block scalar"),
    pytest.param(
        "a: |\n  p1bad\n  t2bad\n", f"{BOTH}\na: |\n  p1bad\n  t2bad\n", id="one above for two"
    ),
    pytest.param(
        "a: 'p1bad\n  b'\n", f"{P}\na: 'p1bad\n  b'\n", id="above a scalar of several lines"
    ),
    pytest.param("a: 'b\n  p1bad' # c\n", f"a: 'b\n  p1bad' # c  {P}\n", id="behind its last line"),
    pytest.param(
        "a:\r\n  b: |\r\n    p1bad\r\n",
        f"a:\r\n  {P}\r\n  b: |\r\n    p1bad\r\n",
        id="indented, CRLF",
    ),
    pytest.param("a:\n- b: |\n    p1bad\n", f"a:\n{P}\n- b: |\n    p1bad\n", id="above the dash"),
    pytest.param(
        "a:\n- b: 1\n  c: |\n    p1bad\n",
        f"a:\n- b: 1\n  {P}\n  c: |\n    p1bad\n",
        id="below the dash",
    ),
    pytest.param(
        "a:\n-\n  b: >\n    p1bad\n",
        f"a:\n-\n  {P}\n  b: >\n    p1bad\n",
        id="between dash and key",
    ),
    pytest.param(
        "a: {b: 'p1bad\n  c'}\nd: 1\n",
        f"{P}\na: {{b: 'p1bad\n  c'}}\nd: 1\n",
        id="above the line of brackets",
    ),
    pytest.param(
        "a: {b: 'x\n  y', c: 'p1bad\n  z'}\n",
        f"{P}\na: {{b: 'x\n  y', c: 'p1bad\n  z'}}\n",
        id="not in a scalar",
    ),
]
MERGED = [
    pytest.param(
        f"p1bad: t2bad # istiolint: ignore[{RULES['t']}] why\n",
        f"p1bad: t2bad # istiolint: ignore[{RULES['t']}, {RULES['p']}] why\n",
        id="on the line",
    ),
    pytest.param(
        f"{T} why\na: |\n  p1bad t2bad\n",
        f"{T[:-1]}, {RULES['p']}] why\na: |\n  p1bad t2bad\n",
        id="above the node",
    ),
    pytest.param(
        "a:\n  # istiolint: ignore-file[telemetry]\n  b: |\n    p1bad t2bad\n",
        f"a:\n  # istiolint: ignore-file[telemetry]\n  {P}\n  b: |\n    p1bad t2bad\n",
        id="not in one for the file",
    ),
    pytest.param(
        "b: 1\na: p1bad t2bad # istiolint: ignore-file[telemetry]\n",
        f"b: 1\n{P}\na: p1bad t2bad # istiolint: ignore-file[telemetry]\n",
        id="above where one for the file is behind",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*WRITTEN, *MERGED])
def test_a_comment_is_written_where_it_covers_the_finding(text: str, expected: str) -> None:
    line_break = "\r\n" if "\r\n" in text else "\n"
    values = VALUES.replace("\n", line_break)
    assert silenced(values + text) == (values + expected, [])


def test_a_reason_is_written_on_one_line() -> None:
    text, _ = silenced(VALUES + "a: p1bad\nb: |\n  t2bad\n", reason="  legacy\n nodes ")
    assert text == f"{VALUES}a: p1bad  {P} legacy nodes\n{T} legacy nodes\nb: |\n  t2bad\n"


def test_a_comment_above_the_first_entry_is_for_the_document() -> None:
    text = "a: |\n  p1bad\n" + VALUES
    assert silenced(text) == (f"{P}\n{text}", [])
    brackets = "{global: {istioNamespace: 'x\n  y'}, a: 'p1bad\n  z'}\n"
    assert silenced(brackets) == (f"{P}\n{brackets}", [])
    beside_another = f"# istiolint: ignore[{RULES['t']}]\nb: |\n  t2bad\na: p1bad\n{VALUES}"
    assert silenced(beside_another)[1] == []


def test_the_package_has_nothing_but_its_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'remove_ignores'"):
        istiolint.suppress.remove_ignores  # noqa: B018


IMPOSSIBLE = [
    pytest.param('{"global": {"istioNamespace": "p1bad"}}', "istiod-values.json", id="JSON"),
    pytest.param("a: [p1bad\n", PATH, id="what does not parse"),
    pytest.param("a: p1bad\n", "some.yaml", id="what is left alone"),
    pytest.param(
        f"{VALUES}---\n{VALUES}--- {{global: {{istioNamespace: 'p1bad\n  a'}}}}\n",
        PATH,
        id="a marker's line",
    ),
]


@pytest.mark.parametrize(("text", "path"), IMPOSSIBLE)
def test_where_no_comment_can_stand_none_is_written(text: str, path: str) -> None:
    assert silenced(text, path) == (text, ["p1bad"])


def test_findings_that_cannot_be_silenced_are_given_back() -> None:
    source = Source(PATH, VALUES)
    contribution = contribute(source)
    here = Location(source, Span(0, 1))
    findings = [
        Diagnostic("unused-suppression", Severity.WARNING, "a comment", here),
        Diagnostic("no-such-rule", Severity.WARNING, "a rule of nobody", here),
        Diagnostic(
            RULES["p"], Severity.WARNING, "elsewhere", Location(Source("b.yaml", ""), Span(0, 0))
        ),
    ]
    assert add_ignores(findings, [contribution]) == ((), tuple(findings))


APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: istiod}}
spec:
  source:
    chart: istiod
    repoURL: https://istio-release.storage.googleapis.com/charts
    helm:
      values: {values}
      bad9: 1
"""
EMBEDDED = [
    pytest.param(
        "|\n        a: 1\n        b: p1bad", f"|\n        a: 1\n        b: p1bad  {P}", id="behind"
    ),
    pytest.param(
        "|\n        a: 1\n        b: |\n          p1bad",
        f"|\n        a: 1\n        {P}\n        b: |\n          p1bad",
        id="above",
    ),
    pytest.param("'a: p1bad'", f"'a: p1bad'  {P}", id="behind quotes"),
]


@pytest.mark.parametrize(("values", "expected"), EMBEDDED)
def test_a_comment_is_written_into_embedded_yaml_where_it_can_be(
    values: str, expected: str
) -> None:
    text = APPLICATION.format(values=values)
    assert silenced(text, "a.yaml") == (APPLICATION.format(values=expected), [])


@pytest.mark.parametrize(
    "values", ['"a: p1bad\\n\n        b: 1"', ">\n        a: p1bad\n\n        b: 1"]
)
def test_a_comment_is_written_above_embedded_yaml_that_is_not_in_lines(values: str) -> None:
    text = APPLICATION.format(values=values)
    expected = text.replace("      values:", f"      {P}\n      values:")
    assert silenced(text, "a.yaml") == (expected, [])


SCALARS = st.sampled_from(
    [
        "x",
        "{0}",
        "'{0}'",
        '"{0}\n  {0}"',
        "|\n        x\n        {0}",
        ">-\n        {0}\n\n        {0}",
        "[{0}, y]",
        "{{z: '{0}\n  '}}",
        "",
    ]
)
SHAPES = st.sampled_from(
    [
        "k{1}: {0}",
        "{2}: {0}",
        "k{1}:\n  - {0}\n  - l: {0}",
        "k{1}:\n  m{1}:\n    {2}: {0}",
        "k{1}:\n- - {2}: {0}",
    ]
)
ABOVE = st.sampled_from(["", "# c\n", "\n", "# istiolint: ignore-file[IST0101]\n"])
BEHIND = st.sampled_from(["", " # c", "  "])
DOCUMENTS = st.lists(st.tuples(ABOVE, SHAPES, SCALARS, BEHIND), min_size=1, max_size=6)


def text_of(document: list[tuple[str, str, str, str]]) -> str:
    """A document with a finding in each of its entries."""
    text = ""
    for count, (above, shape, scalar, behind) in enumerate(document):
        bad = f"{'pt'[count % 2]}{count}bad"
        end = "" if "\n" in scalar else behind
        text += above + shape.format(scalar.format(bad), count, bad) + end + "\n"
    return text + VALUES


def in_application(text: str) -> str:
    """A document as the values of an application."""
    lines = "".join(f"        {line}" for line in text.splitlines(keepends=True))
    return APPLICATION.format(values="|\n" + lines.rstrip())


@given(document=DOCUMENTS, marker=st.booleans(), embed=st.booleans())
def test_no_finding_is_left_and_no_line_of_content_changes(
    document: list[tuple[str, str, str, str]], *, marker: bool, embed: bool
) -> None:
    text = text_of(document)
    text = in_application(text) if embed else "---\n" * marker + text

    after, remain = silenced(text, "a.yaml" if embed else PATH)

    assert remain == []
    bare = re.sub(
        r"^ *# istiolint: ignore\[.*\n|  # istiolint: ignore\[.*", "", after, flags=re.MULTILINE
    )
    assert [line.rstrip() for line in bare.splitlines()] == [
        line.rstrip() for line in text.splitlines()
    ]
