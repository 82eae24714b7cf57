"""The keys that each Helm chart knows, from its defaults and from what its templates read.

``x-istio-default-type``  what the default of a key is; not all that may be written there
``x-istio-read``          true where a template reads a key, with all that is under it
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tools.generate_charts import CHARTS, chart_values

Schema = dict[str, Any]

READERS = {"istio-egress": "egress", "istio-ingress": "ingress"}
"""Charts that the facts about templates call by another name than they are published under."""

TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array"}


def chart_keys(facts: Path) -> Iterator[tuple[str, dict[int, Schema]]]:
    """The keys of each chart in each release that has the chart."""
    releases = read(facts / "releases.json")
    reads = read(facts / "timelines/chart_template_value_refs.json")
    for folder, chart in CHARTS.items():
        defaults = chart_values(facts, folder)
        yield (
            chart,
            {
                minor: keys(
                    values, reads[releases[f"1.{minor}"]].get(READERS.get(chart, chart), ())
                )
                for minor, values in defaults.items()
                if values is not None
            },
        )


def read(path: Path) -> Any:
    """What a file of facts holds."""
    return json.loads(path.read_text("utf-8"))


def keys(defaults: dict[str, Any], reads: Iterable[str]) -> Schema:
    """The keys of one chart in one release."""
    root = key_node(defaults)
    for path in reads:
        node = root
        for key in path.split("."):
            node = node.setdefault("properties", {}).setdefault(key, {})
        node["x-istio-read"] = True
    return root


def key_node(default: Any) -> Schema:
    """What a default tells of a key and of those under it; of ``null``, nothing."""
    if isinstance(default, dict):
        inner = {key: key_node(value) for key, value in default.items()}
        return {"x-istio-default-type": "object"} | ({"properties": inner} if inner else {})
    return {} if default is None else {"x-istio-default-type": TYPES[type(default)]}
