"""Properties of spans, on YAML of every style that a small generator writes.

The generator writes text only. What it means is asked of the scanner, and what is proven
is that every node's text, cut out, means the same again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from istiolint.syntax.documents import documents
from istiolint.syntax.embed import embedded
from istiolint.syntax.node import Node
from istiolint.syntax.parse import _read, parse, parse_all
from istiolint.syntax.tape import ALIAS, END, FLOW_SEQUENCE, MAPPING, Tape
from istiolint.text import Source, Span

WORDS = ["reviews", "v1", "10", "a-b", "x.y/z", "a#b", "http://x:80", "ü", "\U0001f600", "c:d", "*"]
FLOW_WORDS = ["reviews", "v1", "10", "a-b", "x.y/z", "a#b", "ü", "\U0001f600"]
QUOTED = [*WORDS, "it''s", "[", "{}", ": ", " #", "- ", "&", "!", "\\", "%", "@"]
ESCAPED = [*FLOW_WORDS, "'", "\\n", "\\t", '\\"', "\\\\", "\\x41", "\\u00e9", "\\U0001F600", "\\ "]
LINES = [*WORDS, "- a", "b: c", "# not a comment", "'", '"', "|", "end  ", "a\tb", "---", "}"]
PROPERTIES = ["!!str ", "!local ", "!<tag:yaml.org,2002:str> "]


class Writer:
    """Writes YAML in block style, with everything else inside it."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.anchors: list[str] = []
        self.count = 0

    def chance(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def some(self, words: list[str], most: int = 3) -> list[str]:
        return [self.random.choice(words) for _ in range(self.random.randint(1, most))]

    def document(self) -> str:
        text = "".join(self.fillers()) + self.random.choice(["", "", "---\n", "--- # top\n"])
        text += self.block(0, 3)
        if self.chance(4):
            text = text.rstrip("\n")
        return text.replace("\n", self.random.choice(["\n", "\n", "\r\n", "\r"]))

    def fillers(self) -> list[str]:
        """Blank lines and comments between entries, indented as anything."""
        return [
            " " * self.random.randrange(4) + self.random.choice(["", "", "# a: 'b"]) + "\n"
            for _ in range(self.random.randrange(3))
        ]

    def properties(self) -> str:
        """A tag, an anchor, or both, with a space behind each."""
        text = self.random.choice(PROPERTIES) if self.chance(8) else ""
        if self.chance(8):
            self.count += 1
            text = f"&a{self.count} {text}" if self.chance(2) else f"{text}&a{self.count} "
        return text

    def remember(self, properties: str) -> None:
        """Let aliases stand for a node, now that it is complete."""
        self.anchors += [each[1:] for each in properties.split() if each[0] == "&"]

    # Block style. An entry's text begins behind its colon or dash, and ends its line.

    def block(self, column: int, depth: int) -> str:
        """A mapping or a sequence that begins in a column; its first line is indented, too."""
        write = self.mapping_entry if self.chance(2) else self.sequence_entry
        entries = []
        for _ in range(self.random.randint(1, 3)):
            entries.append(write(column, depth))
            entries += self.fillers() if self.chance(3) else []
        is_filler = re.compile(r" *(#.*)?\n").fullmatch
        return "".join(each if is_filler(each) else " " * column + each for each in entries)

    def mapping_entry(self, column: int, depth: int) -> str:
        self.count += 1
        key = self.random.choice([f"k{self.count}", f'"k{self.count}"', f"'k {self.count}'"])
        if self.chance(12):
            return f"? {key}\n{' ' * column}:{self.value(column, depth)}"
        if self.chance(20):
            return f"? {key}\n"
        return f"{self.properties() if self.chance(6) else ''}{key}:{self.value(column, depth)}"

    def sequence_entry(self, column: int, depth: int) -> str:
        if depth and self.chance(4):
            inner = self.block(column + 2, depth - 1).lstrip(" ")
            if not inner.startswith(("#", "\n")):
                return f"- {inner}"
        return f"-{self.value(column, depth)}"

    def value(self, column: int, depth: int) -> str:
        if self.anchors and self.chance(10):
            return f" *{self.random.choice(self.anchors)}{self.line_end()}"
        properties = self.properties()
        if depth and self.chance(3):
            indented = column + self.random.randint(1, 3)
            text = f" {properties}{self.line_end().lstrip(' ')}" if properties else self.line_end()
            text += self.block(indented, depth - 1)
        else:
            text = f" {properties}{self.leaf(column, depth)}"
        self.remember(properties)
        return text

    def leaf(self, column: int, depth: int) -> str:
        kind = self.random.randrange(7)
        if kind == 0:
            return self.line_end()
        if kind in (1, 2):
            return self.block_scalar(column, "|>"[kind - 1])
        if kind == 3:
            return self.flow(column, depth) + self.line_end()
        return self.flow_scalar(column, WORDS[:-1]) + self.line_end()

    def line_end(self) -> str:
        return self.random.choice(["\n", "\n", "  \n", " # it's: [a\n"])

    def block_scalar(self, column: int, style: str) -> str:
        indent = self.random.randint(1, 3)
        lines = self.some(["", "", "  more", "\ttab", *LINES], 6)
        first = next((each for each in lines if each), " ")
        explicit = first.startswith((" ", "\t")) or self.chance(4)
        header = style + (str(indent) if explicit else "") + self.random.choice(["", "-", "+"])
        written = [" " * (column + indent) + each if each else each for each in lines]
        return header + self.random.choice(["\n", " \n", " # head\n"]) + "\n".join(written) + "\n"

    # Flow style

    def flow(self, column: int, depth: int) -> str:
        is_list = self.chance(2)
        items = []
        for _ in range(self.random.randrange(4)):
            write = self.flow_value if is_list and not self.chance(8) else self.flow_entry
            items.append(write(column, depth))
        glue = self.random.choice([", ", ",", f",\n{' ' * column} ", f", # why\n{' ' * column} "])
        text = glue.join(item for item in items if item)
        return f"[{text}]" if is_list else f"{{{text}}}"

    def flow_entry(self, column: int, depth: int) -> str:
        self.count += 1
        key = self.random.choice([f"k{self.count}", f'"k{self.count}"'])
        value = "" if self.chance(4) else f": {self.flow_value(column, depth)}"
        return f"{'? ' if self.chance(8) else ''}{key}{value}"

    def flow_value(self, column: int, depth: int) -> str:
        if self.anchors and self.chance(10):
            return f"*{self.random.choice(self.anchors)} "
        properties = self.properties()
        if depth and self.chance(4):
            text = self.flow(column, depth - 1)
        elif self.chance(8):
            text = ""
        else:
            text = self.flow_scalar(column, FLOW_WORDS)
        self.remember(properties)
        return f"{properties}{text}"

    def flow_scalar(self, column: int, words: list[str]) -> str:
        fold = f"{' ' * self.random.randrange(2)}\n" + "\n" * self.random.randrange(3)
        fold += " " * (column + self.random.randint(1, 3))
        between = self.random.choice([" ", " ", "  ", fold])
        kind = self.random.randrange(4)
        if kind == 0:
            ends = self.random.choice(["", "", " ", fold])
            return f"'{ends}{between.join(self.some(QUOTED))}{ends}'"
        if kind == 1:
            ends = self.random.choice(["", "", " ", fold])
            between = self.random.choice(["", between, f"\\{fold.lstrip(' ')}"])
            return f'"{ends}{between.join(self.some(ESCAPED))}{ends}"'
        return between.join(self.some(words))


@st.composite
def yaml(draw: st.DrawFn) -> str:
    return Writer(draw(st.randoms(use_true_random=False))).document()


def tape_of(text: str) -> Tape:
    tape = parse(Source("file.yaml", text), 0, len(text))
    assert isinstance(tape, Tape), tape
    return tape


def rows(tape: Tape) -> Iterator[int]:
    return (row for row in range(len(tape)) if tape.kinds[row] != END)


def text_at(tape: Tape, row: int) -> str:
    span = tape.span(row)
    return tape.source.text[span.start : span.end]


def shape(tape: Tape, row: int) -> object:
    """What a node means: nested lists of scalars, tagged with what they are in."""
    if tape.is_scalar(row):
        return tape.values[row], tape.kind(row)
    return tape.kinds[row], [shape(tape, each) for each in tape.children(row)]


def column(tape: Tape, row: int) -> int:
    return tape.source.position(tape.span(row).start).column - 1


def meaning_alone(tape: Tape, row: int) -> object:
    """What the text of a node and the line break behind it mean without what is around them.

    Its first line is indented as it was, so that those below fit. The indentation of a block
    scalar is relative to that of the collection it is in.
    """
    text, (start, end) = tape.source.text, tape.span(row)
    line_break = re.compile(r"\r\n|\r|\n|").match(text, end)
    assert line_break
    node, parent = text[start : line_break.end()], tape.parent(row)
    if parent is not None and node.startswith(("|", ">")):
        return shape(tape_of(" " * column(tape, parent) + "- " + node), 1)
    if tape.kind(row) == MAPPING and parent is not None and tape.kind(parent) == FLOW_SEQUENCE:
        return shape(tape_of(f"[{node} ]"), 1)
    return shape(tape_of(" " * column(tape, row) + node), 0)


@given(yaml())
def test_the_text_of_a_node_means_the_node(text: str) -> None:
    tape = tape_of(text)
    for row in rows(tape):
        has_alias = ALIAS in tape.kinds[row : tape.nexts[row]]
        assert has_alias or meaning_alone(tape, row) == shape(tape, row)


@given(yaml())
def test_parents_contain_children_and_keys_stand_before_values(text: str) -> None:
    tape = tape_of(text)
    for row in rows(tape):
        spans = [tape.span(child) for child in tape.children(row)]
        assert all(tape.span(row).contains(span) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))


