"""Addresses of rules, and of files as seen from the root of the repository."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from istiolint.render.links import project_url, repository_path, rule_url
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make


ADDRESS = "https://github.com/someone/istiolint"
PAGE = f"{ADDRESS}/blob/main/docs/rules/a-rule.md"


@pytest.mark.usefixtures("published")
def test_a_published_rule_has_a_page_wherever_there_is_room_for_a_link(make: Make) -> None:
    found = make.diagnostic(make.empty_at(Source("a.yaml", "a: 1\n"), 0))
    driver = json.loads(make.text("sarif", found))["runs"][0]["tool"]["driver"]

    assert rule_url("a-rule") == PAGE
    assert driver["informationUri"] == ADDRESS
    assert [each["helpUri"] for each in driver["rules"]] == [PAGE]
    assert json.loads(make.text("json", found))["diagnostics"][0]["url"] == PAGE
    assert make.text("full", found, verbose=True).endswith(f"  = docs: {PAGE}\n")


def test_nothing_links_to_where_there_is_nothing(make: Make) -> None:
    found = make.diagnostic(make.empty_at(Source("a.yaml", "a: 1\n"), 0))
    driver = json.loads(make.text("sarif", found))["runs"][0]["tool"]["driver"]

    assert (project_url(), rule_url("a-rule")) == (None, None)
    assert "informationUri" not in driver
    assert [each.keys() & {"help", "helpUri"} for each in driver["rules"]] == [{"help"}]
    assert json.loads(make.text("json", found))["diagnostics"][0]["url"] is None
    assert make.text("full", found, verbose=True).endswith("  = docs: istiolint explain a-rule\n")


@pytest.mark.parametrize(
    ("path", "prefix", "expected"),
    [
        pytest.param("mesh/a.yaml", "", "mesh/a.yaml", id="started in the root"),
        pytest.param("mesh/a.yaml", "sub/dir/", "sub/dir/mesh/a.yaml", id="started below"),
        pytest.param("../mesh/a.yaml", "sub/dir/", "sub/mesh/a.yaml", id="a file further up"),
        pytest.param("./a.yaml", "", "a.yaml", id="a path with a dot"),
        pytest.param("../a.yaml", "", "../a.yaml", id="a file outside"),
        pytest.param("/etc/a.yaml", "sub/", "/etc/a.yaml", id="an absolute path"),
    ],
)
def test_a_path_is_seen_from_the_root(path: str, prefix: str, expected: str) -> None:
    assert repository_path(path, prefix) == expected
