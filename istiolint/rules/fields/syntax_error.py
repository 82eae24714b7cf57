"""The document cannot be read as YAML (or, in a .json file, as JSON).

Nothing in such a document is linted, and no tool will apply it. The rest of the file and
all other files are linted as usual.

Limits of istiolint count as well: documents nested more than 256 levels deep, or whose
aliases expand to more than a million nodes, are refused as any Kubernetes tool would
refuse them.

What to do:
  Look at the place and the line before it: quotes and brackets that are not closed are
  noticed where the next thing begins. A byte order mark may only be the first character of a
  file; it gets into the middle where files of Windows programs are put together.
"""

from __future__ import annotations

from istiolint.rules.api import Example, Severity, notice

EXAMPLES = [
    Example(
        "A colon in a value that is not quoted",
        """
        kind: Namespace
        apiVersion: v1
        metadata:
          name: a: b
        #        ^ a second ":" on the line, outside of quotes
        """,
    ),
    Example(
        "YAML inside YAML",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data:
          mesh: |
            accessLogFile: /dev/stdout
            enableTracing: true: yes
        #                      ^ in the text of "mesh": a second ":" on the line, outside of quotes
        """,
    ),
    Example(
        "Colons inside quotes and URLs",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: "a: b", annotations: {url: "http://example.com"}}
        """,
    ),
]

check = notice(Severity.ERROR, EXAMPLES)
