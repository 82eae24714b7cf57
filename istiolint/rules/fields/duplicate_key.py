"""A mapping has the same key twice.

Helm, kubectl and istiod keep the last value and drop all others without a word; Kustomize
and strict validation refuse the file. Often a block was pasted a second time, and an edit
of the first copy then has no effect.

What to do:
  Merge the two, or remove the one that is not meant.

Symptoms: configuration not applied, a setting has no effect
"""

from __future__ import annotations

from istiolint.rules.api import Example, Severity, notice

EXAMPLES = [
    Example(
        "Two blocks of resources",
        """
        pilot:
          resources:
        # ~~~~~~~~~ first written here; this value is dropped
            requests: {memory: 8Gi}
          autoscaleMin: 2
          resources:
        # ^^^^^^^^^ key "resources" is written twice
            limits: {memory: 8Gi}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The same key in two mappings, and merge keys",
        """
        base: &base {a: 1}
        pilot:
          env: {a: 1}
        global:
          env:
            <<: *base
            a: 2
        """,
        path="istiod-values.yaml",
    ),
]

check = notice(Severity.ERROR, EXAMPLES)
