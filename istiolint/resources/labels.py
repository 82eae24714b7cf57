"""Labels that are known in part, and selectors over them that answer yes, no or unknown.

Unknown is ``None``: a label that another program fills in, or that is not in sight. The
functions that join answers are those of Kleene's logic of three values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from istiolint.settings import NOTHING
from istiolint.syntax.node import Node

ANY = frozenset[str]()
"""The values of a label that is there with a value not known."""


class Labels(NamedTuple):
    """What is known of an object's labels.

    ``known`` has the values that each may have. ``complete`` is whether the object
    certainly has no others. ``free`` are labels of which there are objects with any value
    that one may ask for, such as the revision of a control plane.
    """

    known: Mapping[str, frozenset[str]] = NOTHING
    complete: bool = False
    free: frozenset[str] = frozenset()

    def has(self, key: str) -> bool | None:
        """Whether there is such a label."""
        if key in self.known or key in self.free:
            return True
        return False if self.complete else None

    def has_one_of(self, key: str, values: frozenset[str]) -> bool | None:
        """Whether the label is there with one of these values."""
        if key in self.free:
            return True
        own = self.known.get(key)
        if own is None:
            return False if self.complete else None
        if own and own <= values:
            return True
        return None if not own or own & values else False


Selector = Callable[[Labels], bool | None]


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """No if any is no, yes if all are yes."""
    said = set(answers)
    return False if False in said else None if None in said else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Yes if any is yes, no if all are no."""
    said = set(answers)
    return True if True in said else None if None in said else False


def negated(answer: bool | None) -> bool | None:  # noqa: FBT001 - an answer, not a switch
    """The other answer; what is unknown stays so."""
    return None if answer is None else not answer


def labels_of(node: Node | None) -> Labels:
    """The labels written in a mapping, taken to be all there are."""
    entries = node.entries() if node is not None else ()
    known = {
        entry.name: ANY if entry.value.is_unknown else frozenset((entry.value.value,))
        for entry in entries
    }
    return Labels(known, complete=True)


def selector(node: Node | None, rename: Callable[[str], str] = str) -> Selector:
    """What ``matchLabels`` and ``matchExpressions`` select; everything if there are none.

    ``rename`` turns keys as they are written into those that :class:`Labels` have.
    """
    if node is None:
        return lambda _: True
    terms = [
        _in(rename(each.name), each.value, [each.value]) for each in node.entries("matchLabels")
    ]
    terms += [_expression(each, rename) for each in node.items("matchExpressions")]
    return lambda labels: all_of(term(labels) for term in terms)


def _in(key: str, at: Node, values: list[Node]) -> Selector:
    if at.is_unknown or any(each.is_unknown for each in values):
        return lambda _: None
    wanted = frozenset(each.value for each in values)
    return lambda labels: labels.has_one_of(key, wanted)


def _expression(node: Node, rename: Callable[[str], str]) -> Selector:
    key, operator = node.text("key"), node.text("operator")
    if key is None or operator is None:
        return lambda _: None
    name = rename(key.value)
    within = _in(name, key, node.items("values"))
    answers: Mapping[str, Selector] = {
        "In": within,
        "NotIn": lambda labels: negated(within(labels)),
        "Exists": lambda labels: labels.has(name),
        "DoesNotExist": lambda labels: negated(labels.has(name)),
    }
    return answers.get(operator.value, lambda _: None)
