"""What the rules about environment variables say where no example of theirs shows it."""

from __future__ import annotations

from istiolint.lint import lint_texts
from istiolint.releases import Release
from istiolint.settings import Settings


def test_a_name_out_of_release_notes_of_what_is_gone_is_no_name_to_write() -> None:
    texts = {"istiod-values.yaml": "pilot: {env: {VERIFY_CERT_AT_CLIENT: 'true'}}\n"}
    settings = Settings(select=("environment-variable-unknown",), istio_version=Release(31))
    (found,) = lint_texts(texts, settings).diagnostics
    assert found.help == (
        "the release notes mean VERIFY_CERTIFICATE_AT_CLIENT, which is gone in 1.24; use "
        "caCertificates or insecureSkipVerify in the tls of a DestinationRule"
    )
    assert found.fix is None


def test_what_is_gone_without_a_successor_has_none_named() -> None:
    name = "ENABLE_AUTO_ENHANCED_RESOURCE_SCOPING"
    texts = {"istiod-values.yaml": f"pilot: {{env: {{{name}: 'true'}}}}\n"}
    settings = Settings(select=("environment-variable-unknown",), istio_version=Release(31))
    (found,) = lint_texts(texts, settings).diagnostics
    assert found.help == (
        "the release notes mean ENABLE_ENHANCED_RESOURCE_SCOPING, which is gone in 1.25"
    )
