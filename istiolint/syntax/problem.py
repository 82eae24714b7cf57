"""Why a document cannot be read, in our words rather than the scanner's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple


class Problem(NamedTuple):
    """A reason and its place, as offsets in the text that was parsed.

    ``disputed`` problems are such that the pure Python scanner, which follows YAML 1.2
    more closely, may see none; nor do the cluster's tools.
    """

    message: str
    start: int
    end: int | None = None
    disputed: bool = False

    @property
    def width(self) -> int:
        """How many characters to underline; at least one."""
        return 1 if self.end is None else max(1, self.end - self.start)


class Refused(Exception):  # noqa: N818 - a document is refused; nothing of ours has failed
    """Raised inside ``syntax`` to give up on a document; holds the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def in_our_words(said: str, at: int, opened: int, chunk: str) -> Problem:
    """The problem that a scanner found at ``at``, in something that began at ``opened``."""
    scene = _Scene(at, opened, chunk)
    mark = re.search(_MARK_BEFORE_CONTENT, chunk[: at + 1])
    if mark is not None:
        return Problem("a byte order mark in the middle of a file", mark.end() - 1)
    if scene.is_behind_tab:
        return Problem("a tab in the indentation, where YAML allows only spaces", at)
    for part, explain in _EXPLANATIONS:
        if part in said:
            disputed = any(part in said for part in _DISPUTED)
            return explain(scene)._replace(disputed=disputed)
    if scene.opener in _BY_OPENER:
        return _BY_OPENER[scene.opener](scene)
    return Problem(f"not YAML: {said.splitlines()[0]}", at)


class _Scene(NamedTuple):
    """Where a scanner stopped, and where that which it was reading began."""

    at: int
    opened: int
    chunk: str

    @property
    def character(self) -> str:
        return self.chunk[self.at : self.at + 1]

    @property
    def opener(self) -> str:
        return self.chunk[self.opened : self.opened + 1]

    @property
    def before(self) -> str:
        """The line up to where the scanner stopped."""
        return self.line_up_to(self.at)

    @property
    def is_behind_tab(self) -> bool:
        return self.character == "\t" or (self.before.isspace() and "\t" in self.before)

    @property
    def seen(self) -> str:
        """What stands where the scanner stopped."""
        if self.character.strip():
            return f'"{self.character}"'
        return "the end of the line" if self.character else "the end of the document"

    def line_up_to(self, offset: int) -> str:
        """The line before an offset; of an endless one, as much as matters."""
        start = max(0, offset - 2 * _LONGEST_KEY)
        return re.split(r"[\r\n]", self.chunk[start:offset])[-1]


def _here(message: str) -> Callable[[_Scene], Problem]:
    return lambda scene: Problem(message.format(seen=scene.seen), scene.at)


def _there(message: str) -> Callable[[_Scene], Problem]:
    return lambda scene: Problem(message.format(opener=scene.opener), scene.opened)


def _second_colon(scene: _Scene) -> Problem:
    key = scene.before.lstrip(" ")
    start = scene.at - len(key)
    if re.search(r":\s", key):
        return Problem('a second ":" on the line, outside of quotes', scene.at)
    if len(key) > _LONGEST_KEY:
        return Problem(f"a key of more than {_LONGEST_KEY:,} characters", start, scene.at)
    return Problem("a key on a line that goes on with the text above", start, scene.at)


def _stray(scene: _Scene) -> Problem:
    """Neither the next entry of the block collection that is open nor the end of it."""
    if scene.character in ("]", "}"):
        return Problem(f'"{scene.character}" closes nothing', scene.at)
    before = scene.before.rstrip()
    if before:
        closing = {"'": "quote", '"': "quote", "]": "bracket", "}": "bracket"}.get(before[-1])
        what = f"a closing {closing}" if closing else "the end of a value"
        return Problem(f"text behind {what}", scene.at)
    if len(scene.before) != len(scene.line_up_to(scene.opened)):
        return Problem("an indentation that fits none of the blocks above", scene.at)
    is_list = scene.opener == "-"
    return Problem("a key among list items" if is_list else "a list item among keys", scene.at)


