"""All that is wrong with a tree of fields, one fault per mistake.

This walk knows the keys around a fault, which a validator's error does not tell: whether a
key that is unknown here is known one level up, and whether what is missing is there under
a misspelt name. A test holds its verdicts against those of ``jsonschema``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from istiolint.releases import OLDEST
from istiolint.schema.combine import combination
from istiolint.schema.constraints import MALFORMED, bounds_of, matches_format
from istiolint.schema.fault import Fault, Input, Reader
from istiolint.schema.gate import is_plainly_right
from istiolint.schema.history import since_when, word_times
from istiolint.schema.likeness import word_meant
from istiolint.schema.mistakes import one_per_mistake
from istiolint.schema.moves import Home, Step, is_said, successor, target
from istiolint.schema.places import one_level_above
from istiolint.schema.replacements import ALIKE, FAILING, UNALIKE, dead
from istiolint.schema.shape import Shape
from istiolint.schema.unknown import unknown
from istiolint.syntax.node import Entry, Node
from istiolint.syntax.placeholders import is_placeholder
from istiolint.syntax.tape import Path


def faults(root: Node, shape: Shape, of: Input, homes: Sequence[Home] = ()) -> list[Fault]:
    """What is wrong below ``root``; ``homes`` are the other trees that keys may belong to."""
    if is_plainly_right(root, shape):
        return []
    walk = _Walk(of, homes)
    return one_per_mistake(list(walk.value(root, shape, (Step((), shape, root),))))


class _Walk:
    """The walk through one tree."""

    def __init__(self, of: Input, homes: Sequence[Home]) -> None:
        self._input = of
        self._homes = homes
        self._seen: set[tuple[int, int]] = set()

    def value(self, node: Node, shape: Shape, trail: tuple[Step, ...]) -> Iterator[Fault]:
        """What is wrong with a value and all below it; the last step of the trail is itself."""
        if shape.is_any or node.is_unknown or node.is_null:
            return
        kind = "object" if node.is_mapping else "array" if node.is_sequence else "scalar"
        if not shape.takes(kind, node.meaning):
            above = trail[-2:][0].shape.book.reader
            is_table = above is Reader.HELM and shape.types == frozenset(("object",))
            name = "scalar-over-table" if is_table else "wrong-type"
            yield self._fault(name, node, trail, expected=shape.types)
        elif node.is_mapping:
            yield from self._mapping(node, shape, trail)
        elif node.is_sequence:
            yield from self._list(node, shape, trail)
        elif not shape.allows(node.meaning):
            yield self._scalar(node, shape, trail)

    def _mapping(self, node: Node, shape: Shape, trail: tuple[Step, ...]) -> Iterator[Fault]:
        entries = [each for each in node.entries() if each.key.is_scalar]
        is_open = any(is_placeholder(each.name) for each in entries)
        for entry in filter(lambda each: self._is_new(each, shape), entries):
            inner = shape.below(entry.name)
            path = (*trail[-1].path, entry.name)
            name = shape.name_of(entry.name)
            if name is not None and name in shape.flagged and not entry.value.is_null:
                yield from self._flag(entry, path, name, trail)
            if inner is not None:
                yield from self.value(entry.value, inner, (*trail, Step(path, inner, entry.value)))
            elif not is_placeholder(entry.name) and not _is_directive(entry.name, shape):
                yield from self._unknown(entry, path, trail)
        names = {each.name for each in entries if not each.value.is_null}
        if not is_open:
            for key in shape.required:
                if key not in names:
                    at = _handle(node, entries)
                    yield self._fault("missing-field", at, trail, expected=key, key=key)
        yield from self._together(node, entries, shape, trail)

    def _is_new(self, entry: Entry, shape: Shape) -> bool:
        """Whether an entry was not seen before: ``<<`` and aliases lead to the same ones again."""
        if not entry.key.tape.aliases:
            return True
        place = entry.key.site, id(shape)
        is_new = place not in self._seen
        self._seen.add(place)
        return is_new

    def _unknown(self, entry: Entry, path: Path, trail: tuple[Step, ...]) -> Iterator[Fault]:
        """The fault of a key that may not be here: one of a map may belong to the block around."""
        shape = trail[-1].shape
        if shape.key_form and one_level_above(entry, trail) is None:
            step = (*trail, Step(path, shape, entry.value))
            yield self._fault("malformed-key", entry.key, step, expected=shape.key_form)
        else:
            yield from unknown(entry, trail, self._of(shape), self._homes)

    def _of(self, shape: Shape) -> Input:
        """The input, as the program takes it that reads this part of it."""
        reader = shape.book.reader
        return self._input._replace(reader=reader) if reader is Reader.HANDED_ON else self._input

    def _flag(
        self, entry: Entry, path: Path, name: str, trail: tuple[Step, ...]
    ) -> Iterator[Fault]:
        """The fault of a key that is allowed and deprecated, or that nothing reads."""
        shape, root = trail[-1].shape, trail[0].node
        instead, dead_path = shape.book.deprecated.get(name), shape.known[name].get("x-istio-dead")
        base = Fault("", entry.key, path, self._input, node=entry.value, root=root)
        since = FAILING.get(dead_path or "")
        found = dead(dead_path or "", shape.book.minor)
        if since is not None:
            yield base._replace(kind="field-removed", since=since, last=since - 1)
        elif instead is None and found is not None:
            since = found.since if found.since > OLDEST.minor else None
            moves = found.replacement is not None and dead_path not in UNALIKE
            goal = target(entry, found.replacement, trail, self._homes) if moves else ()
            yield base._replace(
                kind="ignored-setting", since=since, suggestion=found.replacement, target=goal
            )
        elif instead is not None and (head := instead.partition(".")[0]) in shape.known:
            others = (each for each in trail[-1].node.entries() if is_said(each.value))
            beside = frozenset(each.name for each in others)
            goal = successor(entry, trail, ALIKE[name]) if name in ALIKE else ()
            yield base._replace(
                kind="field-deprecated",
                suggestion=instead,
                first=next(iter(shape.times_of(head) or ()), (None,))[0],
                target=goal,
                expected=beside,
            )

    def _together(
        self, node: Node, entries: list[Entry], shape: Shape, trail: tuple[Step, ...]
    ) -> Iterator[Fault]:
        """What is wrong with the keys of a mapping taken together."""
        if shape.is_sized and not shape.has_size(len(entries)):
            yield self._size(_handle(node, entries), shape, trail, len(entries))
        if shape.combiners or shape.exclusive:
            for entry, others in combination(node, shape):
                path = (*trail[-1].path, entry.name)
                step = Step(path, shape, entry.value)
                yield self._fault("exclusive-fields", entry.key, (*trail, step), expected=others)

    def _list(self, node: Node, shape: Shape, trail: tuple[Step, ...]) -> Iterator[Fault]:
        items = node.items()
        if shape.is_sized and not shape.has_size(len(items)):
            yield self._size(node.key or node, shape, trail, len(items))
        inner = shape.items
        if inner is None:
            return
        for index, item in enumerate(items):
            step = Step((*trail[-1].path, index), inner, item)
            if not item.is_null:
                yield from self.value(item, inner, (*trail, step))
            elif self._input.reader is Reader.API_SERVER and not shape.said.get("nullable"):
                at = item if item.span.end > item.span.start else node.key or node
                yield self._fault("null-item", at, (*trail, step), expected=inner.types)

    def _size(self, at: Node, shape: Shape, trail: tuple[Step, ...], size: int) -> Fault:
        few = size < shape.least
        keyword = "minItems" if few else "maxItems"
        expected = shape.least if few else shape.most
        return self._fault("out-of-range", at, trail, expected=expected, keyword=keyword)

    def _scalar(self, node: Node, shape: Shape, trail: tuple[Step, ...]) -> Fault:
        """The first demand on a scalar that is not met."""
        meaning = node.meaning
        if shape.enum is not None and meaning not in shape.enum:
            return self._word(node, shape, trail)
        form = shape.formatted
        if form is not None and not matches_format(meaning, form):
            bounds = bounds_of(form)
            kind = "malformed-value" if bounds is None else "out-of-range"
            return self._fault(kind, node, trail, expected=bounds or form, keyword="format")
        keyword, expected = next(
            (keyword, expected)
            for keyword, expected, check in shape.checks
            if not check(meaning, expected)
        )
        kind = "malformed-value" if keyword in MALFORMED else "out-of-range"
        return self._fault(kind, node, trail, expected=expected, keyword=keyword)

    def _word(self, node: Node, shape: Shape, trail: tuple[Step, ...]) -> Fault:
        word, words = node.meaning, list(map(_written, shape.said["enum"]))
        times = word_times(word, shape) if isinstance(word, str) else None
        if times is None:
            return self._fault(
                "unknown-value",
                node,
                trail,
                expected=words,
                meant=word_meant(str(node.value), words),
            )
        kind = "field-not-yet" if times[-1][0] > shape.book.minor else "field-removed"
        first, last = times[0][0], times[-1][1]
        return self._fault(kind, node, trail, expected=words)._replace(
            first=first, last=last, keyword="enum"
        )

    def _fault(  # noqa: PLR0913 - what a fault is, by keyword
        self,
        kind: str,
        at: Node,
        trail: tuple[Step, ...],
        *,
        expected: Any,
        key: str | None = None,
        meant: str | None = None,
        keyword: str = "",
    ) -> Fault:
        step = trail[-1]
        path = step.path if key is None else (*step.path, key)
        shape = step.shape
        return Fault(
            kind,
            at,
            path,
            self._of(shape),
            expected,
            meant,
            keyword=keyword,
            node=step.node,
            notes=shape.said,
            since=since_when(shape, keyword),
        )


def _is_directive(key: str, shape: Shape) -> bool:
    """Whether a key tells how to patch an object, such as ``$patch``, and is not in it."""
    return key.startswith("$") and shape.book.reader in (Reader.API_SERVER, Reader.KUBERNETES)


def _handle(node: Node, entries: Sequence[Entry]) -> Node:
    """What to point at for a mapping as a whole: the key it belongs to, else its first one."""
    return node.key or (entries[0].key if entries else node)


def _written(word: Any) -> Any:
    """A word of an enumeration as one would write it in YAML."""
    return str(word).lower() if isinstance(word, bool) else word
