"""How often each rule reports: what ``--statistics`` prints."""

from __future__ import annotations

from collections import Counter

from istiolint.diagnostic import Report
from istiolint.render import Presentation
from istiolint.render.badge import fixed_mark, is_fixed
from istiolint.render.summary import closing


def render(report: Report, presentation: Presentation) -> str:
    """Count, rule, and whether ``--fix`` helps; the most frequent first."""
    counts = Counter(each.rule for each in report.diagnostics)
    fixed = {each.rule for each in report.diagnostics if is_fixed(each)}
    digits = len(str(max(counts.values(), default=0)))
    length = max(map(len, counts), default=0)
    mark = fixed_mark(presentation)
    rows = (
        f"{count:>{digits}}  {rule:<{length}}  {mark if rule in fixed else ''}".rstrip() + "\n"
        for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    return "".join(rows) + closing(report, presentation)
