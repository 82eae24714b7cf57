"""Which source lines may not be shown, since they may belong to a Secret."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

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
    bounds = _secret_documents(source)
    return bisect_right(bounds, source.line_starts[line - 1]) % 2 == 1


@lru_cache(maxsize=16)
def _secret_documents(source: Source) -> list[int]:
    """Where each document that looks like a Secret starts and ends."""
    text = source.text
    if "Secret" not in text:
        return []
    bounds = [0, *(each.start() for each in re.finditer("^---", text, re.MULTILINE)), len(text) + 1]
    return [
        bound
        for start, end in pairwise(bounds)
        if all(re.search(each, text[start:end]) for each in (_KIND, _DATA))
        for bound in (start, end)
    ]
