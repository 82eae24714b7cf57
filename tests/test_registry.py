"""Facts about the rules as a whole: names, pages, and that derived files are up to date."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from istiolint.rules.registry import entries, load, named, page, selection

DERIVE = runpy.run_path(str(Path(__file__).parent.parent / "tools" / "derive.py"))

ADVICE = ("no", "check", "avoid", "use", "prefer", "require", "missing-rule")
CATEGORIES = {
    "fields", "install", "references", "routing", "gateways", "security", "certificates",
    "injection", "telemetry", "extensions", "gateway_api", "ambient", "multicluster",
    "monitoring", "hygiene",
}  # fmt: skip


def test_what_follows_from_the_rules_is_up_to_date() -> None:
    derived, current = DERIVE["derived"](), DERIVE["current"]
    stale = [str(path) for path, text in derived.items() if current(path) != text]

    assert not stale, "run `python -m tools.derive`"


def test_every_rule_file_has_a_row() -> None:
    assert {path.stem.replace("_", "-") for path in DERIVE["rule_files"]()} == set(entries())


@pytest.mark.parametrize("name", list(entries()))
def test_a_name_states_a_problem_in_a_few_words(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+){1,4}", name)
    assert name.partition("-")[0] not in ADVICE
    assert entries()[name].category in CATEGORIES


@pytest.mark.parametrize("name", list(entries()))
def test_a_page_opens_with_one_sentence_and_goes_on_to_say_why(name: str) -> None:
    summary, blank, *rest = page(name).splitlines()

    assert summary.endswith(".")
    assert len(summary) <= 100
    assert blank == ""
    assert rest
    assert "What to do:" in page(name)


@pytest.mark.parametrize("name", list(entries()))
def test_the_rows_of_the_baseline_that_a_page_names_are_listed(name: str) -> None:
    text = (Path(__file__).parent.parent / "docs" / "baseline.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([A-Z]\d) \|", text, re.MULTILINE))
    said = re.search(r"^Baseline: (.+)", page(name), re.MULTILINE)

    assert said is None or set(said[1].split(", ")) <= listed


def test_every_row_of_the_baseline_is_named_by_a_page() -> None:
    text = (Path(__file__).parent.parent / "docs" / "baseline.md").read_text(encoding="utf-8")
    found = (re.search(r"^Baseline: (.+)", page(name), re.MULTILINE) for name in entries())
    said = {row for each in found if each is not None for row in each[1].split(", ")}
    assert set(re.findall(r"^\| ([A-Z]\d) \|", text, re.MULTILINE)) == said
    assert len(said) == 40


@pytest.mark.parametrize("name", list(entries()))
def test_whether_a_rule_has_a_fix_is_seen_from_its_examples(name: str) -> None:
    assert entries()[name].fixable == DERIVE["fixable"](load(name))


def test_rules_are_selected_by_name_category_code_and_all() -> None:
    assert named("privileged-proxy") == ("privileged-proxy",)
    assert named("IST0101") == ("subset-not-found",)
    assert set(named("security") or ()) == set(named("security/*") or ())
    assert set(named("all") or ()) == set(entries())
    assert named("nonsense") is None
    assert selection(["IST0101", "nonsense"]) == {"subset-not-found"}
