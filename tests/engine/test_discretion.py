"""What a Secret holds is not told, wherever values come from."""

from __future__ import annotations

from base64 import b64encode

import pytest

from istiolint import lint_texts
from istiolint.diagnostic import Diagnostic
from istiolint.settings import Settings

VALUES = """\
pilot:
  env: {PILOT_TRACE_SAMPLNG: geheim}
global:
  tag: latest
  proxy: {privileged: true}
  jwtPolicy: third-party-jwt
"""


def found(part: str, *, own: str = "{}") -> list[Diagnostic]:
    text = VALUES if part == "stringData" else b64encode(VALUES.encode()).decode()
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    file = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "metadata: {name: istiod}\nspec:\n"
        "  chart: {spec: {chart: istiod, version: 1.30.3}}\n"
        f"  valuesFrom: [{{kind: Secret, name: a}}]\n  values: {own}\n---\n"
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\n{part}:\n  values.yaml: |\n{lines}"
    )
    return list(lint_texts({"a.yaml": file}, Settings(select=("all",))).diagnostics)


@pytest.mark.parametrize("part", ["data", "stringData"])
def test_values_are_hidden_and_keys_are_not(part: str) -> None:
    said = {each.rule: f"{each.message} {each.help} {each.label}" for each in found(part)}
    assert said["image-not-released"].startswith('tag "<hidden>" names no release')
    assert "PILOT_TRACE_SAMPLNG" in said["environment-variable-unknown"]
    assert not [each for each in said.values() if "geheim" in each or '"latest"' in each]


@pytest.mark.parametrize("part", ["data", "stringData"])
def test_nothing_in_a_secret_is_fixed(part: str) -> None:
    fixes = [each.fix for each in found(part) if each.rule == "third-party-jwt"]
    assert fixes == [None]


def test_the_values_are_hidden_in_what_is_said_of_other_places() -> None:
    own = "{image: geheim, tag: 1.30.2}"
    assert not [each for each in found("data", own=own) if "geheim" in each.message]
