"""Which source lines may not be shown, since they may belong to a Secret."""

from __future__ import annotations

import re
from functools import lru_cache

from istiolint.diagnostic import Diagnostic
from istiolint.text import Source

_KIND = r"""["']?kind["']?\s*:\s*["']?Secret(?:List)?\b"""
_DATA = r"""(?m:^|[-{,])\s*["']?(?:data|stringData)["']?\s*:"""


def is_about_secret(diagnostic: Diagnostic) -> bool:
    """Whether a finding lies in a Secret."""
    return diagnostic.resource is not None and diagnostic.resource.kind == "Secret"


def may_show_secret(source: Source, line: int) -> bool:
    """Whether a line stands in a document that looks like a Secret, or a list with one.

    A related place, and the lines around any place, can lie in an object that the finding is
    not about. This goes by the text alone, and would rather hide too much.
    """
    if not _names_secret(source):
        return False
    at = source.line_starts[line - 1]
    start = max(0, source.text.rfind("\n---", 0, at + 1))
    end = source.text.find("\n---", max(at, start + 1))
    return _looks_secret(source, start, end if end >= 0 else len(source.text))


@lru_cache(maxsize=16)
def _names_secret(source: Source) -> bool:
    return "Secret" in source.text


@lru_cache(maxsize=16)
def _looks_secret(source: Source, start: int, end: int) -> bool:
    document = source.text[start:end]
    return all(re.search(each, document) for each in (_KIND, _DATA))
