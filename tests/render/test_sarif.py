"""A log that code scanning and editors can read, point by point."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from sarif import loader  # type: ignore[import-untyped]

from istiolint.diagnostic import Diagnostic, Edit, Fix, ObjectName, Report, Severity, Suppressed
from istiolint.render.sarif import render
from istiolint.render.sarif.results import DISPLAYED
from istiolint.text import Location, Source, Span

if TYPE_CHECKING:
    from tests.render.conftest import Make

SCHEMA = Path(__file__).parents[1] / "fixtures" / "sarif-2.1.0.schema.json"

ROUTES = Source(
    "mesh/reviews.yaml",
    "kind: VirtualService\nspec:\n  hosts: [🚀, reviews]\n\tsubset: v3 # 🚀\n  last:",
)
SUBSETS = Source("mesh/r u l e s.yaml", "- name: v1\r\n- name: |\r\n    v2\r\n    v3\r\n")


@pytest.fixture
def found(make: Make) -> tuple[Diagnostic, ...]:
    """Findings of every sort that SARIF has a place for."""
    at = make.at(ROUTES, "v3")
    return (
        make.diagnostic(
            make.at(ROUTES, "reviews"),
            rule="host-not-found",
            message='host "reviews" is not found',
            resource=make.reviews,
            field="spec.hosts[1]",
            help="define it",
            related=(
                make.label(make.at(SUBSETS, "v1"), "one is [here]"),
                make.label(make.at(SUBSETS, "v2\r\n    v3"), "two others are here"),
            ),
        ),
        make.diagnostic(
            at,
            rule="subset-not-found",
            severity=Severity.WARNING,
            message="it is wrong, see [this](1)",
            help="`x` is right.",
            fix=Fix("Rename it", (Edit(at, "v1"),), safe=True),
        ),
        make.diagnostic(
            make.empty_at(ROUTES, len(ROUTES.text)), severity=Severity.INFO, field="last"
        ),
    )


@pytest.fixture
def log(make: Make, found: tuple[Diagnostic, ...]) -> dict[str, Any]:
    return log_of(make, make.report(*found))


def log_of(make: Make, report: Report, **fields: Any) -> dict[str, Any]:
    """The log of a report, which is valid and without empty text, as every one is."""
    log: dict[str, Any] = json.loads(render(report, make.presentation(**fields)))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(
        schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    ).validate(log)
    assert "" not in list(texts(log))
    return log


def texts(value: object) -> Iterator[str]:
    """All text in a value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts([*value, *value.values()])
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of the only run."""
    (run,) = log["runs"]
    found: list[dict[str, Any]] = run["results"]
    return found


def primary(result: dict[str, Any]) -> dict[str, Any]:
    """The only location of a result."""
    (location,) = result["locations"]
    place: dict[str, Any] = location["physicalLocation"]
    return place


def span(text: str, region: dict[str, int]) -> tuple[int, int]:
    """Where a region is in a text of UTF-16 code units, by lines that end as declared."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    start = starts[region["startLine"] - 1] + region["startColumn"] - 1
    return start, starts[region["endLine"] - 1] + region["endColumn"] - 1


def in_units(text: str) -> str:
    """The text with one character for each UTF-16 code unit."""
    return "".join(map(chr, memoryview(text.encode("utf-16-le")).cast("H")))


