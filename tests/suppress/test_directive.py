"""What may follow ``# istiolint:``, and how it is read."""

from __future__ import annotations

import pytest

from istiolint.suppress.directive import Ignore, Mistake, directive, place
from istiolint.syntax.comments import Comment
from istiolint.text import Source, Span

UNDERSTOOD = [
    pytest.param("ignore[a]", ["a"], "", id="a name"),
    pytest.param("ignore[a-b, c/*,IST0101]", ["a-b", "c/*", "IST0101"], "", id="several"),
    pytest.param("ignore[ a , b , ]", ["a", "b"], "", id="blanks and a comma at the end"),
    pytest.param("ignore [a]", ["a"], "", id="a blank before the bracket"),
    pytest.param("ignore[a]why", ["a"], "why", id="a reason without a blank"),
    pytest.param("ignore[a] see [1], b", ["a"], "see [1], b", id="a reason with brackets"),
    pytest.param("ignore[a b]", ["a b"], "", id="a name with a blank"),
]


@pytest.mark.parametrize(("text", "names", "reason"), UNDERSTOOD)
def test_an_ignore_has_names_and_perhaps_a_reason(text: str, names: list[str], reason: str) -> None:
    said = directive(text)

    assert isinstance(said, Ignore)
    assert [name.word for name in said.names] == names
    assert [text[slice(*name.span)] for name in said.names] == names
    assert said.reason == reason
    assert not said.whole_file
    assert text[said.end] == "]"


def test_an_ignore_may_be_for_the_whole_file() -> None:
    said = directive("ignore-file[a] generated")
    assert isinstance(said, Ignore)
    assert said.whole_file


MISTAKES = [
    pytest.param("ignore", '"ignore" names no rule', "ignore", id="no bracket"),
    pytest.param("ignore all of it [a]", '"ignore" names no rule', "ignore", id="words between"),
    pytest.param(
        "ignore: a", '"ignore:" is no directive; did you mean "ignore"?', "ignore:", id="a colon"
    ),
    pytest.param("ignore-file", '"ignore-file" names no rule', "ignore-file", id="a file"),
    pytest.param("ignore[]", '"ignore" names no rule', "ignore", id="an empty bracket"),
    pytest.param("ignore[ , ]", '"ignore" names no rule', "ignore", id="an empty list"),
    pytest.param(
        "ignore[a why", 'the bracket of "ignore[" is not closed', "ignore", id="not closed"
    ),
    pytest.param(
        "ignored[a]", '"ignored" is no directive; did you mean "ignore"?', "ignored", id="a slip"
    ),
    pytest.param("disable", '"disable" is no directive', "disable", id="another linter's"),
    pytest.param(
        "chart istiod", '"chart" is no directive; did you mean "chart="?', "chart", id="no ="
    ),
    pytest.param(
        "chart=istoid",
        'no chart is called "istoid"; did you mean "istiod"?',
        "istoid",
        id="no such chart",
    ),
    pytest.param("chart=redis", 'no chart is called "redis"', "redis", id="not of Istio"),
    pytest.param(
        "chart=istiod, base",
        'what follows "chart=" is not one name',
        "chart=istiod, base",
        id="two charts",
    ),
    pytest.param("", '"" is no directive', "", id="nothing"),
]


@pytest.mark.parametrize(("text", "message", "at"), MISTAKES)
def test_what_is_not_understood_is_a_mistake(text: str, message: str, at: str) -> None:
    said = directive(text)

    assert isinstance(said, Mistake)
    assert said.message == message
    assert text[slice(*said.span)] == at


@pytest.mark.parametrize("text", ["chart=istiod", "chart=gateway", "chart=istio-cni"])
def test_a_chart_that_is_known_is_no_mistake(text: str) -> None:
    assert directive(text) is None


def test_a_part_of_a_comment_has_its_place_in_the_file() -> None:
    source = Source("a.yaml", "a: 1 # istiolint:  ignore[b] \n")
    comment = Comment(source, Span(5, 29), "ignore[b]", own_line=False, tape=None)

    found = place(comment, Span(7, 8))

    assert found is not None
    assert source.text[slice(*found.span)] == "b"


def test_a_comment_that_is_not_written_as_it_reads_has_no_place() -> None:
    source = Source("a.yaml", 'a: "b: 1 # istiolint: ignore[c]\\n"\n')
    comment = Comment(source, Span(3, 34), "ignore[c]", own_line=False, tape=None)
    assert place(comment, Span(7, 8)) is None
