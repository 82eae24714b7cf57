"""Values that another program writes before the cluster reads them.

The forms of the tools whose files we read: ``{{ … }}`` of Helm, helmfile, ApplicationSets and
Jinja; ``${VAR}`` and ``$VAR`` of envsubst, Flux and Terraform; ``${ .X }`` of Fleet;
``$(VAR)`` of Kubernetes and Kustomize; ``<path:…>`` and ``<name>`` of the Argo CD Vault
plugin; ``ref+vault://…`` of helmfile's vals; ``ENC[…]`` of SOPS. ``%VAR%`` is Envoy's own,
``__VAR__`` and ``@VAR@`` are too often something else.
"""

from __future__ import annotations

import re

# A name in braces, in parentheses or in capitals after a dollar sign that is not doubled,
# which is how these tools write the sign itself. In regular expressions and rewrites it ends
# something or stands before a number. Patterns are compiled when first needed.
_VARIABLE = r"(?<!\$)\$(?:\{\s*[A-Za-z_#!.]|\([A-Za-z_][\w.-]*\)|[A-Z][A-Z0-9_]+\b)"

# Prometheus fills these in when an alert fires: the template is what the cluster is given.
_ALERT_VARIABLE = r"\$(?:labels|value|externalLabels|externalURL)\b"

_VAULT_NAME = r"<[A-Za-z_][\w.-]*(?:\s*\|[^<>]*)?>"


def is_placeholder(text: str) -> bool:
    """Whether ``text`` is not, or not all of, the value that the cluster will see."""
    return (
        ("$" in text and re.search(_VARIABLE, text) is not None)
        or ("{{" in text and _is_template(text))
        or ("<" in text and ("<path:" in text or re.fullmatch(_VAULT_NAME, text) is not None))
        or ("ref+" in text and "://" in text)
        or ("ENC[" in text and text.startswith("ENC[") and text.endswith("]"))
    )


def _is_template(text: str) -> bool:
    """Whether there is an action in ``text``, and it is not a template of an alert."""
    if "}}" not in text[text.index("{{") :]:
        return False
    return re.search(_ALERT_VARIABLE, text) is None
