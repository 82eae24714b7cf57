"""What the rules about fields say where no example of theirs shows it."""

from __future__ import annotations

import pytest

from istiolint.lint import lint_texts
from istiolint.releases import Release
from istiolint.rules.registry import selection
from istiolint.settings import Settings

SERVICE_ENTRY = "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a}\n"
ISTIOD = "# istiolint: chart=istiod\n"
CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data:
  mesh: |
"""


@pytest.mark.parametrize(
    ("text", "rule", "message", "hint"),
    [
        pytest.param(
            f"{ISTIOD}tolerations: {{a: b}}\n",
            "wrong-type",
            "tolerations of the istiod chart must be a list, not a mapping",
            "templates fail",
            id="a mapping for a list",
        ),
        pytest.param(
            f"{ISTIOD}podAnnotations: {{a: yes, b: 010}}\n",
            "wrong-type",
            "podAnnotations.a of the istiod chart must be a string, not true",
            "YAML 1.1 takes yes without quotes for true",
            id="a word",
        ),
        pytest.param(
            f"{ISTIOD}podAnnotations: {{a: 010}}\n",
            "wrong-type",
            "podAnnotations.a of the istiod chart must be a string, not the number 8",
            "YAML 1.1 takes 010 without quotes for 8",
            id="octal",
        ),
        pytest.param(
            f"{ISTIOD}resources: [a]\n",
            "scalar-over-table",
            "resources of the istiod chart must be a mapping of settings, not a list",
            "replaces the table",
            id="a list for a table",
        ),
        pytest.param(
            f"{CONFIG}    defaultConfig: {{concurrency: 5000000000}}\n",
            "out-of-range",
            "defaultConfig.concurrency of mesh config must be between -2147483648 and 2147483647, "
            "not the number 5000000000",
            "drops all of it",
            id="no int32",
        ),
        pytest.param(
            f"{ISTIOD}global: {{proxy: {{statusPort: 99999}}}}\n",
            "out-of-range",
            "global.proxy.statusPort of the istiod chart must be between 0 and 65535, "
            "not the number 99999",
            "their creation fails",
            id="no port",
        ),
        pytest.param(
            f"{SERVICE_ENTRY}spec: {{hosts: [], ports: [{{number: 80, name: http}}]}}\n",
            "out-of-range",
            "spec.hosts of ServiceEntry must not be empty",
            "the API server rejects the object",
            id="an empty list",
        ),
        pytest.param(
            f"{SERVICE_ENTRY}spec: {{hosts: [a.example.com], resolution: 'on'}}\n",
            "unknown-value",
            "spec.resolution of ServiceEntry must be one of NONE, STATIC, DNS, DNS_ROUND_ROBIN, "
            'DYNAMIC_DNS, not "on"',
            "the API server rejects the object",
            id="no word is close",
        ),
        pytest.param(
            "apiVersion: authentication.istio.io/v1alpha1\nkind: Policy\nmetadata: {name: a}\n",
            "unknown-kind",
            "there is no kind Policy.authentication.istio.io any more",
            "use PeerAuthentication and RequestAuthentication",
            id="a kind with successors",
        ),
    ],
)
def test_what_is_said(text: str, rule: str, message: str, hint: str) -> None:
    settings = Settings(select=("fields",), istio_version=Release(31))
    first = lint_texts({"a.yaml": text}, settings).diagnostics[0]
    assert (first.rule, first.message) == (rule, message)
    assert hint in (first.help or "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{ISTIOD}telemetry: {{enabled: 'true'}}\n", id="true in quotes is true"),
        pytest.param(f"{ISTIOD}resources: null\n", id="null deletes a table"),
        pytest.param(f"{ISTIOD}env: {{A: 1, B: true}}\n", id="what templates quote"),
        pytest.param(f"{CONFIG}    proxyListenPort: '15001'\n", id="protobuf takes quotes"),
    ],
)
def test_what_is_right(text: str) -> None:
    assert lint_texts({"a.yaml": text}, Settings(select=("fields",))).diagnostics == ()


def test_a_fact_of_late_releases_is_a_warning_where_no_release_is_named() -> None:
    text = f"{ISTIOD}global: {{multiCluster: {{enabled: true}}}}\n"
    (found,) = lint_texts({"a.yaml": text}, Settings(select=("fields",))).diagnostics
    assert found.message.endswith("1.26 is the last that does (from Istio 1.27 on)")


def test_schemas_are_left_alone_where_no_rule_asks_for_them() -> None:
    off = Settings(ignore=tuple(sorted(selection(("fields",)))))
    text = f"{SERVICE_ENTRY}spec: {{hostz: [a]}}\n"
    assert lint_texts({"a.yaml": text}, off).diagnostics == ()


@pytest.mark.parametrize(
    ("field", "message", "fix"),
    [
        pytest.param(
            "retry: {attempts: 3}",
            'unknown field "retry" in spec.http[0] of VirtualService; did you mean "retries"?',
            "Write retries",
            id="one for several",
        ),
        pytest.param(
            "fault: {abort: {percent: 10, httpStatus: 500}}",
            'unknown field "percent" in spec.http[0].fault.abort of VirtualService; '
            'did you mean "percentage"?',
            None,
            id="what is close by, of another type",
        ),
        pytest.param(
            "corsPolicy: {allowHeader: [a]}",
            'unknown field "allowHeader" in spec.http[0].corsPolicy of VirtualService; '
            'did you mean "allowHeaders"?',
            "Write allowHeaders",
            id="one letter",
        ),
        pytest.param(
            "corsPolicy: {allowXHeaders: [a]}",
            'unknown field "allowXHeaders" in spec.http[0].corsPolicy of VirtualService; '
            'did you mean "allowHeaders"?',
            "Write allowHeaders",
            id="one that is close",
        ),
        pytest.param(
            "corsPolicy: {allowHethods: [a]}",
            'unknown field "allowHethods" in spec.http[0].corsPolicy of VirtualService; '
            'did you mean "allowMethods"?',
            None,
            id="several that are close",
        ),
    ],
)
def test_a_key_that_may_be_one_of_several_is_no_fix(
    field: str, message: str, fix: str | None
) -> None:
    text = (
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
        f"spec:\n  hosts: [a]\n  http:\n  - {field}\n    route: [{{destination: {{host: a}}}}]\n"
    )
    settings = Settings(select=("unknown-field",))
    (found,) = lint_texts({"a.yaml": text}, settings).diagnostics
    assert found.message == message
    assert (found.fix and found.fix.title) == fix


APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: istiod}
spec:
  source:
    chart: istiod
    repoURL: https://istio-release.storage.googleapis.com/charts
    targetRevision: 1.27.0
    helm: {parameters: [{name: NAME, value: "3"}]}
"""


