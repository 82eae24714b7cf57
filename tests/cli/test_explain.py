"""``explain`` finds a rule by whatever one has at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.rules.registry import entries

if TYPE_CHECKING:
    from tests.conftest import Folder


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param(["privileged-proxy"], "privileged-proxy", id="a name"),
        pytest.param(["Privileged-Proxy"], "privileged-proxy", id="a name with capitals"),
    ],
)
def test_a_name_shows_the_page(words: list[str], name: str, folder: Folder) -> None:
    run = folder.run("explain", *words)
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith(f"{name}  ")
    assert entries()[name].summary in run.out
    assert "What to do" in run.out


@pytest.mark.parametrize(
    ("words", "how"),
    [
        pytest.param(["IST0101"], "IST0101 stands for 1 rule:", id="a code of istioctl"),
        pytest.param(["kia1107"], "KIA1107 stands for 1 rule:", id="a code of Kiali"),
        pytest.param(
            ["upstream", "cluster", "not", "found"],
            '"upstream cluster not found" is among the symptoms of 1 rule:',
            id="a symptom",
        ),
    ],
)
def test_a_page_that_was_searched_for_says_how_it_was_found(
    words: list[str], how: str, folder: Folder
) -> None:
    run = folder.run("explain", *words)
    assert (run.status, run.err) == (0, "")
    assert run.out == f"{how}\n\n{folder.run('explain', 'subset-not-found').out}"


def test_what_means_several_lists_them(folder: Folder) -> None:
    run = folder.run("explain", "telemetry")
    lines = run.out.splitlines()
    assert (run.status, run.err) == (0, "")
    known = [name for name, entry in entries().items() if entry.category == "telemetry"]
    assert lines[:2] == [f"telemetry stands for {len(known)} rules:", ""]
    assert [line.split()[0] for line in lines[2:-2]] == known
    width = max(map(len, known))
    summary = "The mesh traces more of its requests than the production baseline allows."
    assert f"{'trace-sampling-high':{width}}  {summary}" in lines
    assert lines[-2:] == ["", "`istiolint explain RULE` shows the page of one."]


@pytest.mark.parametrize(
    ("word", "how", "first"),
    [
        pytest.param("subset", "name, the summary or the symptoms", "subset-not-found", id="both"),
        pytest.param("jwt", "name or the summary", "gateway-without-jwt", id="titles alone"),
    ],
)
def test_a_word_leads_to_the_rules_that_speak_of_it(
    word: str, how: str, first: str, folder: Folder
) -> None:
    run = folder.run("explain", word)
    head, _, *rows = run.out.splitlines()
    assert (run.status, run.err) == (0, "")
    assert head.startswith(f'"{word}" is in the {how} of ')
    assert rows[0].split()[0] == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ["priviledged-proxy"],
            'no rule and no symptom matches "priviledged-proxy"; did you mean "privileged-proxy"?',
            id="close to a rule",
        ),
        pytest.param(
            ["the", "coffee", "is", "cold"],
            'no rule and no symptom matches "the coffee is cold"',
            id="close to none",
        ),
        pytest.param(["the"], 'no rule and no symptom matches "the"', id="nothing but fillers"),
    ],
)
def test_what_means_no_rule_is_said(words: list[str], said: str, folder: Folder) -> None:
    assert folder.run("explain", *words) == (2, "", f"error: {said}\n")


def test_a_page_may_be_in_colour(folder: Folder) -> None:
    assert "\x1b[" in folder.run("explain", "privileged-proxy", "--color=always").out
    assert "\x1b[" not in folder.run("explain", "privileged-proxy").out


@pytest.mark.parametrize("name", list(entries()))
def test_every_rule_has_a_page(name: str, folder: Folder) -> None:
    run = folder.run("explain", name)
    assert run.status == 0
    assert run.out.startswith(f"{name}  {entries()[name].category}")
