"""Mesh config that istiod takes and the chart of istiod does not.

The chart looks for some settings of earlier releases in its values, mesh config included, to
fail where they are set; a ConfigMap that is written by hand may have them.
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.schema.fault import Fault, Input, Reader
from istiolint.schema.replacements import OF_STACKDRIVER
from istiolint.syntax.node import Node

_PLACE = ("defaultConfig", "tracing", "stackdriver")

_REFUSED_BY_ISTIOCTL = 23
_FAILS_SINCE = 24

FAILS = "fails"
"""The keyword of faults of what only the chart refuses."""


def failing(mesh: Node, of: Input) -> Iterator[Fault]:
    """The settings in a mesh config among values on which istioctl, or the chart, fails."""
    minor = of.release.minor
    by_istioctl = of.reader is Reader.ISTIOCTL and minor == _REFUSED_BY_ISTIOCTL
    if minor < _FAILS_SINCE and not by_istioctl:
        return
    since = _REFUSED_BY_ISTIOCTL if by_istioctl else _FAILS_SINCE
    for entry in mesh.entries(*_PLACE):
        if entry.name in OF_STACKDRIVER and not entry.value.is_null:
            path = (*_PLACE, entry.name)
            yield Fault(
                "field-removed",
                entry.key,
                path,
                of,
                suggestion="another tracing provider",
                last=since - 1,
                since=since,
                keyword="" if by_istioctl else FAILS,
                node=entry.value,
            )
