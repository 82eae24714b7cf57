"""The annotations that silence findings on their object."""

from __future__ import annotations

OURS = "istiolint.io/ignore"
ISTIOCTL = "galley.istio.io/analyze-suppress"
KIALI = "kiali.io/ignore-validations"


def has_annotations(text: str) -> bool:
    """Whether one of them may be in a text; nearly all files can be told to have none."""
    return OURS in text or ISTIOCTL in text or KIALI in text
