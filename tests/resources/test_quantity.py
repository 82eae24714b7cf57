"""Quantities are read as Kubernetes reads them, and shown as people write them.

The sources: *grammar* is what the documentation of Kubernetes' ``Quantity`` says, *code* what
``resource.ParseQuantity`` of k8s.io/apimachinery 0.31 was seen to do.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.resources.quantity import ONE, cpu, is_below, memory, of_number, parse

QUANTITIES = [
    pytest.param("0", 0, id="grammar: zero"),
    pytest.param("4", 4 * ONE, id="grammar: a whole number"),
    pytest.param("007", 7 * ONE, id="grammar: leading zeros are decimal"),
    pytest.param("0.5", ONE // 2, id="grammar: a fraction"),
    pytest.param(".5", ONE // 2, id="grammar: a fraction without a whole part"),
    pytest.param("5.", 5 * ONE, id="grammar: a point at the end"),
    pytest.param("+1", ONE, id="grammar: a plus sign"),
    pytest.param("-1Ki", -1024 * ONE, id="grammar: a minus sign"),
    pytest.param("7n", 7, id="grammar: nano"),
    pytest.param("7u", 7 * 10**3, id="grammar: micro"),
    pytest.param("500m", ONE // 2, id="grammar: milli"),
    pytest.param("1500m", 3 * ONE // 2, id="grammar: more than a thousand milli"),
    pytest.param("2k", 2 * 10**3 * ONE, id="grammar: kilo is a small letter"),
    pytest.param("2M", 2 * 10**6 * ONE, id="grammar: mega"),
    pytest.param("2G", 2 * 10**9 * ONE, id="grammar: giga"),
    pytest.param("2T", 2 * 10**12 * ONE, id="grammar: tera"),
    pytest.param("2P", 2 * 10**15 * ONE, id="grammar: peta"),
    pytest.param("2E", 2 * 10**18 * ONE, id="grammar: exa, not an exponent"),
    pytest.param("2Ki", 2 * 2**10 * ONE, id="grammar: kibi"),
    pytest.param("2048Mi", 2**31 * ONE, id="grammar: mebi"),
    pytest.param("2Gi", 2**31 * ONE, id="grammar: gibi, equal to 2048 mebi"),
    pytest.param("2Ti", 2 * 2**40 * ONE, id="grammar: tebi"),
    pytest.param("2Pi", 2 * 2**50 * ONE, id="grammar: pebi"),
    pytest.param("2Ei", 2 * 2**60 * ONE, id="grammar: exbi"),
    pytest.param("1.5Gi", 3 * 2**29 * ONE, id="grammar: a fraction of a gibi"),
    pytest.param("1e3", 1000 * ONE, id="grammar: an exponent"),
    pytest.param("1E3", 1000 * ONE, id="grammar: an exponent after a capital letter"),
    pytest.param("1e+3", 1000 * ONE, id="grammar: a positive exponent"),
    pytest.param("15e-1", 3 * ONE // 2, id="grammar: a negative exponent"),
    pytest.param("1.25e2", 125 * ONE, id="grammar: a fraction and an exponent"),
    pytest.param("0.5n", 1, id="code: less than a billionth is rounded up"),
    pytest.param("-0.5n", -1, id="code: away from zero"),
    pytest.param("0.0000000001Ki", 103, id="code: after the suffix is applied"),
    pytest.param("1e-12", 1, id="code: also for exponents"),
]

NO_QUANTITIES = [
    pytest.param("", id="code: nothing"),
    pytest.param("four", id="code: a word"),
    pytest.param("2GB", id="code: bytes are understood, not written"),
    pytest.param("2Gib", id="code: GiB"),
    pytest.param("2gi", id="code: a small g"),
    pytest.param("2g", id="code: a small g, decimal"),
    pytest.param("2K", id="code: a capital K alone"),
    pytest.param("2ki", id="code: a small k with i"),
    pytest.param("2KI", id="code: a capital I"),
    pytest.param("2mi", id="code: a small m with i"),
    pytest.param("2 Gi", id="code: a blank before the suffix"),
    pytest.param(" 2Gi", id="code: a blank before the number"),
    pytest.param("2Gi\n", id="code: a line break after it"),
    pytest.param("1,5Gi", id="code: a comma"),
    pytest.param("1_000", id="code: an underscore"),
    pytest.param("1.2.3", id="code: two points"),
    pytest.param("1e", id="code: an exponent without digits"),
    pytest.param("1e1.5", id="code: an exponent with a fraction"),
    pytest.param("1e3Ki", id="code: an exponent and a suffix"),
    pytest.param("--1", id="code: two signs"),
    pytest.param("50%", id="code: a percentage"),
    pytest.param("0x10", id="code: hexadecimal"),
    pytest.param("\u0661Gi", id="code: a digit of another script"),
    pytest.param("Gi", id="grammar: a suffix alone, which the code takes for zero"),
    pytest.param("+", id="grammar: a sign alone, which the code takes for zero"),
    pytest.param(".", id="grammar: a point alone, which the code takes for zero"),
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES)
def test_a_quantity_is_an_exact_amount(text: str, expected: int) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_what_is_not_a_quantity_has_no_amount(text: str) -> None:
    assert parse(text) is None


@given(st.integers(), st.sampled_from(["", "k", "Mi", "e6", "m"]))
def test_a_number_and_its_suffix_multiply(number: int, suffix: str) -> None:
    unit = parse(f"1{suffix}")
    assert unit is not None
    assert parse(f"{number}{suffix}") == number * unit


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("4Gi", "4Gi", id="as it was written"),
        pytest.param("2048Mi", "2Gi", id="in the larger unit"),
        pytest.param("2147483648", "2Gi", id="out of bytes"),
        pytest.param("1.5Gi", "1536Mi", id="without a fraction"),
        pytest.param("1500Mi", "1500Mi", id="binary, though a multiple of a thousand"),
        pytest.param("512M", "512M", id="decimal, though a multiple of 1024"),
        pytest.param("2G", "2G", id="decimal"),
        pytest.param("1000k", "1M", id="decimal in the larger unit"),
        pytest.param("1023", "1023", id="bytes"),
        pytest.param("1500m", "1500m", id="a fraction of a byte"),
        pytest.param("0", "0", id="nothing at all"),
        pytest.param("-128Mi", "-128Mi", id="less than nothing"),
    ],
)
def test_memory_is_shown_the_way_it_was_meant(written: str, shown: str) -> None:
    amount = parse(written)
    assert amount is not None
    assert memory(amount) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("2", "2", id="whole cores"),
        pytest.param("2000m", "2", id="whole cores out of milli"),
        pytest.param("0.5", "500m", id="half a core"),
        pytest.param("1500m", "1500m", id="one and a half"),
        pytest.param("2k", "2000", id="never in thousands"),
        pytest.param("0.0001", "100u", id="micro"),
        pytest.param("1n", "1n", id="nano"),
        pytest.param("0", "0", id="none"),
    ],
)
def test_cpu_is_shown_in_cores_or_thousandths(written: str, shown: str) -> None:
    amount = parse(written)
    assert amount is not None
    assert cpu(amount) == shown


@given(st.integers(min_value=-(10**30), max_value=10**30))
def test_what_is_shown_is_exact(amount: int) -> None:
    assert parse(memory(amount)) == amount
    assert parse(cpu(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "least", "expected"),
    [
        pytest.param("1Gi", "2Gi", True, id="less"),
        pytest.param("2048Mi", "2Gi", False, id="as much"),
        pytest.param("much", "2Gi", False, id="an amount that is none"),
        pytest.param("1Gi", "much", False, id="a bound that is none"),
    ],
)
def test_an_amount_is_below_a_quantity_if_both_are_known(
    amount: str, least: str, *, expected: bool
) -> None:
    assert is_below(parse(amount), least) is expected


@pytest.mark.parametrize(
    ("number", "amount"),
    [
        pytest.param(1.0, ONE, id="one"),
        pytest.param(2.6, 3 * ONE, id="to the next whole number"),
        pytest.param(0.0, None, id="nothing"),
        pytest.param(-1.0, None, id="less than nothing"),
        pytest.param(1e300, None, id="more than there is"),
        pytest.param(float("inf"), None, id="no end"),
        pytest.param(float("nan"), None, id="no number"),
    ],
)
def test_a_number_of_whole_units_is_an_amount(number: float, amount: int | None) -> None:
    assert of_number(number) == amount
