"""What an umbrella chart tells all charts below it, held against what any of them reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from istiolint.inputs.document import Document, Role, Tree
from istiolint.project.checking import checked, homes_of, input_of, minor_of
from istiolint.releases import Release
from istiolint.schema import books
from istiolint.schema.fault import Fault, Reader

_SHARED = "global"

_OF_ONE = frozenset(
    ("unknown-field", "misplaced-field", "field-not-yet", "field-removed", "ignored-setting")
)
"""What is only wrong if no chart has a use for the key."""


def faults_of_globals(
    document: Document, trees: Sequence[tuple[Tree, Release | None]]
) -> Iterator[Fault]:
    """The faults in globals; ``trees`` are those of a document, with the release of each.

    Nothing is said of what other charts than Istio's may read as well.
    """
    readers: dict[int, list[tuple[Tree, Release | None]]] = {}
    for tree, release in trees:
        if tree.role is Role.GLOBALS and tree.are_istios_alone:
            readers.setdefault(tree.root.site, []).append((tree, release))
    for each in readers.values():
        yield from _of_readers(document, each)


def _of_readers(
    document: Document, readers: Sequence[tuple[Tree, Release | None]]
) -> Iterator[Fault]:
    charts = sorted({tree.release.chart or "" for tree, _ in readers}, key=_by_what_they_read)
    name = f"the {_listed(charts)}"
    found: list[list[Fault]] = []
    for tree, release in sorted(
        readers, key=lambda each: _by_what_they_read(each[0].release.chart)
    ):
        chart = tree.release.chart
        of = input_of(document, name, Reader.HELM, release)._replace(chart=chart)
        minor = minor_of(of)
        shape = books.chart_values(chart, minor) if chart else None
        if shape is None:
            return
        said = checked(tree.root, shape, of, homes_of(Role.VALUES, minor, chart))
        found.append([_outside(each) for each in said if each.field[0] == _SHARED])
    yield from _agreed(found)


def _listed(charts: Sequence[str]) -> str:
    """``istiod chart``; ``istiod, base and cni charts``."""
    *others, last = charts
    return f"{', '.join(others)} and {last} charts" if others else f"{last} chart"


def _outside(fault: Fault) -> Fault:
    """The fault as the umbrella chart's: the place of a key is in the values of one below."""
    is_here = (fault.suggestion or "").startswith(f"{_SHARED}.")
    if fault.kind != "misplaced-field" or is_here:
        return fault._replace(target=())
    return fault._replace(target=(), elsewhere=fault.elsewhere or "the values of the istiod chart")


def _by_what_they_read(chart: str | None) -> tuple[bool, str]:
    """The chart of istiod first, as it reads most."""
    return chart != "istiod", chart or ""


def _agreed(found: Sequence[Sequence[Fault]]) -> Iterator[Fault]:
    """What all charts find wrong with keys, and any of them with values."""
    unread = [{each.field for each in some if each.kind in _OF_ONE} for some in found]
    told: set[int] = set()
    for each in (each for some in found for each in some):
        heads = [each.field[:end] for end in range(1, len(each.field) + 1)]
        by_all = all(any(head in paths for head in heads) for paths in unread)
        if (by_all or each.kind not in _OF_ONE) and each.at.site not in told:
            told.add(each.at.site)
            yield each
