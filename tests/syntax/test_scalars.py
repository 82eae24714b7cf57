"""What Go's library makes of scalars; every row was checked with ``sigs.k8s.io/yaml`` 1.6.

Versions 1.3 and 1.4 agree. Rows are compared by ``repr``, which tells ``1`` from ``True``,
``1.0`` and ``"1"``, and ``0.0`` from ``-0.0``.
"""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.syntax.scalars import Value, resolve

WORDS = [
    pytest.param("", None, id="nothing"),
    pytest.param("~", None, id="tilde"),
    pytest.param("null", None, id="null"),
    pytest.param("Null", None, id="Null"),
    pytest.param("NULL", None, id="NULL"),
    pytest.param("nULL", "nULL", id="null in mixed case"),
    pytest.param("nil", "nil", id="nil"),
    pytest.param("None", "None", id="None"),
    pytest.param("~~", "~~", id="two tildes"),
    pytest.param("true", True, id="true"),
    pytest.param("True", True, id="True"),
    pytest.param("TRUE", True, id="TRUE"),
    pytest.param("tRUE", "tRUE", id="true in mixed case"),
    pytest.param("t", "t", id="t"),
    pytest.param("yes", True, id="yes"),
    pytest.param("Yes", True, id="Yes"),
    pytest.param("YES", True, id="YES"),
    pytest.param("yES", "yES", id="yes in mixed case"),
    pytest.param("y", True, id="y"),
    pytest.param("Y", True, id="Y"),
    pytest.param("on", True, id="on"),
    pytest.param("On", True, id="On"),
    pytest.param("ON", True, id="ON"),
    pytest.param("oN", "oN", id="on in mixed case"),
    pytest.param("o", "o", id="o"),
    pytest.param("false", False, id="false"),
    pytest.param("False", False, id="False"),
    pytest.param("FALSE", False, id="FALSE"),
    pytest.param("f", "f", id="f"),
    pytest.param("no", False, id="no"),
    pytest.param("No", False, id="No"),
    pytest.param("NO", False, id="NO"),
    pytest.param("nO", "nO", id="no in mixed case"),
    pytest.param("n", False, id="n"),
    pytest.param("N", False, id="N"),
    pytest.param("off", False, id="off"),
    pytest.param("Off", False, id="Off"),
    pytest.param("OFF", False, id="OFF"),
    pytest.param("yess", "yess", id="a word that begins like yes"),
    pytest.param("on-call", "on-call", id="a word that begins like on"),
    pytest.param("reviews", "reviews", id="an ordinary word"),
    pytest.param("=", "=", id="the value key of YAML 1.1"),
    pytest.param("<<", "<<", id="the merge key"),
]

WHOLE_NUMBERS = [
    pytest.param("0", 0, id="zero"),
    pytest.param("-0", 0, id="minus zero"),
    pytest.param("8080", 8080, id="a port"),
    pytest.param("+12", 12, id="plus sign"),
    pytest.param("-12", -12, id="minus sign"),
    pytest.param("--1", "--1", id="two signs"),
    pytest.param("+", "+", id="plus alone"),
    pytest.param("1_000", 1000, id="underscore"),
    pytest.param("1__0_", 10, id="underscores anywhere"),
    pytest.param("-_1", -1, id="underscore behind the sign"),
    pytest.param("+_", "+_", id="underscore for digits"),
    pytest.param("_1", "_1", id="underscore first"),
    pytest.param("1,000", "1,000", id="comma"),
    pytest.param("010", 8, id="leading zero is octal"),
    pytest.param("-010", -8, id="octal below zero"),
    pytest.param("0_10", 8, id="octal with underscore"),
    pytest.param("00", 0, id="octal zero"),
    pytest.param("0755", 493, id="a file mode"),
    pytest.param("08", 8.0, id="leading zero and no octal digit"),
    pytest.param("-09", -9.0, id="the same below zero"),
    pytest.param("0o17", 15, id="0o"),
    pytest.param("0O17", 15, id="0O"),
    pytest.param("-0o17", -15, id="0o below zero"),
    pytest.param("0o18", "0o18", id="0o with other digits"),
    pytest.param("0o", "0o", id="0o alone"),
    pytest.param("0x1F", 31, id="0x"),
    pytest.param("0X1f", 31, id="0X"),
    pytest.param("-0x1f", -31, id="0x below zero"),
    pytest.param("0x_1F", 31, id="0x with underscore"),
    pytest.param("0x1G", "0x1G", id="0x with other digits"),
    pytest.param("0x", "0x", id="0x alone"),
    pytest.param("0x0x1", "0x0x1", id="0x twice"),
    pytest.param("0b101", 5, id="0b"),
    pytest.param("0B101", 5, id="0B"),
    pytest.param("-0b101", -5, id="0b below zero"),
    pytest.param("+0b101", 5, id="0b with plus"),
    pytest.param("0b-101", -5, id="0b before the sign"),
    pytest.param("0b+101", 5, id="0b before plus"),
    pytest.param("0B-101", "0B-101", id="0B before the sign"),
    pytest.param("-0b-1", "-0b-1", id="0b between signs"),
    pytest.param("0b12", "0b12", id="0b with other digits"),
    pytest.param("0b0b1", "0b0b1", id="0b twice"),
    pytest.param("9223372036854775807", 2**63 - 1, id="largest signed"),
    pytest.param("9223372036854775808", 2**63, id="unsigned"),
    pytest.param("18446744073709551615", 2**64 - 1, id="largest unsigned"),
    pytest.param("18446744073709551616", 2.0**64, id="more than 64 bits"),
    pytest.param("+9223372036854775808", 2.0**63, id="more than signed with plus"),
    pytest.param("-9223372036854775808", -(2**63), id="smallest"),
    pytest.param("-9223372036854775809", -(2.0**63), id="less than smallest"),
    pytest.param("0xffffffffffffffff", 2**64 - 1, id="64 bits in hexadecimal"),
    pytest.param("0x10000000000000000", "0x10000000000000000", id="65 bits in hexadecimal"),
    pytest.param("01777777777777777777777", 2**64 - 1, id="64 bits in octal"),
    pytest.param("02000000000000000000000", 2e21, id="65 bits in octal"),
    pytest.param("1" * 5000, "1" * 5000, id="more than a double"),
    pytest.param("0" * 5000 + "7", 7, id="thousands of zeros"),
]

