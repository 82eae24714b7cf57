"""The text of an entry, as it can be written at another place of its document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from istiolint.syntax.member import Member
from istiolint.syntax.node import Entry
from istiolint.syntax.outward import in_lines
from istiolint.syntax.quoting import can_be_plain
from istiolint.syntax.removal import first_line, last_line
from istiolint.syntax.tape import FLOW_MAPPING, FLOW_SEQUENCE, PLAIN

_STEP = 2
"""By how many blanks a new level is indented."""

# A block scalar that keeps all line breaks behind it ends where the next entry begins.
_KEEPS_BREAKS = r"[|>][1-9]?\+"


class Lines(NamedTuple):
    """The lines of an entry. Its key is on that with index ``head``, in ``column`` from 0."""

    first: int
    texts: list[str]
    head: int
    column: int
    key: str

    def below(self, keys: Sequence[str], column: int) -> list[str] | None:
        """The lines as they are below some keys, the last of which takes the place of its own.

        The first key is in ``column``. ``None`` where a line has no blanks to give up.
        """
        above = [f"{' ' * (column + _STEP * n)}{key}:" for n, key in enumerate(keys[:-1])]
        target = column + _STEP * len(above)
        texts = list(self.texts)
        after = texts[self.head][self.column + len(self.key) :]
        texts[self.head] = f"{' ' * self.column}{keys[-1]}{after}"
        moved = [_shifted(text, target - self.column) for text in texts]
        whole = [text for text in moved if text is not None]
        return [*above, *whole] if len(whole) == len(moved) else None


def lines_of_entry(entry: Entry, member: Member, *, with_comments: bool) -> Lines | None:
    """The lines of an entry; ``with_comments`` also those right above that are its own."""
    tape, source = member.tape, member.tape.source
    if member.is_flow:
        return _line_of_flow(entry)
    if not in_lines(tape):
        return None
    span = tape.span(member.first)
    head, column = source.position(span.start)
    is_first_on_line = not source.line_text(head)[: column - 1].strip(" ")
    first = first_line(member) if with_comments and is_first_on_line else head
    texts = [source.line_text(line) for line in range(first, last_line(member) + 1)]
    place, key = head - first, source.text[span.start : span.end]
    texts[place] = " " * (column - 1) + texts[place][column - 1 :]
    is_simple = source.text[span.end :].lstrip(" ").startswith(":")
    if not is_simple or any(re.search(_KEEPS_BREAKS, text) for text in texts):
        return None
    return Lines(first, texts, place, column - 1, key)


def inline(entry: Entry, *, flow: bool) -> str | None:
    """The text of a value that stands on one line, if it may stand in brackets; else ``None``."""
    value, tape = entry.value, entry.value.tape
    span = tape.local_span(value.site)
    text, kind = tape.text[span.start : span.end], tape.kind(value.site)
    if value.is_block_scalar or not text or "\n" in text or value.site in tape.tags:
        return None
    is_block = not value.is_scalar and kind not in (FLOW_MAPPING, FLOW_SEQUENCE)
    unfit = kind == PLAIN and flow and not can_be_plain(text, flow=True)
    return None if is_block or unfit else text


def nested_in_flow(keys: Sequence[str], value: str) -> str:
    """A value below some keys, in brackets."""
    for key in reversed(keys):
        value = f"{{{key}: {value}}}"
    return value


def _line_of_flow(entry: Entry) -> Lines | None:
    value = inline(entry, flow=False)
    if value is None:
        return None
    line = entry.key.location.start.line
    return Lines(line, [f"{entry.name}: {value}"], 0, 0, entry.name)


def _shifted(text: str, by: int) -> str | None:
    """A line with more or fewer blanks in front; ``None`` where that cuts into what it says."""
    if by >= 0:
        return " " * by + text if text else text
    return text[-by:] if not text[:-by].strip(" ") else None
