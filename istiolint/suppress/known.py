"""Findings that were there before: recorded once, left out from then on.

A finding is known by what it says and about which setting of which object in which file,
not by its line, so that edits elsewhere in the file do not bring it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from istiolint.diagnostic import Diagnostic

VERSION = 1


class Fingerprint(NamedTuple):
    """What makes a finding the same one in another run."""

    rule: str
    path: str
    resource: str
    field: str
    message: str


class Known(NamedTuple):
    """How often each finding is left out."""

    counts: Mapping[Fingerprint, int]

    def parts(self, diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, bool]]:
        """Each finding with whether it is a recorded one; the first ones are, if there are more."""
        left = dict(self.counts)
        for each in diagnostics:
            key = fingerprint(each)
            known = left.get(key, 0) > 0
            if known:
                left[key] -= 1
            yield each, known


def fingerprint(diagnostic: Diagnostic) -> Fingerprint:
    """The fingerprint of a finding."""
    said = diagnostic.resource
    resource = f"{said.kind} {said.namespace or ''}/{said.name or ''}" if said else ""
    return Fingerprint(
        diagnostic.rule, diagnostic.path, resource, diagnostic.field or "", diagnostic.message
    )


def write_known(diagnostics: Iterable[Diagnostic]) -> str:
    """The text of a file that leaves out these findings, one finding a line."""
    import json

    counts = Counter(map(fingerprint, diagnostics))
    rows = ({**key._asdict(), "count": counts[key]} for key in sorted(counts))
    lines = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    findings = f"[\n    {lines}\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def read_known(text: str) -> Known | str:
    """The findings recorded in a text, or in one line what is wrong with it."""
    import json

    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        return f"it is not JSON, see line {error.lineno} column {error.colno}"
    except RecursionError:
        return "--write-baseline has not written it"
    if not isinstance(said, dict) or not isinstance(said.get("findings"), list):
        return "--write-baseline has not written it"
    if said.get("version") != VERSION:
        return f"only version {VERSION} is read, and it has another; write it anew"
    return _counts(said["findings"])


def _counts(findings: list[Any]) -> Known | str:
    counts: Counter[Fingerprint] = Counter()
    for number, row in enumerate(findings, 1):
        parts = [row.get(name) for name in Fingerprint._fields] if isinstance(row, dict) else [None]
        count = row.get("count") if isinstance(row, dict) else None
        if not all(isinstance(part, str) for part in parts) or type(count) is not int or count < 1:
            return f"finding {number} is incomplete; write the file anew"
        counts[Fingerprint(*parts)] += count
    return Known(counts)