def _not_closed(scene: _Scene) -> Problem:
    """The bracket, unless it seems to be closed below: then a comma is missing here."""
    lines = scene.before, scene.line_up_to(scene.opened)
    here, there = (len(line) - len(line.lstrip(" ")) for line in lines)
    is_below = re.search(r"[\r\n]", scene.chunk[scene.opened : scene.at]) is not None
    closer = "]" if scene.opener == "[" else "}"
    rest = scene.chunk[scene.at :]
    is_closed = rest.count(closer) > rest.count(scene.opener)
    if not scene.character or (is_below and here <= there and not is_closed):
        return Problem(f'"{scene.opener}" is not closed', scene.opened)
    return Problem(f'{scene.seen} where "," or "{closer}" is expected', scene.at)


def _no_colon(scene: _Scene) -> Problem:
    """A line that should be an entry of a mapping, since its neighbours are."""
    line = re.split(r"[\r\n]", scene.chunk[scene.opened :], maxsplit=1)[0].rstrip()
    end = scene.opened + len(line)
    if line.startswith("-"):
        return Problem('a "-" without a space behind it, which begins no list item', scene.opened)
    colon = line.find(":")
    if colon >= 0:
        at = scene.opened + colon
        return Problem('a ":" without a space behind it, which ends no key', at)
    return Problem('a line without ":" among keys', scene.opened, end)


def _escape(message: str) -> Callable[[_Scene], Problem]:
    def explain(scene: _Scene) -> Problem:
        start = scene.chunk.rfind("\\", 0, scene.at + 1)
        end = max(scene.at, start + 2)
        return Problem(message.format(scene.chunk[start:end]), start, end)

    return explain


def _unacceptable(scene: _Scene) -> Problem:
    code = f"{ord(scene.character or chr(0)):04X}"
    return Problem(f"character U+{code}, which YAML allows only as an escape", scene.at)


_LONGEST_KEY = 1024

# What programs of Windows begin files with. Where such files are put together, it moves what
# follows it by a column; comments and blank lines do not mind, nor do texts that go on there.
_MARK_BEFORE_CONTENT = r"(?:\A|[\r\n])\ufeff(?=[^\s#])"
_DISPUTED = ("unexpected ':'", "invalid Unicode character escape code")

_NO_START = _there('a value without quotes cannot start with "{opener}"')

# What libyaml says (a part of it), and what it means to somebody looking at the line.
_EXPLANATIONS: tuple[tuple[str, Callable[[_Scene], Problem]], ...] = (
    ("cannot start any token", _NO_START),
    ("expected alphabetic or numeric character", _NO_START),
    ("mapping values are not allowed", _second_colon),
    ("expected ',' or ", _not_closed),
    ("did not find expected key", _stray),
    ("did not find expected '-'", _stray),
    ("could not find expected ':'", _no_colon),
    ("unexpected end of stream", _there("the quote is not closed")),
    ("unexpected document indicator", _there("the quote is not closed")),
    ("expected <document start>", _here("text behind the end of the document")),
    ("expected node content", _here("{seen} where a value is expected")),
    ("sequence entries are not allowed", _here("a list item in the middle of a line")),
    ("mapping keys are not allowed", _here('a "?" key in the middle of a line')),
    ("characters are not allowed", _unacceptable),
    ("unknown escape character", _escape('"{}" is no escape sequence')),
    ("expected hexdecimal number", _escape('"{}" lacks hexadecimal digits')),
    ("invalid Unicode character escape code", _escape('"{}" is the code of no character')),
    ("unexpected ':'", _here('a ":" in a value without quotes between brackets')),
    ("indentation indicator equal to 0", _here("a block of text that is indented by 0")),
)

# Of the rest it is enough to know what the scanner was in.
_BY_OPENER = {
    "!": _there('a tag ("!") that is not well formed'),
    "%": _there('a "%" line that is no directive of YAML 1.1'),
    "|": _NO_START,
    ">": _NO_START,
}
