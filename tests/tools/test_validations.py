"""Rules in CEL become keywords, or are rules of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from istiolint.rules.registry import entries
from istiolint.schema.formats import has_form
from tools.schemas.durations import fields
from tools.schemas.validations import RULES, Format, Keys, Ours, mark_validations, plain

SOURCES = Path(__file__).parent.parent.parent.parent / "shared" / "istio-src"
RELEASES = ("1.20.8", "1.30.3", "1.31.0-rc.0")


def resource(**properties: Any) -> dict[str, Any]:
    return {"x-istio-versions": {"v1": {"schema": {"properties": properties}}}}


def ruled(schema: dict[str, Any], *rules: str) -> dict[str, Any]:
    return schema | {"x-kubernetes-validations": [{"rule": each} for each in rules]}


def test_a_rule_holds_in_all_releases_that_have_rules() -> None:
    text: dict[str, Any] = {"type": "string"}
    site = {
        22: resource(a=dict(text), b=dict(text)),
        23: resource(a=dict(text), b=dict(text)),
        30: resource(a=ruled(text, 'url(self).getScheme() in ["http", "https"]'), b=dict(text)),
        31: resource(a=dict(text), b=ruled(text, "duration(self) >= duration('1ms')")),
    }
    mark_validations(site)
    found = {
        (minor, path[0], keyword): node[keyword]
        for minor, document in site.items()
        for path, node in fields(document)
        for keyword in node
        if keyword.startswith("x-istio-")
    }
    later = (23, 30, 31)
    assert found == {
        **{(minor, "a", "x-istio-format"): "web-url" for minor in later},
        **{(minor, "b", "x-istio-least"): "1ms" for minor in later},
    }


def test_what_was_demanded_early_is_demanded_from_then_on() -> None:
    rule = next(each for each, meaning in RULES.items() if meaning == Format("plugin-url"))
    site = {minor: resource(url={"type": "string"}) for minor in (19, 20, 21)}
    site[20] = resource(url=ruled({"type": "string"}, rule))
    mark_validations(site)
    formats = [node.get("x-istio-format") for each in site.values() for _, node in fields(each)]
    assert formats[1::2] == [None, "plugin-url", "plugin-url"]


def test_items_and_their_list_are_told_apart() -> None:
    items = ruled({"type": "string"}, "self != '*'")
    site = {30: resource(hosts={"type": "array", "items": items})}
    mark_validations(site)
    assert site[30] == resource(
        hosts={"type": "array", "items": items | {"x-istio-format": "no-mere-wildcard"}}
    )


def test_a_map_and_what_its_keys_hold_are_told_apart() -> None:
    rule = next(each for each, meaning in RULES.items() if meaning == Keys("port-number"))
    inner = {"type": "object", "properties": {"mode": {"type": "string"}}}
    ports = ruled({"type": "object", "additionalProperties": inner}, rule)
    site = {30: resource(ports=ports)}
    mark_validations(site)
    expected = ports | {"additionalProperties": inner, "x-istio-keys": "port-number"}
    assert site[30] == resource(ports=expected)


def test_keys_exclude_one_another_where_they_are() -> None:
    three = "(has(self.selector)?1:0)+(has(self.targetRef)?1:0)+(has(self.targetRefs)?1:0)<=1"
    two = "(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1"
    keys: dict[str, Any] = {"targetRefs": {}, "selector": {}, "endpoints": {}}
    site = {30: resource(spec=ruled({"type": "object", "properties": keys}, three, two))}
    mark_validations(site)
    (spec,) = (node for path, node in fields(site[30]) if path == ("spec",))
    assert spec["x-istio-exclusive"] == [["selector", "targetRefs"]]


@pytest.mark.parametrize("meaning", sorted(set(RULES.values()), key=str), ids=str)
def test_what_a_rule_means_is_known(meaning: object) -> None:
    if isinstance(meaning, Ours):
        assert meaning.rule in entries()
    elif isinstance(meaning, Format) and meaning.name != "port":
        assert not all(has_form(text, meaning.name) for text in ("*", "ftp://a", "unix://"))


def rules_in(node: Any) -> Iterator[str]:
    """The rules in CEL of a schema, whatever it has them on."""
    if isinstance(node, list):
        for each in node:
            yield from rules_in(each)
    elif isinstance(node, dict):
        for key, each in node.items():
            if key == "x-kubernetes-validations" and isinstance(each, list):
                yield from (rule["rule"] for rule in each)
            else:
                yield from rules_in(each)


@pytest.mark.facts
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources are not beside this repository")
def test_every_rule_is_seen_to_and_none_is_made_up() -> None:
    from tools.schemas.release import crds

    bundles = {name: crds(SOURCES / name / "manifests" / "charts" / "base") for name in RELEASES}
    found = {name: {plain(each) for each in rules_in(crd)} for name, crd in bundles.items()}
    assert all(found.values())
    assert set().union(*found.values()) == RULES.keys()
