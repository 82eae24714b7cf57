"""Apply fixes to texts, show what they change, and write files whole."""

from istiolint.fix.batch import Fixed, Skipped, apply
from istiolint.fix.difference import unified_diff
from istiolint.fix.files import write
from istiolint.fix.soundness import still_parses

__all__ = ["Fixed", "Skipped", "apply", "still_parses", "unified_diff", "write"]
