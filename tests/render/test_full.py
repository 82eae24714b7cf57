"""Each finding with the lines it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.diagnostic import ObjectName, Severity
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make

ROUTES = Source(
    "mesh/reviews.yaml",
    """\
kind: VirtualService
metadata:
  name: reviews

spec:
  hosts: [reviews]
  http:
  - route:
    - destination:
        host: reviews
        subset: v3
      weight: 100
""",
)

SUBSETS = Source(
    "mesh/rules.yaml",
    """\
kind: DestinationRule
spec:
  subsets:
  - name: v1
""",
)


def test_a_finding_has_its_lines_what_is_related_and_what_to_do(make: Make) -> None:
    found = make.diagnostic(
        make.at(ROUTES, "v3"),
        rule="subset-not-found",
        message='subset "v3" of host "reviews" is not defined',
        label="no such subset",
        resource=make.reviews,
        field="spec.http[0].route[0].destination.subset",
        help="define the subset in a DestinationRule for the host, or route to one that exists",
        fix=make.fix(make.at(ROUTES, "v3"), "v1", safe=False),
        related=(make.label(make.at(SUBSETS, "v1"), "the only subset there is"),),
    )
    assert make.text("full", found, width=70) == (
        """\
error[subset-not-found] subset "v3" of host "reviews" is not defined
  --> mesh/reviews.yaml:11:17
   |
10 |         host: reviews
11 |         subset: v3
   |                 ^^ no such subset
12 |       weight: 100
   |
  ::: mesh/rules.yaml:4:11
   |
 3 |   subsets:
 4 |   - name: v1
   |           ~~ the only subset there is
   |
   = in: VirtualService default/reviews,
         spec.http[0].route[0].destination.subset
   = help: define the subset in a DestinationRule for the host, or
           route to one that exists
   = unsafe fix: Write it as it should be
"""
    )


def test_a_plain_finding_ends_with_its_lines(make: Make) -> None:
    found = make.diagnostic(make.at(ROUTES, "kind"), severity=Severity.WARNING)
    assert make.text("full", found) == (
        """\
warning[a-rule] this is wrong
 --> mesh/reviews.yaml:1:1
  |
1 | kind: VirtualService
  | ^^^^
2 | metadata:
"""
    )


def test_findings_and_closing_lines_are_set_apart(make: Make) -> None:
    first = make.diagnostic(make.at(SUBSETS, "kind"), fix=make.fix(make.at(SUBSETS, "k"), "K"))
    second = make.diagnostic(make.at(SUBSETS, "v1"), severity=Severity.INFO)
    assert make.text("full", first, second, quiet=False) == (
        """\
error[a-rule] [*] this is wrong
 --> mesh/rules.yaml:1:1
  |
1 | kind: DestinationRule
  | ^^^^
2 | spec:
  |
  = fix: Write it as it should be

info[a-rule] this is wrong
 --> mesh/rules.yaml:4:11
  |
3 |   subsets:
4 |   - name: v1
  |           ^^

Found 2 findings (1 error, 1 info) in 1 of 3 files (9 documents).
[*] 1 fixable with `--fix`.
"""
    )


def test_nothing_is_said_quietly_about_nothing(make: Make) -> None:
    assert make.text("full") == ""


def test_places_near_each_other_are_shown_in_one_piece(make: Make) -> None:
    found = make.diagnostic(
        make.at(ROUTES, "100"),
        related=(
            make.label(make.at(ROUTES, "v3"), "this subset"),
            make.label(make.at(ROUTES, "weight"), "of this"),
            make.label(make.at(ROUTES, "hosts"), "these hosts"),
        ),
    )
    assert make.text("full", found) == (
        """\
error[a-rule] this is wrong
  --> mesh/reviews.yaml:12:15
   |
 5 | spec:
 6 |   hosts: [reviews]
   |   ~~~~~ these hosts
 7 |   http:
