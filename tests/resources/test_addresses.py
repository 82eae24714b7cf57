"""Blocks of addresses, as network policies write them."""

from __future__ import annotations

import pytest

from istiolint.resources.addresses import is_within

BLOCKS = [
    pytest.param("10.0.0.0/8", True, id="inside"),
    pytest.param("10.9.9.9/8", True, id="with bits behind the length"),
    pytest.param("10.1.2.3", True, id="a single address"),
    pytest.param("10.1.2.4/32", False, id="outside"),
    pytest.param("::/0", False, id="of the other version"),
    pytest.param("10.0.0.0/33", False, id="no block"),
    pytest.param("${CIDR}", False, id="filled in later"),
]


@pytest.mark.parametrize(("block", "expected"), BLOCKS)
def test_a_block_has_an_address(block: str, *, expected: bool) -> None:
    assert is_within("10.1.2.3", block) is expected
