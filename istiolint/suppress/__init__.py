"""What silences findings: comments, annotations, known findings. Rules never see any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from istiolint.suppress.decide import Suppression, suppress
from istiolint.suppress.known import Known, read_known, write_known

if TYPE_CHECKING:
    from istiolint.suppress.add import Added, add_ignores

__all__ = [
    "Added",
    "Known",
    "Suppression",
    "add_ignores",
    "read_known",
    "suppress",
    "write_known",
]


def __getattr__(name: str) -> Any:
    """Import what writes comments when it is first used: few runs do."""
    from importlib import import_module

    if name not in ("Added", "add_ignores"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("istiolint.suppress.add"), name)
