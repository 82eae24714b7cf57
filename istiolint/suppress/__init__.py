"""What silences findings: comments, annotations, a baseline. Rules never see any of it."""

from istiolint.suppress.add import Added, add_ignores
from istiolint.suppress.baseline import Baseline, read_baseline, write_baseline
from istiolint.suppress.decide import Suppression, suppress

__all__ = [
    "Added",
    "Baseline",
    "Suppression",
    "add_ignores",
    "read_baseline",
    "suppress",
    "write_baseline",
]
