"""Write ``schemas/charts`` and ``schemas/profiles.json`` from the facts of each release.

    python tools/generate_charts.py [FACTS] [--output DIR]

FACTS holds a folder for each minor release with a ``charts.json`` (the default values of
the Helm charts) and a ``profiles.json``. What is written is described in
``istiolint/schema/timeline.py`` and depends on nothing but the facts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

CHARTS = {
    "base": "base",
    "gateway": "gateway",
    "gateways/istio-egress": "istio-egress",
    "gateways/istio-ingress": "istio-ingress",
    "istio-cni": "cni",
    "istio-control/istio-discovery": "istiod",
    "istiod-remote": "istiod-remote",
    "ztunnel": "ztunnel",
}
"""Folder of each chart in Istio's repository, and the name it is published under."""

# What the charts wrap their own defaults in, from 1.21 and from 1.24. Users do not.
WRAPPERS = ("defaults", "_internal_defaults_do_not_set")

History = list[list[Any]]
Timeline = dict[str, History]


def main(arguments: list[str] | None = None) -> None:
    """Read the facts and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("facts", nargs="?", type=Path, default=ROOT.parent / "shared" / "istio")
    parser.add_argument("--output", type=Path, default=ROOT / "schemas")
    options = parser.parse_args(arguments)
    write_all(options.facts, options.output)


def write_all(facts: Path, output: Path) -> None:
    """Write one file for each chart and one for all profiles."""
    for folder, chart in CHARTS.items():
        write(output / "charts" / f"{chart}.json", timeline(chart_values(facts, folder)))
    write(output / "profiles.json", profiles(facts))


def minors(facts: Path) -> list[int]:
    """The releases there are facts for, oldest first."""
    return sorted(int(path.name.removeprefix("1.")) for path in facts.glob("1.*"))


def facts_of(facts: Path, minor: int, name: str) -> dict[str, Any]:
    """One file of the facts of one release."""
    found: dict[str, Any] = json.loads((facts / f"1.{minor}" / name).read_text("utf-8"))
    return found


def chart_values(facts: Path, folder: str) -> dict[int, Any]:
    """The default values of a chart in each release, as a user would write them."""
    charts = {minor: facts_of(facts, minor, "charts.json") for minor in minors(facts)}
    return {
        minor: unwrapped(found[folder]["defaults"]) if folder in found else None
        for minor, found in charts.items()
    }


def unwrapped(values: dict[str, Any]) -> dict[str, Any]:
    """Default values without the key that newer charts wrap them in."""
    for wrapper in WRAPPERS:
        if list(values) == [wrapper]:
            wrapped: dict[str, Any] = values[wrapper]
            return wrapped
    return values


def profiles(facts: Path) -> dict[str, dict[str, Timeline]]:
    """The timeline of every profile, by what selects it and by its name."""
    all_facts = {minor: facts_of(facts, minor, "profiles.json") for minor in minors(facts)}
    groups: dict[str, dict[str, Timeline]] = {}
    for label in sorted({label for found in all_facts.values() for label in found}):
        group, name = group_and_name(label)
        values = {minor: found.get(label) for minor, found in all_facts.items()}
        groups.setdefault(group, {})[name] = timeline(values)
    return groups


def group_and_name(label: str) -> tuple[str, str]:
    """What the facts call ``helm:platform-gke`` is the platform ``gke``, and so on."""
    name = label.removeprefix("helm:")
    for group, prefix in (("compatibility", "compatibility-version-"), ("platform", "platform-")):
        if name.startswith(prefix):
            return group, name.removeprefix(prefix)
    return "istioctl" if name == label else "helm", name


def timeline(values_by_minor: dict[int, Any]) -> Timeline:
    """The history of every path; ``None`` stands for a release without any values."""
    found: dict[str, dict[int, Any]] = {}
    for minor, values in values_by_minor.items():
        if values is not None:
            for path, value in leaves(values):
                found.setdefault(path, {})[minor] = value
    known = sorted(values_by_minor)
    return {path: history(by_minor, known) for path, by_minor in found.items()}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every path in a tree of values; a list is one value, and so is an empty mapping."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, joined(path, key))
    elif path:
        yield path, value
    else:
        raise ValueError("a chart or profile without any value has no place in a timeline")


def joined(path: str, key: str) -> str:
    """The path of what lies under ``key`` in what lies at ``path``."""
    if not key or set(key) & set('"[]'):
        raise ValueError(f"no path can hold the key {key!r}")
    if "." in key:
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def history(by_minor: dict[int, Any], known: list[int]) -> History:
    """First minor, last minor and value for each run of releases that agree."""
    runs: History = []
    previous: int | None = None
    for minor in known:
        if minor in by_minor:
            if previous in by_minor and same(by_minor[previous], by_minor[minor]):
                runs[-1][1] = minor
            else:
                runs.append([minor, minor, by_minor[minor]])
        previous = minor
    if runs[-1][1] == known[-1]:
        runs[-1][1] = None
    return runs


def same(one: Any, other: Any) -> bool:
    """Whether two values are written alike: to Python, 1, 1.0 and true are equal."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def write(path: Path, content: dict[str, Any]) -> None:
    """Write a file with one line for each path, in order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(content) + "\n", encoding="utf-8", newline="\n")


def text(tree: dict[str, Any], indent: str = "") -> str:
    """Nested mappings as JSON; whatever is not a mapping takes one line."""
    inner = indent + " "
    lines = [
        f"{inner}{json.dumps(key)}: "
        + (text(value, inner) if isinstance(value, dict) else json.dumps(value, sort_keys=True))
        for key, value in sorted(tree.items())
    ]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


if __name__ == "__main__":
    main()
