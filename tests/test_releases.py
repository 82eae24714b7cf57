"""Texts that name releases, ranges of them, and those that do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from istiolint.install import helm
from istiolint.releases import (
    CURRENT_FROM,
    NEWEST,
    OLDEST,
    Release,
    ReleaseRange,
    in_constraint,
)
from istiolint.schema import books, words
from istiolint.schema.store import load
from tools.schemas import settings
from tools.schemas.adding import minors_in

SCHEMAS = Path(__file__).parent.parent / "schemas"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1.24", Release(24), id="a minor"),
        pytest.param("1.24.0", Release(24, 0), id="the first patch"),
        pytest.param("1.24.13", Release(24, 13), id="a patch"),
        pytest.param("v1.24.3", Release(24, 3), id="a tag"),
        pytest.param(" 1.24 ", Release(24), id="blanks around it"),
        pytest.param("1.24.3-distroless", Release(24, 3), id="an image"),
        pytest.param("1.24.3+build", Release(24, 3), id="build metadata"),
        pytest.param("1.25-alpha.f1c2", Release(25), id="a build before the release"),
        pytest.param("1.9.5", Release(9, 5), id="an old one"),
    ],
)
def test_text_names_a_release(text: str, expected: Release) -> None:
    assert Release.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.",
        "1.x",
        "2.0",
        "1.24.",
        "1.24.3.1",
        "1.24x",
        "latest",
        "1.24 3",
        "1.1234",
        "\u0661.\u0662\u0664",
    ],
)
def test_text_names_no_release(text: str) -> None:
    assert Release.parse(text) is None


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        pytest.param(Release(24), "1.24", id="a minor"),
        pytest.param(Release(24, 0), "1.24.0", id="a patch"),
    ],
)
def test_a_release_is_shown_as_istio_does(release: Release, expected: str) -> None:
    assert str(release) == expected
    assert Release.parse(str(release)) == release


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1.24", Release(24), id="a minor"),
        pytest.param("1.24.3", Release(24, 3), id="a release"),
        pytest.param(" 1.24.3 ", Release(24, 3), id="blanks around it"),
        pytest.param("1.24.x", Release(24), id="any patch"),
        pytest.param("1.24.X", Release(24), id="any patch, in capitals"),
        pytest.param("1.24.*", Release(24), id="any patch, with a star"),
        pytest.param("~1.24.1", Release(24), id="at least a patch"),
        pytest.param("~ 1.24", Release(24), id="a tilde and a blank"),
        pytest.param("~>1.24.1", Release(24), id="the other tilde"),
        pytest.param("~1.24.x", Release(24), id="a tilde that says nothing"),
        pytest.param("=1.24.3", Release(24), id="equal"),
        pytest.param("^1.24.0", None, id="any later minor"),
        pytest.param(">=1.24", None, id="at least"),
        pytest.param("=>1.24", None, id="at least, the other way round"),
        pytest.param("1.x", None, id="any minor"),
        pytest.param("~1", None, id="a tilde over minors"),
        pytest.param("*", None, id="anything"),
        pytest.param("1.24.0 - 1.25.0", None, id="a range"),
        pytest.param("1.24.0 || 1.25.0", None, id="either"),
        pytest.param("1.24.0 - 1.24.9", Release(24), id="a range in one minor"),
        pytest.param("1.24.x || ~1.24.3", Release(24), id="either of one minor"),
        pytest.param("1.24.x || 2.0.0", None, id="or another program"),
        pytest.param("~1.24.0, <1.24.5", Release(24), id="two conditions"),
        pytest.param(">=1.24 <1.25", Release(24), id="from and up to"),
        pytest.param(">= 1.24.0, < 1.25.0-0", Release(24), id="with blanks and a candidate"),
        pytest.param(">1.23 <1.25", Release(24), id="above and below minors"),
        pytest.param(">1.23.0 <1.25", None, id="above a patch"),
        pytest.param(">=1.24 <=1.24", Release(24), id="up to any patch"),
        pytest.param(">=1.24 <1.25.1", None, id="up to a patch"),
        pytest.param(">=1.24.2 !=1.24.5 <1.25", Release(24), id="all but one"),
        pytest.param("!=1.24.5", None, id="anything but one"),
        pytest.param("<1.25", None, id="up to"),
        pytest.param(">=1.25 <1.24", None, id="none at all"),
        pytest.param("^1.24", None, id="a caret"),
        pytest.param("^1.24 <1.25", Release(24), id="a caret with an end"),
        pytest.param(">=1.24 latest", None, id="something else"),
        pytest.param(">=1.24 <1.25" + " " * 300, None, id="too long to be one"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_constraint_names_one_minor_or_none(text: str, expected: Release | None) -> None:
    assert in_constraint(text) == expected


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        pytest.param("1.16..1.21", (16, 21), (15, 22), id="from and to"),
        pytest.param("1.22..", (22, 99), (21,), id="open at the end"),
        pytest.param("..1.21", (1, 21), (22,), id="open at the start"),
        pytest.param("..", (1, 99), (), id="open at both ends"),
        pytest.param("1.24", (24,), (23, 25), id="one release"),
    ],
)
def test_a_range_holds_releases_by_minor(
    text: str, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    found = ReleaseRange.parse(text)
    assert all(Release(minor) in found and Release(minor, 7) in found for minor in inside)
    assert not any(Release(minor) in found for minor in outside)


def test_a_range_holds_nothing_but_releases() -> None:
    text: object = "1.24"
    assert text not in ReleaseRange.parse("1.24")


@pytest.mark.parametrize("text", ["", "1", "x..1.21", "1.16..x", "1.16...1.21"])
def test_text_that_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        ReleaseRange.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1.18..1.21", (Release(18), Release(21)), id="both known"),
        pytest.param("1.22..", (Release(22), NEWEST), id="up to the newest"),
        pytest.param("..1.21", (OLDEST, Release(21)), id="from the oldest"),
        pytest.param("..", (OLDEST, NEWEST), id="all"),
    ],
)
def test_the_ends_of_a_range_are_releases_we_know(
    text: str, expected: tuple[Release, Release]
) -> None:
    assert ReleaseRange.parse(text).ends == expected


def test_the_releases_we_know_are_in_order() -> None:
    assert OLDEST.minor < CURRENT_FROM.minor < NEWEST.minor


def test_the_oldest_and_the_newest_release_are_those_of_the_schemas() -> None:
    assert minors_in(SCHEMAS) == list(range(OLDEST.minor, NEWEST.minor + 1))


def test_no_schema_tells_of_releases_that_are_not_known() -> None:
    found: dict[str, set[int]] = {}
    for path in {*SCHEMAS.rglob("*.json")} - {SCHEMAS / "kubernetes.json"}:
        for first, last in re.findall(r"\[(\d\d), (\d\d|null)[],]", path.read_text("utf-8")):
            ends = {int(end) for end in (first, last) if end != "null"}
            found.setdefault(path.name, set()).update(ends)
    beyond = {name: max(ends) for name, ends in found.items() if max(ends) > NEWEST.minor}
    assert beyond == {}


def test_the_release_with_flat_values_is_told_alike_everywhere() -> None:
    flat = load("keys/istiod.json")["properties"]["autoscaleMin"]["x-istio-releases"]
    assert flat == [[books.FLAT_SINCE, None]]
    assert books.FLAT_SINCE == helm.FLAT_SINCE.minor == settings.FLAT_SINCE


def test_the_gateway_chart_refuses_keys_where_its_schema_does() -> None:
    releases = range(OLDEST.minor, NEWEST.minor + 1)
    shapes = {minor: books.values_schema("gateway", minor) for minor in releases}
    strict = [minor for minor, shape in shapes.items() if shape is not None and shape.is_closed]
    assert strict == [
        minor
        for minor in releases
        if any(first <= minor <= last for first, last in words._STRICT_GATEWAY)
    ]
