"""Why a document cannot be read, in our words rather than the scanner's."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A reason and its place, as offsets in the text that was parsed.

    ``final`` problems come from our limits or from YAML's meaning, not from the
    scanner, so asking another scanner is no use.
    """

    message: str
    start: int
    end: int | None = None
    final: bool = False

    @property
    def width(self) -> int:
        """How many characters to underline; at least one."""
        return 1 if self.end is None else max(1, self.end - self.start)


class Refused(Exception):  # noqa: N818 - a document is refused; nothing of ours has failed
    """Raised inside ``syntax`` to give up on a document; holds the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


# What libyaml says (a part of it), and what it means to somebody looking at the line.
_IN_OUR_WORDS = (
    ("cannot start any token", 'a value cannot start with "{}"; quote it'),
    ("mapping values are not allowed", 'a second ":" on the line; quote the value or indent'),
    ("did not find expected ',' or ']'", 'a "[" is not closed, or a comma is missing'),
    ("did not find expected ',' or '}'", 'a "{" is not closed, or a comma is missing'),
    ("did not find expected key", "a key is expected here; check the indentation and quotes"),
    ("did not find expected '-'", 'a "-" is expected here; check the indentation'),
    ("could not find expected ':'", 'a ":" is missing after a key'),
    ("did not find expected <document start>", "text after the end of the document"),
    ("unexpected end of stream", "a quote is not closed"),
    ("found unexpected document indicator", "a quote is not closed before the document ends"),
    ("unknown escape character", "an unknown escape; use single quotes for backslashes"),
    ("tab character", "a tab is used for indentation; YAML allows spaces only"),
    ("control characters", "a control character; it must be escaped in double quotes"),
    ("block entries are not allowed", 'a list item ("-") cannot stand here; start a new line'),
    ("did not find expected node content", "a value is expected here"),
    ("block sequence entries are not allowed", 'a list item ("-") cannot stand here'),
)


def in_our_words(said: str, at: int, chunk: str) -> Problem:
    """The problem that a scanner found at an offset of ``chunk``."""
    character = chunk[at : at + 1]
    if character == "\t" or (character and chunk[:at].rpartition("\n")[2].endswith("\t")):
        return Problem("a tab is used for indentation; YAML allows spaces only", at)
    for part, words in _IN_OUR_WORDS:
        if part in said:
            return Problem(words.format(character), at)
    return Problem(f"not YAML: {said.splitlines()[0]}", at)