FRACTIONS = [
    pytest.param("1.5", 1.5, id="a fraction"),
    pytest.param("1.30", 1.3, id="an Istio release"),
    pytest.param("-1.5", -1.5, id="below zero"),
    pytest.param("+1.5", 1.5, id="plus sign of a fraction"),
    pytest.param("1.", 1.0, id="nothing after the point"),
    pytest.param(".5", 0.5, id="nothing before the point"),
    pytest.param("-.5", -0.5, id="sign and nothing before the point"),
    pytest.param(".", ".", id="a point"),
    pytest.param("-.", "-.", id="a sign and a point"),
    pytest.param("01.5", 1.5, id="fraction with a leading zero"),
    pytest.param("-0.0", -0.0, id="minus zero as a fraction"),
    pytest.param("1_0.5_5", 10.55, id="underscores in a fraction"),
    pytest.param("1_.5", 1.5, id="underscore at the point"),
    pytest.param(".5_5", 0.55, id="underscore after the point"),
    pytest.param(".5_", ".5_", id="underscore last after the point"),
    pytest.param("._5", "._5", id="underscore first after the point"),
    pytest.param("1e3", 1000.0, id="exponent"),
    pytest.param("1E+3", 1000.0, id="exponent with plus"),
    pytest.param("1.e-3", 0.001, id="exponent behind the point"),
    pytest.param("08e2", 800.0, id="exponent and a leading zero"),
    pytest.param("1e", "1e", id="exponent without digits"),
    pytest.param("e5", "e5", id="exponent without a number"),
    pytest.param("0x1p4", "0x1p4", id="hexadecimal fraction"),
    pytest.param("1e308", 1e308, id="near the largest double"),
    pytest.param("1e309", "1e309", id="more than the largest double"),
    pytest.param(".1e310", ".1e310", id="the same from the point on"),
    pytest.param("1e-999", 0.0, id="less than the smallest double"),
    pytest.param(".inf", inf, id="infinity"),
    pytest.param("+.INF", inf, id="plus infinity"),
    pytest.param("-.Inf", -inf, id="minus infinity"),
    pytest.param(".iNF", ".iNF", id="infinity in mixed case"),
    pytest.param("-inf", "-inf", id="infinity without a point"),
    pytest.param(".nan", nan, id="not a number"),
    pytest.param(".NaN", nan, id="not a number in its own case"),
    pytest.param("-.nan", "-.nan", id="minus not a number"),
]

