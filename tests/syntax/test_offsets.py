"""Maps from the characters of a value to where they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.syntax.offsets import OffsetMap, Run
from istiolint.text import Span

# The value ``ab\tc`` written as ``"ab\\tc"`` from offset 10 on: an escape between two runs.
ESCAPE = OffsetMap(
    [
        Run(0, 2, Span(11, 13), verbatim=True),
        Run(2, 1, Span(13, 15), verbatim=False),
        Run(3, 1, Span(15, 16), verbatim=True),
    ]
)

# The value ``ab\nc`` of a literal block: its second line begins behind indentation.
BLOCK = OffsetMap(
    [
        Run(0, 2, Span(12, 14), verbatim=True),
        Run(2, 1, Span(14, 15), verbatim=False),
        Run(3, 1, Span(17, 18), verbatim=True),
    ]
)

# The value ``\t`` written as ``"\\t"``.
ALONE = OffsetMap([Run(0, 1, Span(1, 3), verbatim=False)])


@pytest.mark.parametrize(
    ("offsets", "part", "expected"),
    [
        pytest.param(ESCAPE, (0, 4), (11, 16), id="all"),
        pytest.param(ESCAPE, (0, 1), (11, 12), id="a character"),
        pytest.param(ESCAPE, (1, 2), (12, 13), id="a character before an escape"),
        pytest.param(ESCAPE, (2, 3), (13, 15), id="an escape"),
        pytest.param(ESCAPE, (3, 4), (15, 16), id="a character behind an escape"),
        pytest.param(ESCAPE, (1, 4), (12, 16), id="characters around an escape"),
        pytest.param(ESCAPE, (0, 0), (11, 11), id="an empty place at the start"),
        pytest.param(ESCAPE, (3, 3), (15, 15), id="an empty place inside"),
        pytest.param(ESCAPE, (4, 4), (16, 16), id="an empty place at the end"),
        pytest.param(ESCAPE, (3, 9), (15, 16), id="past the end"),
        pytest.param(ESCAPE, (7, 9), (16, 16), id="behind the end"),
        pytest.param(ALONE, (0, 0), (1, 1), id="an empty place before an escape"),
        pytest.param(ALONE, (1, 1), (3, 3), id="an empty place behind an escape"),
        pytest.param(BLOCK, (0, 2), (12, 14), id="a line without its break"),
        pytest.param(BLOCK, (0, 3), (12, 15), id="a line with its break"),
        pytest.param(BLOCK, (3, 4), (17, 18), id="a line without its indentation"),
        pytest.param(BLOCK, (1, 4), (13, 18), id="over lines"),
    ],
)
def test_a_part_of_a_value_has_a_place(
    offsets: OffsetMap, part: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert offsets.span(Span(*part)) == Span(*expected)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param((0, 2), True, id="a run"),
        pytest.param((1, 1), True, id="an empty place in one"),
        pytest.param((0, 3), False, id="a run and an escape"),
        pytest.param((2, 3), False, id="an escape"),
        pytest.param((3, 4), True, id="the last run"),
        pytest.param((3, 5), False, id="past the end"),
    ],
)
def test_a_part_is_written_as_it_is(part: tuple[int, int], *, expected: bool) -> None:
    assert ESCAPE.exact(Span(*part)) is expected


def test_a_map_is_shifted() -> None:
    assert BLOCK.shifted(100).span(Span(1, 4)) == Span(113, 118)
    assert BLOCK.span(Span(1, 4)) == Span(13, 18)


def test_a_run_is_cut_where_the_text_around_it_has_a_seam() -> None:
    inner = OffsetMap([Run(0, 3, Span(1, 4), verbatim=True)])
    assert inner.within(ESCAPE).runs == [
        Run(0, 1, Span(12, 13), verbatim=True),
        Run(1, 1, Span(13, 15), verbatim=False),
        Run(2, 1, Span(15, 16), verbatim=True),
    ]


def test_a_run_that_lies_in_one_run_stays_whole() -> None:
    inner = OffsetMap([Run(0, 2, Span(0, 2), verbatim=True), Run(2, 1, Span(2, 4), verbatim=False)])
    assert inner.within(ESCAPE).runs == [
        Run(0, 2, Span(11, 13), verbatim=True),
        Run(2, 1, Span(13, 16), verbatim=False),
    ]


class Spelling:
    """A text in which each character of a value is written as one of several texts."""

    def __init__(self, value: str, written: list[str]) -> None:
        self.text = '"' + "".join(written) + '"'
        self.spans: list[Span] = []
        runs: list[Run] = []
        place = 1
        for index, (character, text) in enumerate(zip(value, written, strict=True)):
            span = Span(place, place := place + len(text))
            self.spans.append(span)
            before = runs[-1] if runs else None
            if before and before.verbatim and text == character:
                outer = Span(before.outer.start, span.end)
                runs[-1] = Run(before.inner, before.length + 1, outer, verbatim=True)
            else:
                runs.append(Run(index, 1, span, verbatim=text == character))
        self.offsets = OffsetMap(runs)


@st.composite
def spellings(draw: st.DrawFn, value: str) -> Spelling:
    choices = [st.sampled_from([each, each, f"\\{each}", f"\\x{ord(each):02x}"]) for each in value]
    return Spelling(value, [draw(choice) for choice in choices])


@given(st.data(), st.text("ab\\", min_size=1, max_size=6))
def test_a_map_within_a_map_leads_to_the_outermost_text(data: st.DataObject, value: str) -> None:
    inner = data.draw(spellings(value))
    middle = data.draw(spellings(inner.text))
    outer = data.draw(spellings(middle.text))

    offsets = inner.offsets.within(middle.offsets).within(outer.offsets)
    again = inner.offsets.within(middle.offsets.within(outer.offsets))
    assert offsets.runs == again.runs

    start = data.draw(st.integers(0, len(value) - 1))
    stop = data.draw(st.integers(start + 1, len(value)))
    here, there = inner.spans[start].start, inner.spans[stop - 1].end
    here, there = middle.spans[here].start, middle.spans[there - 1].end
    here, there = outer.spans[here].start, outer.spans[there - 1].end
    assert offsets.span(Span(start, stop)) == Span(here, there)
    if offsets.exact(Span(start, stop)):
        assert outer.text[here:there] == value[start:stop]
    if outer.text[here:there] != value[start:stop]:
        assert not offsets.exact(Span(start, stop))


def test_a_line_with_many_escapes_is_cut_in_time() -> None:
    count = 10_000
    escapes = [Run(each, 1, Span(2 * each, 2 * each + 2), verbatim=False) for each in range(count)]
    lines = [Run(each, 1, Span(each, each + 1), verbatim=True) for each in range(count)]
    found = OffsetMap(lines).within(OffsetMap(escapes))  # else this would take a minute
    assert len(found.runs) == count
