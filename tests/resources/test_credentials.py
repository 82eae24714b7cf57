"""The servers of a Gateway that take their certificate from a Secret."""

from __future__ import annotations

import json

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.resources.credentials import TlsServer, tls_servers
from istiolint.text import Source


def servers(*said: object) -> list[TlsServer]:
    text = json.dumps(
        {
            "apiVersion": "networking.istio.io/v1",
            "kind": "Gateway",
            "metadata": {"name": "a"},
            "spec": {"servers": said},
        }
    )
    (document,) = contribute(Source("a.yaml", text)).documents
    return list(tls_servers(document.root))


@pytest.mark.parametrize(
    ("tls", "secret"),
    [
        ({"mode": "SIMPLE", "credentialName": "b"}, "b"),
        ({"mode": "SIMPLE", "credentialName": "kubernetes://b"}, "b"),
        ({"mode": "SIMPLE", "credentialName": "kubernetes://c/b"}, None),
        ({"mode": "SIMPLE", "credentialName": "c/b"}, None),
        ({"mode": "SIMPLE", "credentialName": "builtin://"}, None),
        ({"mode": "SIMPLE", "credentialName": "kubernetes://"}, None),
        ({"mode": "SIMPLE", "credentialName": "${B}"}, None),
        ({"mode": "SIMPLE", "serverCertificate": "/etc/b"}, None),
        ({"mode": "PASSTHROUGH", "credentialName": "b"}, None),
        ({"credentialName": "b"}, None),
        (None, None),
    ],
)
def test_a_server_names_one_secret_or_is_left_out(
    tls: dict[str, str] | None, secret: str | None
) -> None:
    assert [each.secret for each in servers({"tls": tls})] == ([secret] if secret else [])


def test_a_server_has_hosts_and_may_ask_clients_for_certificates() -> None:
    hosts = ["a.com", "ns/b.com", "*/c.com", "${D}"]
    one, two = servers(
        {"tls": {"mode": "MUTUAL", "credentialName": "b"}, "hosts": hosts},
        {"tls": {"mode": "SIMPLE", "credentialName": "b", "caCertCredentialName": "c"}},
    )
    assert [name for name, _ in one.hosts] == ["a.com", "b.com", "c.com"]
    assert [node.value for _, node in one.hosts] == hosts[:3]
    assert (one.is_mutual, one.has_ca, one.at.value) == (True, False, "b")
    assert (two.is_mutual, two.has_ca, two.hosts) == (False, True, ())
