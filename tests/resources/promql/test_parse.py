"""PromQL becomes a tree that knows its place in the text."""

from __future__ import annotations

import pytest

from istiolint.resources.promql.compare import comparisons, unit
from istiolint.resources.promql.parse import parse
from istiolint.resources.promql.tree import (
    Call,
    Expression,
    Matcher,
    Number,
    Operation,
    Selector,
    Text,
    selectors,
    walk,
    within,
)


def shown(tree: Expression | None) -> str:
    """A tree in one line, with brackets around everything."""
    match tree:
        case None:
            return "nothing"
        case Number(value):
            return f"{value:g}"
        case Text(value):
            return f"'{value}'"
        case Selector(name, matchers):
            said = ",".join(f"{each.label}{each.operator}{each.value}" for each in matchers)
            return name + (f"{{{said}}}" if said else "") + ("@" if tree.has_offset else "")
        case Call(function, arguments, by):
            word = "without" if tree.is_without else "by"
            labels = "" if by is None else f" {word} {','.join(by)}"
            return f"{function}({', '.join(map(shown, arguments))}){labels}"
        case Operation(operator, left, right):
            return f"({shown(left)} {operator} {shown(right)})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up", "up"),
        ('up{job="pilot", x!~"a.*",}', "up{job=pilot,x!~a.*}"),
        ('{__name__="a"}', "a{__name__=a}"),
        ('{"a.b", c="d"}', "a.b{__name__=a.b,c=d}"),
        ('{job="a"}', "{job=a}"),
        (r'a{b="c\\.d"}', r"a{b=c\.d}"),
        ("a + b * c", "(a + (b * c))"),
        ("(a + b) * c", "((a + b) * c)"),
        ("a - b - c", "((a - b) - c)"),
        ("2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))"),
        ("-a ^ 2", "(-1 * (a ^ 2))"),
        ("-a + b", "((-1 * a) + b)"),
        ("a > 1 and b unless c or d", "((((a > 1) and b) unless c) or d)"),
        ("a > bool 1", "(a > 1)"),
        ("a / on (x, y) group_left (z) b", "(a / b)"),
        ("a / ignoring(x) group_right b", "(a / b)"),
        ("sum(a) by (b, c)", "sum(a) by b,c"),
        ("sum by (b) (a)", "sum(a) by b"),
        ("SUM without (b) (a)", "sum(a) without b"),
        ("sum(a)", "sum(a)"),
        ("sum", "sum"),
        ("topk(3, a)", "topk(3, a)"),
        ('label_replace(a, "b", "$1", "c", "(.*)")', "label_replace(a, 'b', '$1', 'c', '(.*)')"),
        ("rate(a[5m])", "rate(a)"),
        ("max_over_time(a[1h:5m])", "max_over_time(a)"),
        ("max_over_time(a[1h:])", "max_over_time(a)"),
        ("a offset 1d", "a@"),
        ("a[5m] offset -1d", "a@"),
        ("a @ 1700000000", "a@"),
        ("a @ end()", "a@"),
        ("sum(a) offset 1d", "sum(a)"),
        ("time()", "time()"),
        ("Inf", "inf"),
        ("3d", "259200"),
        ("0x10 + 1_000", "(16 + 1000)"),
    ],
)
def test_what_is_promql_becomes_a_tree(text: str, expected: str) -> None:
    assert shown(parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "a >",
        "(a",
        "sum(a",
        "sum by (a",
        "sum by (+) (a)",
        "a{b}",
        "a{b=c}",
        "a[$x]",
        "a[{]}",
        "a['x']",
        "a[5m",
        "rate(a[${W}])",
        "{{ a }}",
        ")",
        "(" * 200 + "a" + ")" * 200,
        "a + " * 151 + "a",
        "a + " * 10_000 + "a",
    ],
)
def test_what_is_none_or_not_all_there_is_left_alone(text: str) -> None:
    assert parse(text) is None


def test_what_is_as_deep_as_it_may_be_can_be_looked_at() -> None:
    deep = "-(" * 20 + "x_bytes" + ")" * 20
    long = "1 + " * 100 + "x_bytes > 5"
    for text in (deep, long):
        tree = parse(text)
        assert tree is not None
        assert unit(tree) is None
        assert len(list(comparisons(tree))) == text.count(">")


def test_nodes_know_the_characters_they_cover() -> None:
    text = 'sum(up{job="pilot"} == 0) > 1 + 2'
    tree = parse(text)
    assert isinstance(tree, Operation)
    assert text[tree.start : tree.end] == text
    assert text[tree.right.start : tree.right.end] == "1 + 2"
    (found,) = selectors(tree)
    assert text[found.start : found.end] == "up"
    assert [text[each.start : each.end] for each in found.matchers] == ["pilot"]
    assert found.matchers == (Matcher("job", "=", "pilot", 12, 17),)


def test_all_that_is_in_a_tree_is_found_in_order() -> None:
    tree = parse("absent(a) or sum(b) + absent_over_time(c[5m])")
    assert tree is not None
    assert [each.name for each in selectors(tree)] == ["a", "b", "c"]
    assert [each.name for each in within(tree, "absent")] == ["a", "c"]
    assert len(list(walk(tree))) == 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a{pod=~"istiod-.*"}', True),
        ('a{pod!~"istiod-.*"}', False),
        ('a{pod="shop"}', False),
        ("istiod", False),
    ],
)
def test_a_selector_mentions_what_a_label_has_to_be(text: str, *, expected: bool) -> None:
    tree = parse(text)
    assert isinstance(tree, Selector)
    assert tree.mentions("istiod") is expected
