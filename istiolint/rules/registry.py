"""The rules there are, known without importing any of them.

``table`` is generated from the rule files; start-up reads it and imports only the rules
that a run needs.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from istiolint.diagnostic import RuleInfo, Severity
from istiolint.kinds import Kind
from istiolint.rules.table import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from istiolint.rules.rule import Rule


class Entry(NamedTuple):
    """A row of the table: what is known of a rule before it is imported."""

    name: str
    category: str
    severity: int
    summary: str
    upstream: tuple[str, ...]
    fixable: bool
    kinds: tuple[tuple[str, str], ...]
    on_installs: bool
    group: str | None
    yields_to: tuple[str, ...]
    aliases: tuple[str, ...]
    fault: str | None = None

    @property
    def info(self) -> RuleInfo:
        """The part that renderers and users see."""
        severity = Severity(self.severity)
        return RuleInfo(
            self.name, self.category, severity, self.upstream, self.summary, self.fixable
        )

    @property
    def module(self) -> str:
        """The rule's file as a module."""
        return f"istiolint.rules.{self.category}.{self.name.replace('-', '_')}"

    @property
    def has_subject(self) -> bool:
        """Whether the engine calls it; if not, some other stage speaks for it."""
        return bool(self.kinds) or self.on_installs or bool(self.group or self.fault)

    def reads_any(self, present: frozenset[Kind]) -> bool:
        """Whether the rule is about any of these kinds."""
        return any(kind in present for kind in self.kinds)


@cache
def entries() -> Mapping[str, Entry]:
    """All rules by name, in the order of the table."""
    rows = (Entry._make(row) for row in TABLE)
    return MappingProxyType({row.name: row for row in rows})


def load(name: str) -> Rule:
    """Import a rule; ``KeyError`` if there is none of that name."""
    module = import_module(entries()[name].module)
    rule: Rule = module.check
    return rule


def page(name: str) -> str:
    """The documentation of a rule: its docstring."""
    return (import_module(entries()[name].module).__doc__ or "").strip() + "\n"


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """All that may be written where rules are selected, and the rules it stands for."""
    found: dict[str, list[str]] = {"all": list(entries())}
    for row in entries().values():
        own = (row.name, row.category, f"{row.category}/*", *row.upstream, *row.aliases)
        for word in own:
            found.setdefault(word, []).append(row.name)
    return {word: tuple(dict.fromkeys(names)) for word, names in found.items()}


def named(word: str) -> tuple[str, ...] | None:
    """The rules that a name, a category, ``all`` or a code of istioctl or Kiali stands for."""
    return words().get(word)


def selection(words: Iterable[str]) -> frozenset[str]:
    """The rules that any of these words stands for; unknown words stand for none."""
    return frozenset(name for word in words for name in named(word) or ())
