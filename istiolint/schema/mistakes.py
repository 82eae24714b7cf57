"""One fault per mistake: what is missing because it is misspelt, or elsewhere, is told once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from istiolint.schema.fault import SURPLUS, Fault
from istiolint.syntax.show import dotted
from istiolint.syntax.tape import Path

_WRONG = frozenset(("unknown-field", "misplaced-field"))


def one_per_mistake(found: list[Fault]) -> list[Fault]:
    """Faults without those that follow from others; what was moved is said to be missing there."""
    missing = _Missing(each for each in found if each.kind == "missing-field")
    wrong = [each for each in found if each.kind in _WRONG]
    if not (missing and wrong):
        return found
    for each in wrong:
        for field in _around_which(each):
            missing.take([field])
    unclear = [each for each in wrong if each.keyword != SURPLUS and not missing.take(_meant(each))]
    moved = {
        id(each): place
        for each in unclear
        if not _is_misspelt(each) and (place := missing.take_named(each)) is not None
    }
    return [
        _moved(each, moved[id(each)]) if id(each) in moved else each
        for each in found
        if not missing.is_taken(each)
    ]


def _moved(fault: Fault, place: Path) -> Fault:
    return fault._replace(kind="misplaced-field", suggestion=dotted(place), elsewhere="", target=())


def _is_misspelt(fault: Fault) -> bool:
    return fault.kind == "unknown-field" and fault.suggestion is not None


def _around_which(fault: Fault) -> list[Path]:
    """The places of the fields that a key stands around, which should have none."""
    if fault.keyword != SURPLUS or fault.node is None:
        return []
    return [(*fault.field[:-1], each.name) for each in fault.node.entries()]


def _meant(fault: Fault) -> Iterator[Path]:
    """Where a wrong key was meant to be, and the blocks around it that are missing with it."""
    if _is_misspelt(fault):
        yield (*fault.field[:-1], str(fault.suggestion))
    else:
        for length in range(len(fault.target), 0, -1):
            yield fault.target[:length]


class _Missing:
    """What is missing, found by its place or by its name."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self._taken: set[int] = set()
        self._at: dict[Path, deque[Fault]] = {}
        self._named: dict[tuple[Path, str], deque[Fault]] = {}
        for each in faults:
            for place in _with_any_items(each.field):
                self._at.setdefault(place, deque()).append(each)
            for length in range(len(each.field)):
                self._named.setdefault((each.field[:length], each.name), deque()).append(each)

    def __bool__(self) -> bool:
        return bool(self._at)

    def is_taken(self, fault: Fault) -> bool:
        """Whether another fault tells of what is missing."""
        return id(fault) in self._taken

    def take(self, places: Iterable[Path]) -> bool:
        """Whether something is missing at one of these places; if so, it is told now."""
        return any(self._take(self._at.get(each)) is not None for each in places)

    def take_named(self, fault: Fault) -> Path | None:
        """The place, the nearest one, where the key of a fault is missing."""
        for length in range(len(fault.field) - 1, -1, -1):
            found = self._take(self._named.get((fault.field[:length], fault.name)))
            if found is not None:
                return found.field
        return None

    def _take(self, candidates: deque[Fault] | None) -> Fault | None:
        while candidates:
            found = candidates.popleft()
            if not self.is_taken(found):
                self._taken.add(id(found))
                return found
        return None


def _with_any_items(path: Path) -> set[Path]:
    """A path, and what it is to those who leave open which items it leads through at its end."""
    of_any = tuple(-1 if isinstance(step, int) else step for step in path)
    return {(*path[:length], *of_any[length:]) for length in range(len(path) + 1)}
