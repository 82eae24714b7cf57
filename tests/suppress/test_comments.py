"""Comments that silence nothing, or that nobody understands, are findings themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.fix import apply
from istiolint.inputs.contribute import contribute
from istiolint.rules.registry import entries
from istiolint.suppress import suppress
from istiolint.text import Location, Source, Span

ON = frozenset(entries())


def findings_in(source: Source) -> list[Diagnostic]:
    """A finding for every name of a rule in double angle brackets, such as ``<<a-rule>>``."""
    return [
        Diagnostic(found[1], Severity.ERROR, "bad", Location(source, Span(*found.span())))
        for found in re.finditer(r"<<([\w-]+)>>", source.text)
    ]


def noticed(
    text: str, on: frozenset[str] = ON, path: str = "istiod-values.yaml"
) -> list[Diagnostic]:
    """What is said about the comments of a file."""
    source = Source(path, text)
    decided = suppress(findings_in(source), [contribute(source)], None, lambda _: on)
    return [each for each in decided.kept if each.message != "bad"]


def drawn(notices: Sequence[Diagnostic]) -> list[tuple[str, str]]:
    """The message of each, and the text it points at."""
    return [
        (each.message, each.location.source.text[slice(*each.location.span)]) for each in notices
    ]


def fixed(text: str, notices: Sequence[Diagnostic]) -> str:
    """The text when all that was noticed is fixed."""
    fixes = [each.fix for each in notices if each.fix is not None]
    assert all(fix.safe for fix in fixes)
    source = Source("istiod-values.yaml", text)
    sources = apply({source.path: source}, fixes).sources
    return sources[source.path].text if sources else text


VALUES = "global: {istioNamespace: a}\n"

UNUSED = [
    pytest.param(
        "a: 1 # istiolint: ignore[privileged-proxy] why\n",
        ["privileged-proxy"],
        "a: 1\n",
        id="behind",
    ),
    pytest.param(
        "a: 1 # c # istiolint: ignore[privileged-proxy]\n",
        ["privileged-proxy"],
        "a: 1 # c\n",
        id="behind a comment",
    ),
    pytest.param(
        "# c\n  # istiolint: ignore[privileged-proxy]\na: 1\n",
        ["privileged-proxy"],
        "# c\na: 1\n",
        id="alone",
    ),
    pytest.param("a: 1 # istiolint: ignore[security]\n", ["security"], "a: 1\n", id="a category"),
    pytest.param("a: 1 # istiolint: ignore[KIA1107]\n", ["KIA1107"], "a: 1\n", id="a code"),
    pytest.param(
        "a: 1\n# istiolint: ignore-file[security]", ["security"], "a: 1\n", id="at the end"
    ),
    pytest.param(
        "a: 1 # istiolint: ignore[security,references]\n",
        ["security", "references"],
        "a: 1\n",
        id="two",
    ),
    pytest.param(
        "a: <<privileged-proxy>> # istiolint: ignore[IST0101, security/*] why\n",
        ["IST0101"],
        "a: <<privileged-proxy>> # istiolint: ignore[security/*] why\n",
        id="the first of two",
    ),
    pytest.param(
        "a: <<privileged-proxy>> # istiolint: ignore[security/*, IST0101] why\n",
        ["IST0101"],
        "a: <<privileged-proxy>> # istiolint: ignore[security/*] why\n",
        id="the last of two",
    ),
    pytest.param(
        "a: <<privileged-proxy>> # istiolint: ignore[security, privileged-proxy]\n",
        [],
        None,
        id="used twice",
    ),
]


@pytest.mark.parametrize(("text", "words", "expected"), UNUSED)
def test_a_name_that_silences_nothing_is_reported_and_removed(
    text: str, words: list[str], expected: str | None
) -> None:
    notices = noticed(VALUES + text)

    assert drawn(notices) == [(f'"{word}" silences nothing here', word) for word in words]
    assert all(each.rule == "unused-suppression" for each in notices)
    assert all(each.severity is Severity.WARNING for each in notices)
    assert fixed(VALUES + text, notices) == VALUES + (text if expected is None else expected)


def test_a_comment_that_is_used_twice_over_is_used() -> None:
    text = (
        "# istiolint: ignore-file[security]\n"
        "a: <<privileged-proxy>> # istiolint: ignore[privileged-proxy]\n"
    )
    assert noticed(VALUES + text) == []


def test_a_name_of_a_rule_that_is_off_is_not_blamed() -> None:
    text = VALUES + "a: 1 # istiolint: ignore[privileged-proxy, IST0101]\n"

    assert noticed(text, ON - {"privileged-proxy", "subset-not-found"}) == []
    notices = noticed(text, ON - {"subset-not-found"})
    assert [each.message for each in notices] == ['"privileged-proxy" silences nothing here']
    assert fixed(text, notices) == VALUES + "a: 1 # istiolint: ignore[IST0101]\n"


UNKNOWN = [
    pytest.param(
        "ignore[privileged-proxi]",
        "privileged-proxi",
        'no rule is called "privileged-proxi"; did you mean "privileged-proxy"?',
        id="a slip",
    ),
    pytest.param(
        "ignore[IST9999]", "IST9999", 'no rule is called "IST9999"', id="a code of no rule"
    ),
    pytest.param("ignore", "ignore", '"ignore" names no rule', id="no name"),
    pytest.param("chart=redis", "redis", 'no chart is called "redis"', id="no chart of Istio"),
]


@pytest.mark.parametrize(("said", "at", "message"), UNKNOWN)
def test_what_nobody_understands_is_reported(said: str, at: str, message: str) -> None:
    notices = noticed(f"{VALUES}a: 1 # istiolint: {said}\n")

    assert drawn(notices)[0] == (message, at)
    assert notices[0].rule == "unknown-suppression"
    assert notices[0].fix is None


def test_a_name_beside_one_that_is_unknown_is_removed_alone() -> None:
    text = VALUES + "a: 1 # istiolint: ignore[security, nothing]\n"
    notices = noticed(text)
    assert [each.rule for each in notices] == ["unused-suppression", "unknown-suppression"]
    assert fixed(text, notices) == VALUES + "a: 1 # istiolint: ignore[nothing]\n"


def test_either_notice_can_be_switched_off() -> None:
    text = VALUES + "a: 1 # istiolint: ignore[security, nothing]\n"
    for off, left in [("unused", "unknown"), ("unknown", "unused")]:
        notices = noticed(text, ON - {f"{off}-suppression"})
        assert [each.rule for each in notices] == [f"{left}-suppression"]


def test_a_notice_cannot_be_silenced_by_what_it_is_about() -> None:
    text = "# istiolint: ignore-file[unused-suppression]\n" + VALUES
    assert [each.rule for each in noticed(text)] == ["unused-suppression"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: [ # istiolint: ignore[security, nothing]\n", id="what does not parse"),
        pytest.param("apiVersion: v1\nkind: Event # istiolint: nothing\n", id="what no rule reads"),
        pytest.param(
            "a: {b: 1}\n# istiolint: ignore[security, nothing]\n", id="what is left alone"
        ),
        pytest.param("a: [ # istiolint: nothing\n", id="what does not parse, with no directive"),
    ],
)
def test_nothing_is_said_about_comments_in(text: str) -> None:
    assert noticed(text, path="some.yaml") == []


APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: istiod}
spec:
  source:
    chart: istiod
    repoURL: https://istio-release.storage.googleapis.com/charts
    helm:
      values: |
        pilot:
          # istiolint: ignore[privileged-proxy]
          cpu: 1
          memory: 2 # istiolint: ignore[security, telemetry]
"""


def test_comments_in_embedded_yaml_are_removed_from_the_outer_file() -> None:
    notices = noticed(APPLICATION)

    assert [text for _, text in drawn(notices)] == ["privileged-proxy", "security", "telemetry"]
    assert fixed(APPLICATION, notices) == APPLICATION.replace(
        "          # istiolint: ignore[privileged-proxy]\n", ""
    ).replace(" # istiolint: ignore[security, telemetry]", "")


def test_a_comment_in_quotes_is_reported_without_a_fix() -> None:
    head = APPLICATION.partition("values:")[0]
    text = (
        head
        + 'values: "a: 1 # istiolint: ignore[sec\\u0075rity]\\n'
        + '# istiolint: ignore[x\\u0079z, telemetry]"\n'
    )
    notices = noticed(text)
    assert [each.rule for each in notices] == [
        "unused-suppression",
        "unknown-suppression",
        "unused-suppression",
    ]
    assert [each.fix for each in notices] == [None, None, None]
