"""Who reads an environment variable, when, and as what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from istiolint.schema.variables import Side, choices, default, known, misnamed, names, type_of

TIMELINE = Path(__file__).parents[2] / ".." / "shared" / "istio" / "timelines" / "env_vars.json"


@pytest.mark.parametrize(
    ("name", "minor", "is_read", "gone_in"),
    [
        pytest.param("PILOT_HTTP10", 16, True, None, id="always"),
        pytest.param("ENABLE_AUTO_SNI", 25, True, 26, id="still there"),
        pytest.param("ENABLE_AUTO_SNI", 26, False, 26, id="removed"),
        pytest.param("AMBIENT_ENABLE_MULTI_NETWORK", 24, False, None, id="not yet"),
        pytest.param("PROXY_XDS_VIA_AGENT", 16, False, 16, id="before our oldest"),
    ],
)
def test_releases_read_a_variable_or_not(
    name: str,
    minor: int,
    is_read: bool,  # noqa: FBT001 - the expectation
    gone_in: int | None,
) -> None:
    found = known(name)
    assert found is not None
    assert (found.is_read(minor), found.gone_in) == (is_read, gone_in)


def test_what_no_release_reads_is_not_known() -> None:
    assert known("MY_FLAG") is None
    assert "MY_FLAG" not in names()
    assert {"PILOT_HTTP10", "PROXY_XDS_VIA_AGENT", "ISTIO_META_DNS_AUTO_ALLOCATE"} <= names()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DEFAULT_WORKLOAD_CERT_TTL", Side.ISTIOD),
        ("SECRET_TTL", Side.AGENT),
        ("ISTIO_DUAL_STACK", None),
    ],
)
def test_a_side_is_told_where_it_is_certain(name: str, expected: Side | None) -> None:
    found = known(name)
    assert found is not None
    assert found.side is expected


def test_some_things_are_known_of_single_variables() -> None:
    ttl, alpha = known("DEFAULT_WORKLOAD_CERT_TTL"), known("PILOT_ENABLE_ALPHA_GATEWAY_API")
    assert ttl is not None
    assert "SECRET_TTL" in (ttl.instead or "")
    assert alpha is not None
    assert not alpha.is_settled
    status = known("AMBIENT_ENABLE_STATUS")
    assert status is not None
    assert status.needs_ambient
    assert not ttl.needs_ambient


@pytest.mark.parametrize(
    ("name", "minor", "kind", "value"),
    [
        pytest.param("PILOT_HTTP10", 31, "bool", "false", id="a boolean"),
        pytest.param("PILOT_DEBOUNCE_AFTER", 16, "duration", "100ms", id="a duration"),
        pytest.param("SECRET_TTL", 31, "duration", "24h", id="hours"),
        pytest.param("METRIC_ROTATION_INTERVAL", 20, "duration", "0s", id="no time"),
        pytest.param("PILOT_PUSH_THROTTLE", 20, "int", "100", id="an old default"),
        pytest.param("PILOT_PUSH_THROTTLE", 21, "int", "0", id="a new default"),
        pytest.param("ENABLE_NATIVE_SIDECARS", 26, "bool", "false", id="an old type"),
        pytest.param("ENABLE_NATIVE_SIDECARS", 27, "string", "auto", id="a new type"),
        pytest.param("MAX_WORKLOAD_CERT_TTL", 31, "duration", None, id="found out by hand"),
        pytest.param("TRUSTED_GATEWAY_CIDR", 31, "string", None, id="empty unless set"),
        pytest.param("MY_FLAG", 31, None, None, id="unknown"),
        pytest.param("CI", 31, None, None, id="of Istio's tests"),
    ],
)
def test_types_and_defaults_are_those_of_the_release(
    name: str, minor: int, kind: str | None, value: str | None
) -> None:
    assert (type_of(name, minor), default(name, minor)) == (kind, value)


def test_release_notes_call_some_by_another_name() -> None:
    assert misnamed("VERIFY_CERT_AT_CLIENT") == "VERIFY_CERTIFICATE_AT_CLIENT"
    assert misnamed("VERIFY_CERTIFICATE_AT_CLIENT") is None


def test_some_variables_take_only_certain_words() -> None:
    assert choices("ENABLE_NATIVE_SIDECARS", 26) is None
    assert choices("ENABLE_NATIVE_SIDECARS", 27) == (["true", "false", "auto"], "false")
    assert choices("PILOT_HTTP10", 31) is None


@pytest.mark.facts
@pytest.mark.skipif(not TIMELINE.exists(), reason="the facts are not beside this repository")
def test_every_variable_of_the_code_is_known() -> None:
    found = json.loads(TIMELINE.read_text())["env"]
    of_istioctl = {name for name in found if name.startswith("ISTIOCTL_")}
    others = {"CITADEL_AGENT_TESTING_UDS_PATH", "REFRESH_GOLDEN"}  # of Istio's own tests
    others |= {
        "AUTO_GKE_DETECTION",
        "HOME",
        "ISTIOCONFIG",
        "TERM",
        "PILOT_ENABLE_MCS_SERVICEEXPORT",
    }
    assert set(found) - of_istioctl - others <= names()
