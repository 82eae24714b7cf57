"""What an expression is compared with, whatever the arithmetic around it."""

from __future__ import annotations

import pytest

from istiolint.resources.promql.compare import comparisons, constant, is_share, unit
from istiolint.resources.promql.parse import parse


def compared(text: str) -> list[tuple[str, float]]:
    tree = parse(text)
    assert tree is not None
    return [(each.operator, each.limit) for each in comparisons(tree)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a > 5", [(">", 5)], id="plain"),
        pytest.param("5 > a", [("<", 5)], id="turned round"),
        pytest.param("5 == a", [("==", 5)], id="equal, turned round"),
        pytest.param("a / 1024 / 1024 > 800", [(">", 800 * 1024 * 1024)], id="divided"),
        pytest.param("a > 800 * 1024 * 1024", [(">", 800 * 1024 * 1024)], id="multiplied"),
        pytest.param("a > 1024 ^ 2", [(">", 1024**2)], id="a power"),
        pytest.param("100 * a / b > 5", [(">", 0.05)], id="percent, before"),
        pytest.param("a / b * 100 > 5", [(">", 0.05)], id="percent, behind"),
        pytest.param("a / (b / 100) >= 5", [(">=", 0.05)], id="percent, below"),
        pytest.param("sum(a / 1024) by (b) > 2", [(">", 2048)], id="inside a sum"),
        pytest.param("-a < -3", [(">", 3)], id="a sign"),
        pytest.param("sum(-a) < -3", [("<", -3)], id="a sign inside"),
        pytest.param("a < 1 and b > 2", [("<", 1), (">", 2)], id="several"),
        pytest.param("count(a > 5) > 1 + 2 - 1", [(">", 2), (">", 5)], id="one in another"),
        pytest.param("a > b", [], id="no constant"),
        pytest.param("1 > 2", [], id="nothing but constants"),
        pytest.param("a", [], id="no comparison"),
        pytest.param("10 / a > 5", [(">", 5)], id="divided by it"),
        pytest.param("a > 1 / 0", [], id="no number"),
        pytest.param("a > 10 ^ 10000", [], id="too large"),
        pytest.param("a > (-1) ^ 0.5", [], id="not real"),
        pytest.param("a > 5 % 2", [], id="an operator that is not followed"),
        pytest.param("a / (b * 0) > 5", [(">", 5)], id="divided by nothing"),
        pytest.param("a / (b * 1e-200 * 1e-200) > 5", [(">", 5)], id="divided by next to nothing"),
    ],
)
def test_factors_stand_on_the_side_of_the_limit(
    text: str, expected: list[tuple[str, float]]
) -> None:
    assert compared(text) == expected


def test_a_limit_that_cannot_be_told_is_no_number() -> None:
    (found,) = compared("a * 1e-300 * 1e-300 > 5")
    assert found[1] != found[1]


def test_a_comparison_is_of_large_or_small_values_or_neither() -> None:
    def sides(text: str) -> tuple[bool, bool]:
        (found,) = comparisons(parse(text) or pytest.fail(text))
        return found.is_upper, found.is_lower

    assert sides("a > 1") == (True, False)
    assert sides("a <= 1") == (False, True)
    assert sides("a == 1") == (False, False)


def test_the_constant_is_where_it_is_written() -> None:
    text = "a / 1024 > 8 * 10"
    (found,) = comparisons(parse(text) or pytest.fail(text))
    assert text[found.start : found.end] == "8 * 10"


def test_what_has_no_number_is_no_constant() -> None:
    assert constant(parse("a + 1") or pytest.fail("not parsed")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x_milliseconds", "milliseconds"),
        ("x_milliseconds_sum", "milliseconds"),
        ("x_seconds_total", "seconds"),
        ("x_bytes", "bytes"),
        ("x_bytes_used", None),
        ("x_total", "count"),
        ("x_bytes_count", "count"),
        ("x", None),
        ("rate(x_total[1m])", "count/s"),
        ("increase(x_total[1m])", "count"),
        ("sum(rate(x_bytes_total[1m])) by (a)", "bytes/s"),
        ("rate(x[1m])", None),
        ("count(x_bytes)", None),
        ("histogram_quantile(0.9, rate(x_milliseconds_bucket[1m]))", "milliseconds"),
        ("rate(x_milliseconds_sum[1m]) / rate(x_milliseconds_count[1m])", "milliseconds"),
        ("rate(x_total[1m]) / rate(y_total[1m])", "ratio"),
        ("x_bytes / y_seconds", None),
        ("x_bytes / y", None),
        ("time()", "timestamp"),
        ("x_timestamp - time()", "seconds"),
        ("x_bytes - y_bytes", "bytes"),
        ("x_bytes - y_seconds", None),
        ("x_bytes > 5", "bytes"),
        ("x_bytes * 5", None),
        ("vector(5)", None),
        ("5", None),
    ],
)
def test_the_unit_follows_from_names_and_functions(text: str, expected: str | None) -> None:
    assert unit(parse(text) or pytest.fail(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('sum(x{a="b"}) / sum(x)', True),
        ('x{a="b", c="d"} / x{c="d"}', True),
        ("x / x", False),
        ('x{a="b"} / x{a="c"}', False),
        ('x{a="b"} / y', False),
        ('x{a="b"} / (x + x)', False),
        ('x{a="b"} / x offset 1d', False),
        ('x{a="b"} offset 1d / x', False),
        ('x{a="b"} * x', False),
        ("x", False),
    ],
)
def test_a_part_of_the_whole_is_a_share(text: str, *, expected: bool) -> None:
    assert is_share(parse(text) or pytest.fail(text)) is expected