...
10 |         host: reviews
11 |         subset: v3
   |                 ~~ this subset
12 |       weight: 100
   |               ^^^
   |       ~~~~~~ of this
"""
    )


def test_places_far_from_each_other_are_shown_in_pieces(make: Make) -> None:
    related = (make.label(make.at(ROUTES, "VirtualService"), "in here"),)
    assert make.text("full", make.diagnostic(make.at(ROUTES, "100"), related=related)) == (
        """\
error[a-rule] this is wrong
  --> mesh/reviews.yaml:12:15
   |
11 |         subset: v3
12 |       weight: 100
   |               ^^^
   |
  ::: mesh/reviews.yaml:1:7
   |
 1 | kind: VirtualService
   |       ~~~~~~~~~~~~~~ in here
 2 | metadata:
"""
    )


def test_a_single_line_between_two_pieces_is_shown_even_if_empty(make: Make) -> None:
    source = Source("a.yaml", "a: 1\nb: 2\n\nc: 3\nd: 4\n")
    related = (make.label(make.at(source, "a"), ""),)
    assert make.text("full", make.diagnostic(make.at(source, "d"), related=related)) == (
        """\
error[a-rule] this is wrong
 --> a.yaml:5:1
  |
1 | a: 1
  | ~
2 | b: 2
3 |
4 | c: 3
5 | d: 4
  | ^
"""
    )


def test_empty_lines_at_the_edge_are_not_shown(make: Make) -> None:
    source = Source("a.yaml", "\na: 1\n  \n")
    assert make.text("full", make.diagnostic(make.at(source, "1"))) == (
        """\
error[a-rule] this is wrong
 --> a.yaml:2:4
  |
2 | a: 1
  |    ^
"""
    )


def test_only_the_first_related_places_are_shown(make: Make) -> None:
    related = tuple(make.label(make.at(SUBSETS, "v1")) for _ in range(7))
    text = make.text("full", make.diagnostic(make.at(ROUTES, "v3"), related=related))
    assert text.count("this is why") == 5
    assert text.endswith("   = note: 2 related places more\n")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"field": "pilot.env"}, "pilot.env", id="a setting"),
        pytest.param(
            {
                "resource": ObjectName("v2", "HelmRelease", "istio", "istiod"),
                "container": "spec.values",
                "field": "pilot.env",
            },
            "HelmRelease istio/istiod, spec.values, pilot.env",
            id="a setting inside an object",
        ),
        pytest.param({"resource": ObjectName("v1", "Pod", None, "a")}, "Pod a", id="no namespace"),
        pytest.param({"resource": ObjectName("v1", "Pod", None, None)}, "Pod", id="no name"),
    ],
)
def test_the_place_is_also_named(make: Make, fields: dict[str, object], expected: str) -> None:
    text = make.text("full", make.diagnostic(make.at(ROUTES, "v3"), **fields))
    assert text.endswith(f"   = in: {expected}\n")


EXCERPTS = [
    pytest.param(
        "- 日本: \N{ROCKET}x\n", "x", "1 | - 日本: 🚀x\n  |           ^\n", id="wide characters"
    ),
    pytest.param("\tb:\tvalue\n", "value", "1 |     b:    value\n  |           ^^^^^\n", id="tabs"),
    pytest.param("a: 1\r\nb: 22\r\n", "22", "1 | a: 1\n2 | b: 22\n  |    ^^\n", id="CRLF"),
    pytest.param("a: 1\rb: 22\r", "22", "1 | a: 1\n2 | b: 22\n  |    ^^\n", id="CR"),
    pytest.param(
        "a: \x1b[2Jb # \u202e\n", "b", "1 | a: ␛[2Jb # \\u202e\n  |        ^\n", id="controls"
    ),
    pytest.param("zu\u0308r: b\n", "b", "1 | zu\u0308r: b\n  |      ^\n", id="combined characters"),
    pytest.param("a: b  \n", "  \n", "1 | a: b\n  |     ^^\n", id="blanks at the end of a line"),
    pytest.param(
        "a: |\n  one\n  two\n", "one\n  two", "1 | a: |\n2 |   one\n  |   ^^^\n3 |   two\n",
        id="several lines are clipped to the first",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "token", "expected"), EXCERPTS)
def test_carets_stand_below_what_they_are_about(
    make: Make, text: str, token: str, expected: str
) -> None:
    source = Source("a.yaml", text)
    found = make.text("full", make.diagnostic(make.at(source, token)))
    assert found.split("  |\n", 1)[1] == expected


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        pytest.param("a:\n", 2, "1 | a:\n  |   ^\n", id="at the end of a line"),
        pytest.param("a: b", 4, "1 | a: b\n  |     ^\n", id="at the end of the file"),
        pytest.param("a: b\n", 5, "1 | a: b\n2 |\n  | ^\n", id="after the last line"),
        pytest.param("a: b\n", 0, "1 | a: b\n  | ^\n", id="at the start of the file"),
    ],
)
def test_an_empty_place_has_one_caret(make: Make, text: str, offset: int, expected: str) -> None:
    location = make.empty_at(Source("a.yaml", text), offset)
    found = make.text("full", make.diagnostic(location))
    assert found.split("  |\n", 1)[1] == expected


def test_a_file_that_could_not_be_read_has_no_lines(make: Make) -> None:
    found = make.diagnostic(make.empty_at(Source("a\x1b.yaml", ""), 0), message="it is\nbad")
    assert make.text("full", found) == "error[a-rule] it is␊bad\n --> a␛.yaml:1:1\n"


LONG = '{"a": ' + "1, " * 40 + '"needle", "b": ' + "2, " * 40 + '"c"}'


@pytest.mark.parametrize(
    ("token", "label", "expected"),
    [
        pytest.param(
            '"needle"', "a label",
            """\
