"""What a shell may complete beside commands, flags and paths."""

from __future__ import annotations

import click


def rule_words(_context: click.Context, _option: click.Parameter, incomplete: str) -> list[str]:
    """Rules, categories and codes."""
    from istiolint.rules.registry import words

    return [word for word in words() if word.startswith(incomplete)]
