"""The text of a Secret is not shown, whichever way a finding comes near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.render.secrets import may_show_secret
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make

CERTIFICATES = Source(
    "mesh/all.yaml",
    """\
kind: Gateway
spec: {}
---
kind: Secret
metadata: {name: cacerts}
data:
  tls.key: cHJpdmF0ZQ==
---
kind: VirtualService
data: {}
""",
)


def test_a_finding_in_a_secret_has_its_place_alone(make: Make) -> None:
    found = make.diagnostic(
        make.at(CERTIFICATES, "cHJpdmF0ZQ=="),
        label="too short",
        resource=make.secret,
        field='data["tls.key"]',
        related=(make.label(make.at(CERTIFICATES, "cacerts"), "in this one"),),
    )
    assert make.text("full", found) == (
        """\
error[a-rule] this is wrong
 --> mesh/all.yaml:7:12: too short
 ::: mesh/all.yaml:5:18: in this one
  = in: Secret istio-system/cacerts, data["tls.key"]
  = note: the text of a Secret is not shown
"""
    )


def test_a_related_place_in_a_secret_is_not_shown_either(make: Make) -> None:
    gateway = Source("gateway.yaml", "credentialName: cacerts\n")
    related = (make.label(make.at(CERTIFICATES, "cacerts"), "this Secret"),)
    found = make.diagnostic(make.at(gateway, "cacerts"), related=related)
    assert make.text("full", found) == (
        """\
error[a-rule] this is wrong
 --> gateway.yaml:1:17
  |
1 | credentialName: cacerts
  |                 ^^^^^^^
  |
 ::: mesh/all.yaml:5:18: this Secret
  = note: the text of a Secret is not shown
"""
    )


def test_a_finding_beside_a_secret_is_shown(make: Make) -> None:
    text = make.text("full", make.diagnostic(make.at(CERTIFICATES, "VirtualService")))
    assert " 9 | kind: VirtualService\n" in text


SECRETS = [
    pytest.param("kind: Secret\ndata:\n  a: b\n", id="as kubectl writes it"),
    pytest.param('kind: "Secret"\nstringData: {a: b}\n', id="in quotes"),
    pytest.param("{kind: Secret, data: {a: b}}\n", id="on one line"),
    pytest.param('[{"kind":"Secret","data":{"a":"b"}}]', id="as JSON in a list"),
    pytest.param("items:\n- data: {a: b}\n  kind: Secret\n", id="as YAML in a list"),
    pytest.param("kind: SecretList\nitems:\n- data: {a: b}\n", id="a list of nothing else"),
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_document_with_a_secret_is_recognised(text: str) -> None:
    assert may_show_secret(Source("a.yaml", text), 1)


OTHERS = [
    pytest.param("kind: ConfigMap\ndata:\n  a: Secret\n", id="a config map"),
    pytest.param("certificateRefs:\n- kind: Secret\n  name: a\n", id="a reference"),
    pytest.param("kind: SecretStore\ndata:\n  a: b\n", id="a kind with a longer name"),
    pytest.param("kind: Gateway\n", id="no word of it"),
]


@pytest.mark.parametrize("text", OTHERS)
def test_a_document_without_one_is_shown(text: str) -> None:
    assert not may_show_secret(Source("a.yaml", text), 1)


def test_only_the_document_with_the_secret_is_hidden() -> None:
    hidden = [line for line in range(1, 11) if may_show_secret(CERTIFICATES, line)]
    assert hidden == [3, 4, 5, 6, 7]
