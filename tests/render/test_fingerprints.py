"""Findings are recognised again when lines have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.render.fingerprints import identity, line_hashes
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make

# What GitHub's own action computes for these texts, as its tests have it.
KNOWN = [
    pytest.param("", ["c129715d7a2bc9a3:1"], id="nothing"),
    pytest.param(
        " a\nb\n  \t\tc\n d",
        ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        id="LF",
    ),
    pytest.param(
        " a\r\nb\r\n  \t\tc\r\n d",
        ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        id="CRLF",
    ),
    pytest.param(
        " a\rb\r  \t\tc\r d",
        ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        id="CR",
    ),
    pytest.param(
        "Lorem ipsum dolor sit amet.\n" * 10,
        [
            *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
            "a7f2ff1481e87703:1",
            "a9cf91f7bbf1862b:1",
            "55ec222b86bcae53:1",
            "cc97dc7b1d7d8f7b:1",
            "c129715d7a2bc9a3:1",
        ],
        id="the same line again and again",
    ),
]  # fmt: skip


def all_hashes(source: Source) -> list[str]:
    """The hashes of all lines of a file."""
    return list(line_hashes(source, range(1, len(source.line_starts) + 1)).values())


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_a_line_has_the_hash_that_github_computes(text: str, expected: list[str]) -> None:
    assert all_hashes(Source("a.yaml", text)) == expected


def rolling_hashes(data: bytes) -> dict[int, str]:
    """The same by the recipe: one character after another through a window of a hundred."""
    units = [*memoryview(data.decode().encode("utf-16-le")).cast("H"), 0xFFFF]
    window, starts = [0] * 100, [0] * 100
    hashes: dict[int, str] = {}
    seen: dict[int, int] = {}
    value, index, line, at_start, after_return = 0, 0, 0, True, False

    def emit() -> None:
        seen[value] = seen.get(value, 0) + 1
        hashes[starts[index]] = f"{value:x}:{seen[value]}"
        starts[index] = 0

    def push(unit: int) -> None:
        nonlocal value, index
        value = (value * 37 + unit - pow(37, 100) * window[index]) % 2**64
        window[index] = unit
        index = (index + 1) % 100

    for unit in units:
        if unit in (32, 9) or (after_return and unit == 10):
            after_return = False
            continue
        after_return = unit == 13
        if starts[index]:
            emit()
        if at_start:
            line += 1
            starts[index] = line
        at_start = unit in (10, 13)
        push(10 if unit == 13 else unit)
    for _ in range(100):
        if starts[index]:
            emit()
        push(0)
    return hashes


@given(text=st.text(st.sampled_from("ab \t\r\n日🚀"), max_size=400), mark=st.booleans())
def test_the_hashes_are_those_of_a_rolling_window(*, text: str, mark: bool) -> None:
    encoding = "utf-8-sig" if mark else "utf-8"
    source = Source("a.yaml", text, encoding)
    assert all_hashes(source) == [*rolling_hashes(text.encode(encoding)).values()]


def test_only_the_lines_asked_for_are_hashed() -> None:
    source = Source("a.yaml", "a\nb\nc\n")
    assert line_hashes(source, {2}).keys() == {2}
    assert line_hashes(source, set()) == {}


def test_lines_inserted_above_change_no_hash() -> None:
    text = "kind: Gateway\nspec:\n  servers: []\n"
    before, after = (Source("a.yaml", text) for text in (text, "# one\n\n# two\n" + text))
    assert all_hashes(after)[3:] == all_hashes(before)


def test_the_version_of_an_api_is_no_part_of_an_identity(make: Make) -> None:
    found = make.diagnostic(make.at(Source("a.yaml", "a"), "a"), resource=make.reviews)
    older = make.reviews._replace(api_version="networking.istio.io/v1beta1")
    other = make.reviews._replace(api_version="example.com/v1")
    assert identity(found._replace(resource=older), "a") == identity(found, "a")
    assert identity(found._replace(resource=other), "a") != identity(found, "a")


def test_an_identity_has_rule_file_object_and_field_in_it(make: Make) -> None:
    source = Source("a.yaml", "a: 1\nb: 2\n")
    found = make.diagnostic(make.at(source, "1"), resource=make.reviews, field="spec.hosts")
    same = found._replace(location=make.at(source, "2"), message="other", help="other")
    others = [
        identity(found, "b.yaml"),
        identity(found._replace(rule="other"), "a.yaml"),
        identity(found._replace(field="spec"), "a.yaml"),
        identity(found._replace(container="spec"), "a.yaml"),
        identity(found._replace(resource=make.secret), "a.yaml"),
        identity(found._replace(resource=None), "a.yaml"),
    ]
    assert identity(same, "a.yaml") == identity(found, "a.yaml")
    assert len({identity(found, "a.yaml"), *others}) == 7
