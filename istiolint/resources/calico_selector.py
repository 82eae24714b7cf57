"""Calico's selector language: ``has(tier) && app in {"web", "api"}``.

Grammar: https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selector.
What cannot be parsed selects nobody knows what.
"""

from __future__ import annotations

import re

from istiolint.resources.labels import Labels, Selector, all_of, any_of, negated
from istiolint.syntax.placeholders import is_placeholder

_TOKEN = re.compile(r"""\s*(&&|\|\||==|!=|!|[(){},]|"[^"]*"|'[^']*'|[A-Za-z0-9_./-]+)""", re.ASCII)
_MAX_DEPTH = 50


def calico_selector(text: str) -> Selector:
    """What a selector selects; everything if it is empty."""
    if not text.strip():
        return lambda _: True
    tokens = _tokens(text)
    parser = _Parser(tokens)
    try:
        found = parser.either()
    except (LookupError, ValueError):
        return _unknown
    return found if parser.at == len(tokens) else _unknown


def _unknown(_: Labels) -> None:
    """The answer of a selector that cannot be read."""


def _tokens(text: str) -> list[str]:
    """The words of a selector; one that nothing begins with where there are other signs."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or is_placeholder(text):
            return ["?"]
        found.append(match[1])
        at = match.end()
    return found


class _Parser:
    """Reads tokens by descent; raises ``LookupError`` or ``ValueError`` where it cannot."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def next(self) -> str:
        """The next token, which is then behind us."""
        self.at += 1
        return self.tokens[self.at - 1]

    def takes(self, *wanted: str) -> bool:
        """Whether the next tokens are these; if so they are behind us."""
        found = tuple(self.tokens[self.at : self.at + len(wanted)]) == wanted
        self.at += len(wanted) * found
        return found

    def expect(self, wanted: str) -> None:
        """Read a token that must be there."""
        if self.next() != wanted:
            raise ValueError(wanted)

    def either(self) -> Selector:
        """Terms joined by ``||``."""
        terms = [self.both()]
        while self.takes("||"):
            terms.append(self.both())
        return lambda labels: any_of(term(labels) for term in terms)

    def both(self) -> Selector:
        """Terms joined by ``&&``."""
        terms = [self.term()]
        while self.takes("&&"):
            terms.append(self.term())
        return lambda labels: all_of(term(labels) for term in terms)

    def term(self) -> Selector:
        """One comparison, or terms in brackets."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError(self.depth)
        if self.takes("!"):
            inner = self.term()
            return lambda labels: negated(inner(labels))
        if self.takes("("):
            inner = self.either()
            self.expect(")")
            return inner
        for word in ("all", "global"):
            if self.takes(word, "(", ")"):
                return lambda _: word == "all"
        if self.takes("has", "("):
            key = self.next()
            self.expect(")")
            return lambda labels: labels.has(key)
        return self.comparison(self.next())

    def comparison(self, key: str) -> Selector:
        """A label compared with one value or a set of them."""
        operator = self.next()
        is_negative = operator in ("!=", "not")
        if operator == "not":
            self.expect("in")
        elif operator not in ("==", "!=", "in"):
            return self.part_of_text(operator)
        values = self.values() if operator in ("in", "not") else frozenset((_bare(self.next()),))
        if is_negative:
            return lambda labels: negated(labels.has_one_of(key, values))
        return lambda labels: labels.has_one_of(key, values)

    def part_of_text(self, operator: str) -> Selector:
        """``contains``, ``starts with``, ``ends with``: read, and never judged."""
        if operator in ("starts", "ends"):
            self.expect("with")
        elif operator != "contains":
            raise ValueError(operator)
        _bare(self.next())
        return _unknown

    def values(self) -> frozenset[str]:
        """A set in braces."""
        self.expect("{")
        found = set()
        while not self.takes("}"):
            found.add(_bare(self.next()))
            self.takes(",")
        return frozenset(found)


def _bare(token: str) -> str:
    if token[:1] not in ("'", '"'):
        raise ValueError(token)
    return token[1:-1]
