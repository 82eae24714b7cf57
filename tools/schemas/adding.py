"""One more release for schemas that are there, from nothing but these and its folder.

The schemas tell what every release before had, so that no facts of these are needed. What
the folder of a release does not tell, the release before is taken for: Gateway API,
IstioOperator and the environment variables. What templates read is taken from them where
the folder has them, else also from the release before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from istiolint.schema.embedding import KUBERNETES
from istiolint.schema.projection import project
from istiolint.schema.timeline import values_in
from tools.generate_charts import CHARTS, group_and_name, timeline, unwrapped
from tools.schemas.facts import Documents, mark, published_documents
from tools.schemas.keys import keys
from tools.schemas.messages import message_schema
from tools.schemas.release import minor_of, release_facts, template_reads
from tools.schemas.settings import UMBRELLA_SINCE, settings, umbrella

Schema = dict[str, Any]

CARRIED = (
    "env",
    "kinds/gateway.networking.k8s.io/",
    "kinds/gateway.networking.x-k8s.io/",
    "kinds/install.istio.io/",
)
"""Files of which the folder of a release says nothing."""

SAIL = "kinds/sailoperator.io/"
"""Files of what is released on its own."""

FOLDERS = ("keys", "kinds", "mesh", "settings", "values")
REGISTRIES = ("annotations", "env", "labels")


def with_release(schemas: Path, folder: Path) -> tuple[Documents, list[int]]:
    """The documents of all releases there are, and of the one in a folder; and their minors."""
    minor = minor_of(folder)
    known = minors_in(schemas)
    before = minor if minor in known else max(known)
    found = known_documents(schemas, known)
    reads = {chart: reads_of(folder, chart, found, before) for chart in CHARTS.values()}
    carried = {
        name: site[before]
        for name, site in found.items()
        if name.startswith(CARRIED) and before in site
    }
    told = dict(release_documents(release_facts(folder), minor, reads)) | carried
    for name, site in found.items():
        site.pop(minor if not name.startswith(SAIL) else -1, None)
    for name, document in told.items():
        found.setdefault(name, {})[minor] = document
    mark(found)
    return {name: site for name, site in found.items() if site}, sorted({*known, minor})


def minors_in(schemas: Path) -> list[int]:
    """The releases that schemas tell of: from the oldest to the newest that anything changed in."""
    texts = [path.read_text("utf-8") for path in (schemas / "charts").glob("*.json")]
    ends = re.findall(r"\[(\d\d), (\d\d|null), ", "".join(texts))
    numbers = [int(number) for span in ends for number in span if number != "null"]
    return list(range(min(numbers), max(numbers) + 1))


def known_documents(schemas: Path, known: Iterable[int]) -> Documents:
    """The documents that schemas were merged from."""
    found: Documents = {}
    for name in file_names(schemas):
        merged = read(schemas / f"{name}.json")
        site = {minor: original(name, merged, minor) for minor in known}
        found[name] = {minor: each for minor, each in site.items() if each is not None}
    return found


def file_names(schemas: Path) -> Iterator[str]:
    """The files that documents are merged into."""
    yield from REGISTRIES
    for folder in FOLDERS:
        for path in sorted((schemas / folder).rglob("*.json")):
            yield path.relative_to(schemas).as_posix().removesuffix(".json")


def original(name: str, merged: Schema, minor: int) -> Schema | None:
    """The document that a file was merged from in one release."""
    projected = project(merged, minor)
    if projected is None:
        return None
    document: Schema = restored(projected, frozenset(merged.get("x-istio-embeds", ())), {})
    shared = document.pop("$defs", {})
    for keyword in ("$schema", "x-istio-embeds", "x-istio-patch"):
        document.pop(keyword, None)
    if name.startswith(("mesh/", "values/", "kinds/install.istio.io/")):
        return document | ({"$defs": shared} if shared else {})
    found: Schema = restored(document, frozenset(), shared)
    return found


def restored(part: Any, types: frozenset[str], shared: Mapping[str, Any]) -> Any:
    """A part with references to types of Kubernetes, and what is shared where it stands."""
    if isinstance(part, list):
        return [restored(each, types, shared) for each in part]
    if not isinstance(part, dict):
        return part
    reference = part.get("$ref")
    name = reference.removeprefix("#/$defs/") if isinstance(reference, str) else ""
    if name in shared:
        return restored(shared[name], types, shared)
    found = {keyword: restored(value, types, shared) for keyword, value in part.items()}
    return found | ({"$ref": f"{KUBERNETES}#/$defs/{name}"} if name in types else {})


def reads_of(folder: Path, chart: str, found: Documents, before: int) -> list[str]:
    """The values that the templates of a chart read."""
    path = next(key for key, name in CHARTS.items() if name == chart)
    templates = list(template_reads(folder / "manifests" / "charts" / path))
    return templates or list(read_paths(found[f"keys/{chart}"].get(before, {})))


def read_paths(node: Schema, path: str = "") -> Iterator[str]:
    """The paths of the keys that are read."""
    if "x-istio-read" in node:
        yield path
    for key, inner in node.get("properties", {}).items():
        yield from read_paths(inner, f"{path}.{key}".removeprefix("."))


def release_documents(
    facts: Mapping[str, Any], minor: int, reads: Mapping[str, list[str]]
) -> Iterator[tuple[str, Schema]]:
    """The documents that one release tells."""
    yield from published_documents(facts.__getitem__, minor)
    values = message_schema(facts["values.json"], "v1alpha1.Values")
    for folder, chart in CHARTS.items():
        if folder in facts["charts.json"]:
            defaults = unwrapped(facts["charts.json"][folder]["defaults"])
            yield f"keys/{chart}", keys(defaults, reads[chart])
            yield f"settings/{chart}", settings(chart, minor, values, defaults, reads[chart])
    if minor >= UMBRELLA_SINCE:
        yield "settings/ambient", umbrella()


def with_values(schemas: Path, folder: Path) -> Iterator[tuple[str, Schema]]:
    """The files of the charts' and profiles' values, with those of one more release."""
    minor = minor_of(folder)
    facts = release_facts(folder)
    known = sorted({*minors_in(schemas), minor})
    for path, chart in CHARTS.items():
        values = values_by_minor(read(schemas / "charts" / f"{chart}.json"), known)
        told = facts["charts.json"].get(path)
        yield f"charts/{chart}", timeline(values | {minor: told and unwrapped(told["defaults"])})
    profiles = read(schemas / "profiles.json")
    new = {group_and_name(label): values for label, values in facts["profiles.json"].items()}
    for group, name in new:
        profiles.setdefault(group, {}).setdefault(name, {})
    yield (
        "profiles",
        {
            group: {
                name: timeline(values_by_minor(each, known) | {minor: new.get((group, name))})
                for name, each in names.items()
            }
            for group, names in profiles.items()
        },
    )


def values_by_minor(history: Mapping[str, Any], known: Iterable[int]) -> dict[int, Any]:
    """The values that a timeline tells of each release; ``None`` where it has none."""
    return {minor: values_in(history, minor) or None for minor in known}


def read(path: Path) -> Any:
    """What a file of schemas holds."""
    return json.loads(path.read_text("utf-8"))
