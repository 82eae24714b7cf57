"""A word that nothing is called may be one that is close to it."""

from __future__ import annotations

import pytest

from istiolint.spelling import closest, did_you_mean, question

KNOWN = ["namespace", "name", "labels"]


@pytest.mark.parametrize(
    ("word", "alike", "meant"),
    [
        pytest.param("namespase", 0.6, "namespace", id="a slip"),
        pytest.param("names", 0.6, "name", id="the closest of two"),
        pytest.param("gateway", 0.6, None, id="nothing like it"),
        pytest.param("lables", 0.6, "labels", id="letters that changed places"),
        pytest.param("lables", 0.9, None, id="not alike enough"),
        pytest.param("", 0.6, None, id="no word"),
        pytest.param("namesp", 0.8, "namespace", id="as much shorter as it may be"),
        pytest.param("namesp", 0.81, None, id="too short"),
    ],
)
def test_the_closest_word_is_meant(word: str, alike: float, meant: str | None) -> None:
    assert closest(word, iter(KNOWN), alike) == meant


def test_the_question_follows_a_message() -> None:
    assert did_you_mean("lables", KNOWN) == '; did you mean "labels"?'
    assert did_you_mean("gateway", KNOWN) == ""
    assert question(None) == ""
