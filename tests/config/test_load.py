"""A file is loaded with those that it extends, and what leads astray is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from istiolint.config.layer import fields
from istiolint.config.load import File, load
from istiolint.config.problem import ConfigError
from istiolint.diagnostic import Severity
from istiolint.settings import RuleSettings

Write = Callable[[Mapping[str, str]], Path]


def loaded(root: Path, path: str) -> dict[str, Any]:
    """The fields that a file gives, with ``root`` as the current directory."""
    location = root / path
    file = File(str(location), str(location.parent), str(root))
    return fields(load(file, str(root)))


def failure(root: Path, path: str) -> str:
    with pytest.raises(ConfigError) as raised:
        loaded(root, path)
    return str(raised.value).replace(str(root), "ROOT")


def test_what_extends_wins_over_what_is_extended(write: Write) -> None:
    root = write(
        {
            "istiolint.yaml": "extend: base/a.yaml\nignore: [security]\nextend-select: [fields]\n",
            "base/a.yaml": "extend: b.yaml\nignore: [fields]\nfail-on: error\n",
            "base/b.yaml": "fail-on: info\nclosed-world: true\nextend-select: [security]\n",
        }
    )
    assert loaded(root, "istiolint.yaml") == {
        "ignore": ("security",),
        "fail_on": Severity.ERROR,
        "closed_world": True,
        "extend_select": ("security", "fields"),
    }


def test_rules_are_merged_option_by_option(write: Write) -> None:
    root = write(
        {
            "istiolint.yaml": "extend: ./base.yaml\nrules:\n"
            "  control-plane-memory-low: {small: 2Gi}\n  third-party-jwt: {expect: any}\n",
            "base.yaml": "rules:\n  control-plane-memory-low:\n"
            "    {severity: info, small: 1Gi, large: 3Gi}\n",
        }
    )
    assert loaded(root, "istiolint.yaml")["rules"] == {
        "control-plane-memory-low": RuleSettings(Severity.INFO, {"small": "2Gi", "large": "3Gi"}),
        "third-party-jwt": RuleSettings(None, {"expect": "any"}),
    }


def test_a_table_may_extend_a_file_and_be_extended(write: Write) -> None:
    root = write(
        {
            "pyproject.toml": "[tool.istiolint]\nextend = './base.yaml'\n",
            "base.yaml": "extend: other.toml\n",
            "other.toml": "[tool.istiolint]\nfail-on = 'error'\n",
        }
    )
    assert loaded(root, "pyproject.toml") == {"fail_on": Severity.ERROR}


@pytest.mark.parametrize("name", ["acme-mesh", "acme_mesh"])
def test_an_installed_package_may_be_extended(
    write: Write, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    root = write(
        {
            "w/istiolint.yaml": f"extend: {name}\n",
            "site/acme_mesh/__init__.py": "raise AssertionError",
            "site/acme_mesh/istiolint.yaml": "extend: strict.yaml\nbaseline: known.json\n",
            "site/acme_mesh/strict.yaml": "fail-on: info\nscopes: [[a]]\n",
        }
    )
    monkeypatch.syspath_prepend(root / "site")
    assert loaded(root / "w", "istiolint.yaml") == {
        "fail_on": Severity.INFO,
        "baseline": "known.json",
        "scopes": (("a",),),
    }


def test_paths_count_from_a_folder_above_or_else_from_where_they_are_used(write: Write) -> None:
    text = "baseline: known.json\n"
    root = write(
        {
            "a/b/istiolint.yaml": "extend: ../above.yaml\n",
            "a/above.yaml": text,
            "a/istiolint.yaml": "extend: ../shared/beside.yaml\n",
            "shared/beside.yaml": text,
        }
    )
    assert loaded(root, "a/b/istiolint.yaml")["baseline"] == "a/known.json"
    assert loaded(root, "a/istiolint.yaml")["baseline"] == "a/known.json"


def test_a_problem_is_told_where_it_is(write: Write) -> None:
    root = write({"istiolint.yaml": "extend: base/a.yaml\n", "base/a.yaml": "\nfail-on: never\n"})
    assert failure(root, "istiolint.yaml") == (
        'base/a.yaml:2:10: "fail-on" must be one of error, warning, info, not "never"'
    )


@pytest.mark.parametrize(
    ("extend", "message"),
    [
        pytest.param("gone.yaml", 'leads to "gone.yaml", which is no file', id="no file"),
        pytest.param("./base", 'leads to "./base", which is no file', id="a folder"),
        pytest.param("../other.yaml", 'leads outside "ROOT"', id="outside"),
        pytest.param("/etc/istiolint.yaml", 'leads outside "ROOT"', id="an absolute path"),
        pytest.param("link.yaml", 'leads outside "ROOT"', id="outside through a link"),
        pytest.param("istiolint.yaml", 'leads in a circle, back to "istiolint.yaml"', id="itself"),
        pytest.param(
            "base/back.yaml", 'leads in a circle, back to "../istiolint.yaml"', id="a circle"
        ),
        pytest.param(
            "acme-gone", 'names the package "acme-gone", which is not installed', id="no package"
        ),
        pytest.param(
            "acme!", 'names the package "acme!", which is not installed', id="no name of a package"
        ),
        pytest.param(
            "istiolint",
            'names the package "istiolint", which carries no istiolint.yaml',
            id="a package without one",
        ),
        pytest.param(
            "this", 'names the package "this", which carries no istiolint.yaml', id="a mere module"
        ),
    ],
)
def test_an_extension_that_leads_nowhere_is_an_error(
    write: Write, extend: str, message: str
) -> None:
    root = write(
        {
            "w/istiolint.yaml": f"ignore: []\nextend: {extend}\n",
            "w/base/back.yaml": "extend: ../istiolint.yaml\n",
            "other.yaml": "",
        }
    )
    (root / "w" / "link.yaml").symlink_to(root / "other.yaml")
    at = "base/back.yaml:1" if extend == "base/back.yaml" else "istiolint.yaml:2"
    assert failure(root / "w", "istiolint.yaml") == f'{at}:9: "extend" {message}'


def test_a_file_without_our_table_is_an_error(write: Write) -> None:
    root = write({"istiolint.yaml": "extend: ./a.toml\n", "a.toml": "[project]\n"})
    assert failure(root, "istiolint.yaml") == "a.toml: has no table [tool.istiolint]"


def test_a_long_chain_ends(write: Write) -> None:
    count = 1500
    files = {f"{n}.yaml": f"extend: {n + 1}.yaml\n" for n in range(count)}
    root = write({**files, f"{count}.yaml": "fail-on: info\n"})
    assert loaded(root, "0.yaml") == {"fail_on": Severity.INFO}
