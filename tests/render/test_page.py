"""The page of a rule in its parts."""

from __future__ import annotations

from istiolint.render.page import Page, document
from istiolint.rules.registry import entries, load, page

FULL = Page.parse(
    """\
A route has no
destination.

The proxy answers *every* request with 503, see `<name>` and
<name>.

Nothing needs it: requests
with snake_case are:
- one
  and more
- two

What to do:
  Remove it,
  or not.

  If not, do this.

Symptoms: 503 NC,
no_cluster

This belongs to the symptoms.
"""
)


def test_a_page_has_a_summary_a_description_and_sections() -> None:
    assert FULL.summary == "A route has no destination."
    assert FULL.description == (
        "The proxy answers *every* request with 503, see `<name>` and <name>.\n\n"
        "Nothing needs it: requests with snake_case are:\n- one\n  and more\n- two"
    )
    assert FULL.sections == (
        ("What to do", "Remove it, or not.\n\nIf not, do this."),
        ("Symptoms", "503 NC, no_cluster\n\nThis belongs to the symptoms."),
    )


def test_markdown_shows_the_text_as_it_is() -> None:
    assert FULL.markdown == (
        """\
The proxy answers \\*every\\* request with 503, see `<name>` and \\<name>.

Nothing needs it: requests with snake\\_case are:
- one
  and more
- two

## What to do

Remove it, or not.

If not, do this.

## Symptoms

503 NC, no\\_cluster

This belongs to the symptoms."""
    )


def test_a_page_may_be_no_more_than_a_summary() -> None:
    assert Page.parse("A sentence.\n") == ("A sentence.", "", ())
    assert Page.parse("A sentence.\n").markdown == ""


def test_a_document_has_facts_text_options_and_examples_in_this_order() -> None:
    name = "third-party-jwt"
    text = document(entries()[name], load(name), page(name))
    parts = [
        "# third-party-jwt\n\nglobal.jwtPolicy is set",
        "\n\nCategory: security · Severity: warning · Fixable: yes\n\n",
        "\n\n## What to do\n\n",
        "\n\n## Options\n\n- `expect`: `first-party-jwt`\n",
        "\n\n## Examples\n\n### ",
        " (Istio 1.22 to 1.31)\n\n```yaml\n",
        "\n\nAfter `--fix`:\n\n```yaml\n",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert text.endswith("```\n")


def test_rows_of_the_baseline_lead_to_where_they_are_listed() -> None:
    assert Page.parse("A sentence.\n\nBaseline: D1\n").sections == (
        ("Baseline", "Row D1 of docs/baseline.md"),
    )
    name = "control-plane-memory-low"
    text = document(entries()[name], load(name), page(name))
    rows = "Rows R1, R2, R6, D5 of [docs/baseline.md](../baseline.md)"
    assert f"\n\n## Baseline\n\n{rows}\n\n" in text


def test_a_document_says_which_examples_are_silent() -> None:
    name = "control-plane-memory-low"
    rule = load(name)
    text = document(entries()[name], rule, page(name))
    silent = [each for each in rule.examples if "^" not in each.text]
    assert 0 < len(silent) < len(rule.examples)
    assert text.count("\n\nNothing is reported here.\n\n```yaml\n") == len(silent)
    assert "### Development clusters may be small\n\nNothing is reported here.\n" in text


def test_a_document_names_the_codes_of_others() -> None:
    name = "subset-not-found"
    text = document(entries()[name], load(name), page(name))
    assert "Severity: error · Also known as: IST0101, KIA1107\n" in text
    assert "## Options" not in text
