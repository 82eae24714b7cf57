"""Write the schemas of every kind of input, merged over the releases, from the facts.

    python -m tools.generate_schemas [FACTS] [--output DIR]
    python -m tools.generate_schemas --release DIR [--output DIR]

FACTS holds a folder for each minor release, and the folders ``gateway-api`` and ``sail``;
the folder ``istio-src`` beside it may hold what some releases published. With ``--release``
one more release is added to the schemas that are there, from what it publishes
(``tools/schemas/release.py``); docs/schemas.md says how.

How releases are told apart is described in ``tools/schemas/merge.py``. What is written
depends on nothing but the facts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from istiolint.schema.embedding import KUBERNETES
from tools.generate_charts import minors
from tools.schemas.facts import Documents, documents
from tools.schemas.merge import Site, spans
from tools.schemas.share import Document

ROOT = Path(__file__).resolve().parent.parent

DRAFT = "https://json-schema.org/draft/2020-12/schema"

PATCHES = ("kinds/install.istio.io/", "settings/")
"""Documents whose types of Kubernetes are merged into what the charts give."""

WIDTH = 100
"""Characters a line may have where what it holds could take several."""


def main(arguments: list[str] | None = None) -> None:
    """Read the facts and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("facts", nargs="?", type=Path, default=ROOT.parent / "shared" / "istio")
    parser.add_argument("--output", type=Path, default=ROOT / "schemas")
    parser.add_argument("--release", type=Path, help="the folder of one release to be added")
    options = parser.parse_args(arguments)
    if options.release:
        add(options.release, options.output)
    else:
        found = documents(options.facts, options.facts.parent / "istio-src")
        write_all(merged(found, minors(options.facts)), options.output)


def add(release: Path, output: Path) -> None:
    """Add a release to the schemas, and its values to those of the charts and profiles."""
    from tools import generate_charts
    from tools.schemas.adding import with_release, with_values

    values = list(with_values(output, release))
    write_all(list(merged(*with_release(output, release))), output)
    for name, content in values:
        generate_charts.write(output / f"{name}.json", content)


def write_all(contents: Iterable[tuple[str, dict[str, Any]]], output: Path) -> None:
    """Write each file."""
    for name, content in contents:
        path = output / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(content) + "\n", encoding="utf-8", newline="\n")


def merged(found: Documents, releases: list[int]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each file and what it holds."""
    index: dict[str, dict[str, Any]] = {}
    for name, site in found.items():
        known = [minor for minor in releases if minor <= max(site) or not is_sail(name)]
        document = Document(site, known)
        content = document.sharing() if shares(name, site) else document.plain()
        yield name, {"$schema": DRAFT} | content | embeds(name, content)
        if name.startswith("kinds/"):
            _, group, kind = name.split("/")
            index.setdefault(group, {})[kind] = served(site, known)
    yield "kinds", index


def embeds(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """What a document says at its top of the types of Kubernetes it refers to."""
    names = re.findall(rf'"{re.escape(KUBERNETES)}#/\$defs/([^"]+)"', json.dumps(found))
    if not names:
        return {}
    patch = {"x-istio-patch": True} if name.startswith(PATCHES) else {}
    return {"x-istio-embeds": sorted(set(names))} | patch


def served(site: Site, known: list[int]) -> dict[str, Any]:
    """The releases that serve each version of a resource."""
    times: dict[str, list[int]] = {}
    for minor, document in site.items():
        for version, node in document["x-istio-versions"].items():
            if "x-istio-unserved" not in node:
                times.setdefault(version, []).append(minor)
    return {version: spans(serving, known) for version, serving in times.items()}


def shares(name: str, site: Site) -> bool:
    """Whether to write once what stands in several places: where parts have no names."""
    return name.startswith("settings/") or all(
        "x-istio-versions" in each and "$defs" not in each for each in site.values()
    )


def is_sail(name: str) -> bool:
    """Whether a file is of the Sail operator, whose newest release may be an older one."""
    return name.startswith("kinds/sailoperator.io/")


def text(value: Any, indent: int = 0, before: int = 0) -> str:
    """A value as JSON with sorted keys, on one line wherever that is short enough."""
    line = json.dumps(value, sort_keys=True)
    if len(line) + indent + before <= WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = " " * (indent + 1)
    if isinstance(value, list):
        lines = [text(each, indent + 1) for each in value]
        return "[\n" + ",\n".join(inner + each for each in lines) + f"\n{' ' * indent}]"
    keys = {json.dumps(key): each for key, each in sorted(value.items())}
    lines = [f"{key}: {text(each, indent + 1, len(key) + 2)}" for key, each in keys.items()]
    return "{\n" + ",\n".join(inner + each for each in lines) + f"\n{' ' * indent}}}"


if __name__ == "__main__":
    main()