@given(yaml())
def test_rows_stand_in_the_order_of_the_text(text: str) -> None:
    starts = list(tape_of(text).starts)
    assert starts == sorted(starts)


@given(yaml())
def test_an_alias_is_its_name(text: str) -> None:
    tape = tape_of(text)
    for row in rows(tape):
        if tape.kinds[row] == ALIAS:
            assert re.fullmatch(r"\*a\d+", text_at(tape, row))


@given(yaml())
def test_both_scanners_make_the_same_tape(text: str) -> None:
    tape = tape_of(text)
    pure = Tape(tape.source, text, Span(0, len(text)), 0)
    pure.is_pure = True
    _read(text, pure, pure=True)

    assert pure.values == tape.values
    assert (pure.kinds, pure.nexts) == (tape.kinds, tape.nexts)
    assert (pure.tags, pure.aliases) == (tape.tags, tape.aliases)
    for row in rows(tape):
        assert (pure.kind(row), pure.span(row)) == (tape.kind(row), tape.span(row))


@given(st.lists(yaml(), min_size=2, max_size=5))
def test_documents_read_together_are_as_those_read_alone(texts: list[str]) -> None:
    source = Source("a.yaml", "\n---\n".join(texts))
    parts = list(documents(source.text))

    for part, tape in zip(parts, parse_all(source, parts), strict=True):
        alone = parse(source, *part)
        assert isinstance(tape, Tape)
        assert isinstance(alone, Tape)
        assert (tape.values, tape.kinds, tape.nexts) == (alone.values, alone.kinds, alone.nexts)
        assert tape.duplicates == alone.duplicates
        for row in rows(tape):
            assert (tape.kind(row), tape.span(row)) == (alone.kind(row), alone.span(row))


