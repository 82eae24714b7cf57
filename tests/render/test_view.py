"""The part of a line that is shown fits, and has the place in it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from istiolint.render import Presentation
from istiolint.render.terminal import expanded, width
from istiolint.render.view import CUT, View

LINES = st.text(st.sampled_from('ab ,"\t日🚀\u0308\x1b\u200b'), max_size=120)
ESCAPES = re.compile(r"\x1b\[[\d;]*m")


@given(line=LINES, data=st.data(), room=st.integers(20, 60), color=st.booleans())
def test_a_view_fits_and_has_the_place_where_it_says(
    *, line: str, data: st.DataObject, room: int, color: bool
) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    view = View.around(line, start, end, room)
    presentation = Presentation(
        color=color,
        width=80,
        verbose=False,
        quiet=False,
        prefix="",
        page=lambda name: name,
        version="0.1.0",
    )
    shown = ESCAPES.sub("", view.render(presentation))
    left, right = view.columns(start, end)
    assert view.shows(start)
    assert width(shown) <= room
    assert left < right <= room
    place = expanded(view.text[start - view.first : end - view.first])
    assert expanded(line[start:end]).startswith(place)
    before = len(view.before) + len(expanded(view.text[: start - view.first]))
    assert shown[before : before + len(place)] == place
    assert right - left == max(1, width(place))
    assert shown.startswith(CUT) == (view.first > 0)
    assert len(place) == len(expanded(line[start:end])) or shown.endswith(CUT)
