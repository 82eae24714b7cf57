"""The contract with programs, to the letter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from istiolint.diagnostic import Edit, Fix, LeftAlone, ObjectName, Severity, Suppressed
from istiolint.render.json import dump, render
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make

ROUTES = Source("mesh/reviews.yaml", "host: reviews\nsubset: v3 # 日🚀\n")
SUBSETS = Source("mesh/rules.yaml", "- name: v1\n- name: |\n    v2\n    v3\n")

EXPECTED = """\
{
  "version": 1,
  "istiolint": "0.1.0",
  "diagnostics": [
    {
      "rule": "subset-not-found",
      "category": "references",
      "upstream": [
        "IST0101",
        "KIA1107"
      ],
      "severity": "error",
      "message": "subset \\"v3\\" is not defined, 🚀",
      "path": "mesh/reviews.yaml",
      "line": 2,
      "column": 9,
      "end_line": 2,
      "end_column": 11,
      "resource": {
        "apiVersion": "networking.istio.io/v1",
        "kind": "VirtualService",
        "namespace": "default",
        "name": "reviews"
      },
      "field": "spec.http[0].route[0].destination.subset",
      "container": "spec.values",
      "help": "define it",
      "url": null,
      "fix": {
        "title": "Rename it",
        "safe": false,
        "edits": [
          {
            "path": "mesh/reviews.yaml",
            "line": 2,
            "column": 9,
            "end_line": 2,
            "end_column": 11,
            "replacement": "v1"
          }
        ]
      },
      "related": [
        {
          "path": "mesh/rules.yaml",
          "line": 3,
          "column": 5,
          "end_line": 4,
          "end_column": 7,
          "message": "there are others"
        }
      ]
    },
    {
      "rule": "a-rule",
      "category": "routing",
      "upstream": [],
      "severity": "info",
      "message": "this is wrong",
      "path": "mesh/reviews.yaml",
      "line": 2,
      "column": 15,
      "end_line": 2,
      "end_column": 16,
      "resource": {
        "apiVersion": "v1",
        "kind": "Pod",
        "namespace": null,
        "name": null
      },
      "field": null,
      "container": null,
      "help": null,
      "url": null,
      "fix": null,
      "related": []
    }
  ],
  "summary": {
    "error": 1,
    "warning": 0,
    "info": 1,
    "files": 3,
    "documents": 9,
    "installs": 1,
    "suppressed": 1,
    "assumed_istio_version": "1.31",
    "left_alone": [
      {
        "path": "charts/a.yaml",
        "line": 1,
        "document": null,
        "reason": "Helm template"
      },
      {
        "path": "mesh/b.yaml",
        "line": 7,
        "document": 2,
        "reason": "kind not known"
      }
    ]
  }
}
"""


def test_everything_is_where_the_contract_says(make: Make) -> None:
    at = make.at(ROUTES, "v3")
    first = make.diagnostic(
        at,
        rule="subset-not-found",
        message='subset "v3" is not defined, 🚀',
        label="this is for people",
        resource=make.reviews,
        field="spec.http[0].route[0].destination.subset",
        container="spec.values",
        help="define it",
        fix=Fix("Rename it", (Edit(at, "v1"),), safe=False),
        related=(make.label(make.at(SUBSETS, "v2\n    v3"), "there are others"),),
    )
    second = make.diagnostic(
        make.at(ROUTES, "🚀"), severity=Severity.INFO, resource=ObjectName("v1", "Pod", None, None)
    )
    rules = {
        "subset-not-found": make.rule(
            "subset-not-found", category="references", upstream=("IST0101", "KIA1107")
        ),
        "a-rule": make.rule("a-rule"),
    }
    report = make.report(
        first,
        second,
        rules=rules,
        installs=1,
        suppressed=(Suppressed(second, "comment", "it is fine"),),
        left_alone=(
            LeftAlone("charts/a.yaml", 1, None, "Helm template"),
            LeftAlone("mesh/b.yaml", 7, 2, "kind not known"),
        ),
        assumed_istio_version="1.31",
    )
    assert render(report, make.presentation()) == EXPECTED


def test_a_clean_run_has_no_diagnostics(make: Make) -> None:
    text = json.loads(make.text("json"))
    assert text["diagnostics"] == []
    assert text["summary"]["assumed_istio_version"] is None


def test_a_place_of_several_lines_is_clipped_to_the_first(make: Make) -> None:
    found = make.diagnostic(make.at(SUBSETS, "v2\n    v3"))
    place = json.loads(make.text("json", found))["diagnostics"][0]
    assert [place[name] for name in ("line", "column", "end_line", "end_column")] == [3, 5, 3, 7]


def test_what_no_encoding_can_hold_is_escaped() -> None:
    assert dump("\udc80\x1b") == '"\\udc80\\u001b"\n'
    assert json.loads(dump("\udc80\x1b")) == "\udc80\x1b"
