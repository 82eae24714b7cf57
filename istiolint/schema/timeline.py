"""Values as they were in one release, out of a file that tells them for all releases.

Such a file maps the path of each value to its history::

    "resources.requests.memory": [[18, 21, "2048Mi"], [22, null, "512Mi"]]

that is, the first and last minor release with a value, and the value; the last is null
while the newest release still has it. A path that a release does not have is in none of its
spans. A list is one value, and so are ``{}`` and ``null``. A key with a dot stands in
brackets and quotes: ``podAnnotations["prometheus.io/port"]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Timeline = Mapping[str, Sequence[Sequence[Any]]]
"""The values of all releases: a list of first minor, last minor and value for each path."""


def is_within(spans: Iterable[Any], minor: int) -> bool:
    """Whether release 1.``minor`` is in one of these spans of releases."""
    return any(span[0] <= minor and (span[1] is None or minor <= span[1]) for span in spans)


def keyword_in(node: Mapping[str, Any], keyword: str, minor: int) -> Any:
    """What a keyword says in release 1.``minor``, where it may differ between releases."""
    for span in node.get("x-istio-changes", {}).get(keyword, ()):
        if is_within((span,), minor):
            return span[2]
    return node.get(keyword)


def values_in(timeline: Timeline, minor: int) -> dict[str, Any]:
    """The values of release 1.``minor`` as nested mappings; empty if it has none."""
    values: dict[str, Any] = {}
    for path, history in timeline.items():
        for first, last, value in history:
            if is_within(((first, last),), minor):
                _put(values, keys_of(path), value)
    return values


def keys_of(path: str) -> list[str]:
    """The keys that lead to a value: ``a["b.c"].d`` is ``a``, ``b.c`` and ``d``."""
    if "[" not in path:
        return path.split(".")
    keys: list[str] = []
    for index, piece in enumerate(path.split('"')):
        keys += [piece] if index % 2 else _plain_keys(piece)
    return keys


def path_of(above: str, key: str) -> str:
    """The path of a key below another path: the inverse of :func:`keys_of`."""
    return f'{above}["{key}"]' if "." in key or "[" in key else f"{above}.{key}"


def _plain_keys(piece: str) -> list[str]:
    """The keys in what stands between two quoted ones, such as ``].d.e[``."""
    return [key for key in piece.strip("[]").split(".") if key]


def _put(values: dict[str, Any], keys: list[str], value: Any) -> None:
    """Set one value, and make the mappings that lead to it."""
    for key in keys[:-1]:
        values = values.setdefault(key, {})
    values[keys[-1]] = value