def test_the_log_is_as_it_should_be(make: Make, found: tuple[Diagnostic, ...]) -> None:
    rules = {
        "host-not-found": make.rule("host-not-found", upstream=("IST0101", "KIA1101")),
    }
    text = render(make.report(found[0], rules=rules), make.presentation(prefix="sub/"))
    assert text == (
        """\
{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "istiolint",
          "version": "0.1.0",
          "semanticVersion": "0.1.0",
          "rules": [
            {
              "id": "host-not-found",
              "name": "HostNotFound",
              "shortDescription": {
                "text": "A summary of the rule."
              },
              "fullDescription": {
                "text": "A description of the rule."
              },
              "help": {
                "text": "A summary of the rule.\\n\\nA description of the rule.\\n\\nWhat to do:\\n  Something.",
                "markdown": "A description of the rule.\\n\\n## What to do\\n\\nSomething.\\n\\n`istiolint explain host-not-found` shows examples."
              },
              "defaultConfiguration": {
                "level": "error"
              },
              "properties": {
                "tags": [
                  "routing",
                  "IST0101",
                  "KIA1101"
                ],
                "precision": "high",
                "problem.severity": "error"
              }
            }
          ]
        }
      },
      "automationDetails": {
        "id": "istiolint/check/sub/"
      },
      "originalUriBaseIds": {
        "%SRCROOT%": {
          "description": {
            "text": "The root of the repository."
          }
        }
      },
      "newlineSequences": [
        "\\r\\n",
        "\\n",
        "\\r"
      ],
      "columnKind": "utf16CodeUnits",
      "results": [
        {
          "ruleId": "host-not-found",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "host \\"reviews\\" is not found. Define it. Related: [one is \\\\[here\\\\]](1), [two others are here](2)."
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "sub/mesh/reviews.yaml",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 15,
                  "endLine": 3,
                  "endColumn": 22
                }
              },
              "logicalLocations": [
                {
                  "fullyQualifiedName": "default/VirtualService/reviews#spec.hosts[1]"
                }
              ]
            }
          ],
          "relatedLocations": [
            {
              "id": 1,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "sub/mesh/r%20u%20l%20e%20s.yaml",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 1,
                  "startColumn": 9,
                  "endLine": 1,
                  "endColumn": 11
                }
              },
              "message": {
                "text": "one is [here]"
              }
            },
            {
              "id": 2,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "sub/mesh/r%20u%20l%20e%20s.yaml",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 5,
                  "endLine": 4,
                  "endColumn": 7
                }
              },
              "message": {
                "text": "two others are here"
              }
            }
          ],
          "partialFingerprints": {
            "istiolint/v1": "acb165bf4da43e581e560efcc9e2c1e2:1",
            "primaryLocationLineHash": "5bb2448467de43ff:1"
          }
        }
      ]
    }
  ]
}
"""  # noqa: E501 - JSON does not break lines
    )


def test_a_clean_run_has_results_and_rules(make: Make) -> None:
    log = log_of(make, make.report(rules={"a-rule": make.rule("a-rule")}))
    assert results(log) == []
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == ["a-rule"]


def test_the_log_is_the_same_on_every_run(make: Make, found: tuple[Diagnostic, ...]) -> None:
    report = make.report(*found)
    backwards = report._replace(rules=dict(reversed([*report.rules.items()])))
    assert render(report, make.presentation()) == render(backwards, make.presentation())


def test_another_program_reads_what_we_wrote(
    make: Make, found: tuple[Diagnostic, ...], tmp_path: Path
) -> None:
    path = tmp_path / "istiolint.sarif"
    path.write_text(render(make.report(*found), make.presentation()), encoding="utf-8")
    read = loader.load_sarif_file(str(path))
    assert read.get_distinct_tool_names() == ["istiolint"]
    assert [
        (each["Severity"], each["Code"], each["Location"], each["Line"])
        for each in read.get_records()
    ] == [
        ("error", "host-not-found", "mesh/reviews.yaml", 3),
        ("warning", "subset-not-found", "mesh/reviews.yaml", 4),
        ("note", "a-rule", "mesh/reviews.yaml", 5),
    ]


def test_the_place_of_a_result_is_the_place_of_the_token(log: dict[str, Any]) -> None:
    text = in_units(ROUTES.text)
    tokens = []
    for result in results(log):
        region = primary(result)["region"]
        assert min(region.values()) >= 1
        assert region["startLine"] == region["endLine"]
        assert region["startColumn"] <= region["endColumn"]
        start, end = span(text, region)
        tokens.append(text[start:end])
    assert tokens == ["reviews", "v3", ""]


def test_a_place_of_several_lines_is_clipped_to_the_first(make: Make) -> None:
    report = make.report(make.diagnostic(make.at(SUBSETS, "v2\r\n    v3")))
    assert primary(results(log_of(make, report))[0])["region"] == {
        "startLine": 3,
        "startColumn": 5,
        "endLine": 3,
        "endColumn": 7,
    }


def test_a_very_long_line_is_no_trouble(make: Make) -> None:
    source = Source("a.json", "🚀" * 100_000 + "x")
    region = primary(results(log_of(make, make.report(make.diagnostic(make.at(source, "x")))))[0])
    assert region["region"]["startColumn"] == 200_001


