"""What edits change, as ``git apply`` and people read it."""

from __future__ import annotations

from istiolint.text import Source

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified_diff(before: Source, after: Source) -> str:
    """The difference between two texts of a file; empty if there is none."""
    from difflib import unified_diff as difference

    old, new = (_lines(source.text) for source in (before, after))
    name = _name(before.path)
    lines = difference(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as git has them: a lone carriage return ends none."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _name(path: str) -> str:
    """A path as it stands in a header: a tab ends one with blanks in it."""
    return f"{path.lstrip('/')}\t" if " " in path else path.lstrip("/")
