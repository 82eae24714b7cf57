"""Sums of what is asked for at least and at most."""

from __future__ import annotations

from istiolint.plan.amounts import Demand, Range, Usage, total, usage


def test_ranges_add_up_end_by_end() -> None:
    assert Range(1, 5).plus(Range(2, 2)) == Range(3, 7)
    assert Range(1, 5).times(3) == Range(3, 15)
    assert Range(2, 3).around(Range(1, 2)) == Range(1, 3)


def test_usage_is_exact_and_leaves_out_what_is_unknown() -> None:
    assert usage(Range(1, 3), Demand(10, 7)) == Usage(Range(10, 30), Range(7, 21))
    assert usage(Range(1, 3), Demand(None, 7)) == Usage(Range(0, 0), Range(7, 21))
    assert usage(None, Demand(10, 7)) == Usage()


def test_a_total_has_all_in_it() -> None:
    one = Usage(Range(1, 2), Range(3, 4))
    assert total([one, one, Usage()]) == Usage(Range(2, 4), Range(6, 8))
    assert total([]) == Usage()
