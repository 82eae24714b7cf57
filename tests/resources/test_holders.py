"""Objects hold certificates, and each entry is for something."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.resources.holders import Holder, Part, Use, holders, items
from istiolint.resources.resource import Resource
from istiolint.text import Source
from tests.resources.conftest import Pair


def held(kind: str = "Secret", name: str = "a", namespace: str = "a", **said: Any) -> list[Holder]:
    return list(holders(resource(kind, name, namespace, **said)))


def resource(kind: str = "Secret", name: str = "a", namespace: str = "a", **said: Any) -> Resource:
    group = "admissionregistration.k8s.io/v1" if "Webhook" in kind else "v1"
    metadata = {"name": name, "namespace": namespace}
    text = json.dumps({"apiVersion": group, "kind": kind, "metadata": metadata, **said})
    (document,) = contribute(Source("a.yaml", text)).documents
    assert document.object is not None
    return Resource(document, document.object)


def packed(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("said", "use", "missing"),
    [
        pytest.param(
            {"name": "cacerts", "data": {"ca-cert.pem": "", "ca-key.pem": ""}},
            Use.PLUGGED_CA,
            ("root-cert.pem", "cert-chain.pem"),
            id="cacerts",
        ),
        pytest.param(
            {"name": "cacerts", "namespace": "istio-system", "data": {"key.pem": ""}},
            Use.PLUGGED_CA,
            ("ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem"),
            id="cacerts of istiod with other names",
        ),
        pytest.param(
            {"name": "cacerts", "data": {"tls.crt": ""}},
            Use.PLUGGED_CA,
            ("tls.key", "ca.crt"),
            id="cacerts as cert-manager writes it",
        ),
        pytest.param({"name": "cacerts", "data": {"x.jks": ""}}, None, (), id="of Java"),
        pytest.param({"name": "istio-ca-secret"}, Use.OWN_CA, (), id="the CA of istiod"),
        pytest.param(
            {"type": "kubernetes.io/tls"}, Use.SERVER, ("tls.crt", "tls.key"), id="of a type"
        ),
        pytest.param({"data": {"tls.crt": "", "tls.key": ""}}, Use.SERVER, (), id="by its keys"),
        pytest.param({"data": {"tls.crt": ""}}, None, (), id="no pair"),
        pytest.param(
            {"stringData": {"cert": "-----BEGIN CERTIFICATE-----", "key": ""}},
            Use.SERVER,
            (),
            id="the other names",
        ),
        pytest.param({"stringData": {"cert": "x", "key": "y"}}, None, (), id="something else"),
        pytest.param({"data": {"ca.crt": "LS0tLS1CRUdJTg=="}}, Use.TRUST, (), id="a root"),
        pytest.param({"data": {"password": ""}}, None, (), id="a password"),
        pytest.param(
            {"kind": "ConfigMap", "name": "istio-ca-root-cert", "data": {"root-cert.pem": "x"}},
            Use.TRUST,
            (),
            id="the root that workloads get",
        ),
        pytest.param({"kind": "ConfigMap", "data": {"root-cert.pem": "x"}}, None, (), id="any map"),
    ],
)
def test_an_object_is_for_something(
    said: dict[str, Any], use: Use | None, missing: tuple[str, ...]
) -> None:
    found = held(**said)
    assert [each.use for each in found] == ([use] if use else [])
    assert [each.missing for each in found] == ([missing] if use else [])


@pytest.mark.parametrize(
    ("name", "client", "expected"),
    [
        ("istio-validator", {"caBundle": ""}, 1),
        ("a", {"caBundle": "", "service": {"name": "istiod-canary"}}, 1),
        ("a", {"caBundle": "", "service": {"name": "shop"}}, 0),
        ("istio-validator", None, 0),
    ],
)
def test_a_webhook_of_istio_trusts_something(
    name: str, client: dict[str, Any] | None, expected: int
) -> None:
    found = held(
        "ValidatingWebhookConfiguration", name, webhooks=[{"name": "x", "clientConfig": client}]
    )
    assert len(found) == expected


def test_what_is_plain_replaces_what_is_encoded(leaf: Pair, root: Pair) -> None:
    (found,) = held(
        data={"tls.crt": packed(root.pem), "tls.key": packed(leaf.key)},
        stringData={"tls.crt": leaf.pem},
    )
    assert [each.subject for each in found.all_of(Part.SERVER)] == ["shop.example.com"]
    assert found.all_of(Part.ROOTS) == []
    key = found.of(Part.KEY)
    assert key is not None
    assert key.text == leaf.key
    assert key.at.value == "tls.key"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"stringData": {"tls.crt": ""}}, None, id="empty"),
        pytest.param({"stringData": {"tls.crt": "${X}"}}, None, id="filled in later"),
        pytest.param({"data": {"tls.crt": "${X}"}}, None, id="filled in later, encoded"),
        pytest.param({"data": {"tls.crt": "x?"}}, "is not base64", id="not base64"),
        pytest.param({"data": {"tls.crt": "abc"}}, "is not base64", id="a length it cannot have"),
        pytest.param({"data": {"tls.crt": "YW\nJj\n"}}, "has no certificate in PEM", id="lines"),
        pytest.param({"data": {"tls.crt": "/////w=="}}, "has no certificate in PEM", id="binary"),
        pytest.param({"data": {"tls.key": "YWJj"}}, "has no private key in PEM", id="no key"),
        pytest.param(
            {"stringData": {"tls.key": "-----BEGIN EC PRIVATE KEY-----"}}, None, id="a key"
        ),
        pytest.param(
            {"stringData": {"tls.crt": "-----BEGIN EC PRIVATE KEY-----"}},
            "has a private key where a certificate belongs",
            id="a key for a certificate",
        ),
        pytest.param({"data": {"tls.crt": {"a": "b"}}}, "nothing", id="no text at all"),
    ],
)
def test_an_entry_may_not_be_what_it_should(said: dict[str, Any], expected: str | None) -> None:
    (found,) = held(type="kubernetes.io/tls", **said)
    problems = [each.problem for each in found.items.values()]
    assert problems == ([] if expected == "nothing" else [expected])
    assert all(each.certificates == [] for each in found.items.values())


def test_a_broken_certificate_and_a_good_one_are_told_apart(leaf: Pair) -> None:
    broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
    (found,) = held(type="kubernetes.io/tls", stringData={"tls.crt": leaf.pem, "ca.crt": broken})
    assert [each.problem for each in found.items.values()] == [
        None,
        "has a certificate that cannot be read",
    ]


def test_the_entries_of_all_that_an_object_holds_follow_each_other() -> None:
    webhook = {"clientConfig": {"caBundle": ""}}
    of_two = resource("ValidatingWebhookConfiguration", "istiod-a", webhooks=[webhook, webhook])
    assert [each.name for each in items(of_two)] == ["caBundle", "caBundle"]
    assert [each.name for each in items(resource(data={"a": ""}))] == []
