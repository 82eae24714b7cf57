"""A comment to istiolint says something it does not understand.

A comment names the rules it silences: `# istiolint: ignore[rule] reason`. A name may be a
rule, a category, or a code of istioctl (`IST0101`) or Kiali (`KIA1107`). An `ignore` without
names would hide whatever comes along and is refused.

What to do:
  Correct the name, or remove the comment.
"""

from __future__ import annotations

from istiolint.rules.api import Example, Severity, notice

EXAMPLES = [
    Example(
        "A name that no rule has",
        """
        global:
          proxy:
            privileged: false  # istiolint: ignore[priviledged-proxy]
        #                                          ^^^^^^^^^^^^^^^^^ no rule is called "priviledged-proxy"; did you mean "privileged-proxy"?
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A comment that is for people",
        """
        global:
          istioNamespace: istio-system # istiolint reads this
        """,
        path="istiod-values.yaml",
    ),
]

check = notice(Severity.WARNING, EXAMPLES)
