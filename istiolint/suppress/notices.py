"""What is said about comments and annotations themselves."""

from __future__ import annotations

from istiolint.diagnostic import INTERNAL_ERROR, Diagnostic, Edit, Fix, Severity
from istiolint.rules.registry import words
from istiolint.spelling import did_you_mean
from istiolint.suppress.silence import Silence
from istiolint.text import Location

UNUSED, UNKNOWN = "unused-suppression", "unknown-suppression"
NOTICES = frozenset((UNUSED, UNKNOWN, INTERNAL_ERROR))
"""What no comment can silence: what is said about comments, and faults of ours."""


def unused(silence: Silence, title: str = "", edit: Edit | None = None) -> Diagnostic:
    """A name that silences nothing; ``edit`` takes it away."""
    message = f'"{silence.word}" silences nothing here'
    fix = Fix(title, (edit,), safe=True) if edit is not None else None
    return _notice(UNUSED, message, silence.at, fix)


def unknown(message: str, at: Location) -> Diagnostic:
    """Something that was said in a way that nobody understands."""
    return _notice(UNKNOWN, message, at)


def no_such_rule(word: str, at: Location) -> Diagnostic:
    """A name that stands for no rule."""
    return unknown(f'no rule is called "{word}"{did_you_mean(word, words())}', at)


def _notice(rule: str, message: str, at: Location, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(rule, Severity.WARNING, message, at.on_one_line(), fix=fix)
