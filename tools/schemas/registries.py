"""The registries of annotations, labels and environment variables as JSON Schema.

Of annotations and labels:

``x-istio-resources``     the kinds an annotation or label may stand on
``x-istio-status``        how mature Istio calls it
``x-istio-hidden``        true where Istio's documentation leaves it out
``x-istio-format``        what its text is read as, see below
``x-istio-schema``        the file with the schema of what its text holds
``x-istio-internal``      true where Istio writes it and users do not
``x-istio-refused``       true where a text that cannot be read stops the pod or the resource
``x-istio-replacement``   what took its place: an ``annotation``, ``label``, ``field`` of the
                          spec, field of the ``proxyConfig``, or a ``kind`` of resource
                          and a ``field`` of it
``x-istio-unregistered``  true where no registry has it, but the code reads it
``x-istio-useless``       true where nothing reads it

Formats: ``bool`` (as Go reads it), ``cidrs`` and ``ports`` (comma-separated), ``cidrs-or-all``
and ``ports-or-all`` (or ``*``), ``duration``, ``export-to`` (namespaces, ``*``, ``.``, ``~``),
``inject`` (true or false, or a word of YAML for it), ``json``, ``labels`` (``a=b,c=d``),
``list`` (comma-separated), ``percent`` (0 to 100), ``port``, ``port-or-zero``, ``quantity``,
``scrape-targets`` (``port[:path]``, comma-separated), ``uint``, ``yaml``.

Of environment variables:

``default``               its default as one would write it, where that is no constant of the code
``enum``                  the words that mean something
``x-istio-type``          what the text of an environment variable is read as
``x-istio-default``       its default, as the source code has it
``x-istio-files``         where the source code reads it
``x-istio-needs``         the setting without which it is not read
``x-istio-overridden``    the setting that the chart writes into it after the user's own
``x-istio-replacement``   the ``variable`` that took its place
``x-istio-sides``         the programs that may read it: istiod, agent, cni, istioctl
``x-istio-alone``         true where one program surely is the only one
``x-istio-runtime``       true for what the runtime reads, not Istio
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.schemas.metadata_words import Entry
from tools.schemas.variable_sides import ALONE, SIDES
from tools.schemas.variable_words import (
    CONSTANTS,
    HARNESS,
    METADATA,
    RUNTIME,
    VARIABLES,
)

Schema = dict[str, Any]
Entries = Mapping[str, Mapping[str, Any]]

KINDS = {"BoolVar": "bool", "IntVar": "int", "StringVar": "string"}
"""What the functions that register a variable of one type say about it."""

# Where the function does not say it, the default does: the type of a Go literal.
LITERALS = (
    (r'".*"', "string"),
    (r"true|false", "bool"),
    (r"\d+|uint32\(\d+\)", "int"),
    (r"\d*\.\d+", "float"),
    (r"(\d+ ?\* ?)?time\.(Milli|Micro)?(Hour|Minute|Second|second)(\*\d+)?", "duration"),
)

DURATION = re.compile(
    r"((?P<number>\d+) ?\* ?)?time\.(?P<unit>Hour|Minute|Second|Millisecond|Microsecond)",
    re.IGNORECASE,
)
UNITS = {"hour": "h", "minute": "m", "second": "s", "millisecond": "ms", "microsecond": "us"}


def mapping(properties: dict[str, Schema]) -> Schema:
    """A mapping that may have these keys."""
    return {"type": "object", "properties": dict(sorted(properties.items()))}


def metadata(
    registry: Iterable[Mapping[str, Any]], words: Mapping[str, Entry], minor: int
) -> Schema:
    """The schema of the annotations, or the labels, of an object in one release."""
    nodes = {entry["name"]: metadata_node(entry) for entry in registry}
    for name, entry in words.items():
        if entry.first is not None and minor >= entry.first:
            nodes.setdefault(name, {"type": "string", "x-istio-unregistered": True})
        if name in nodes:
            nodes[name] |= during(entry, minor)
    return mapping(nodes)


def during(entry: Entry, minor: int) -> Schema:
    """What holds of an annotation, label or variable in one release."""
    found = dict(entry.notes)
    for since, notes in entry.since.items():
        if minor >= since:
            found |= notes
    return found


def metadata_node(entry: Mapping[str, Any]) -> Schema:
    """One annotation or label."""
    notes = {
        "deprecated": entry["deprecated"],
        "x-istio-hidden": entry["hidden"],
        "x-istio-resources": entry["resources"],
        "x-istio-status": entry.get("featureStatus"),
    }
    return {"type": "string"} | {keyword: value for keyword, value in notes.items() if value}


def environment(registry: Entries, sources: Entries, minor: int) -> Schema:
    """The schema of the environment variables of Istio's programs in one release.

    Those of its tests are left out.
    """
    nodes = {
        name: variable_node(entry, sources.get(name, {})) | alone(name)
        for name, entry in registry.items()
        if name not in HARNESS
    }
    for name, words in VARIABLES.items():
        if name in nodes:
            nodes[name] |= during(words, minor)
    nodes |= {name: {"type": "string", "x-istio-runtime": True} for name in RUNTIME - nodes.keys()}
    metadata = {METADATA: {"type": "string", "x-istio-sides": ["agent"]}}
    return mapping(nodes) | {"patternProperties": metadata}


def variable_node(entry: Mapping[str, Any], source: Mapping[str, Any]) -> Schema:
    """One environment variable."""
    files = source.get("files", ())
    found = {side for file in files for start, side in SIDES.items() if file.startswith(start)}
    notes = {
        "default": plain_default(entry["default"]),
        "x-istio-default": entry["default"],
        "x-istio-files": files,
        "x-istio-needs": entry.get("needs"),
        "x-istio-sides": sorted({each for sides in found for each in sides.split()}),
        "x-istio-type": variable_type(entry),
    }
    kept = {keyword: value for keyword, value in notes.items() if value}
    return {"type": "string"} | kept | ({"default": ""} if notes["default"] == "" else {})


def alone(name: str) -> Schema:
    """The one program that reads a variable, if that is certain."""
    return {"x-istio-alone": True, "x-istio-sides": [ALONE[name]]} if name in ALONE else {}


def variable_type(entry: Mapping[str, Any]) -> str | None:
    """What a variable is read as; ``None`` where the facts do not tell."""
    if entry["kind"]:
        return KINDS[entry["kind"]]
    literal = entry["default"] or ""
    found = (name for form, name in LITERALS if re.fullmatch(form, literal))
    return next(found, None) or CONSTANTS.get(literal)


def plain_default(literal: str | None) -> str | None:
    """A default as one would write it; ``None`` if it is a constant of the code."""
    if literal is None:
        return None
    if match := DURATION.fullmatch(literal):
        return f"{match['number'] or 1}{UNITS[match['unit'].lower()]}"
    if match := re.fullmatch(
        r'"(?P<text>.*)"|(?:uint32\()?(?P<word>true|false|[\d.]+)\)?', literal
    ):
        return match["word"] if match["text"] is None else match["text"]
    return None
