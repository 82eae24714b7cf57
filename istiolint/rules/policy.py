"""Which rules run on a file, and how: decided before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from istiolint.rules.registry import selection

if TYPE_CHECKING:
    from istiolint.diagnostic import Severity
    from istiolint.rules.rule import Rule
    from istiolint.settings import Settings


class Policy(NamedTuple):
    """The settings of a file with what they mean for the rules."""

    settings: Settings
    enabled: frozenset[str]

    def severity(self, name: str) -> Severity | None:
        """The severity the user gives a rule, if any."""
        said = self.settings.rules.get(name)
        return said.severity if said else None

    def options(self, name: str, rule: Rule) -> Any:
        """The options of a rule with the user's values over its defaults."""
        if rule.options is None:
            return None
        said = self.settings.rules.get(name)
        return rule.options(**said.options) if said else rule.options()


def policy(settings: Settings) -> Policy:
    """What the settings of a file come to. An ignored rule is off however it was selected."""
    on = selection((*settings.select, *settings.extend_select))
    return Policy(settings, on - selection(settings.ignore))
