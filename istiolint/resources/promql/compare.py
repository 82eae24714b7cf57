"""What an expression is compared with, and in which unit that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite, nan
from typing import NamedTuple

from istiolint.resources.promql.tree import (
    COMPARISONS,
    Call,
    Expression,
    Number,
    Operation,
    Selector,
    selectors,
    walk,
)


class Comparison(NamedTuple):
    """An expression compared with a constant.

    ``limit`` is what ``subject`` has to pass once factors such as ``/ 1024 / 1024`` stand on
    the other side; ``operator`` is as if the constant were on the right. ``start`` and ``end``
    cover the constant as it is written. A limit that cannot be told is not a number, which
    nothing is above or below.
    """

    subject: Expression
    operator: str
    limit: float
    start: int
    end: int

    @property
    def is_upper(self) -> bool:
        """Whether it is true of large values."""
        return self.operator in (">", ">=")

    @property
    def is_lower(self) -> bool:
        """Whether it is true of small values."""
        return self.operator in ("<", "<=")


_FLIPPED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


def comparisons(tree: Expression) -> Iterator[Comparison]:
    """All comparisons with a constant, also those inside of functions."""
    for each in walk(tree):
        if isinstance(each, Operation) and each.operator in COMPARISONS:
            left, right = constant(each.left), constant(each.right)
            if left is None and right is not None:
                yield _normal(each.left, each.operator, right, each.right)
            elif right is None and left is not None:
                flipped = _FLIPPED.get(each.operator, each.operator)
                yield _normal(each.right, flipped, left, each.left)


def _normal(subject: Expression, operator: str, limit: float, said: Expression) -> Comparison:
    core, factor = _split(subject)
    if factor < 0:
        operator = _FLIPPED.get(operator, operator)
    limit = limit / factor if factor and isfinite(factor) else nan
    return Comparison(core, operator, limit, said.start, said.end)


_LINEAR = ("sum", "avg", "min", "max")


def _split(tree: Expression) -> tuple[Expression, float]:
    """An expression without the constants that it is multiplied with, and their product."""
    if isinstance(tree, Call) and tree.function in _LINEAR and len(tree.arguments) == 1:
        inner, factor = _split(tree.arguments[0])
        return (tree._replace(arguments=(inner,)), factor) if factor > 0 else (tree, 1.0)
    if not isinstance(tree, Operation) or tree.operator not in ("*", "/"):
        return tree, 1.0
    left, right = constant(tree.left), constant(tree.right)
    if tree.operator == "*" and (left or right):
        core, factor = _split(tree.left if right else tree.right)
        return core, factor * (right or left or 1.0)
    if tree.operator == "/" and left is None:
        above, factor = _split(tree.left)
        if right:
            return above, factor / right
        below, divisor = _split(tree.right)
        if divisor:
            return tree._replace(left=above, right=below), factor / divisor
    return tree, 1.0


def constant(tree: Expression) -> float | None:
    """The number that an expression of numbers comes to; ``None`` for any other."""
    if isinstance(tree, Number):
        return tree.value
    if not isinstance(tree, Operation):
        return None
    left, right = constant(tree.left), constant(tree.right)
    if left is None or right is None:
        return None
    try:
        return _calculated(left, tree.operator, right)
    except (ArithmeticError, ValueError):
        return None


def _calculated(left: float, operator: str, right: float) -> float | None:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case "^":
            power = left**right
            return power if isinstance(power, float) else None
    return None


_KEEPS_UNIT = frozenset(
    (
        "sum", "avg", "min", "max", "topk", "bottomk", "quantile", "stddev", "abs", "ceil", "floor",
        "round", "clamp", "clamp_min", "clamp_max", "sort", "sort_desc", "label_replace",
        "label_join", "increase", "delta", "scalar", "vector", "avg_over_time", "min_over_time",
        "max_over_time", "sum_over_time", "quantile_over_time", "last_over_time",
        "group",
    )
)  # fmt: skip
_RATES = frozenset(("rate", "irate", "deriv"))
_UNITS = re.compile(r"_(milliseconds|seconds|bytes|timestamp)(?:_(?:sum|bucket|total))?")


def argument(call: Call) -> Expression | None:
    """What a function is applied to: the first argument that is no number and no string."""
    return next((each for each in call.arguments if isinstance(each, _SERIES)), None)


_SERIES = (Selector, Call, Operation)


def unit(tree: Expression) -> str | None:
    """The unit of an expression: ``milliseconds``, ``bytes/s``, ``ratio``; ``None`` if unknown."""
    match tree:
        case Selector(name):
            return _unit_of(name)
        case Call():
            return _result(tree)
        case Operation():
            return _outcome(tree)
    return None


def _result(call: Call) -> str | None:
    """The unit of what a function makes of its argument."""
    if call.function == "time":
        return "timestamp"
    inner = argument(call)
    found = None if inner is None else unit(inner)
    if found is None or call.function in _KEEPS_UNIT:
        return found
    if call.function == "histogram_quantile":
        return found.removesuffix("/s")
    return f"{found}/s" if call.function in _RATES else None


def _outcome(operation: Operation) -> str | None:
    """The unit of what an operator makes of its sides."""
    left = unit(operation.left)
    if operation.operator in COMPARISONS:
        return left
    if operation.operator in ("-", "+"):
        return _difference(left, unit(operation.right))
    return _quotient(left, unit(operation.right)) if operation.operator == "/" else None


def _unit_of(name: str) -> str | None:
    if name.endswith("_count"):
        return "count"
    found = list(_UNITS.finditer(name))
    if found and found[-1].end() == len(name):
        return found[-1][1]
    return "count" if name.endswith("_total") else None


def _difference(left: str | None, right: str | None) -> str | None:
    if left == right == "timestamp":
        return "seconds"
    return left if left == right else None


def _quotient(above: str | None, below: str | None) -> str | None:
    if above is None or below is None:
        return None
    if above == below:
        return "ratio"
    if above.endswith("/s") is below.endswith("/s") and below.removesuffix("/s") == "count":
        return above.removesuffix("/s")
    return None


def is_share(subject: Expression) -> bool:
    """Whether a part of what a metric counts is divided by all of it, now and not before.

    Then it is never above 1: the part asks more of labels than the whole does.
    """
    if not isinstance(subject, Operation) or subject.operator != "/":
        return False
    some, every = list(selectors(subject.left)), list(selectors(subject.right))
    if len(some) != 1 or len(every) != 1 or some[0].name != every[0].name:
        return False
    if some[0].has_offset or every[0].has_offset:
        return False
    return _conditions(some[0]) > _conditions(every[0])


def _conditions(selector: Selector) -> set[tuple[str, str, str]]:
    return {(each.label, each.operator, each.value) for each in selector.matchers}
