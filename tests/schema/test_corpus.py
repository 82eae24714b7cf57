"""Real files are what the schemas say may be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from istiolint.schema.check import problems
from tests.schema.whole import kubernetes_schema, schema_of

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
CHARTS = {"istio-discovery": "istiod", "istio-cni": "cni"}

pytestmark = [
    pytest.mark.facts,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository"),
]


def without_null(value: Any) -> Any:
    """A value without what stands for nothing."""
    if isinstance(value, dict):
        return {key: without_null(each) for key, each in value.items() if each is not None}
    return [without_null(each) for each in value] if isinstance(value, list) else value


def documents(path: Path) -> list[Any]:
    """The documents in a file; none where Helm has to fill something in first."""
    try:
        return list(yaml.load_all(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return []


def test_the_values_of_every_chart_are_accepted() -> None:
    paths = sorted((CORPUS / "istio-values").rglob("*.values.yaml"))
    assert paths
    for path in paths:
        chart = path.name.partition(".")[0]
        (values,) = documents(path)
        inner = values.get("_internal_defaults_do_not_set", values.get("defaults", values))
        minor = int(path.parent.name.removeprefix("1."))
        schema: Any = schema_of(f"settings/{CHARTS.get(chart, chart)}", minor)
        assert problems(schema, without_null(inner)) == [], path


def test_objects_of_kubernetes_are_accepted() -> None:
    checked = 0
    for path in sorted(CORPUS.rglob("*.yaml")):
        for each in documents(path):
            if isinstance(each, dict) and isinstance(each.get("apiVersion"), str):
                group, _, version = each["apiVersion"].rpartition("/")
                schema = kubernetes_schema(group, each.get("kind"), version)
                if schema is not None and "patch" not in path.name:
                    assert problems(schema, without_null(each)) == [], path
                    checked += 1
    assert checked > 100
