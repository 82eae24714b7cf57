"""What people who had never seen istiolint found wrong, as tests through the front door."""

from __future__ import annotations

import pytest

from istiolint import lint_texts

ARGO = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: istiod}
spec:
  source:
    chart: istiod
    targetRevision: 1.27.0
    helm:
      parameters:
      - name: global.jwtPolicy
        value: third-party-jwt
"""

OVERLAY = """\
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
spec:
  components:
    pilot:
      k8s:
        resources: {limits: {memory: 2Gi}}
        overlays:
        - kind: Deployment
          name: istiod
          patches:
          - path: spec.template.spec.containers.[name:discovery].resources.limits.memory
            value: 8Gi
"""

CARRIAGE_RETURNS = (
    "apiVersion: install.istio.io/v1alpha1\rkind: IstioOperator\rspec:\r  values:\r"
    "    global:\r      jwtPolicy: third-party-jwt\r      meshID: a\r"
)


def rules(text: str, path: str = "values.yaml") -> list[str]:
    return [each.rule for each in lint_texts({path: text}).diagnostics]


def test_a_parameter_of_argo_is_reported_but_not_half_removed() -> None:
    found = lint_texts({"app.yaml": ARGO}).diagnostics

    assert [(each.rule, each.fix) for each in found if each.rule == "third-party-jwt"] == [
        ("third-party-jwt", None)
    ]


def test_what_an_overlay_patches_is_not_known() -> None:
    assert "control-plane-memory-low" not in rules(OVERLAY, "iop.yaml")


def test_an_overlay_of_something_else_changes_nothing() -> None:
    other = OVERLAY.replace("resources.limits.memory\n", "image\n")

    assert "control-plane-memory-low" in rules(other, "iop.yaml")


def test_lines_may_end_in_carriage_returns_alone() -> None:
    assert "third-party-jwt" in rules(CARRIAGE_RETURNS, "iop.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "pilot: {name: drone, enabled: true, resources: {limits: {memory: 1Gi}}}\n",
            [],
            id="the pilot of a drone",
        ),
        pytest.param(
            "pilot: {resources: {limits: {memory: 1Gi}}}\n",
            ["control-plane-memory-low"],
            id="istiod's",
        ),
        pytest.param(
            "pilot: {traceSampling: 100, traceSamplng: 100}\n",
            ["control-plane-memory-low", "trace-sampling-high"],
            id="istiod's with a typo",
        ),
    ],
)
def test_values_with_keys_of_others_are_not_istiods(text: str, expected: list[str]) -> None:
    wanted = ("control-plane-memory-low", "trace-sampling-high")
    found = rules(text)

    assert sorted(each for each in found if each in wanted) == expected
    assert bool(found) == bool(expected)


def test_a_fault_of_ours_is_never_written_into_a_file() -> None:
    from istiolint.suppress.notices import NOTICES

    assert "internal-error" in NOTICES


DELEGATE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec: {HOSTShttp: [{route: [{destination: {host: reviews, subset: v2}}]}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec: {host: reviews, subsets: [{name: v1}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: ingress}
spec: {host: reviews.shop.svc.cluster.local, subsets: [{name: v2}]}
"""


@pytest.mark.parametrize(
    ("hosts", "expected"), [("", []), ("hosts: [reviews], ", ["subset-not-found"])]
)
def test_the_clients_of_a_delegate_may_be_anywhere(hosts: str, expected: list[str]) -> None:
    assert rules(DELEGATE.replace("HOSTS", hosts), "mesh.yaml") == expected


@pytest.mark.parametrize(
    ("rule", "spec", "severity", "advice"),
    [
        pytest.param(
            "revision-missing",
            "{tag: 1.27.4}",
            "info", "set revision, such as 1-27-4", id="a name that fits",
        ),
        pytest.param(
            "operator-setting-ignored",
            "{tag: 1.25.0, components: {istiodRemote: {enabled: true}}}",
            "error", "use profile: remote", id="the install fails",
        ),
        pytest.param(
            "operator-setting-ignored",
            "{tag: 1.26.0, components: {istiodRemote: {enabled: true}}}",
            "warning", "use profile: remote", id="the component is ignored",
        ),
        pytest.param(
            "hpa-metric-outdated",
            "{tag: 1.30.3, components: {pilot: {k8s: {hpaSpec: {metrics:"
            " [{resource: {name: memory, targetAverageValue: 3Gi}}]}}}}}",
            "error", "write target: {type: AverageValue, averageValue: 3Gi}", id="same number",
        ),
        pytest.param(
            "control-plane-replicas-low",
            "{tag: 1.31.0, values: {pilot: {autoscaleMin: 1}}}",
            "warning", "set autoscaleMin to 2 or more, and autoscaleMax above that",
            id="either place will do",
        ),
        pytest.param(
            "control-plane-replicas-low",
            "{tag: 1.30.3, values: {pilot: {autoscaleMin: 1}}}",
            "warning",
            "set autoscaleMin to 2 or more, and autoscaleMax above that, under values.pilot: "
            "with k8s.hpaSpec this release renders no disruption budget",
            id="one place leaves the budget out",
        ),
    ],
)  # fmt: skip
def test_severity_and_advice_fit_the_release(
    rule: str, spec: str, severity: str, advice: str
) -> None:
    text = f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {spec}\n"

    (found,) = [each for each in lint_texts({"a.yaml": text}).diagnostics if each.rule == rule]

    assert (found.severity.word, found.help) == (severity, advice)


@pytest.mark.parametrize(("level", "is_more"), [("restricted", True), ("baseline", False)])
def test_restricted_wants_a_seccomp_profile_besides_istio_cni(level: str, *, is_more: bool) -> None:
    text = (
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n"
        "  labels: {istio-injection: enabled,"
        f" pod-security.kubernetes.io/enforce: {level}}}\n"
    )
    rule = "pod-security-refuses-init"

    (found,) = [each for each in lint_texts({"a.yaml": text}).diagnostics if each.rule == rule]

    assert ("seccompProfile" in (found.help or "")) is is_more
