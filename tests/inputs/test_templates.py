"""Templates that are not rendered, and YAML that only looks like it."""

from __future__ import annotations

import pytest

from istiolint.inputs.templates import is_template
from istiolint.syntax.parse import parse
from istiolint.text import Source

TEMPLATES = [
    pytest.param("name: {{ .Values.name }}\n", id="a value"),
    pytest.param('name: {{ include "a.name" . }}\nb: 1\n', id="an included value"),
    pytest.param("{{ .Values.all }}\n", id="all of it"),
    pytest.param("a:\n  {{- toYaml .Values.a | nindent 2 }}\n", id="a block of YAML"),
    pytest.param("{{- range .Values.hosts }}\n- {{ . }}\n{{- end }}\n", id="a loop"),
    pytest.param('a: [\nb: {{ tpl "x" . }}\n', id="a mistake, and actions of Helm elsewhere"),
    pytest.param("a:\n{{- with $.foo }}\nb: c\n{{- end }}\n", id="control on the line that fails"),
    pytest.param("[{{ $x }}, b]\n", id="an item"),
    pytest.param("{{/* a comment */}}\na: 1\n", id="a comment"),
]


@pytest.mark.parametrize("text", TEMPLATES)
def test_actions_outside_of_scalars_make_a_template(text: str) -> None:
    assert is_template(text, parse(Source("a.yaml", text), 0, len(text)))


YAML = [
    pytest.param("a: 1\n", id="nothing of the sort"),
    pytest.param("a: b {{ .Values.c }}\n", id="in a plain scalar"),
    pytest.param("a: '{{ .Values.c }}'\n", id="in quotes"),
    pytest.param("a: |\n  {{ if .b }}\n  {{ end }}\n", id="in a block"),
    pytest.param("a: {b: {c: 1}}\n", id="two braces that close"),
    pytest.param("a: { {b: 1}: 2 }\n", id="a mapping as a key"),
    pytest.param("a: [\nb: '{{ $labels.pod }}'\n", id="a mistake far from an alert's template"),
    pytest.param("a: |\n  {{ $labels.pod }}\n b: c\n", id="a mistake below an alert's template"),
]


@pytest.mark.parametrize("text", YAML)
def test_what_is_in_scalars_or_far_from_the_mistake_does_not(text: str) -> None:
    assert not is_template(text, parse(Source("a.yaml", text), 0, len(text)))