1 | ... 1, 1, "needle", "b": 2, 2, 2,...
  |           ^^^^^^^^ a label
""",
            id="in the middle",
        ),
        pytest.param(
            '"a"', "a label",
            """\
1 | {"a": 1, 1, 1, 1, 1, 1, 1, 1, ...
  |  ^^^ a label
""",
            id="at the start",
        ),
        pytest.param(
            '"c"', "a label",
            """\
1 | ..., 2, 2, 2, 2, 2, 2, 2, 2, "c"}
  |                              ^^^
  |                              a label
""",
            id="at the end, with no room for the label",
        ),
        pytest.param(
            "1, " * 40, "a label that is wider than the whole terminal",
            """\
1 | ...1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ...
  |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  | a label that is wider than the whole terminal
""",
            id="wider than the terminal",
        ),
    ],
)  # fmt: skip
def test_of_a_long_line_the_part_around_the_place_is_shown(
    make: Make, token: str, label: str, expected: str
) -> None:
    source = Source("a.json", LONG)
    found = make.text("full", make.diagnostic(make.at(source, token), label=label), width=40)
    assert found.split("  |\n", 1)[1] == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        pytest.param(31, "  |    ^ {}", id="all the room there is"),
        pytest.param(32, "  |    ^\n  |    {}", id="one column more"),
        pytest.param(36, "  |    ^\n  | {}", id="a whole line"),
    ],
)
def test_a_label_that_does_not_fit_beside_the_carets_stands_below(
    make: Make, length: int, expected: str
) -> None:
    found = make.diagnostic(make.at(Source("a.yaml", "a: 1\n"), "1"), label="x" * length)
    text = make.text("full", found, width=40)
    assert text.endswith(expected.format("x" * length) + "\n")
    assert max(map(len, text.splitlines())) <= 40


def test_places_far_apart_on_a_line_show_it_twice(make: Make) -> None:
    source = Source("a.json", LONG)
    related = (make.label(make.at(source, '"c"')), make.label(make.at(source, "needle")))
    found = make.diagnostic(make.at(source, '"needle"'), related=related)
    assert make.text("full", found, width=40).split("  |\n", 1)[1] == (
        """\
