"""Move an entry to another place of its document, with the comments that belong to it.

Only what can surely be moved is: not where an alias, a merge or a duplicate is about, not where
the place is taken, be it in another spelling, and not where a comment would be lost.
"""

from __future__ import annotations

from typing import NamedTuple

from istiolint.diagnostic import Edit
from istiolint.spelling import letters
from istiolint.syntax.edit import insert_after, rename_key
from istiolint.syntax.lines import Lines, inline, lines_of_entry, nested_in_flow
from istiolint.syntax.member import Member, member_of
from istiolint.syntax.node import Entry, Node
from istiolint.syntax.outward import in_lines, line_break, lines_of, outward, whole_lines
from istiolint.syntax.removal import first_line, last_line, remove
from istiolint.syntax.tape import DOUBLE, FLOW_MAPPING, Path
from istiolint.text import Location, Source, Span


class _Goal(NamedTuple):
    """The mapping to write to, and the keys to write in it, the last one of them for the value."""

    table: Node
    keys: tuple[str, ...]

    @property
    def is_flow(self) -> bool:
        """Whether the mapping stands in brackets."""
        return self.table.tape.kind(self.table.row) == FLOW_MAPPING


class _Task(NamedTuple):
    """An entry to be moved, the outermost member that goes with it, and where it goes to."""

    entry: Entry
    member: Member
    top: Member
    goal: _Goal

    @property
    def source(self) -> Source:
        """The file."""
        return self.entry.key.tape.source

    @property
    def is_in_place(self) -> bool:
        """Whether it goes to the mapping that it is taken out of."""
        return self.top.parent == self.goal.table.row


def move(entry: Entry, root: Node, target: Path) -> tuple[Edit, ...] | None:
    """Move an entry to the path ``target`` below ``root``, with new mappings on the way to it.

    Mappings that this would leave empty go; ``None`` where it would empty an item of a list.
    """
    task = _task(entry, root, target)
    if task is None:
        return None
    if len(task.goal.keys) == 1 and task.top == task.member and task.is_in_place:
        edit = rename_key(entry, task.goal.keys[0])
        return (edit,) if edit is not None else None
    edits = _in_place(task) if task.is_in_place else _elsewhere(task)
    whole = tuple(edit for edit in edits if edit is not None)
    is_whole = bool(whole) and len(whole) == len(edits)
    return whole if is_whole and not _loses_comment(task.source, whole) else None


def _loses_comment(source: Source, edits: tuple[Edit, ...]) -> bool:
    """Whether less is written behind number signs than is taken away."""
    gone = sum(source.text.count("#", *edit.location.span) for edit in edits)
    return gone > sum(edit.replacement.count("#") for edit in edits)


def _task(entry: Entry, root: Node, target: Path) -> _Task | None:
    tape = entry.key.tape
    is_plain = tape is root.tape and not (tape.anchors or tape.may_merge or tape.duplicates)
    if not is_plain or entry.key.place is not None:
        return None
    goal, member = _goal(root, target), member_of(tape, entry.key.site)
    if goal is None or member is None or goal.table.row in range(member.first, member.after):
        return None
    top = member
    while top.is_alone and top.parent != goal.table.row:
        above = member_of(tape, top.parent)
        if above is None or not tape.is_mapping(above.parent):
            return None
        top = above
    return _Task(entry, member, top, goal)


def _goal(root: Node, target: Path) -> _Goal | None:
    """Where to write; ``None`` if something is there already."""
    node: Node | None = root
    for place, step in enumerate(target):
        if isinstance(step, int):
            node = node.item(step) if node is not None else None
            continue
        if node is None or not node.is_mapping:
            return None
        inner, keys = node.get(step), target[place:]
        if inner is None:
            names = tuple(each for each in keys if isinstance(each, str))
            is_free = len(names) == len(keys) and not _has_like(node, step)
            is_free = is_free and node.row not in node.tape.tags
            return _Goal(node, names) if is_free else None
        node = inner
    return None


def _has_like(table: Node, key: str) -> bool:
    """Whether a key is there in another spelling that some programs take for it."""
    own = letters(key)
    return any(letters(each.name) == own for each in table.entries())


def _in_place(task: _Task) -> list[Edit | None]:
    """Write it where it was, below new keys."""
    entry, top = task.entry, task.top
    if top.is_flow:
        span = top.span
        written = _flow_text(task, task.goal.keys[1:])
        kept = top.tape.text[span.start : span.end].count("#") == (written or "").count("#")
        text = f"{_key_in_flow(task, task.goal.keys[0])}: {written}"
        return [outward(top.tape, span, text)] if written is not None and kept else []
    first = _head_line(top)
    lines = lines_of_entry(entry, task.member, with_comments=False)
    if lines is None or not _takes_all(task, lines, first):
        return []
    column = _column(top)
    moved = lines.below(task.goal.keys, column)
    if moved is None:
        return []
    start = task.source.line_span(first).start + column
    end = task.source.line_span(last_line(top)).end
    text = line_break(task.source, first).join(moved).removeprefix(" " * column)
    return [Edit(Location(task.source, Span(start, end)), text)]


