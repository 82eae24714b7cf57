"""The disruption budget of istiod wants as many pods as are sure to run.

The chart renders a PodDisruptionBudget with `pdb.minAvailable` (1.27 and later); an
IstioOperator can patch one with `k8s.podDisruptionBudget`. If that is as large as the
autoscaler's minimum no pod may be evicted while istiod is scaled down, and node drains hang.
`maxUnavailable: 0` says the same outright.

From 1.28 on the chart renders no budget where its values ask for a single replica, and then there
is nothing to patch: see disruption-budget-missing. A single replica with the default budget of one is what control-plane-replicas-low reports.

What to do:
  Run one more replica than `minAvailable` asks for, or use `maxUnavailable: 1`.

Symptoms: node drain hangs on a disruption budget, "Cannot evict pod as it would violate the pod's
disruption budget", cluster upgrade stuck

Baseline: R3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install, Setting, budget_is_left_out

EXAMPLES = [
    Example(
        "Two run, two have to stay",
        """
        pilot:
          autoscaleMin: 2
          pdb: {minAvailable: 2}
        #                     ^ no istiod may be evicted: 2 have to stay and 2 are sure to run
        """,
        path="istiod-values.yaml",
        releases="1.27..1.31",
    ),
    Example(
        "A patch of an IstioOperator, as a share",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                hpaSpec: {minReplicas: 3}
                podDisruptionBudget: {minAvailable: 100%}
        #                                           ^^^^ no istiod may be evicted: 100% have to stay and 3 are sure to run
        """,
        releases="1.16..1.27",
    ),
    Example(
        "None may be missing",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components: {pilot: {k8s: {podDisruptionBudget: {maxUnavailable: 0}}}}
        #                                                                  ^ no istiod may be evicted: maxUnavailable is 0
        """,
        releases="1.16..1.27",
    ),
    Example(
        "A patch where the values ask for several",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values: {pilot: {autoscaleMin: 2}}
          components: {pilot: {k8s: {podDisruptionBudget: {maxUnavailable: 0}}}}
        #                                                                  ^ no istiod may be evicted: maxUnavailable is 0
        """,
    ),
    Example(
        "A patch of a budget that the chart leaves out",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components: {pilot: {k8s: {hpaSpec: {minReplicas: 3}, podDisruptionBudget: {minAvailable: 3}}}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: two}
        spec: {components: {pilot: {k8s: {podDisruptionBudget: {maxUnavailable: 0}}}}}
        """,
        releases="1.28..1.30",
    ),
    Example(
        "One to spare",
        """
        # file: a/istiod-values.yaml
        pilot: {autoscaleMin: 3, pdb: {minAvailable: 2}}
        # file: b/istiod-values.yaml
        pilot: {autoscaleEnabled: false, replicaCount: 2, pdb: {minAvailable: 50%}}
        # file: c/istiod-values.yaml
        pilot: {autoscaleMin: "${REPLICAS}", pdb: {minAvailable: 2}}
        """,
        releases="1.28..1.31",
    ),
    Example(
        "Up to 1.26 the chart reads none of it",
        "pilot: {autoscaleMin: 2, pdb: {minAvailable: 2}}",
        path="istiod-values.yaml",
        releases="1.16..1.26",
    ),
    Example(
        "The budget is turned off; a single replica is another rule's",
        """
        # file: a/istiod-values.yaml
        global: {defaultPodDisruptionBudget: {enabled: false}}
        pilot: {autoscaleMin: 2, pdb: {minAvailable: 2}}
        # file: b/istiod-values.yaml
        pilot: {autoscaleMin: 1, pdb: {minAvailable: 1}}
        """,
        releases="1.28..1.31",
    ),
]

READ_SINCE = 27
PDB = ("pilot.pdb.minAvailable", "pilot.pdb.maxUnavailable")


@rule(
    install(
        *PDB,
        "global.defaultPodDisruptionBudget.enabled",
        "pilot.autoscaleEnabled",
        "pilot.autoscaleMin",
        "pilot.replicaCount",
    ),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare what has to stay with what is sure to run."""
    stay, missing = (install.setting(path) for path in PDB)
    is_off = install.setting("global.defaultPodDisruptionBudget.enabled").flag is False
    counts = (install.setting("pilot.replicaCount"), install.setting("pilot.autoscaleMin"))
    is_scaled = install.setting("pilot.autoscaleEnabled").flag
    is_read = install.target.minor >= READ_SINCE or stay.is_patch or missing.is_patch
    is_off = is_off or budget_is_left_out(install)
    if is_off or not is_read or not install.deploys_istiod:
        return
    sure = None if is_scaled is None else counts[is_scaled].number
    wanted = required(stay, sure)
    if missing.is_written and missing.value in (0, "0", "0%"):
        yield finding(missing, f"maxUnavailable is {missing.value}")
    elif stay.is_written and sure is not None and wanted is not None and wanted >= sure > 1:
        yield finding(stay, f"{stay.value} have to stay and {sure:g} are sure to run")


def finding(setting: Setting, why: str) -> Finding:
    """No pod may go, and why."""
    return Finding(
        at=setting.at,
        message=f"no istiod may be evicted: {why}",
        help="run one more replica than has to stay, or use maxUnavailable: 1",
        setting=setting,
    )


def required(stay: Setting, sure: float | None) -> float | None:
    """How many pods ``minAvailable`` stands for."""
    text = stay.text or ""
    if sure is not None and text.endswith("%") and text[:-1].isdigit():
        return int(text[:-1]) * sure / 100
    return stay.number
