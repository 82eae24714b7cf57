"""The page of a rule on a terminal."""

from __future__ import annotations

import re

import pytest

from istiolint.render import Presentation
from istiolint.render.explain import explain
from istiolint.rules.registry import entries, page

PLAIN = Presentation(
    color=False, width=100, verbose=False, quiet=False, prefix="", page=page, version="0"
)
COLORED = PLAIN._replace(color=True)
STYLE = re.compile(r"\x1b\[[\d;]*m")


def test_a_page_has_facts_words_options_and_examples_in_this_order() -> None:
    text = explain("control-plane-memory-low", PLAIN)
    parts = [
        "control-plane-memory-low  install, warning\n\n",
        "istiod has less memory than the production baseline asks for.\n\n",
        "What to do\n  ",
        "Symptoms\n  ",
        "Options\n  small: 4Gi\n  medium: 8Gi\n",
        "\n\nExample: ",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_the_codes_of_others_and_a_fix_are_named() -> None:
    head, _, _ = explain("subset-not-found", PLAIN).partition("\n")
    assert head == "subset-not-found  references, error, IST0101, KIA1107"
    head, _, _ = explain("third-party-jwt", PLAIN).partition("\n")
    assert head == "third-party-jwt  security, warning, [*] has a fix"


def test_an_example_is_shown_with_its_markers_and_releases() -> None:
    text = explain("third-party-jwt", PLAIN)
    assert re.search(r"\nExample: .* \(Istio 1\.\d+ to 1\.\d+\)\n  \w", text)
    assert re.search(r"\n  # +\^+ \"third-party-jwt\" has no effect", text)
    assert "\n\nAfter --fix:\n  " in text


def test_a_silent_example_says_so() -> None:
    text = explain("control-plane-memory-low", PLAIN)
    assert "\nExample: Development clusters may be small\n  Nothing is reported here.\n" in text
    assert "Example: A mesh of medium size needs 8Gi\n  pilot:" in text
    assert "\nBaseline\n  Rows R1, R2, R6, D5 of docs/baseline.md\n" in text


@pytest.mark.parametrize("name", list(entries()))
def test_colours_change_nothing_but_colours(name: str) -> None:
    colored = explain(name, COLORED)
    assert "\x1b[1m" in colored
    assert STYLE.sub("", colored) == explain(name, PLAIN)


@pytest.mark.parametrize("name", list(entries()))
def test_no_line_of_prose_is_longer_than_a_page_is_wide(name: str) -> None:
    prose, _, _ = explain(name, PLAIN).partition("\nExample: ")
    assert max(map(len, prose.splitlines())) <= 92


def test_prose_is_no_wider_than_the_terminal() -> None:
    prose, _, _ = explain("subset-not-found", PLAIN._replace(width=60)).partition("\nExample: ")
    assert 50 < max(map(len, prose.splitlines())) <= 60


def test_items_of_a_list_each_begin_a_line() -> None:
    words = "word " * 30
    listed = PLAIN._replace(page=lambda _: f"A problem.\n\nTwo things:\n- one\n  {words}\n- two\n")
    text = explain("subset-not-found", listed)

    assert "\n\nTwo things:\n- one word" in text
    assert "\n  word" in text
    assert "\n- two\n" in text
