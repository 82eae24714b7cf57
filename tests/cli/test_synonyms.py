"""Flags of other tools lead to ours."""

from __future__ import annotations

import pytest

from istiolint.cli.program import load
from istiolint.cli.synonyms import SYNONYMS

FLAGS = {flag for each in load("check").params for flag in each.opts}


@pytest.mark.parametrize("other", SYNONYMS)
def test_a_flag_of_another_tool_is_none_of_ours_and_means_one(other: str) -> None:
    assert other not in FLAGS
    assert SYNONYMS[other] in FLAGS
