"""PromQL as a tree whose nodes know the characters they cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Number(NamedTuple):
    """A number; a duration where one may stand for a number, in seconds."""

    value: float
    start: int
    end: int


class Text(NamedTuple):
    """A string, as the argument of some functions."""

    value: str
    start: int
    end: int


class Matcher(NamedTuple):
    """A condition on a label: ``job="pilot"``."""

    label: str
    operator: str
    value: str
    start: int
    end: int

    @property
    def is_positive(self) -> bool:
        """Whether it says what the label has to be, not what it must not be."""
        return self.operator in ("=", "=~")


class Selector(NamedTuple):
    """Time series: the name of a metric with conditions on its labels.

    ``start`` and ``end`` are those of the name, of the braces where there is none.
    ``has_offset`` is whether it looks at another time than now.
    """

    name: str
    matchers: tuple[Matcher, ...]
    start: int
    end: int
    has_offset: bool = False

    def mentions(self, word: str) -> bool:
        """Whether a label has to be something with this word in it."""
        return any(word in each.value for each in self.matchers if each.is_positive)


class Call(NamedTuple):
    """A function or an aggregation of something.

    ``by`` are the labels of an aggregation that tells its results apart by them; ``None``
    where it names none. ``is_without`` is whether they are those it ignores.
    """

    function: str
    arguments: tuple[Expression, ...]
    by: tuple[str, ...] | None
    start: int
    end: int
    is_without: bool = False


class Operation(NamedTuple):
    """Two expressions and what is between them."""

    operator: str
    left: Expression
    right: Expression
    start: int
    end: int


Expression = Number | Text | Selector | Call | Operation

COMPARISONS = frozenset(("==", "!=", ">", "<", ">=", "<="))


def walk(tree: Expression) -> Iterator[Expression]:
    """An expression and all that is in it."""
    pending = [tree]
    while pending:
        top = pending.pop()
        yield top
        if isinstance(top, Operation):
            pending += (top.right, top.left)
        elif isinstance(top, Call):
            pending += reversed(top.arguments)


def selectors(tree: Expression) -> Iterator[Selector]:
    """All the time series an expression looks at, in the order of the text."""
    return (each for each in walk(tree) if isinstance(each, Selector))


def within(tree: Expression, function: str) -> Iterator[Selector]:
    """The time series that stand inside a call of a function whose name begins so."""
    for each in walk(tree):
        if isinstance(each, Call) and each.function.startswith(function):
            yield from selectors(each)
