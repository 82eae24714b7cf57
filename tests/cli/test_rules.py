"""``rules`` lists all rules, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from istiolint.rules.registry import entries

if TYPE_CHECKING:
    from tests.conftest import Folder


def test_rules_are_listed_by_category(folder: Folder) -> None:
    run = folder.run("rules")

    lines = run.out.splitlines()
    assert run.status == 0
    assert [line for line in lines if line and not line.startswith((" ", "["))] == sorted(
        {each.category for each in entries().values()}
    )
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(entries())
    width = max(map(len, entries()))
    assert (
        f"  {'third-party-jwt':{width}}  warning  [*]  "
        "global.jwtPolicy is set to third-party-jwt, or set at all where nothing reads it."
    ) in lines
    assert lines[-1].startswith("[*] has a fix.")


def test_the_list_may_be_in_colour(folder: Folder) -> None:
    assert "\x1b[1;31merror  \x1b[0m" in folder.run("rules", "--color=always").out


def test_programs_get_what_is_known_of_each_rule(folder: Folder) -> None:
    run = folder.run("rules", "--output-format=json")

    rows = {row["rule"]: row for row in json.loads(run.out)}
    assert list(rows) == list(entries())
    assert rows["subset-not-found"] == {
        "rule": "subset-not-found",
        "category": "references",
        "severity": "error",
        "fixable": False,
        "upstream": ["IST0101", "KIA1107"],
        "summary": "A route sends traffic to a subset that no DestinationRule defines.",
    }
