"""What is set one by one as a tree whose places are those in the flags that set it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, cast

from istiolint.inputs.set_values import Piece, Steps, pieces, set_flags
from istiolint.settings import InstallFiles
from istiolint.syntax.node import Node
from istiolint.syntax.offsets import OffsetMap, Run
from istiolint.syntax.parse import parse_embedded
from istiolint.text import Source, Span

if TYPE_CHECKING:
    from istiolint.syntax.tape import Tape

OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n"


def set_tree(install: InstallFiles, has_more: Callable[[Steps], bool]) -> Node | None:
    """The root of what an install sets one by one, if it does, or of one without any values.

    Of an install without a chart it is an IstioOperator. ``has_more`` is asked which lists
    other layers have.
    """
    if not install.is_in_no_file:
        return None
    if not install.set and not install.set_string:
        return _nothing(install)
    tree, flags = set_flags(install.set, install.set_string)
    parts = pieces(tree, flags, has_more, "" if install.chart is not None else "  ")
    if install.chart is None:
        parts = chain([(OPERATOR, Span(0, flags.text.index("\n")))], parts)
    written = list(parts)
    text = "".join(each for each, _ in written)
    nothing = Run(0, 0, Span(0, 0), verbatim=False)
    offsets = OffsetMap(list(_runs(written, flags.text)) or [nothing])
    source = Source(install.set_path, flags.text)
    tape = parse_embedded(source, text, Span(0, len(text)), offsets)
    return Node(cast("Tape", tape))  # whatever is said, it is written as YAML


def _nothing(install: InstallFiles) -> Node:
    """The root of an install that leaves all to its chart."""
    flag = f"--chart {install.chart}"
    offsets = OffsetMap([Run(0, len("{}"), Span(0, len(flag)), verbatim=False)])
    source = Source(install.set_path, f"{flag}\n")
    return Node(cast("Tape", parse_embedded(source, "{}", Span(0, len("{}")), offsets)))


def _runs(parts: Iterable[Piece], flags: str) -> Iterator[Run]:
    """Where each piece stands among the flags; what is written between stands at its end."""
    at, last = 0, 0
    for text, span in parts:
        outer = span or Span(last, last)
        for each, place in _quoted(text, outer, flags):
            is_verbatim = flags[place.start : place.end] == each
            yield Run(at, len(each), place, verbatim=is_verbatim)
            at += len(each)
        last = outer.end


def _quoted(text: str, outer: Span, flags: str) -> list[tuple[str, Span]]:
    """A piece; what is only quoted for YAML, apart from its quotes."""
    if len(text) > 2 and text == f'"{flags[outer.start : outer.end]}"':  # noqa: PLR2004 - two quotes
        start, end = outer
        return [('"', Span(start, start)), (text[1:-1], outer), ('"', Span(end, end))]
    return [(text, outer)] if text else []