def _elsewhere(task: _Task) -> list[Edit | None]:
    """Write it to another mapping, and remove it where it was."""
    goal = task.goal
    if goal.is_flow:
        return [_into_flow(task), *_removal(task)]
    table = goal.table.tape.span(goal.table.row)
    column = task.source.position(table.start).column - 1
    lines = lines_of_entry(task.entry, task.member, with_comments=True)
    moved = lines.below(goal.keys, column) if lines is not None else None
    if lines is None or moved is None or not in_lines(goal.table.tape):
        return []
    line, is_tail = _line_to_follow(task)
    if not task.top.is_flow and not _takes_all(task, lines, first_line(task.top)):
        return []
    text = line_break(task.source, line) + line_break(task.source, line).join(moved)
    if is_tail:
        return _tail(task, lines, moved)
    end = task.source.line_span(line).end
    return [Edit(Location(task.source, Span(end, end)), text), *_removal(task)]


def _tail(task: _Task, lines: Lines, moved: list[str]) -> list[Edit | None]:
    """Write it in place of its own lines, which are the last ones of what it moves behind."""
    first = min(lines.first, _head_line(task.top))
    span = whole_lines(task.source, first, last_line(task.top))
    end = task.source.line_span(last_line(task.top)).end
    text = line_break(task.source, first).join(moved)
    return [Edit(Location(task.source, Span(span.start, end)), text)]


def _line_to_follow(task: _Task) -> tuple[int, bool]:
    """The line to write behind, and whether it is the last one of what is to be moved."""
    table, top = task.goal.table, task.top
    children = table.tape.children(table.row)
    member = member_of(table.tape, children[-1])
    is_around = table.row < top.first < table.tape.nexts[table.row]
    if is_around:
        child = next(row for row in children if top.first < table.tape.nexts[row])
        member = member_of(table.tape, child)
    if member is None:  # pragma: no cover - a child of a mapping is a member of it
        return 1, False
    line = last_line(member)
    return line, is_around and not top.is_flow and line == last_line(top)


def _removal(task: _Task) -> tuple[Edit | None, ...]:
    removed = remove(task.entry)
    if removed is None:
        return (None,)
    if task.top.is_flow:
        text, value = task.source.text, inline(task.entry, flow=False) or ""
        gone = "".join(text[slice(*edit.location.span)] for edit in removed)
        return removed if gone.count("#") == value.count("#") else (None,)
    return removed


def _into_flow(task: _Task) -> Edit | None:
    goal = task.goal
    table, tape = goal.table, goal.table.tape
    value = _flow_text(task, goal.keys[1:])
    if value is None:
        return None
    children = tape.children(table.row)
    if children:
        last = Entry(Node(tape, children[-2]), Node(tape, children[-1]))
        return insert_after(last, goal.keys[0], value)
    span = tape.local_span(table.row)
    is_bare = tape.text[span.start : span.end] == "{}"
    text = f"{{{_key_in_flow(task, goal.keys[0])}: {value}}}"
    return outward(tape, span, text) if is_bare else None


def _flow_text(task: _Task, keys: tuple[str, ...]) -> str | None:
    """The value as it can stand in brackets, below some keys."""
    value = inline(task.entry, flow=True)
    if value is None or not (task.member.is_flow or _has_no_comment(task, value)):
        return None
    return nested_in_flow([_key_in_flow(task, key) for key in keys], value)


def _key_in_flow(task: _Task, key: str) -> str:
    is_quoted = task.member.is_flow and task.member.tape.kind(task.member.first) == DOUBLE
    return f'"{key}"' if is_quoted else key


def _has_no_comment(task: _Task, value: str) -> bool:
    """Whether no comment would be lost if only the value were kept of an entry in lines."""
    lines = lines_of_entry(task.entry, task.member, with_comments=True)
    return lines is not None and sum(each.count("#") for each in lines.texts) == value.count("#")


def _takes_all(task: _Task, lines: Lines, first: int) -> bool:
    """Whether the lines that go have no comment but those of the entry."""
    around = range(first, last_line(task.top) + 1)
    own = range(lines.first, lines.first + len(lines.texts))
    return not any("#" in task.source.line_text(line) for line in around if line not in own)


def _head_line(member: Member) -> int:
    return lines_of(member.tape, Span(member.span.start, member.span.start))[0]


def _column(member: Member) -> int:
    """Where its key begins on its line, from 0."""
    return member.tape.source.position(member.tape.span(member.first).start).column - 1
