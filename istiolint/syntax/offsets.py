"""From offsets in a scalar's value to offsets in the text it was written in.

A value and its text differ by quotes, escapes, folded lines and indentation. An
:class:`OffsetMap` lists the runs of characters that are the same in both; maps compose,
so YAML inside YAML inside YAML still knows its place in the outermost file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from istiolint.text import Span


class Run(NamedTuple):
    """Characters of a value from ``inner`` on, and the text they were written as.

    A ``verbatim`` run is written as it is, character by character; any other, such as an
    escape or a line break, stands for its text only as a whole.
    """

    inner: int
    length: int
    outer: Span
    verbatim: bool

    @property
    def stop(self) -> int:
        """One past its last character in the value."""
        return self.inner + self.length


class OffsetMap:
    """Where each character of a value is written: runs without gaps, at least one."""

    __slots__ = ("_inners", "runs")

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs
        self._inners = [run.inner for run in runs]

    def start(self, offset: int) -> int:
        """Where the character at ``offset`` begins; the end of the text past the last."""
        run = self.runs[self._place(offset)]
        if offset >= run.stop:
            return run.outer.end
        return run.outer.start + (offset - run.inner if run.verbatim else 0)

    def end(self, offset: int) -> int:
        """Where the text of the character before ``offset`` ends."""
        run = self.runs[self._place(offset - 1)]
        if offset >= run.stop or not run.verbatim:
            return run.outer.end
        return run.outer.start + offset - run.inner

    def span(self, span: Span) -> Span:
        """The text of a part of the value."""
        start = self.start(span.start)
        return Span(start, self.end(span.end) if span.end > span.start else start)

    def exact(self, span: Span) -> bool:
        """Whether a part of the value stands in the text as it is, in one piece."""
        run = self.runs[self._place(span.start)]
        return run.verbatim and span.end <= run.stop

    def shifted(self, by: int) -> OffsetMap:
        """The same map for a text that begins ``by`` characters later."""
        spans = ((run, Span(run.outer.start + by, run.outer.end + by)) for run in self.runs)
        return OffsetMap([run._replace(outer=span) for run, span in spans])

    def within(self, outer: OffsetMap) -> OffsetMap:
        """This map for a text that is itself a value, mapped by ``outer``."""
        runs: list[Run] = []
        for run in self.runs:
            if not run.verbatim or outer.exact(run.outer):
                runs.append(run._replace(outer=outer.span(run.outer)))
            else:
                runs += outer.pieces(run)
        return OffsetMap(runs)

    def pieces(self, run: Run) -> Iterator[Run]:
        """A verbatim run of another map, cut where this map has a seam."""
        shift = run.inner - run.outer.start
        place = self._place(run.outer.start)
        while place < len(self.runs) and self.runs[place].inner < run.outer.end:
            mine = self.runs[place]
            start, stop = max(mine.inner, run.outer.start), min(mine.stop, run.outer.end)
            outer = self.span(Span(start, stop))
            yield Run(start + shift, stop - start, outer, mine.verbatim)
            place += 1

    def _place(self, offset: int) -> int:
        """Which run has the character at ``offset``; the nearest one if none has."""
        return max(bisect_right(self._inners, offset) - 1, 0)
