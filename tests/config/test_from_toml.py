"""Our table in a TOML file is read, and its keys are found in the text."""

from __future__ import annotations

import pytest

from istiolint.config.from_toml import read_toml, table
from istiolint.config.problem import ConfigError
from istiolint.text import Source

TEXT = """\
[project]
select = "not ours"

[tool.istiolint]
istio-version = "1.30"
select = [
  "a",
  "b",
]
rules.one.severity = "info"
scopes = [["a", "b"]]
  [ tool."istiolint".rules.two ]
  small = "1"
  inline = {a = 1}

[tool.istiolint.per-path."dev/**"]
'ignore' = []

[[tool.istiolint.installs]]
name = "first"

[[tool.istiolint.installs]]
name = "second"

[tool.other]
ignore = 5
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        pytest.param((), (4, 2), id="the table"),
        pytest.param(("istio-version",), (5, 1), id="a key"),
        pytest.param(("select", 1), (6, 1), id="an item counts as its key"),
        pytest.param(("rules", "one", "severity"), (10, 1), id="a dotted key"),
        pytest.param(("rules",), (10, 1), id="a table that is not written out"),
        pytest.param(("rules", "two"), (12, 5), id="the header of a table"),
        pytest.param(("rules", "two", "small"), (13, 3), id="a key in a table"),
        pytest.param(("rules", "two", "inline", "a"), (14, 3), id="a key in braces"),
        pytest.param(("per-path", "dev/**", "ignore"), (17, 1), id="keys in quotes"),
        pytest.param(("installs", 0, "name"), (20, 1), id="the first of several tables"),
        pytest.param(("installs", 1, "name"), (23, 1), id="the second of several tables"),
        pytest.param(("installs", 1), (22, 3), id="the header of the second"),
        pytest.param(("ignore",), (4, 2), id="a key that another table has"),
    ],
)
def test_keys_are_found_in_the_text(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    found = read_toml(Source("pyproject.toml", TEXT)).place(path)
    assert (found.key, found.value) == (place, place)


def test_a_table_in_braces_has_no_place_of_its_own() -> None:
    tree = read_toml(Source("pyproject.toml", "tool = {istiolint = {select = ['a']}}\n"))
    assert tree.values == {"select": ["a"]}
    assert tree.place(("select",)).key == (1, 1)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("[tool.istiolint]\n", {}, id="an empty table"),
        pytest.param("[tool]\nistiolint.select = ['a']\n", {"select": ["a"]}, id="a dotted key"),
        pytest.param("[tool.other]\n", None, id="another table"),
        pytest.param("tool = 1\n", None, id="no table at all"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_our_table_is_found_however_it_is_written(text: str, values: object) -> None:
    assert table(Source("pyproject.toml", text)) == values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "[tool.istiolint]\nselect [1]\n",
            ':2:8: not TOML: expected "=" after a key in a key/value pair',
            id="a mark that is missing",
        ),
        pytest.param("a = [1,\n", ":2:1: not TOML: invalid value", id="an early end"),
        pytest.param("[tool]\n", ": has no table [tool.istiolint]", id="no table of ours"),
        pytest.param(f"a = {'[' * 5000}", ": is nested too deep", id="depth"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_toml(Source("pyproject.toml", text))
    assert str(raised.value) == f"pyproject.toml{message}"
