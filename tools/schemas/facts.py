"""The facts of each release as the documents to be merged, by the file they go to.

A document holds what one release says. That of a resource has the schemas of its versions
in ``x-istio-versions``, each with ``deprecated``, ``x-istio-storage`` and
``x-istio-unserved`` where they hold, and its names in ``x-istio-resource``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tools.generate_charts import minors
from tools.schemas.durations import mark_durations
from tools.schemas.keys import chart_keys, read
from tools.schemas.messages import message_schema, struct_facts
from tools.schemas.metadata_words import ANNOTATIONS, LABELS
from tools.schemas.registries import environment, metadata
from tools.schemas.settings import chart_settings
from tools.schemas.validations import mark_validations

Schema = dict[str, Any]
Documents = dict[str, dict[int, Schema]]
"""The document of each release, for each file."""

OPERATOR = "kinds/install.istio.io/IstioOperator"

MESSAGES = {
    "mesh/MeshConfig": ("mesh.json", "mesh.v1alpha1.MeshConfig"),
    "mesh/MeshNetworks": ("mesh.json", "mesh.v1alpha1.MeshNetworks"),
    "mesh/ProxyConfig": ("mesh.json", "mesh.v1alpha1.ProxyConfig"),
    "values/istioctl": ("values.json", "v1alpha1.Values"),
}
"""What is defined by protobuf messages: the facts, and how the message's name ends."""


def documents(facts: Path, sources: Path) -> Documents:
    """All there is to be merged.

    ``sources`` may hold what some releases published; rules of resources are only there.
    """
    found: Documents = {f"keys/{chart}": site for chart, site in chart_keys(facts)}
    found |= {f"settings/{chart}": site for chart, site in chart_settings(facts).items()}
    for minor in minors(facts):
        for name, schema in release_documents(facts, sources, minor):
            found.setdefault(name, {})[minor] = schema
    for path in sorted((facts / "sail").glob("1.*.json")):
        minor = int(path.name.split(".")[1])
        for name, schema in resources(read(path)):
            found.setdefault(name, {})[minor] = schema
    mark(found)
    return found


def mark(found: Documents) -> None:
    """Say what is the same in all releases and only told by some."""
    for name, site in found.items():
        if name.startswith("kinds/") and name != OPERATOR:
            mark_durations(name, site)
            mark_validations(site)


def release_documents(facts: Path, sources: Path, minor: int) -> Iterator[tuple[str, Schema]]:
    """The documents of one release, by the file they go to."""
    folder = facts / f"1.{minor}"
    yield from published_documents(lambda name: fact(folder, sources, name), minor)
    bundle = read(folder / "gateway-api.json")["bundle"]
    for name, schema in resources(read(facts / "gateway-api" / f"{bundle}.json")):
        yield name, schema | {"x-istio-bundle": bundle}
    yield OPERATOR, operator(read(folder / "operator.json"))
    files = read(facts / "timelines" / "env_vars.json")["env"]
    yield "env", environment(read(folder / "env.json"), files, minor)


def fact(folder: Path, sources: Path, name: str) -> Any:
    """What a file of facts holds; resources with their rules, where the source is at hand."""
    source = next(sources.glob(f"{folder.name}.*"), None)
    if name != "crds.json" or source is None:
        return read(folder / name)
    from tools.schemas.release import crds  # needs protobuf, which schemas without rules do not

    return crds(source / "manifests" / "charts" / "base")


def published_documents(get: Callable[[str], Any], minor: int) -> Iterator[tuple[str, Schema]]:
    """The documents of what every release publishes; ``get`` gives what a file holds."""
    yield from resources(get("crds.json"))
    for name, (file, root) in MESSAGES.items():
        yield name, message_schema(get(file), root)
    yield "values/gateway", chart_schema(get("charts.json")["gateway"]["schema"])
    yield "annotations", metadata(get("annotations.json"), ANNOTATIONS, minor)
    yield "labels", metadata(get("labels.json"), LABELS, minor)


def resources(found: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Schema]]:
    """The document of each custom resource."""
    for crd in found:
        names = {key: crd[key] for key in ("group", "kind", "plural", "scope", "shortNames")}
        versions = {name: version_node(version) for name, version in crd["versions"].items()}
        document = {"x-istio-resource": names, "x-istio-versions": versions}
        yield f"kinds/{crd['group']}/{crd['kind']}", document


def version_node(version: dict[str, Any]) -> Schema:
    """One version of a resource; what nearly all have in common is left out."""
    notes = {
        "deprecated": version.get("deprecated", False),
        "x-istio-storage": version["storage"],
        "x-istio-unserved": not version["served"],
    }
    return {"schema": version["schema"]} | {key: value for key, value in notes.items() if value}


def operator(facts: dict[str, Any]) -> Schema:
    """The document of IstioOperator, which was made of messages and then of structs."""
    messages = struct_facts(facts["structs"]) if "structs" in facts else facts
    found = message_schema(messages, "IstioOperatorSpec")
    schema = {"type": "object", "properties": {"spec": {"$ref": found["$ref"]}}}
    return {
        "$defs": found["$defs"],
        "x-istio-resource": {"group": "install.istio.io", "kind": "IstioOperator"},
        "x-istio-versions": {"v1alpha1": {"schema": schema}},
    }


def chart_schema(published: Schema) -> Schema:
    """The schema that a chart brings along, in one form for all releases.

    The newer ones are a ``$ref`` with keywords beside it, which mean nothing in the draft
    they are written in and would mean something in ours.
    """
    if "$ref" in published:
        return {"$ref": published["$ref"], "$defs": published["$defs"]}
    values = {key: value for key, value in published.items() if key != "$schema"}
    return {"$ref": "#/$defs/values", "$defs": {"values": values}}