@pytest.mark.parametrize(
    ("name", "message", "fixed"),
    [
        pytest.param(
            "pilot.autoscaleMn",
            'unknown field "autoscaleMn" in pilot of the istiod chart; '
            'did you mean "autoscaleMin"?',
            "pilot.autoscaleMin",
            id="a slip",
        ),
        pytest.param(
            "pilt.autoscaleMin",
            'unknown field "pilt" in the istiod chart; did you mean "pilot"?',
            "pilot.autoscaleMin",
            id="on the way",
        ),
        pytest.param(
            "pilot.warpFactor",
            'unknown field "warpFactor" in pilot of the istiod chart',
            None,
            id="nothing is close",
        ),
        pytest.param(
            '"pilot.podAnnotation.a\\\\.b"',
            'unknown field "podAnnotation" in pilot of the istiod chart; '
            'did you mean "podAnnotations"?',
            None,
            id="a dot in a key",
        ),
        pytest.param(
            "global.enableTracing",
            "Istio has no field enableTracing in global of the istiod chart any more",
            None,
            id="gone",
        ),
    ],
)
def test_names_of_parameters(name: str, message: str, fixed: str | None) -> None:
    texts = {"a.yaml": APPLICATION.replace("NAME", name)}
    (found,) = lint_texts(texts, Settings(select=("unknown-field", "field-removed"))).diagnostics
    assert found.message == message
    assert (found.fix and found.fix.edits[0].replacement) == fixed


def test_a_key_that_is_misspelt_and_misplaced_is_told_under_its_right_name() -> None:
    text = (
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
        "spec:\n  hosts: [a]\n  http:\n  - route:\n    - destination: {host: a}\n"
        "      retry: {attempts: 3}\n"
    )
    (found,) = lint_texts({"a.yaml": text}, Settings(select=("fields",))).diagnostics
    assert found.message == (
        '"retry" does not belong in spec.http[0].route[0] of VirtualService, '
        "but at spec.http[0].retries"
    )
    assert found.fix is None


def test_what_is_like_a_key_of_a_chart_further_up_may_be_for_another_chart() -> None:
    text = f"{ISTIOD}global: {{autoscaleMins: 1}}\n"
    assert lint_texts({"a.yaml": text}, Settings(select=("fields",))).diagnostics == ()


ROUTE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a}
spec:
  hosts: [a]
  http:
  - {XX}
  - route: [{destination: {host: a}}]
"""
RULE = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a}
spec:
  host: a
  trafficPolicy: {connectionPool: {XX}}
"""
POLICY = """\
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: a}
spec: {XX}
"""
TO_A = "route: [{destination: {host: a}}]"