1 | ... 1, 1, "needle", "b": 2, 2, 2,...
  |           ^^^^^^^^
  |            ~~~~~~ this is why
1 | ..., 2, 2, 2, 2, 2, 2, 2, 2, "c"}
  |                              ~~~
  |                          this is why
"""
    )


def test_findings_that_show_the_same_lines_show_them_once(make: Make) -> None:
    name, spec = make.at(ROUTES, "metadata"), make.at(ROUTES, "spec")
    several = [
        make.diagnostic(name, rule="a", severity=Severity.INFO, help="do this"),
        make.diagnostic(name, rule="b", severity=Severity.WARNING, help="do that"),
        make.diagnostic(name, rule="c", severity=Severity.INFO, help="do this"),
        make.diagnostic(name, rule="f", severity=Severity.INFO),
        make.diagnostic(name, rule="d", label="look"),
        make.diagnostic(spec, rule="e"),
    ]
    text = make.text("full", *several, verbose=True)
    assert text.startswith(
        """\
warning[b] this is wrong
info[a] this is wrong
info[c] this is wrong
info[f] this is wrong
 --> mesh/reviews.yaml:2:1
  |
1 | kind: VirtualService
2 | metadata:
  | ^^^^^^^^
3 |   name: reviews
  |
  = help: [b] do that
  = help: [a, c] do this
  = docs: """
    )
    assert text.count(" --> ") == 3
    assert text.count("= docs:") == len(several)


def test_what_findings_on_one_place_agree_upon_is_said_for_all_of_them(make: Make) -> None:
    name = make.at(ROUTES, "metadata")
    several = [make.diagnostic(name, rule=each, help="do this") for each in "ab"]
    assert make.text("full", *several).endswith("  |\n  = help: do this\n")


def test_a_tiny_terminal_still_gets_some_text(make: Make) -> None:
    found = make.diagnostic(make.at(ROUTES, "v3"), help="say what it is that you want")
    assert make.text("full", found, width=1) == (
        """\
error[a-rule] this is wrong
  --> mesh/reviews.yaml:11:17
   |
10 |         host: ...
11 |         subset: v3
   |                 ^^
12 |       weight: 100
   |
   = help: say what it is that
           you want
"""
    )


def test_colours_follow_the_severity_and_the_yaml(make: Make) -> None:
    source = Source("a.yaml", "# why\nport: &a !!str 'x'\nb: *a\n")
    found = make.diagnostic(
        make.at(source, "port"),
        severity=Severity.WARNING,
        label="label",
        fix=make.fix(make.at(source, "port"), "ports"),
    )
    blue, yellow, key, reference = "\x1b[1;34m", "\x1b[1;33m", "\x1b[36m", "\x1b[35m"
    reset = "\x1b[0m"
    text = f"\x1b[32m'x'{reset}"
    assert make.text("full", found, color=True).splitlines() == [
        f"{yellow}warning[a-rule]{reset} {key}[*]{reset} \x1b[1mthis is wrong{reset}",
        f"{blue} -->{reset} a.yaml:2:1",
        f"{blue}  |{reset}",
        f"{blue}1 |{reset} \x1b[2m# why{reset}",
        f"{blue}2 |{reset} {key}port{reset}: {reference}&a{reset} {reference}!!str{reset} {text}",
        f"{blue}  |{reset} {yellow}^^^^{reset} {yellow}label{reset}",
        f"{blue}3 |{reset} {key}b{reset}: {reference}*a{reset}",
        f"{blue}  |{reset}",
        f"{blue}  ={reset} \x1b[1mfix:{reset} Write it as it should be",
    ]
