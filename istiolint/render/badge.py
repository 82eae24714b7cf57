"""What a finding is known by in text: severity, rule, and whether ``--fix`` helps."""

from __future__ import annotations

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.render import Presentation

BOLD = "1"
BLUE = "1;34"
STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def badge(diagnostic: Diagnostic, presentation: Presentation) -> str:
    """``error[rule]`` in the colour of the severity, with a star if ``--fix`` helps."""
    severity = f"{diagnostic.severity.word}[{diagnostic.rule}]"
    painted = presentation.paint(severity, STYLES[diagnostic.severity])
    return f"{painted} {fixed_mark(presentation)}" if is_fixed(diagnostic) else painted


def is_fixed(diagnostic: Diagnostic) -> bool:
    """Whether ``--fix`` alone does away with a finding."""
    return diagnostic.fix is not None and diagnostic.fix.safe


def fixed_mark(presentation: Presentation) -> str:
    """The star that stands for :func:`is_fixed`."""
    return presentation.paint("[*]", "36")
