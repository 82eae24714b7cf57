"""What one file contributes is a pure function of its text."""

from __future__ import annotations

import pickle
from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Contribution
from istiolint.text import Source


def read(text: str, path: str = "a.yaml") -> Contribution:
    return contribute(Source(path, dedent(text)))


def findings(found: Contribution) -> list[tuple[str, int, int]]:
    """The rules that are broken, with line and column."""
    return [(each.rule, *each.location.start) for each in found.diagnostics]


MIXED = """\
# istiolint: ignore[a-rule] because
apiVersion: v1
kind: Service
metadata: {name: a}
---
apiVersion: example.com/v1
kind: Other
---
# a comment, and another
# line of it

a: [
---
apiVersion: v1
kind: Service
metadata: {name: b, name: c}
---
# nothing
---
# left alone
%

  {{- if .Values.a }}
  kind: Service
"""


def test_each_document_is_read_for_itself() -> None:
    found = read(MIXED)
    assert found.count == 5
    assert [each.number for each in found.documents] == [0, 3]
    assert [each.object and each.object.name for each in found.documents] == ["a", "c"]
    assert [rule for rule, _, _ in findings(found)] == ["syntax-error", "duplicate-key"]
    assert [(each.document, each.reason) for each in found.left_alone] == [
        (1, "no rule reads kind Other.example.com"),
        (4, "Helm template that is not rendered"),
    ]
    assert [each.text for each in found.comments] == ["ignore[a-rule] because"]


def test_what_is_left_alone_begins_with_its_content() -> None:
    assert [each.line for each in read(MIXED).left_alone] == [6, 23]


def test_a_file_of_one_line_break_that_is_none_of_ours_begins_where_it_does() -> None:
    found = read("# a comment\rapiVersion: v1\rkind: Role\r")
    assert [each.line for each in found.left_alone] == [1]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n---\n", "...\n"])
def test_a_file_that_says_nothing_has_no_documents(text: str) -> None:
    found = read(text)
    assert (found.documents, found.diagnostics, found.left_alone, found.count) == ((), (), (), 0)


def test_json_that_is_only_yaml_is_one_mistake() -> None:
    found = read('{"a": 1,}', "a.json")
    # Which of the two characters is named depends on the release of Python.
    assert findings(found) in ([("syntax-error", 1, 8)], [("syntax-error", 1, 9)])
    assert found.count == 1
    assert found.documents == ()


def test_json_is_split_and_classified_like_yaml() -> None:
    found = read('{"apiVersion": "v1", "kind": "Service", "kind": "Pod"}', "a.json")
    assert findings(found) == [("duplicate-key", 1, 41)]
    assert [each.object and each.object.kind for each in found.documents] == ["Pod"]


def test_the_place_of_a_mistake_is_in_the_file() -> None:
    found = read("a: 1\n---\nb: [\n")
    (problem,) = found.diagnostics
    assert problem.location.start.line in (3, 4)
    assert 0 <= problem.location.span.start <= problem.location.span.end <= len(found.source.text)


def test_a_comment_in_a_document_that_cannot_be_read_still_counts() -> None:
    found = read("# istiolint: ignore[syntax-error] broken on purpose\na: [\n")
    assert [each.text for each in found.comments] == ["ignore[syntax-error] broken on purpose"]


def test_a_key_that_is_written_twice_leads_back_to_the_first() -> None:
    (found,) = read("pilot:\n  env: {}\n  env: {}\n").diagnostics
    assert found.message == 'key "env" is written twice'
    assert found.location.start == (3, 3)
    assert [each.location.start for each in found.related] == [(2, 3)]


EMBEDDED = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: mesh}
spec:
  source:
    repoURL: https://istio-release.storage.googleapis.com/charts
    chart: ambient
    helm:
      values: |
        global: {}
        istiod:
          # istiolint: ignore[a-rule] because
          traceSampling: 1
          traceSampling: 2
"""


def test_what_is_in_embedded_text_is_found_once_though_it_is_several_trees() -> None:
    found = read(EMBEDDED)
    assert len(found.documents[0].trees) == 5
    assert findings(found) == [("duplicate-key", 14, 11)]
    assert [each.text for each in found.comments] == ["ignore[a-rule] because"]
    assert found.source.position(found.comments[0].span.start) == (12, 11)


def test_embedded_text_that_cannot_be_read_names_its_key() -> None:
    found = read(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: 'a: ['\n"
    )
    (problem,) = found.diagnostics
    assert problem.message.startswith('in the text of "mesh": ')
    assert problem.location.start.line == 5


def test_a_contribution_can_be_sent_to_another_process() -> None:
    found = read(EMBEDDED)
    sent: Contribution = pickle.loads(pickle.dumps(found))  # noqa: S301 - made here
    assert sent.source.text == found.source.text
    assert [each.object for each in sent.documents] == [each.object for each in found.documents]
    paths = [
        [d.container(tree) for d in one.documents for tree in d.trees] for one in (sent, found)
    ]
    assert paths[0] == paths[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<<: text", [("syntax-error", 1, 5)], id="a text"),
        pytest.param("<<:\na: 1", [("syntax-error", 1, 1)], id="nothing"),
        pytest.param("a:\n  <<: [{b: 1}, c]", [("syntax-error", 2, 16)], id="an item"),
        pytest.param("a: &t text\nb: {<<: *t}", [("syntax-error", 2, 9)], id="an alias"),
        pytest.param(
            "a: &t [{b: 1}]\nc: {<<: *t}", [("syntax-error", 2, 9)], id="an alias of a list"
        ),
        pytest.param("a: &t {b: 1}\nc: {<<: [*t]}", [], id="a list of aliases"),
        pytest.param("a: &t {b: 1}\nc: {<<: *t}", [], id="a mapping"),
        pytest.param("<<: []", [], id="an empty list"),
        pytest.param("<<: [{b: 1}, {c: 1}]", [], id="mappings"),
        pytest.param("'<<': text", [], id="a key in quotes"),
        pytest.param("<<: ${BASE}", [], id="filled in later"),
    ],
)
def test_what_cannot_be_merged_in(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert findings(read(text)) == expected
