"""Which rules run on a file, and how: decided before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from istiolint.rules.registry import entries, selection

if TYPE_CHECKING:
    from istiolint.diagnostic import Diagnostic, Severity
    from istiolint.rules.rule import Rule
    from istiolint.settings import Settings

SettingsOf = Callable[[str], "Settings"]
"""What tells the settings of a path."""

NOT_EXAMINED = frozenset(("decoding-error", "file-too-large", "syntax-error", "unreadable-file"))
"""What says that a file, or a document, was not looked at: on unless it is ignored.

Who selects one rule would otherwise take a file that cannot be read for a clean one.
"""


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
    on = selection((*settings.select, *settings.extend_select)) | NOT_EXAMINED
    return Policy(settings, on - selection(settings.ignore))


class Policies:
    """The policy of each path; made once for each distinct settings."""

    def __init__(self, settings_of: SettingsOf) -> None:
        self._settings_of = settings_of
        self._by_path: dict[str, Policy] = {}
        self._by_settings: dict[int, Policy] = {}

    def of(self, path: str) -> Policy:
        """The policy of a path."""
        found = self._by_path.get(path)
        if found is None:
            settings = self._settings_of(path)
            # The policy keeps the settings alive, so their identity is theirs for good.
            found = self._by_settings.get(id(settings))
            if found is None:
                found = self._by_settings[id(settings)] = policy(settings)
            self._by_path[path] = found
        return found

    def enabled(self, paths: Iterable[str]) -> frozenset[str]:
        """The rules that any of these paths has on."""
        distinct = {id(each): each for each in map(self.of, paths)}
        return frozenset().union(*(each.enabled for each in distinct.values()))

    def graded(self, diagnostic: Diagnostic) -> Diagnostic:
        """Give what no rule's check found, but a stage before or after, the user's severity."""
        severity = self.of(diagnostic.path).severity(diagnostic.rule)
        if severity is None or entries()[diagnostic.rule].has_subject:
            return diagnostic
        return diagnostic._replace(severity=severity)
