"""A comment that silences findings silences none.

The finding was mended, the comment stands at the wrong place, or the rule never spoke
here. A comment that does nothing hides the next finding that comes along.

A name whose rule is switched off for the file is not reported.

What to do:
  Remove the name, or the comment with its last name.
"""

from __future__ import annotations

from istiolint.rules.api import Example, Severity, notice

EXAMPLES = [
    Example(
        "Nothing to silence",
        """
        global:
          proxy:
            privileged: false  # istiolint: ignore[privileged-proxy] legacy nodes
        #                                          ^^^^^^^^^^^^^^^^ "privileged-proxy" silences nothing here
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A finding is silenced",
        """
        global:
          proxy:
            privileged: true  # istiolint: ignore[privileged-proxy] legacy nodes
        """,
        path="istiod-values.yaml",
    ),
]

check = notice(Severity.WARNING, EXAMPLES)
