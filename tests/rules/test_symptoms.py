"""Rules are found by what an operator sees."""

from __future__ import annotations

import pytest

from istiolint.rules.symptoms import rules_behind, rules_titled, stems, symptoms_of

MEMORY, SAMPLING, WORKLOAD = (
    "control-plane-memory-low",
    "trace-sampling-high",
    "workload-sampling-high",
)
EXPIRED, EXPIRES, SELF_SIGNED, CHAIN = (
    "certificate-not-valid",
    "certificate-expires-soon",
    "self-signed-ca",
    "certificate-chain-broken",
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # The first column of ../shared/baseline.md, section 8.
        pytest.param("traffic disappears", {MEMORY, "subset-not-found", EXPIRED}, id="D1"),
        pytest.param("performance degrades", {MEMORY, SAMPLING, WORKLOAD}, id="D2"),
        pytest.param("configuration not applied", {MEMORY, "subset-not-found"}, id="D3"),
        pytest.param("proxies `STALE` or `NOT READY`", {MEMORY}, id="D4"),
        pytest.param("control plane restarts, OOMKilled", {MEMORY}, id="D5"),
        pytest.param(
            "mTLS fails at random",
            {EXPIRED, EXPIRES, SELF_SIGNED, CHAIN, "cluster-name-used-twice"},
            id="D6",
        ),
        pytest.param(
            "sidecar injection stops silently",
            {EXPIRED, "injection-labels-conflict", "revision-not-installed"},
            id="D7",
        ),
        # And what people say instead.
        pytest.param("proxy-status stale", {MEMORY}, id="words in another order"),
        pytest.param("istiod OOMKilled", {MEMORY}, id="a part of one symptom"),
        pytest.param("503 NC", {"subset-not-found"}, id="a code"),
        pytest.param("restart of the control plane", {MEMORY}, id="another form, and fillers"),
        pytest.param("PodSecurity", {"privileged-proxy", "privileged-sidecar"}, id="one word"),
    ],
)
def test_a_symptom_leads_to_the_rules_behind_it(words: str, expected: set[str]) -> None:
    assert expected <= set(rules_behind(words))


def test_rules_with_all_words_in_one_symptom_come_first() -> None:
    assert SAMPLING in rules_behind("memory latency")  # which are words of two symptoms
    assert rules_behind("OOMKilled istiod")[0] == MEMORY
    assert rules_behind("OOMKilled sidecars performance")[-1] != MEMORY


@pytest.mark.parametrize("words", ["", "the", "coffee", "control plane coffee"])
def test_other_words_lead_nowhere(words: str) -> None:
    assert rules_behind(words) == ()


def test_words_of_names_and_summaries_lead_to_their_rules() -> None:
    assert rules_titled("subset") == ("subset-not-found",)
    assert rules_titled("Subsets DestinationRule") == ("subset-not-found",)
    found = rules_titled("replicas")
    assert found.index("gateway-replicas-low") < found.index("disruption-budget-missing")
    assert rules_titled("the") == rules_titled("coffee") == ()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("A page.\n", [], id="none"),
        pytest.param("A page.\n\nSymptoms: a, b c\nd\n\nMore.\n", [" a", " b c\nd"], id="several"),
        pytest.param("A page.\n\nSymptoms: a", [" a"], id="at the end"),
        pytest.param("Of the Symptoms: none\n", [], id="in the middle of a line"),
    ],
)
def test_symptoms_stand_in_a_paragraph_of_their_own(page: str, expected: list[str]) -> None:
    assert symptoms_of(page) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Pods restarting", {"pod", "restart"}, id="endings"),
        pytest.param("used, as is", {"used", "as"}, id="short words keep theirs"),
        pytest.param("`no_cluster` (503) NC.", {"no_cluster", "503", "nc"}, id="marks"),
        pytest.param("istio.io/rev proxy-init", {"istio.io", "rev", "proxy-init"}, id="names"),
    ],
)
def test_words_are_compared_without_what_differs_between_their_forms(
    text: str, expected: set[str]
) -> None:
    assert stems(text) == expected