@pytest.mark.parametrize(
    ("text", "written", "end"),
    [
        (ROUTE, f"match: [{{prefix: /a}}], {TO_A}", '; did you mean "uri.prefix"?'),
        (ROUTE, f"match: [{{exact: /a}}], {TO_A}", '; did you mean "uri.exact"?'),
        (ROUTE, f"match: [{{regex: /a}}], {TO_A}", '; did you mean "uri.regex"?'),
        (ROUTE, f"match: [{{path: /a}}], {TO_A}", '; did you mean "uri"?'),
        (ROUTE, f"match: [{{path: /a, uri: {{exact: /}}}}], {TO_A}", "of VirtualService"),
        (ROUTE, f"fault: {{abort: {{status: 503}}}}, {TO_A}", '; did you mean "httpStatus"?'),
        (ROUTE, f"fault: {{delay: {{delay: 5s}}}}, {TO_A}", '; did you mean "fixedDelay"?'),
        (ROUTE, f"status: {{x: 1}}, {TO_A}", "of VirtualService"),
        (ROUTE, f"annotations: {{x: y}}, {TO_A}", "of VirtualService"),
        (ROUTE, f"labels: {{x: y}}, {TO_A}", "of VirtualService"),
        (
            ROUTE,
            f"retries: {{timeout: 5s, attempts: 3}}, {TO_A}",
            '; did you mean "perTryTimeout"?',
        ),
        (ROUTE, f"rewrite: {{prefix: /}}, {TO_A}", '; did you mean "uri"?'),
        (ROUTE, "redirect: {host: b}", '; did you mean "authority"?'),
        (
            ROUTE,
            f"mirror: {{destination: {{host: b}}}}, {TO_A}",
            "; what is in it belongs directly in mirror",
        ),
        (ROUTE, f"mirror: {{destination: {{hots: b}}, host: b}}, {TO_A}", "of VirtualService"),
        (ROUTE, f"mirror: {{destination: {{host: b}}, host: b}}, {TO_A}", "route[].destination"),
        (ROUTE, f"gateways: [b], {TO_A}", "but at spec.gateways"),
        (RULE, "http: {http1MaxRequests: 1}", '; did you mean "http1MaxPendingRequests"?'),
        (RULE, "http: {maxRequests: 1}", '; did you mean "http2MaxRequests"?'),
    ],
)
def test_where_a_key_is_no_more_than_a_hint(text: str, written: str, end: str) -> None:
    texts = {"a.yaml": text.replace("XX", written)}
    (found,) = lint_texts(texts, Settings(select=("fields",))).diagnostics
    assert found.message.endswith(end)
    assert found.fix is None


@pytest.mark.parametrize(
    ("text", "written", "end", "title"),
    [
        (POLICY, "selector: {app: a}", "selector.matchLabels.app", "Move it to"),
        (RULE, "http: {connectTimeout: 5s}", "connectionPool.tcp.connectTimeout", "Move it to"),
        (POLICY, "selector: {matchLabel: {a: b}}", 'did you mean "matchLabels"?', "Write"),
        (RULE, "http: {http2MaxRequest: 1}", 'did you mean "http2MaxRequests"?', "Write"),
    ],
)
def test_where_the_place_is_sure(text: str, written: str, end: str, title: str) -> None:
    texts = {"a.yaml": text.replace("XX", written)}
    (found,) = lint_texts(texts, Settings(select=("fields",))).diagnostics
    assert found.message.endswith(end)
    assert found.fix is not None
    assert found.fix.title.startswith(title)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("data:\n  a: b\n", None),
        ("metadata:\n  name: a\n  data:\n    a: b\n", "but at data"),
        ("metadata:\n  name: a\n  ownerReferences:\n  - {data: {a: b}}\n", "of ConfigMap"),
    ],
)
def test_the_keys_of_an_object_itself(text: str, message: str | None) -> None:
    head = "apiVersion: v1\nkind: ConfigMap\n"
    texts = {"a.yaml": f"{head}{text}"}
    settings = Settings(select=("misplaced-field", "unknown-field"))
    found = lint_texts(texts, settings).diagnostics
    assert [each.message.endswith(message or "") for each in found] == [True] * bool(message)


def test_what_is_known_of_a_setting_wins_over_what_is_like_it() -> None:
    text = f"{ISTIOD}global: {{proxy_init: {{resources: {{limits: {{cpu: 1}}}}}}}}\n"
    (found,) = lint_texts({"a.yaml": text}, Settings(select=("fields",))).diagnostics
    assert found.message == (
        "global.proxy_init.resources of the istiod chart has no effect; "
        "global.proxy.resources took its place"
    )
    assert found.fix is None


def test_what_is_refused_beside_its_successor_is_told_by_one_rule() -> None:
    text = (
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\n"
        "spec: {host: a, trafficPolicy: {loadBalancer: {consistentHash:"
        " {useSourceIp: true, minimumRingSize: 9, ringHash: {minimumRingSize: 9}}}}}\n"
    )
    rules = [each.rule for each in lint_texts({"a.yaml": text}).diagnostics]
    assert rules == ["ring-size-contradicted"]
