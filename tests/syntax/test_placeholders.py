"""Which texts are filled in by another tool, and which only look like it."""

from __future__ import annotations

import pytest

from istiolint.syntax.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("${DOMAIN}", id="envsubst"),
        pytest.param("${cluster_name}", id="Flux, in lower case"),
        pytest.param("${ .ClusterLabels.zone }", id="Fleet"),
        pytest.param("api.${DOMAIN}", id="inside a text"),
        pytest.param("${REPLICAS:=2}", id="with a default"),
        pytest.param("${REPLICAS:-2}", id="with a default that is not kept"),
        pytest.param("${IMAGE/old/new}", id="with a replacement"),
        pytest.param("${#NAME}", id="length"),
        pytest.param("${A:-${B}}", id="nested"),
        pytest.param("${ var.region }", id="Terraform"),
        pytest.param("$TAG", id="envsubst without braces"),
        pytest.param("$HUB/pilot:$TAG", id="several without braces"),
        pytest.param("$ARGOCD_APP_NAME", id="build environment of Argo CD"),
        pytest.param("$(POD_NAME)", id="environment variable of a container"),
        pytest.param("$(SERVICE).$(NAMESPACE).svc", id="Kustomize"),
        pytest.param("{{ .Values.host }}", id="Helm"),
        pytest.param("{{name}}-mesh", id="ApplicationSet"),
        pytest.param("{{ $.Values.host }}", id="Helm's root"),
        pytest.param("$values/{{ .path.path }}/values.yaml", id="ApplicationSet with a source"),
        pytest.param('{{ "{{" }} $labels.pod {{ "}}" }} ${DOMAIN}', id="an alert with more in it"),
        pytest.param("<path:kv/data/istio#token>", id="Argo CD Vault plugin"),
        pytest.param("https://<path:kv/data/istio#host>/", id="the same inside a text"),
        pytest.param("<token>", id="Vault plugin, by name"),
        pytest.param("<ca-cert | base64decode>", id="the same with a modifier"),
        pytest.param("ref+vault://secret/istio#/token", id="vals"),
        pytest.param("ENC[AES256_GCM,data:qE1v,iv:a=,tag:b=,type:str]", id="SOPS"),
    ],
)
def test_another_tool_fills_it_in(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("reviews", id="a word"),
        pytest.param("$5", id="a price"),
        pytest.param("US$", id="a currency"),
        pytest.param("$$", id="a dollar sign, escaped"),
        pytest.param("$${DOMAIN}", id="an escaped variable"),
        pytest.param("$$(POD_NAME)", id="an escaped variable of a container"),
        pytest.param("${1}", id="a group"),
        pytest.param("^/v[0-9]+$", id="a regular expression"),
        pytest.param("^(en$|de$)", id="a regular expression with groups"),
        pytest.param("a{2}b{c}", id="braces"),
        pytest.param("}} {{", id="braces the wrong way round"),
        pytest.param("{{ cut off", id="an action without an end"),
        pytest.param('{"a": {"b": {}}}', id="JSON"),
        pytest.param("$(date +%s)", id="a command"),
        pytest.param("$values/clusters/values.yaml", id="a source of an Application"),
        pytest.param("$request.path", id="a variable in lower case"),
        pytest.param("$A", id="one letter"),
        pytest.param("$APPname", id="a name not all in capitals"),
        pytest.param("[%START_TIME%] %REQ(X-ID)% %PROTOCOL%", id="Envoy"),
        pytest.param("{{ $labels.pod }} restarts", id="Prometheus"),
        pytest.param("{{ $value | humanize }} of {{ $labels.pod }}", id="Prometheus's value"),
        pytest.param("__name__", id="a Prometheus label"),
        pytest.param("@istio/docs", id="a team"),
        pytest.param("<no value>", id="a Helm value that was missing"),
        pytest.param("<=", id="a comparison"),
        pytest.param("<<", id="the merge key"),
        pytest.param("a <b> c", id="angle brackets inside a text"),
        pytest.param("ref+tag", id="no scheme"),
        pytest.param("ENC[", id="cut off"),
        pytest.param("PENC[x]", id="SOPS inside a word"),
    ],
)
def test_it_is_what_the_cluster_sees(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("${" * 200_000, id="variables that do not end"),
        pytest.param("$(a" * 200_000, id="variables of containers that do not end"),
        pytest.param(f"${'A' * 200_000}a", id="a long name"),
        pytest.param("{{" * 200_000, id="actions that do not end"),
        pytest.param(f"<a{' ' * 200_000}b>", id="a long space"),
    ],
)
def test_time_does_not_grow_faster_than_the_text(text: str) -> None:
    assert not is_placeholder(text)  # else this would take minutes
