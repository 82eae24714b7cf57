"""Reads PromQL: a Pratt parser over its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from istiolint.resources.promql.tokens import NotPromQL, Token, seconds, tokens
from istiolint.resources.promql.tree import (
    Call,
    Expression,
    Matcher,
    Number,
    Operation,
    Selector,
    Text,
)

_POWERS = {"or": 1, "and": 2, "unless": 2, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5, "atan2": 5}
_POWERS |= dict.fromkeys(("==", "!=", ">", "<", ">=", "<="), 3)
_SIGN, _POWER = 6, 7
_POWERS["^"] = _POWER

_AGGREGATIONS = frozenset(
    (
        "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "topk", "bottomk",
        "quantile", "count_values", "limitk", "limit_ratio",
    )
)  # fmt: skip
_MATCHING = frozenset(("on", "ignoring", "group_left", "group_right"))
_DEEPEST = 50
_MOST_OPERATORS = 150
"""Trees are walked by functions that call themselves: so deep, and so many in a row, is safe."""
_LONGEST = 20_000
_END = Token("end", "", 0, 0)


def parse(text: str) -> Expression | None:
    """The tree of an expression; ``None`` for what is none, or is not all there yet."""
    if len(text) > _LONGEST:
        return None
    try:
        parser = _Parser(list(tokens(text)))
        tree = parser.expression(0)
    except NotPromQL:
        return None
    return tree if parser.next.kind == "end" else None


class _Parser:
    def __init__(self, words: Sequence[Token]) -> None:
        self._words = words
        self._at = 0
        self._depth = 0
        self._operators = 0

    @property
    def next(self) -> Token:
        """The word at hand; after the last one, the end."""
        return self._words[self._at] if self._at < len(self._words) else _END

    def take(self) -> Token:
        """The word at hand, and go on."""
        token = self.next
        self._at += 1
        return token

    def takes(self, *texts: str) -> bool:
        """Whether the word at hand is one of these; if so, go on."""
        is_here = self.next.kind != "string" and self.next.text in texts
        self._at += is_here
        return is_here

    def want(self, text: str) -> Token:
        """The word at hand, which has to be this one."""
        token = self.take()
        if token.text != text:
            raise NotPromQL(token.text)
        return token

    def expression(self, power: int) -> Expression:
        """An expression of operators that bind more tightly than ``power``."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotPromQL
        left = self._operand()
        while (binds := self._power()) > power:
            operator = self.take().text.lower()
            self._operators += 1
            if self._operators > _MOST_OPERATORS:
                raise NotPromQL
            self._modifiers()
            # "^" alone groups from the right.
            right = self.expression(binds - (operator == "^"))
            left = Operation(operator, left, right, left.start, right.end)
        self._depth -= 1
        return left

    def _power(self) -> int:
        token = self.next
        return 0 if token.kind == "string" else _POWERS.get(token.text.lower(), 0)

    def _modifiers(self) -> None:
        """What stands between an operator and its right side."""
        self.takes("bool")
        while self.next.kind == "name" and self.next.text in _MATCHING:
            self.take()
            if self.next.text == "(":
                self._labels()

    def _labels(self) -> tuple[str, ...]:
        self.want("(")
        labels = []
        while not self.takes(")"):
            token = self.take()
            if token.kind not in ("name", "string"):
                raise NotPromQL(token.text)
            labels.append(token.text)
            self.takes(",")
        return tuple(labels)

    def _operand(self) -> Expression:
        token = self.next
        if self.takes("+", "-"):
            inner = self.expression(_SIGN)
            sign = Number(1.0 if token.text == "+" else -1.0, token.start, token.end)
            return Operation("*", sign, inner, token.start, inner.end)
        return self._with_range(self._primary())

    def _primary(self) -> Expression:
        token = self.take()
        if token.text == "(" and token.kind == "operator":
            inner = self.expression(0)
            self.want(")")
            return inner
        if token.text == "{" and token.kind == "operator":
            self._at -= 1
            return self._selector("", token)
        if token.kind in ("number", "duration"):
            return Number(_value(token), token.start, token.end)
        if token.kind == "string":
            return Text(token.text[1:-1], token.start, token.end)
        if token.kind == "name":
            return self._named(token)
        raise NotPromQL(token.text)

    def _named(self, token: Token) -> Expression:
        name = token.text
        if name.lower() in ("inf", "nan"):
            return Number(float(name), token.start, token.end)
        if name.lower() in _AGGREGATIONS and self.next.text in ("by", "without", "("):
            return self._aggregation(token)
        if self.next.text == "(":
            arguments, end = self._arguments()
            return Call(name, arguments, None, token.start, end)
        return self._selector(name, token)

    def _aggregation(self, token: Token) -> Expression:
        by, is_without = self._grouping()
        arguments, end = self._arguments()
        if by is None:
            by, is_without = self._grouping()
        return Call(token.text.lower(), arguments, by, token.start, end, is_without)

    def _grouping(self) -> tuple[tuple[str, ...] | None, bool]:
        word = self.next.text
        return (self._labels(), word == "without") if self.takes("by", "without") else (None, False)

    def _arguments(self) -> tuple[tuple[Expression, ...], int]:
        self.want("(")
        arguments = []
        while self.next.text != ")":
            arguments.append(self.expression(0))
            if not self.takes(","):
                break
        return tuple(arguments), self.want(")").end

    def _selector(self, name: str, token: Token) -> Selector:
        matchers = []
        if self.takes("{"):
            while not self.takes("}"):
                matchers.append(self._matcher())
                self.takes(",")
        if not name:
            named = [each for each in matchers if each.label == "__name__" and each.operator == "="]
            name = named[0].value if named else ""
            place = named[0] if named else token
            return Selector(name, tuple(matchers), place.start, place.end)
        return Selector(name, tuple(matchers), token.start, token.end)

    def _matcher(self) -> Matcher:
        label = self.take()
        if label.kind == "string":  # a name in quotes, which braces may hold
            return Matcher("__name__", "=", label.text[1:-1], label.start + 1, label.end - 1)
        operator, value = self.take(), self.take()
        known = label.kind == "name" and operator.text in ("=", "!=", "=~", "!~")
        if not known or value.kind != "string":
            raise NotPromQL(label.text)
        said = re.sub(r"\\(.)", r"\1", value.text[1:-1])
        return Matcher(label.text, operator.text, said, value.start + 1, value.end - 1)

    def _with_range(self, inner: Expression) -> Expression:
        while True:
            if self.takes("["):
                while not self.takes("]"):
                    if self.take().kind not in ("duration", "number", "operator", "name"):
                        raise NotPromQL
            elif self.takes("offset", "@"):
                self._when()
                inner = inner._replace(has_offset=True) if isinstance(inner, Selector) else inner
            else:
                return inner

    def _when(self) -> None:
        """What another time is said with: a duration, a time, ``start()`` or ``end()``."""
        self.takes("-", "+")
        if self.take().kind == "name":
            self._arguments()


def _value(token: Token) -> float:
    if token.kind == "duration":
        return seconds(token.text) or 0.0
    text = token.text.replace("_", "")
    return float(int(text, 16)) if text[:2].lower() == "0x" else float(text)
