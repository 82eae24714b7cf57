"""What a finding is recognised by in the next run, when lines have moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from istiolint.diagnostic import Diagnostic
from istiolint.text import Source

_BASE = 37
_WINDOW = 100
_MODULUS = 1 << 64
_END_OF_FILE = "\uffff"


def identity(diagnostic: Diagnostic, path: str) -> str:
    """A hash of the rule and the place by name: file, object and field, but no line."""
    from hashlib import sha256

    where = diagnostic.resource
    # The version of an object's API is no part of what it is.
    resource = (where.api_version.rpartition("/")[0], *where[1:]) if where else ()
    parts = (diagnostic.rule, path, *resource, diagnostic.container, diagnostic.field)
    text = "\0".join(part or "" for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def line_hashes(source: Source, lines: Collection[int]) -> dict[int, str]:
    """The hashes of lines by which GitHub recognises findings, as it computes them itself.

    A hash covers the first hundred UTF-16 code units from the start of the line on, blanks
    left out. A number tells lines of the same hash apart.
    """
    units = _units(source)
    seen: Counter[str] = Counter()
    hashes = {}
    start = 0
    for line in range(1, max(lines, default=0) + 1):
        window = units[start : start + _WINDOW]
        seen[window] += 1
        if line in lines:
            hashes[line] = f"{_hash(window):x}:{seen[window]}"
        start = units.find("\n", start) + 1
    return hashes


def _units(source: Source) -> str:
    """The text of the file without blanks, a character for each UTF-16 code unit."""
    mark = "\ufeff" if source.encoding.endswith("-sig") else ""
    text = mark + re.sub(r"\r\n?", "\n", source.text).translate({32: None, 9: None})
    return re.sub("[^\0-\uffff]", _surrogates, text) + _END_OF_FILE


def _surrogates(astral: re.Match[str]) -> str:
    pair = astral[0].encode("utf-16-be")
    return chr(int.from_bytes(pair[:2])) + chr(int.from_bytes(pair[2:]))


def _hash(window: str) -> int:
    """The polynomial of the window; GitHub pads the last ones of a file with zeros."""
    value = 0
    for unit in window.ljust(_WINDOW, "\0"):
        value = (value * _BASE + ord(unit)) % _MODULUS
    return value