@pytest.mark.parametrize(
    ("path", "prefix", "expected"),
    [
        pytest.param("a b/ü:#.yaml", "", "a%20b/%C3%BC%3A%23.yaml", id="percent-encoded"),
        pytest.param("../a.yaml", "sub/", "a.yaml", id="from the root"),
        pytest.param("./a.yaml", "", "a.yaml", id="without a dot"),
    ],
)
def test_a_file_is_named_from_the_root(make: Make, path: str, prefix: str, expected: str) -> None:
    report = make.report(make.diagnostic(Location(Source(path, "a"), Span(0, 1))))
    place = primary(results(log_of(make, report, prefix=prefix))[0])
    assert place["artifactLocation"] == {"uri": expected, "uriBaseId": "%SRCROOT%"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("../a.yaml", "../a.yaml", id="relative"),
        pytest.param("/etc/a b.yaml", "file:///etc/a%20b.yaml", id="absolute"),
    ],
)
def test_a_file_outside_has_no_place_below_the_root(make: Make, path: str, expected: str) -> None:
    report = make.report(make.diagnostic(Location(Source(path, "a"), Span(0, 1))))
    place = primary(results(log_of(make, report))[0])
    assert place["artifactLocation"] == {"uri": expected}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"field": "pilot.env"}, "pilot.env", id="a setting"),
        pytest.param({"resource": ObjectName("v1", "Pod", None, "a")}, "Pod/a", id="an object"),
        pytest.param(
            {
                "resource": ObjectName("v2", "HelmRelease", "istio", "istiod"),
                "container": "spec.values",
                "field": "pilot.env",
            },
            "istio/HelmRelease/istiod#spec.values.pilot.env",
            id="a setting in an object",
        ),
    ],
)
def test_the_place_is_also_named(make: Make, fields: dict[str, Any], expected: str) -> None:
    report = make.report(make.diagnostic(make.at(ROUTES, "v3"), **fields))
    (location,) = results(log_of(make, report))[0]["locations"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": expected}]


def test_what_looks_like_a_link_is_none(log: dict[str, Any]) -> None:
    assert results(log)[1]["message"]["text"] == "it is wrong, see \\[this](1). `x` is right."


def test_a_rule_is_described_whether_it_has_reported_or_not(make: Make) -> None:
    rules = {
        "b-rule": make.rule("b-rule", severity=Severity.INFO, category="security"),
        "a-rule": make.rule(
            "a-rule",
            severity=Severity.WARNING,
            category="fields",
            upstream=tuple(f"IST{number:04}" for number in range(30)),
        ),
    }
    pages = {"a-rule": "A summary of the rule.\n\n" + "word " * 300, "b-rule": ""}
    found = make.diagnostic(make.at(ROUTES, "v3"), rule="b-rule")
    log = log_of(make, make.report(found, rules=rules), page=pages.__getitem__)
    first, second = log["runs"][0]["tool"]["driver"]["rules"]
    assert results(log)[0]["ruleIndex"] == 1
    assert (first["id"], first["name"]) == ("a-rule", "ARule")
    assert first["fullDescription"]["text"] == "word " * 203 + "word..."
    assert len(first["properties"]["tags"]) == 20
    assert first["defaultConfiguration"] == {"level": "warning"}
    assert second["help"] == {
        "text": "A summary of the rule.",
        "markdown": "A summary of the rule.\n\n`istiolint explain b-rule` shows examples.",
    }
    assert second["fullDescription"] == {"text": "A summary of the rule."}
    assert second["properties"] == {
        "tags": ["security"],
        "precision": "high",
        "problem.severity": "recommendation",
        "security-severity": "3.0",
    }


@pytest.mark.parametrize(
    ("version", "digits", "semantic"),
    [
        pytest.param("0.1.0", "0.1.0", "0.1.0", id="a release"),
        pytest.param("0.1.0.dev3", "0.1.0", "0.1.0-dev3", id="on the way to a release"),
        pytest.param("1.0.0rc1", "1.0.0", "1.0.0-rc1", id="a candidate"),
    ],
)
def test_the_version_is_given_in_both_forms(
    make: Make, version: str, digits: str, semantic: str
) -> None:
    driver = log_of(make, make.report(), version=version)["runs"][0]["tool"]["driver"]
    assert (driver["version"], driver["semanticVersion"]) == (digits, semantic)


def test_lines_inserted_above_change_no_fingerprint(make: Make) -> None:
    text = "kind: Pod\nspec: {}\nkind: Pod\nspec: {}\n"
    logs = []
    for source in (Source("a.yaml", text), Source("a.yaml", "# one\n\n" + text)):
        found = [make.diagnostic(make.at(source, "Pod", skip)) for skip in (0, 1)]
        logs.append(results(log_of(make, make.report(*found))))
    before, after = ([each["partialFingerprints"] for each in log] for log in logs)
    assert before == after
    assert before[0]["istiolint/v1"].removesuffix(":1") == before[1]["istiolint/v1"].removesuffix(
        ":2"
    )
    assert before[0]["primaryLocationLineHash"] != before[1]["primaryLocationLineHash"]


def test_nothing_but_the_hash_of_the_line_depends_on_the_text(make: Make) -> None:
    logs = []
    for text in ("kind: Pod", "name: Job"):
        log = log_of(make, make.report(make.diagnostic(Location(Source("a", text), Span(6, 9)))))
        logs.append((log, results(log)[0]["partialFingerprints"].pop("primaryLocationLineHash")))
    (first, first_hash), (second, second_hash) = logs
    assert first == second
    assert first_hash != second_hash


def test_no_hash_is_made_of_a_secret_or_of_a_file_that_was_not_read(make: Make) -> None:
    secret = make.diagnostic(make.at(ROUTES, "v3"), resource=make.secret)
    unread = make.diagnostic(make.empty_at(Source("b.yaml", ""), 0))
    for result in results(log_of(make, make.report(secret, unread))):
        assert result["partialFingerprints"].keys() == {"istiolint/v1"}


def test_what_is_suppressed_is_left_out(make: Make, found: tuple[Diagnostic, ...]) -> None:
    report = make.report(*found[1:], suppressed=(Suppressed(found[0], "comment", "fine"),))
    assert [each["ruleId"] for each in results(log_of(make, report))] == [
        "subset-not-found",
        "a-rule",
    ]


def applied(log: dict[str, Any], sources: dict[str, Source]) -> dict[str, str]:
    """The texts after all fixes in a log, made by someone who only knows SARIF."""
    changed = {}
    changes = [
        change
        for result in results(log)
        for fix in result["fixes"]
        for change in fix["artifactChanges"]
    ]
    for uri in {change["artifactLocation"]["uri"] for change in changes}:
        text = in_units(sources[uri].text)
        here = [
            (*span(text, each["deletedRegion"]), each.get("insertedContent", {"text": ""})["text"])
            for change in changes
            if change["artifactLocation"]["uri"] == uri
            for each in change["replacements"]
        ]
        for start, end, inserted in sorted(here, reverse=True):
            text = text[:start] + in_units(inserted) + text[end:]
        changed[uri] = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    return changed


def test_the_fixes_in_the_log_do_what_fix_does(make: Make) -> None:
    one = Source("one.yaml", "a: 🚀 old # 🚀\r\nb: gone\r\nc: 1\r\n")
    two = Source("two.yaml", "- x\n- y")
    first = Fix(
        "Rename both",
        (
            Edit(make.at(one, "old"), "new 🚀"),
            Edit(make.at(two, "y"), "z"),
            Edit(make.at(one, "b: gone\r\n"), ""),
        ),
        safe=True,
    )
    second = Fix("Add one", (Edit(make.empty_at(two, len(two.text)), "\n- last"),), safe=True)
    found = (
        make.diagnostic(make.at(one, "old"), fix=first),
        make.diagnostic(make.at(two, "x"), fix=second),
    )
    log = log_of(make, make.report(*found))
    assert applied(log, {"one.yaml": one, "two.yaml": two}) == {
        "one.yaml": "a: 🚀 new 🚀 # 🚀\r\nc: 1\r\n",
        "two.yaml": "- x\n- z\n- last",
    }
    assert results(log)[0]["fixes"][0]["description"] == {"text": "Rename both"}


def test_an_unsafe_fix_is_not_in_the_log(make: Make) -> None:
    at = make.at(ROUTES, "v3")
    log = log_of(make, make.report(make.diagnostic(at, fix=make.fix(at, "v1", safe=False))))
    assert "fixes" not in results(log)[0]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(DISPLAYED - 1, "note", id="as many as are shown"),
        pytest.param(DISPLAYED, "error", id="more than are shown"),
    ],
)
def test_the_worst_are_first_where_not_all_are_shown(
    make: Make, number: int, expected: str
) -> None:
    at = make.at(ROUTES, "v3")
    advice = [make.diagnostic(at, severity=Severity.INFO)] * number
    report = make.report(*advice, make.diagnostic(at))
    levels = [each["level"] for each in results(json.loads(render(report, make.presentation())))]
    assert levels[0] == expected
    assert levels.count("note") == number
