"""The template, the network policy and the alerts of the reference the mission began with.

They are in ``fixtures/reference`` as a user would write them; beside them is all that is said
about them, to the character. ``python -m tests.test_reference`` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

from istiolint.diagnostic import Diagnostic
from istiolint.lint import lint_texts
from istiolint.releases import Release
from istiolint.settings import Settings

REFERENCE = Path(__file__).parent / "fixtures" / "reference"
GOLDEN = REFERENCE / "findings.txt"


def said() -> str:
    """What is found, in the order of the files: one line each."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.yaml")}
    report = lint_texts(texts, Settings(istio_version=Release(30)))
    return "".join(map(line, report.diagnostics))


def line(found: Diagnostic) -> str:
    """A finding with the text it points at."""
    span = found.location.span
    here, text = found.location.start, found.location.source.text[slice(*span)]
    place = f"{found.path}:{here.line}:{here.column} {text!r}"
    help_ = f"\n    {found.help}" if found.help else ""
    return f"{place} {found.severity.word}[{found.rule}]\n    {found.message}{help_}\n"


def test_what_is_said_of_the_reference_is_exact() -> None:
    assert said() == GOLDEN.read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.write_text(said(), encoding="utf-8")
