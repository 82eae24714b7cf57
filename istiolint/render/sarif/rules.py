"""What a SARIF log says about each rule, whether it has reported or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from istiolint.diagnostic import RuleInfo, Severity
from istiolint.render.links import rule_url
from istiolint.render.page import Page

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_PROBLEMS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}

# GitHub calls these high, medium and low.
_SECURITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "3.0"}

_TAGS = 20
_LENGTH = 1024


def descriptor(rule: RuleInfo, page: Callable[[str], str]) -> dict[str, Any]:
    """The metadata of a rule, from its entry in the table and its page alone."""
    text = page(rule.name).strip() or rule.summary
    parsed = Page.parse(text)
    url = rule_url(rule.name)
    # Where no address leads to the page, the program itself has it.
    more = "" if url else f"`istiolint explain {rule.name}` shows examples."
    markdown = "\n\n".join(filter(None, (parsed.markdown or rule.summary, more)))
    return {
        "id": rule.name,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": _cut(rule.summary)},
        "fullDescription": {"text": _cut(parsed.description or rule.summary)},
        "help": {"text": text, "markdown": markdown},
        **({"helpUri": url} if url else {}),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _properties(rule),
    }


def _properties(rule: RuleInfo) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "tags": [rule.category, *rule.upstream][:_TAGS],
        "precision": "high",
        "problem.severity": _PROBLEMS[rule.severity],
    }
    if rule.category == "security":
        properties["security-severity"] = _SECURITY[rule.severity]
    return properties


def _cut(text: str) -> str:
    """As much of the text as GitHub takes, in whole words."""
    if len(text) <= _LENGTH:
        return text
    return text[: _LENGTH - 3].rpartition(" ")[0] + "..."
