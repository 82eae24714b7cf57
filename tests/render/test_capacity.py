"""Amounts as people read them, and marks that Markdown would take for something else."""

from __future__ import annotations

import pytest

from istiolint.plan.amounts import Demand, Range
from istiolint.plan.capacity import Plan
from istiolint.plan.part import Part, Place, Role, baseline_for
from istiolint.plan.requirements import Requirements
from istiolint.releases import NEWEST
from istiolint.render import Presentation
from istiolint.render.capacity import FORMATS, Capacity, renderer
from istiolint.render.capacity.amounts import cpu_text, memory_text, of_count, of_demand, of_memory
from istiolint.resources.quantity import parse
from istiolint.settings import ClusterSize


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0"), ("1", "1Mi"), ("400Mi", "400Mi"), ("1023.1Mi", "1024Mi"), ("1Gi", "1Gi"),
        ("1025Mi", "1.1Gi"), ("4608Mi", "4.5Gi"), ("16Gi", "16Gi"),
    ],
)  # fmt: skip
def test_memory_is_rounded_up(amount: str, text: str) -> None:
    assert memory_text(parse(amount) or 0) == text


@pytest.mark.parametrize(
    ("amount", "text"), [("0", "0"), ("100m", "100m"), ("1", "1"), ("1u", "1m"), ("2500m", "2500m")]
)
def test_cpu_is_rounded_up(amount: str, text: str) -> None:
    assert cpu_text(parse(amount) or 0) == text


def test_what_is_unknown_says_so() -> None:
    assert of_count(None) == "unknown"
    assert of_demand(Demand(None, None)) == ("unknown", "unknown")


def test_a_range_of_one_is_one_number() -> None:
    one = parse("1Gi") or 0
    assert of_memory(Range(one, one)) == "1Gi"
    assert of_memory(Range(one, 2 * one)) == "1Gi - 2Gi"
    assert of_count(Range(1, 3)) == "1 - 3"


def test_there_is_no_other_format() -> None:
    with pytest.raises(KeyError):
        renderer("full")


@pytest.mark.parametrize("name", FORMATS)
def test_names_in_files_are_only_shown(name: str) -> None:
    part = Part(Role.GATEWAY, "Deployment", "a|b", "\x1b[31m", Place("a.yaml", 1), Range(1, 1))
    plan = Plan(ClusterSize.SMALL, None, baseline_for(None), (part,), (), 0)
    needs = Requirements(NEWEST, True, "1.32", (), {}, "", (), ())  # noqa: FBT003 - a field's value
    shown = Presentation(
        color=False, width=80, verbose=False, quiet=False, prefix="", page=str, version="0"
    )
    text = renderer(name)(Capacity(plan, needs), shown)
    assert "\x1b" not in text
    assert ("a\\|b" in text) == (name == "markdown")