TEXTS = [
    pytest.param("12:30:45", "12:30:45", id="no base 60"),
    pytest.param("2001-12-14", "2001-12-14", id="a date"),
    pytest.param("2001-12-14T21:59:43Z", "2001-12-14T21:59:43Z", id="a time"),
    pytest.param("1.24.3", "1.24.3", id="a patch release"),
    pytest.param("10.0.0.1", "10.0.0.1", id="an address"),
    pytest.param("10.0.0.0/8", "10.0.0.0/8", id="a network"),
    pytest.param("500m", "500m", id="a quantity"),
    pytest.param("1Gi", "1Gi", id="a quantity of memory"),
    pytest.param("10s", "10s", id="a duration"),
    pytest.param("50%", "50%", id="a percentage"),
    pytest.param("0xcafe.5", "0xcafe.5", id="hexadecimal with a point"),
    pytest.param("1 000", "1 000", id="a space"),
    pytest.param("1\N{ARABIC-INDIC DIGIT TWO}", "1\N{ARABIC-INDIC DIGIT TWO}", id="other digits"),
    pytest.param("1.\N{SUPERSCRIPT TWO}", "1.\N{SUPERSCRIPT TWO}", id="a digit that is a power"),
    pytest.param("5\N{NO-BREAK SPACE}", "5\N{NO-BREAK SPACE}", id="white space behind a number"),
]

TAGGED = [
    pytest.param("str", "true", "true", id="str of a boolean"),
    pytest.param("str", "", "", id="str of nothing"),
    pytest.param("null", "", None, id="null of nothing"),
    pytest.param("null", "x", "x", id="null of a word"),
    pytest.param("bool", "yes", True, id="bool of yes"),
    pytest.param("bool", "1", "1", id="bool of a number"),
    pytest.param("int", "010", 8, id="int of octal"),
    pytest.param("int", "1.0", "1.0", id="int of a fraction"),
    pytest.param("int", "", "", id="int of nothing"),
    pytest.param("int", "true", "true", id="int of a boolean"),
    pytest.param("int", " 1", " 1", id="int of space and number"),
    pytest.param("float", "1", 1.0, id="float of a whole number"),
    pytest.param("float", "1.5", 1.5, id="float of a fraction"),
    pytest.param("float", ".inf", inf, id="float of infinity"),
    pytest.param("float", "18446744073709551615", "18446744073709551615", id="float of unsigned"),
    pytest.param("float", "x", "x", id="float of a word"),
    pytest.param("timestamp", "2001-12-14", "2001-12-14", id="timestamp"),
    pytest.param("merge", "1", "1", id="merge of a number"),
    pytest.param("set", "1", "1", id="another type's tag"),
    pytest.param("binary", "aGVsbG8=", "hello", id="binary"),
    pytest.param("binary", "aGVs\r\nbG8=\n", "hello", id="binary on two lines"),
    pytest.param("binary", "4oKs", "€", id="binary of more than ASCII"),
    pytest.param("binary", "ruyf", "\ufffd\ufffd\ufffd", id="binary that is no text"),
    pytest.param("binary", "aGVsbG8", "aGVsbG8", id="binary cut off"),
    pytest.param("binary", "aGVs bG8=", "aGVs bG8=", id="binary with a space"),
]


@pytest.mark.parametrize(("text", "expected"), WORDS + WHOLE_NUMBERS + FRACTIONS + TEXTS)
def test_a_plain_scalar_means_what_kubernetes_reads(text: str, expected: Value) -> None:
    assert repr(resolve(text, plain=True)) == repr(expected)


@pytest.mark.parametrize(
    "plain", [pytest.param(True, id="plain"), pytest.param(False, id="quoted")]
)
@pytest.mark.parametrize(("tag", "text", "expected"), TAGGED)
def test_a_tag_decides_where_the_text_fits_it(
    tag: str, text: str, expected: Value, *, plain: bool
) -> None:
    assert repr(resolve(text, plain=plain, tag=f"tag:yaml.org,2002:{tag}")) == repr(expected)


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param("!", id="the tag without a name"),
        pytest.param("!port", id="a local tag"),
        pytest.param("!!int", id="a standard tag that is not written in full"),
    ],
)
def test_a_tag_that_go_does_not_know_makes_it_text(tag: str) -> None:
    assert resolve("8080", plain=True, tag=tag) == "8080"


@pytest.mark.parametrize("text", ["", "~", "yes", "8080", "1.5", ".inf", "reviews"])
def test_a_quoted_scalar_is_its_text(text: str) -> None:
    assert resolve(text, plain=False) == text


@given(
    text=st.text("+-.0123456789_eExXoObBaf", max_size=12) | st.text(max_size=6), plain=st.booleans()
)
def test_any_text_has_a_meaning(text: str, *, plain: bool) -> None:
    value = resolve(text, plain=plain)

    assert value == text or plain
    assert value is None or isinstance(value, bool | int | float | str)
