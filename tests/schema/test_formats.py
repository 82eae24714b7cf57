"""The formats of texts."""

from __future__ import annotations

import re

import pytest

from istiolint.schema.constraints import is_portable, matches_format
from istiolint.schema.formats import has_form, is_as_long, pattern_of

YES = {
    "label-name": ["app", "example.com/app"],
    "label-value": ["", "a"],
    "port-name": ["http", "HTTP-1", "a" * 62, "80"],
    "port-number": ["1", "80", "080", "9999", "65535"],
    "address-or-socket": ["", "a.b", "unix:///a", "unix://@a", "unix:///a/b.sock", "unix:/a"],
    "cidr": ["10.0.0.0/8", "10.1.2.3/32", "0.0.0.0/0", "fd00::/8", " 10.0.0.0/8 ", "010.0.0.0/8"],
    "go-duration": ["1h", "1m30s", "1.5s", "0", "-1s", "100ms", ".5s"],
    "no-mere-wildcard": ["", "*.a", "a"],
    "own-namespace": [""],
    "percent-or-int": ["25%", "0%"],
    "plugin-url": [
        *("", "a.b/c:1", "a.b:5000/c", "/a", "oci://a", "file:///a", "http://a", "HTTPS://a"),
    ],
    "port-or-name": ["http", "http-alt", "8080-tcp", "a"],
    "probe-scheme": ["", "HTTP", "HTTPS"],
    "prometheus-duration": ["0", "1d", "1h30m", "15s", "1w2d"],
    "quantity": ["500m", "2", "1.5", "4Gi", "1e3", ".5", "100k", "+1"],
    "re2": ["a.*", "(?i)a", "[a-z]+"],
    "web-url": ["http://a", "HTTPS://a/b"],
    "somebody's own": ["anything"],
}
NO = {
    "label-name": ["", "a*"],
    "label-value": ["*", "a*b"],
    "port-name": ["", "a_b", "-a", "a-", "a" * 63],
    "port-number": ["", "0", "65536", "70000", "100000", "http", "-1"],
    "address-or-socket": ["unix://", "unix:///", "unix://a", "unix:///a/", "unix://@a/"],
    "cidr": ["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "host/8", "", "10.0.0.0/255.0.0.0"],
    "go-duration": ["1d", "10", "", "1 h", "h", "9999999h"],
    "no-mere-wildcard": ["*"],
    "own-namespace": ["a"],
    "plugin-url": ["ftp://a", "s3://a/b", "docker://a"],
    "percent-or-int": ["25", "25 %", "1.5%"],
    "port-or-name": ["8080", "HTTP", "-http", "a--b", "a-very-long-name", "", "http_alt"],
    "probe-scheme": ["http", "TCP"],
    "prometheus-duration": ["", "1", "1s1h", "s", "1.5h"],
    "quantity": ["1GB", "1 Gi", "Gi", "", "1gi", "1,5"],
    "re2": ["(?!a)", "a**", "("],
    "web-url": ["", "a.b", "ftp://a", "/a"],
}


@pytest.mark.parametrize(("name", "text"), [(name, each) for name in YES for each in YES[name]])
def test_a_text_has_the_form(name: str, text: str) -> None:
    assert has_form(text, name)


@pytest.mark.parametrize(("name", "text"), [(name, each) for name in NO for each in NO[name]])
def test_a_text_has_not_the_form(name: str, text: str) -> None:
    assert not has_form(text, name)


@pytest.mark.parametrize("name", sorted(YES))
def test_every_engine_takes_the_pattern_of_a_form(name: str) -> None:
    pattern = pattern_of(name)
    if pattern is not None:
        assert is_portable(pattern)
        assert all(re.search(pattern, text) for text in YES[name])
        assert not all(re.search(pattern, text) for text in NO[name])


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        pytest.param(8080, "port-or-name", True, id="a port"),
        pytest.param(0, "port-or-name", False, id="no port"),
        pytest.param(65536, "port-or-name", False, id="too high a port"),
        pytest.param(1, "port", True, id="the lowest port"),
        pytest.param(65536, "port", False, id="above all ports"),
        pytest.param(2, "quantity", True, id="a number is a quantity"),
        pytest.param(25, "percent-or-int", True, id="a number of pods"),
        pytest.param(True, "quantity", True, id="what has no form is left to its type"),
    ],
)
def test_numbers(value: object, name: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert matches_format(value, name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1ms", True, id="just as long"),
        pytest.param("1h", True, id="longer"),
        pytest.param("1000us", True, id="as long in another unit"),
        pytest.param("0s", False, id="none at all"),
        pytest.param("999us", False, id="shorter"),
        pytest.param("-1s", False, id="below zero"),
        pytest.param("1d", True, id="no duration, which is another's business"),
    ],
)
def test_durations_are_compared(text: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_as_long(text, "1ms") is expected
