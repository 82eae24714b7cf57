"""What a comment covers: findings are drawn as ``bad1``, ``bad2`` … in the text."""

from __future__ import annotations

import re

import pytest

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.inputs.contribute import contribute
from istiolint.suppress import suppress
from istiolint.text import Location, Source, Span

RULE = "privileged-proxy"


def silenced(text: str, path: str = "istiod-values.yaml") -> str:
    """The numbers of the findings that comments silence, in order."""
    text = text.replace("!", f"# istiolint: ignore[{RULE}]")
    source = Source(path, text)
    findings = [
        Diagnostic(RULE, Severity.ERROR, found.group(), Location(source, Span(*found.span())))
        for found in re.finditer(r"bad\d", text)
    ]
    decided = suppress(findings, [contribute(source)], None, lambda _: frozenset())
    assert len(decided.kept) + len(decided.suppressed) == len(findings)
    return "".join(each.diagnostic.message[-1] for each in decided.suppressed)


VALUES = "global: {istioNamespace: a}\n"

LINE = [
    pytest.param("a: bad1 !\nb: bad2\n", "1", id="what begins on it"),
    pytest.param("bad1: bad2 ! why\n", "12", id="all that begins on it"),
    pytest.param("a: bad1 # c !\n", "1", id="behind another comment"),
    pytest.param("a: !\n  bad1: 1\n", "", id="not what is below"),
    pytest.param("bad1: !\n  bad2: 1\n", "1", id="the key of what is below"),
    pytest.param("a: {b: bad1, !\n  c: bad2}\n", "1", id="between brackets"),
    pytest.param("a: 'bad1\n  bad2' !\n", "2", id="the last line of several"),
    pytest.param("a: |\n  bad1\nb: bad2 !\n", "2", id="below a block"),
]
NODE = [
    pytest.param("!\nbad1: bad2\nb: bad3\n", "12", id="the entry below"),
    pytest.param("!\nbad1:\n  c: bad2\n  d:\n  - bad3\nb: bad4\n", "123", id="with all in it"),
    pytest.param("a:\n  !\n  b: bad1\n  c: bad2\n", "1", id="the first entry of several"),
    pytest.param("a:\n  b: bad1\n  !\n  c: bad2\n", "2", id="the last entry"),
    pytest.param("a:\n!\n  b: bad1\nc: bad2\n", "1", id="whatever the indentation"),
    pytest.param("a:\n- bad1\n!\n- bad2\n- bad3\n", "2", id="an item"),
    pytest.param("a:\n!\n- bad1\n- bad2\n", "1", id="the first item"),
    pytest.param("a:\n!\n- b: bad1\n  c: bad2\n- d: bad3\n", "12", id="an item of entries"),
    pytest.param("a:\n- b: 1\n  !\n  c: bad1\n- d: bad2\n", "1", id="an entry of an item"),
    pytest.param("a:\n!\n- - bad1\n  - bad2\n- bad3\n", "12", id="an item of items"),
    pytest.param("a:\n- - bad1\n  !\n  - bad2\n- bad3\n", "2", id="an item in an item"),
    pytest.param("a:\n!\n-\n  b: bad1\n  c: bad2\n- d: bad3\n", "12", id="a dash alone"),
    pytest.param("a:\n-\n  !\n  b: bad1\n  c: bad2\n", "1", id="below a dash alone"),
    pytest.param("a:\n!\n- &x\n  b: bad1\n  c: bad2\n", "12", id="a dash with an anchor"),
    pytest.param("a:\n  b: 1\n  !\n  &x bad1: bad2\n", "12", id="a key with an anchor"),
    pytest.param("a:\n  !\n  bad1\nb: bad2\n", "1", id="a value on its own line"),
    pytest.param("a:\n  !\n  {b: bad1, c: bad2}\nd: bad3\n", "12", id="brackets on their own line"),
    pytest.param("a: [\n  !\n  bad1,\n  bad2]\n", "1", id="an item between brackets"),
    pytest.param("a: {b: 1,\n  !\n  bad1: bad2, c: bad3}\n", "12", id="an entry between brackets"),
    pytest.param("!\na: |\n  bad1\n  bad2\nb: bad3\n", "12", id="a block scalar"),
    pytest.param("!\n# why\n\na: bad1\nb: bad2\n", "1", id="below other comments and blank lines"),
    pytest.param("a: bad1\n!\n", "", id="nothing is below"),
    pytest.param("a: |\n  !\n  bad1\n", "", id="a text that looks like one"),
    pytest.param("a:\n- !\n  b: bad1\n", "", id="behind a dash it is no comment of its own line"),
]


