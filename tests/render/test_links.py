"""Addresses of rules, and of files as seen from the root of the repository."""

from __future__ import annotations

import pytest

from istiolint.render.links import repository_path, rule_url


def test_a_rule_has_a_page() -> None:
    assert (
        rule_url("a-rule")
        == "https://github.com/istiolint/istiolint/blob/main/docs/rules/a-rule.md"
    )


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
