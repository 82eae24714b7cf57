"""What may be written in the values of each chart: type, default, and who knows the key.

``default``            what the chart takes in place of a key that is not written
``x-istio-istioctl``   true where the messages of istioctl have the key
``x-istio-read``       true where a template of the chart reads a key, with all under it
``x-istio-resources``  the kinds that these annotations or labels are put on
``x-istio-schema``     the file with the schema of what stands there
``x-istio-side``       the program that reads these environment variables
``x-istio-wrapper``    true for what charts wrap their own defaults in, which is not for users

A type is that of Kubernetes where the chart hands the value on, else that of istioctl, else
what the default tells. Of a key at the root that the chart has nothing of, no more is said
than that istioctl knows it. A mapping that is read key by key is closed: no other key is known to
the chart or to istioctl, and Helm ignores it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tools.generate_charts import CHARTS, WRAPPERS, chart_values, minors
from tools.schemas.keys import READERS, read
from tools.schemas.messages import message_schema
from tools.schemas.settings_keys import NOTHING, Key
from tools.schemas.settings_types import ELSEWHERE, SIDES, TYPES

Schema = dict[str, Any]

FLAT = {"cni": "cni", "istiod": "pilot"}
"""Charts whose keys may stand at the root, and what they were under before."""

FLAT_SINCE = 24
"""The minor since which they may."""

ALONE = ("gateway", "ztunnel")
"""Charts that the messages of istioctl say nothing of."""

SELECTORS = {"profile": 21, "compatibilityVersion": 21, "platform": 25}
"""Keys that choose files of values, and the minor since which the root has them."""

UMBRELLA = ("base", "cni", "istiod", "ztunnel")
"""The charts that the chart ``ambient`` depends on."""

UMBRELLA_SINCE = 23

WRAPPED_SINCE = (21, 24)
"""The minors since which charts wrap their defaults in each of the wrappers."""

SCALARS: Mapping[type, Schema] = {
    str: {"type": ["boolean", "number", "string"]},
    bool: {"type": "boolean"},
    int: {"type": ["integer", "string"]},
    float: {"type": ["number", "string"]},
    list: {"type": "array"},
    dict: {"type": "object"},
    type(None): {},
}
"""What a default tells of what may be written: templates print numbers and words alike."""

KEPT = (
    "$ref",
    "additionalProperties",
    "enum",
    "format",
    "items",
    "minimum",
    "properties",
    "type",
    "x-istio-format",
    "x-istio-type",
)
"""What a message says of a field that holds for charts as well."""


def chart_settings(facts: Path) -> dict[str, dict[int, Schema]]:
    """The values of each chart in each release that has it."""
    releases = read(facts / "releases.json")
    reads = read(facts / "timelines/chart_template_value_refs.json")
    messages = {minor: values_message(facts, minor) for minor in minors(facts)}
    found: dict[str, dict[int, Schema]] = {"ambient": {}}
    for folder, chart in CHARTS.items():
        for minor, defaults in chart_values(facts, folder).items():
            if defaults is not None:
                paths = reads[releases[f"1.{minor}"]].get(READERS.get(chart, chart), ())
                schema = settings(chart, minor, messages[minor], defaults, paths)
                found.setdefault(chart, {})[minor] = schema
    for minor in minors(facts):
        if minor >= UMBRELLA_SINCE:
            found["ambient"][minor] = umbrella()
    return found


def values_message(facts: Path, minor: int) -> Schema:
    """The message of all values, with what it is made of."""
    return message_schema(read(facts / f"1.{minor}" / "values.json"), "v1alpha1.Values")


def settings(
    chart: str, minor: int, message: Schema, defaults: Mapping[str, Any], reads: Iterable[str]
) -> Schema:
    """The values of one chart in one release."""
    root = Key()
    definitions = message["$defs"]
    old = FLAT.get(chart) if minor >= FLAT_SINCE else None
    if old:
        root.add_message(definitions["Values"]["properties"][old], definitions)
    if chart not in ALONE:
        root.add_message({"$ref": message["$ref"]}, definitions)
    root.add_default(defaults)
    for path in reads:
        if not path.startswith("_"):  # what templates leave for each other
            root.add_read(path)
    if old:
        add_legacy(root, old, definitions["Values"]["properties"])
    for key, since in SELECTORS.items():
        if minor >= since:
            root.under(key).read = True
    root.under("global")
    found = mapping(chart, "", root)
    found["properties"] |= {
        wrapper: {"x-istio-wrapper": True}
        for wrapper, since in zip(WRAPPERS, WRAPPED_SINCE, strict=True)
        if minor >= since
    }
    return found


def add_legacy(root: Key, old: str, values: Mapping[str, Any]) -> None:
    """Know under the old key what stands at the root as well."""
    legacy = root.under(old)
    legacy.default = NOTHING
    before = dict(legacy.keys)
    for name, key in list(root.keys.items()):
        if key.is_of_chart() and (name in before or name not in values):
            graft(key, legacy.under(name))


def graft(source: Key, target: Key) -> None:
    """Know of one key what the chart has and reads of another."""
    target.default = source.default if target.default is NOTHING else target.default
    target.read = target.read or source.read
    for name, key in source.keys.items():
        if key.is_of_chart():
            graft(key, target.under(name))


def umbrella() -> Schema:
    """The values of the chart that holds the others."""
    charts: Schema = {
        name: {"type": "object", "x-istio-schema": f"settings/{name}"} for name in UMBRELLA
    }
    return {
        "additionalProperties": False,
        "properties": charts | {"global": {"type": "object"}},
        "type": "object",
    }


def mapping(chart: str, path: str, key: Key) -> Schema:
    """A key with others under it: these, and no others unless it is read as a whole."""
    inner = {
        name: setting(chart, f"{path}.{name}".removeprefix("."), each)
        for name, each in key.keys.items()
    }
    closed = not key.read if key.message is None else "properties" in key.message
    return {"properties": inner, "type": "object"} | (
        {"additionalProperties": False} if closed else {}
    )


def setting(chart: str, path: str, key: Key) -> Schema:
    """One key, with what is under it."""
    name = path.rpartition(".")[2]
    known = typed(chart, path, name)
    if known is not None:
        found = known | default(key)
    elif key.keys and "." not in path and not key.is_of_chart():
        found = {"type": "object"}
    elif key.keys:
        found = mapping(chart, path, key)
    else:
        found = leaf(key) | default(key)
    notes = {
        "deprecated": (key.message or {}).get("deprecated", False),
        "x-istio-istioctl": key.message is not None,
        "x-istio-proto-name": (key.message or {}).get("x-istio-proto-name"),
        "x-istio-read": key.read,
    }
    return found | {keyword: value for keyword, value in notes.items() if value}


def typed(chart: str, path: str, name: str) -> Schema | None:
    """What the tables say of a key; ``None`` if they do not name it."""
    if path in ELSEWHERE:
        return dict(ELSEWHERE[path])
    if name not in TYPES:
        return None
    side = {"x-istio-side": SIDES.get(chart, "agent")} if name == "env" else {}
    return TYPES[name] | side


def leaf(key: Key) -> Schema:
    """The type of a key with none under it."""
    message = key.message
    if message is None:
        return dict(SCALARS[type(key.default)]) if key.default is not NOTHING else {}
    return {keyword: message[keyword] for keyword in KEPT if keyword in message}


def default(key: Key) -> Schema:
    """The default of a key, if it has one."""
    return {} if key.default is NOTHING else {"default": key.default}