def may_stand_for_another(text: str) -> bool:
    """Whether text in a scalar is an escape, a doubled quote, a line break, or nothing."""
    return not text or text[0] in "\\'\r\n" or "\n" in text or "\r" in text


@given(yaml())
def test_every_character_of_a_value_has_its_place(text: str) -> None:
    tape = tape_of(text)
    for row in rows(tape):
        if not tape.is_scalar(row):
            continue
        node = Node(tape, row)
        value, token = node.value, node.span
        before = token.start
        for index, character in enumerate(value):
            place = node.part(index, index + 1).span
            written = text[place.start : place.end]
            assert token.contains(place)
            assert before <= place.start <= place.end
            before = place.start
            if node.offsets.exact(Span(index, index + 1)):
                assert written == character
            else:
                assert may_stand_for_another(written)
        assert token.contains(node.part(0, len(value)).span)
        assert token.contains(node.part(len(value), len(value)).span)


class Wrapped(NamedTuple):
    """A document in a scalar of another one, and where each of its characters went."""

    text: str
    starts: list[int]
    ends: list[int]

    def within(self, outer: Wrapped) -> Wrapped:
        """The places of the innermost text in the outermost."""
        starts = [outer.starts[each] for each in self.starts]
        return Wrapped(outer.text, starts, [outer.ends[each - 1] for each in self.ends])


def in_literal(text: str) -> Wrapped:
    outer = "kind: X\ndata:\n  mesh: |2+  # values\n"
    starts: list[int] = []
    for line in text.splitlines(keepends=True):
        outer += "    " if line != "\n" else ""
        starts += range(len(outer), len(outer) + len(line))
        outer += line
    return Wrapped(outer, starts, [each + 1 for each in starts])


def in_quotes(text: str) -> Wrapped:
    outer = 'data: {mesh: "'
    starts, ends = [], []
    for character in text:
        starts.append(len(outer))
        outer += json.dumps(character, ensure_ascii=character < "\uffff")[1:-1]
        ends.append(len(outer))
    return Wrapped(f'{outer}"}}\n', starts, ends)


@given(yaml(), st.lists(st.sampled_from([in_literal, in_quotes]), min_size=1, max_size=3))
def test_yaml_in_yaml_has_its_places_in_the_outermost_file(
    text: str, wraps: list[Callable[[str], Wrapped]]
) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    alone = tape_of(text)
    whole = Wrapped(text, list(range(len(text))), list(range(1, len(text) + 1)))
    for wrap in wraps:
        whole = whole.within(wrap(whole.text))

    tape = tape_of(whole.text)
    for _ in wraps:
        scalar = Node(tape).at("data", "mesh")
        assert scalar is not None
        found = embedded(scalar)
        assert isinstance(found, Tape)
        tape = found
    assert shape(tape, 0) == shape(alone, 0)
    for row in rows(tape):
        start, end = alone.span(row)
        assert tape.span(row).start == (whole.starts + whole.ends[-1:])[start]
        assert start == end or tape.span(row).end == whole.ends[end - 1]
