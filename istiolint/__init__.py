"""An offline linter for everything that configures an Istio mesh.

Use it from Python as ``lint_texts({"values.yaml": "global: {proxy: {privileged: true}}"})``;
the report that comes back has the diagnostics in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from istiolint.diagnostic import Diagnostic, Report, Severity
    from istiolint.lint import lint_texts
    from istiolint.settings import Settings

__all__ = ["Diagnostic", "Report", "Settings", "Severity", "__version__", "lint_texts"]

__version__ = "0.1.0"

_HOMES = {
    "Diagnostic": "diagnostic",
    "Report": "diagnostic",
    "Settings": "settings",
    "Severity": "diagnostic",
    "lint_texts": "lint",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the package itself costs nothing."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
