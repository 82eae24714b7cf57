"""Places in files as SARIF names them, columns in UTF-16 code units."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from istiolint.diagnostic import Diagnostic, ObjectName
from istiolint.render.links import repository_path
from istiolint.render.whereabouts import whereabouts
from istiolint.text import Location, Source

ROOT = "%SRCROOT%"


def place_of(location: Location, prefix: str, *names: str) -> dict[str, Any]:
    """A file and a region of it, with what the place is called; a flag is but a name."""
    place = whereabouts(location)
    known = [*names] if place.is_file else [place.path, *names]
    logical_locations = [{"fullyQualifiedName": name} for name in known if name]
    named = {"logicalLocations": logical_locations} if logical_locations else {}
    if not place.is_file:
        return named
    physical = {
        "artifactLocation": artifact(location.source.path, prefix),
        "region": region(location),
    }
    return {"physicalLocation": physical, **named}


def artifact(path: str, prefix: str) -> dict[str, Any]:
    """A file by its path from the root of the repository, if it lies there."""
    path = repository_path(path, prefix)
    uri = quote(path, errors="replace")
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri} if path.startswith("../") else {"uri": uri, "uriBaseId": ROOT}


def region(location: Location) -> dict[str, int]:
    """Where a span begins, and one past where it ends."""
    start_line, start_column = _position(location.source, location.span.start)
    end_line, end_column = _position(location.source, location.span.end)
    return {
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _position(source: Source, offset: int) -> tuple[int, int]:
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return line, len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1


def logical(diagnostic: Diagnostic) -> str:
    """The place by name: ``namespace/Kind/name#spec.hosts[0]``, as much of it as is known."""
    path = ".".join(filter(None, (diagnostic.container, diagnostic.field)))
    if diagnostic.resource is None:
        return path
    return _qualified(diagnostic.resource) + (f"#{path}" if path else "")


def _qualified(resource: ObjectName) -> str:
    return "/".join(filter(None, (resource.namespace, resource.kind, resource.name)))