@pytest.mark.parametrize(("text", "expected"), [*LINE, *NODE])
def test_a_comment_covers_its_line_or_the_node_below(text: str, expected: str) -> None:
    assert silenced(VALUES + text) == expected


DOCUMENT = [
    pytest.param("!\nbad1: bad2\nglobal: {istioNamespace: bad3}\n", "123", id="a file"),
    pytest.param(
        "# c\n\n!\n\n# c\nbad1: 1\nglobal: {istioNamespace: a}\n", "1", id="among comments"
    ),
    pytest.param("!\n---\nbad1: 1\nglobal: {istioNamespace: a}\n", "1", id="above the marker"),
    pytest.param("--- !\nbad1: 1\nglobal: {istioNamespace: a}\n", "1", id="behind the marker"),
    pytest.param(
        f"a: bad1\n{VALUES}---\n!\nb: bad2\nc: bad3\n{VALUES}---\nd: bad4\n{VALUES}",
        "23",
        id="one of several",
    ),
    pytest.param(f"{VALUES}!\n---\nb: bad1\n{VALUES}", "", id="the end of the one before"),
    pytest.param("!\n{global: {istioNamespace: a},\nb: bad1}\n", "1", id="between brackets"),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENT)
def test_a_comment_before_all_content_covers_the_document(text: str, expected: str) -> None:
    assert silenced(text) == expected


@pytest.mark.parametrize("place", ["top", "middle", "end", "behind"])
def test_a_comment_for_the_file_may_stand_anywhere_in_it(place: str) -> None:
    comments = {"top": "", "middle": "", "end": "", "behind": ""} | {place: "?"}
    text = (
        "{top}\na: bad1 {behind}\nglobal: {{istioNamespace: a}}\n{middle}\n---\n"
        "b: bad2\nglobal: {{istioNamespace: a}}\n{end}\n"
    ).format_map(comments)
    assert silenced(text.replace("?", f"# istiolint: ignore-file[{RULE}]")) == "12"


APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: istiod}}
spec:
  source:
    chart: istiod
    repoURL: https://istio-release.storage.googleapis.com/charts
    helm:
      bad8: 1
      values: {values}
      bad9: 1
"""
EMBEDDED = [
    pytest.param("|\n        !\n        bad1: 1\n        bad2: 1", "12", id="its top"),
    pytest.param("|\n        a: bad1 !\n        b: bad2", "1", id="a line"),
    pytest.param(
        "|\n        a:\n          !\n          b: bad1\n          c: bad2\n        d: bad3",
        "1",
        id="a node",
    ),
    pytest.param(
        "|\n        a:\n        !\n        - b: bad1\n          c: bad2\n        - bad3",
        "12",
        id="an item",
    ),
    pytest.param("|\n        a: bad1\n        !", "", id="its end"),
    pytest.param('"a: bad1 !\\nb: bad2"', "12", id="in quotes its line is that of the file"),
    pytest.param("|\n        a: bad1\n      !", "9", id="below it"),
]


@pytest.mark.parametrize(("values", "expected"), EMBEDDED)
def test_comments_in_embedded_yaml_cover_what_is_there(values: str, expected: str) -> None:
    assert silenced(APPLICATION.format(values=values), "application.yaml") == expected


def test_a_comment_above_embedded_yaml_covers_all_of_it() -> None:
    text = APPLICATION.format(values="|\n        a: bad1\n        b: bad2")
    assert silenced(text.replace("      values:", "      !\n      values:"), "a.yaml") == "12"


def test_a_comment_on_an_item_of_a_list_covers_that_object() -> None:
    item = "- apiVersion: v1\n  kind: Service\n  metadata: {{name: bad{}}}\n"
    text = "apiVersion: v1\nkind: List\nitems:\n" + item.format(1) + "!\n" + item.format(2)
    assert silenced(text, "list.yaml") == "2"


def test_in_a_document_that_does_not_parse_a_comment_covers_its_line() -> None:
    assert silenced("!\na: [bad1 !\nb: bad2\n", "a.yaml") == "1"


def test_and_alone_on_its_line_the_next_line_of_content() -> None:
    assert silenced("a: [x\n!\n\n  # c\nb: bad1\nc: bad2\n", "a.yaml") == "1"
    assert silenced("a: [bad1\n!\n", "a.yaml") == ""


def test_our_name_may_be_written_as_a_name() -> None:
    assert silenced(VALUES + f"a: bad1 # Istiolint: ignore[{RULE}]\n") == "1"
