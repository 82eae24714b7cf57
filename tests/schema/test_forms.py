"""The forms of texts."""

from __future__ import annotations

import pytest

from istiolint.schema.constraints import matches_format
from istiolint.schema.forms import has_form

YES = {
    "cidr": ["10.0.0.0/8", "10.1.2.3/32", "0.0.0.0/0", "fd00::/8", " 10.0.0.0/8 ", "010.0.0.0/8"],
    "go-duration": ["1h", "1m30s", "1.5s", "0", "-1s", "100ms", ".5s"],
    "percent-or-int": ["25%", "0%"],
    "port-or-name": ["http", "http-alt", "8080-tcp", "a"],
    "prometheus-duration": ["0", "1d", "1h30m", "15s", "1w2d"],
    "quantity": ["500m", "2", "1.5", "4Gi", "1e3", ".5", "100k", "+1"],
    "re2": ["a.*", "(?i)a", "[a-z]+"],
    "somebody's own": ["anything"],
}
NO = {
    "cidr": ["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "host/8", "", "10.0.0.0/255.0.0.0"],
    "go-duration": ["1d", "10", "", "1 h", "h"],
    "percent-or-int": ["25", "25 %", "1.5%"],
    "port-or-name": ["8080", "HTTP", "-http", "a--b", "a-very-long-name", "", "http_alt"],
    "prometheus-duration": ["", "1", "1s1h", "s", "1.5h"],
    "quantity": ["1GB", "1 Gi", "Gi", "", "1gi", "1,5"],
    "re2": ["(?!a)", "a**", "("],
}


@pytest.mark.parametrize(("name", "text"), [(name, each) for name in YES for each in YES[name]])
def test_a_text_has_the_form(name: str, text: str) -> None:
    assert has_form(text, name)


@pytest.mark.parametrize(("name", "text"), [(name, each) for name in NO for each in NO[name]])
def test_a_text_has_not_the_form(name: str, text: str) -> None:
    assert not has_form(text, name)


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        pytest.param(8080, "port-or-name", True, id="a port"),
        pytest.param(0, "port-or-name", False, id="no port"),
        pytest.param(65536, "port-or-name", False, id="too high a port"),
        pytest.param(2, "quantity", True, id="a number is a quantity"),
        pytest.param(25, "percent-or-int", True, id="a number of pods"),
        pytest.param(True, "quantity", True, id="what has no form is left to its type"),
    ],
)
def test_numbers(value: object, name: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert matches_format(value, name) is expected
