"""Text that a template engine still has to work on, told apart from YAML that mentions it."""

from __future__ import annotations

import re

from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Tape

NOT_RENDERED = "Helm template that is not rendered"

# What only Helm's templates have; alerts, dashboards and ApplicationSets have actions as well.
_OF_HELM = (
    r"\{\{-?\s*/\*|\{\{[^}]*?(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b"
    r"|\b(?:include|template|define|tpl)\s+\"|\b(?:toYaml|nindent|lookup|required)\b)"
)


def is_template(text: str, found: Tape | Problem, *, file: str | None = None) -> bool:
    """Whether a document is no YAML yet, because of the actions in it.

    ``file`` is the text that the offset of a problem is in, if that is another one.

    Actions inside quoted or plain scalars, as an ApplicationSet or a Prometheus alert has
    them, do not count: the document is YAML with them.
    """
    if "{{" not in text:
        return False
    if isinstance(found, Problem):
        return _fails_at_an_action(file or text, found) or re.search(_OF_HELM, text) is not None
    begins = found.text.startswith
    return any(
        begins("{{", found.base + start) and found.is_mapping(row)
        for row, start in enumerate(found.starts)
    )


def _fails_at_an_action(text: str, problem: Problem) -> bool:
    """Whether the line that cannot be parsed has an action."""
    start = text.rfind("\n", 0, problem.start) + 1
    end = text.find("\n", problem.start)
    return "{{" in text[start : end if end >= 0 else len(text)]
