"""The page of a rule in its parts."""

from __future__ import annotations

from istiolint.render.page import Page

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
