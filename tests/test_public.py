"""The package as a library: a few names, no side effects, an example that is true."""

from __future__ import annotations

import gc
import re

import pytest

import istiolint


@pytest.mark.parametrize("name", istiolint.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(istiolint, name) is not None


def test_no_other_name_is_there() -> None:
    with pytest.raises(AttributeError, match="module 'istiolint' has no attribute 'nonsense'"):
        istiolint.nonsense  # noqa: B018 - the question is whether it is there


def test_the_example_in_the_docstring_finds_something() -> None:
    code = re.search(r"``(lint_texts\(.*?\))``", istiolint.__doc__ or "")
    assert code is not None
    report: istiolint.Report = eval(code[1], {"lint_texts": istiolint.lint_texts})  # noqa: S307 - our own words
    assert "privileged-proxy" in {each.rule for each in report.diagnostics}


@pytest.mark.parametrize("is_enabled", [True, False])
def test_the_garbage_collector_is_left_alone(is_enabled: bool) -> None:  # noqa: FBT001 - a state
    try:
        (gc.enable if is_enabled else gc.disable)()
        istiolint.lint_texts({"istiod.yaml": "global: {}\n"})
        assert gc.isenabled() == is_enabled
    finally:
        gc.enable()
