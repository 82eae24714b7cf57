"""``check``: what is selected, what counts, and how the run ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from istiolint.releases import NEWEST

if TYPE_CHECKING:
    from tests.conftest import Folder

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: reviews}
spec:
  containers:
  - name: istio-proxy
    securityContext: {privileged: true}
"""
MESH = """\
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh}
spec:
  tag: 1.24.3
  values:
    global: {jwtPolicy: third-party-jwt, proxy: {privileged: true}}
    pilot: {traceSampling: 8, resources: {requests: {memory: 8Gi}}, env: {EXTERNAL_CA: ISTIOD_RA}}
"""
ROUTE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: [reviews]
  http:
  - route:
    - destination: {host: reviews, subset: v2}
"""
RULE = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec:
  host: reviews
  subsets:
  - name: v1
"""
INPUTS = Path(__file__).parent.parent / "fixtures" / "inputs"
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"


def rules(folder: Folder, *arguments: str) -> list[str]:
    """The rules that speak, as JSON has them."""
    run = folder.run("check", "--output-format=json", *arguments)
    assert run.err == ""
    return [each["rule"] for each in json.loads(run.out)["diagnostics"]]


def severities(folder: Folder, *arguments: str) -> dict[str, str]:
    """The rules that speak with their severities."""
    run = folder.run("check", "--output-format=json", *arguments)
    return {each["rule"]: each["severity"] for each in json.loads(run.out)["diagnostics"]}


# What the tests know of; the other rules come and go.
CONFIG = """\
select: [third-party-jwt, privileged-proxy, privileged-sidecar, trace-sampling-high]
"""
JWT, PRIVILEGED, SAMPLING = "third-party-jwt", "privileged-proxy", "trace-sampling-high"
POD_PRIVILEGED = "privileged-sidecar"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param([], [JWT, PRIVILEGED, SAMPLING, POD_PRIVILEGED], id="all"),
        pytest.param(["--select", JWT], [JWT], id="one by name"),
        pytest.param(["--select", "security"], [JWT, PRIVILEGED, POD_PRIVILEGED], id="a category"),
        pytest.param(
            ["--select", "security/*"], [JWT, PRIVILEGED, POD_PRIVILEGED], id="a category as a glob"
        ),
        pytest.param(
            ["--select", f"{JWT} ,{SAMPLING}"], [JWT, SAMPLING], id="several with a comma"
        ),
        pytest.param(
            ["--select", JWT, "--select", SAMPLING], [JWT, SAMPLING], id="several one by one"
        ),
        pytest.param(
            ["--select", JWT, "--extend-select", SAMPLING], [JWT, SAMPLING], id="more of them"
        ),
        pytest.param(["--ignore", "security"], [SAMPLING], id="all but a category"),
        pytest.param(
            ["--select", "security", "--ignore", PRIVILEGED],
            [JWT, POD_PRIVILEGED],
            id="a category but for one",
        ),
        pytest.param(["--select", "IST0101"], [], id="a code"),
        pytest.param(["--exclude", "pod.yaml"], [JWT, PRIVILEGED, SAMPLING], id="all but a file"),
        pytest.param(
            ["--exclude", "*.yaml", "--exclude", "!pod.yaml"],
            [POD_PRIVILEGED],
            id="patterns in order",
        ),
    ],
)
def test_flags_select_rules_and_files(
    arguments: list[str], expected: list[str], folder: Folder
) -> None:
    folder.write({"mesh.yaml": MESH, "pod.yaml": POD, "istiolint.yaml": CONFIG})
    assert rules(folder, *arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param([], 1, id="a warning"),
        pytest.param(["--fail-on", "error"], 0, id="only errors count"),
        pytest.param(["--select", SAMPLING], 0, id="an info"),
        pytest.param(["--select", SAMPLING, "--fail-on", "info"], 1, id="infos count as well"),
        pytest.param(["--exit-zero"], 0, id="whatever is found"),
        pytest.param(["--exit-zero", "missing.yaml", "."], 2, id="what is wrong counts still"),
        pytest.param(["--config", "fail-on=error"], 0, id="as configured"),
        pytest.param(["--config", "fail-on=error", "--fail-on", "info"], 1, id="a flag wins"),
    ],
)
@pytest.mark.parametrize("output_format", ["full", "concise", "json", "sarif", "github"])
def test_the_exit_status_depends_on_severities_and_never_on_the_format(
    output_format: str, arguments: list[str], status: int, folder: Folder
) -> None:
    folder.write({"mesh.yaml": MESH})
    assert folder.run("check", "--output-format", output_format, *arguments).status == status


def test_what_counts_may_differ_from_path_to_path(folder: Folder) -> None:
    folder.write(
        {
            "dev/pod.yaml": POD,
            "dev/istiolint.yaml": "fail-on: error\n",
            "prod/pod.yaml": POD,
        }
    )
    assert folder.run("check", "dev").status == 0
    assert folder.run("check", "dev", "prod").status == 1


def test_a_selection_never_hides_that_a_file_could_not_be_read(folder: Folder) -> None:
    folder.write({"bad.yaml": "a: [b", "mesh.yaml": MESH})

    assert rules(folder, "--select", JWT) == ["syntax-error", JWT]
    assert rules(folder, "--select", JWT, "--ignore", "syntax-error") == [JWT]


class TestWhatItIsJudgedBy:
    @pytest.mark.parametrize(
        ("arguments", "severity"),
        [
            pytest.param([], "info", id="no environment"),
            pytest.param(["--environment", "production"], "warning", id="production"),
            pytest.param(["--environment", "development"], None, id="development"),
            pytest.param(["--config", "environment=production"], "warning", id="by its key"),
        ],
    )
    def test_the_environment_selects_the_threshold(
        self, arguments: list[str], severity: str | None, folder: Folder
    ) -> None:
        folder.write({"mesh.yaml": MESH})
        assert severities(folder, *arguments).get(SAMPLING) == severity

    def test_the_size_of_the_cluster_selects_the_threshold(self, folder: Folder) -> None:
        folder.write({"mesh.yaml": MESH})
        assert "control-plane-memory-low" not in rules(folder, "--cluster-size", "medium")
        assert "control-plane-memory-low" in rules(folder, "--cluster-size", "large")

    def test_the_release_on_the_command_line_wins_over_that_in_the_file(
        self, folder: Folder
    ) -> None:
        folder.write({"mesh.yaml": MESH})
        new = folder.run("--select", JWT, "--output-format=concise")
        old = folder.run("--select", JWT, "--output-format=concise", "--istio-version", "1.20")

        assert "nothing reads jwtPolicy since 1.22" in new.out
        assert "nothing reads jwtPolicy" not in old.out

    def test_the_release_is_assumed_only_where_nothing_names_it(self, folder: Folder) -> None:
        folder.write({"mesh.yaml": MESH, "route.yaml": ROUTE})

        assert "is assumed" in folder.run("route.yaml").out
        assert "is assumed" not in folder.run("route.yaml", "--istio-version", "1.30").out
        assert "is assumed" not in folder.run("route.yaml", "--project", ".").out
        assert "is assumed" not in folder.run("mesh.yaml").out

    def test_certificates_are_judged_as_of_a_day(self, folder: Folder) -> None:
        text = INPUTS.joinpath("certificates", "credential.yaml").read_text(encoding="utf-8")
        folder.write({"credential.yaml": text})

        def found(*now: str) -> list[str]:
            certificates = ["--select", "certificate-not-valid,certificate-expires-soon"]
            return rules(folder, *certificates, *now)

        assert found("--now", "2026-06-01") == []
        assert found("--now", "2026-12-30T12:00:00+02:00") == ["certificate-expires-soon"]
        assert found("--now=2027-01-02") == ["certificate-not-valid"]

    def test_a_day_that_is_none_is_refused(self, folder: Folder) -> None:
        run = folder.run("check", "--now", "tomorrow")
        assert run.status == 2
        assert '--now: "tomorrow" is no date such as 2026-12-31' in run.err


class TestWhatIsInSight:
    def test_a_project_is_context_and_only_what_is_named_is_reported(self, folder: Folder) -> None:
        folder.write({"mesh/route.yaml": ROUTE, "mesh/rule.yaml": RULE, "mesh/pod.yaml": POD})

        assert rules(folder, "mesh/route.yaml") == []
        assert rules(folder, "mesh/route.yaml", "--project", "mesh") == ["subset-not-found"]
        assert rules(folder, "mesh/rule.yaml", "--project", ".") == []

    def test_a_project_that_is_not_there_is_said(self, folder: Folder) -> None:
        folder.write({"route.yaml": ROUTE})
        run = folder.run("route.yaml", "--project", "nowhere", "-q")
        assert run == (2, "", 'error: "nowhere" cannot be read: No such file or directory\n')

    def test_in_a_closed_world_what_is_missing_does_not_exist(self, folder: Folder) -> None:
        elsewhere = ROUTE.replace("host: reviews", "host: reviews.other.svc.cluster.local")
        folder.write({"route.yaml": elsewhere, "rule.yaml": RULE})

        assert severities(folder) == {"subset-not-found": "info"}
        assert severities(folder, "--closed-world") == {"subset-not-found": "error"}
        assert severities(folder, "--config", "closed-world=true") == {"subset-not-found": "error"}

    def test_a_chart_beside_values_is_read_with_them(self, folder: Folder) -> None:
        folder.write(
            {
                "app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n"
                "- {name: istiod, version: 1.24.3, repository: 'https://example.com'}\n",
                "app/values.yaml": "istiod: {global: {proxy: {privileged: true}}}\n",
            }
        )
        assert PRIVILEGED in rules(folder, "app/values.yaml")
        assert '"files": 1' in folder.run("app/values.yaml", "--output-format=json").out


class TestStandardInput:
    def test_it_is_linted_under_the_name_of_a_file(self, folder: Folder) -> None:
        values = "global: {proxy: {privileged: true}}\n"
        arguments = ("check", "--output-format=concise", "--select", PRIVILEGED, "-q")
        named = folder.run(
            *arguments, "-", "--stdin-filename", "./a/../mesh/istiod.yaml", piped=values
        )

        assert named.out.startswith("mesh/istiod.yaml:1:30: ")
        assert folder.run(*arguments, "-", piped=values).out.startswith("<stdin>:1:30: ")

    def test_a_name_for_it_is_enough_to_read_it(self, folder: Folder) -> None:
        run = folder.run("--stdin-filename", "pod.yaml", "--output-format=concise", "-q", piped=POD)
        assert run.out.startswith("pod.yaml:7:35: ")

    def test_its_configuration_is_that_of_its_name(self, folder: Folder) -> None:
        folder.write({"mesh/istiolint.yaml": "ignore: [all]\n"})
        assert folder.run("-", "--stdin-filename", "mesh/pod.yaml", piped=POD).status == 0
        assert folder.run("-", "--stdin-filename", "pod.yaml", piped=POD).status == 1

    def test_it_stands_for_the_file_of_its_name_in_the_project(self, folder: Folder) -> None:
        folder.write({"rule.yaml": RULE, "route.yaml": ROUTE})
        arguments = ("-", "--stdin-filename", "route.yaml", "--project", ".", "-q")

        assert folder.run(*arguments, piped=ROUTE).status == 1
        assert folder.run(*arguments, piped=ROUTE.replace("v2", "v1")) == (0, "", "")

    def test_its_project_must_be_there(self, folder: Folder) -> None:
        run = folder.run("-", "--project", "nowhere", "-q", piped=ROUTE)
        assert run == (2, "", 'error: "nowhere" cannot be read: No such file or directory\n')

    def test_a_name_outside_is_told_in_full(self, folder: Folder) -> None:
        run = folder.run(
            "--stdin-filename", "/mesh/pod.yaml", "--output-format=concise", "-q", piped=POD
        )
        assert run.out.startswith("/mesh/pod.yaml:7:35: ")


class TestConfiguration:
    def test_settings_may_differ_from_path_to_path(self, folder: Folder) -> None:
        folder.write(
            {
                "dev/mesh.yaml": MESH,
                "prod/mesh.yaml": MESH,
                ".istiolint.yaml": f"select: [{SAMPLING}]\nper-path:\n"
                "  dev/: {environment: development}\n  prod/: {environment: production}\n",
            }
        )
        run = folder.run("--output-format=concise", "-q")
        assert run.out.startswith("prod/mesh.yaml:8:28: warning")
        assert run.out.count("\n") == 1

    def test_a_rule_has_the_severity_and_the_options_it_is_given(self, folder: Folder) -> None:
        folder.write(
            {
                "mesh.yaml": MESH,
                ".istiolint.yaml": "rules:\n"
                f"  {PRIVILEGED}: {{severity: error}}\n"
                "  syntax-error: {severity: info}\n"
                "  control-plane-memory-low: {small: 16Gi}\n",
                "bad.yaml": "a: [b",
            }
        )
        found = severities(folder)
        assert found[PRIVILEGED] == "error"
        assert found["syntax-error"] == "info"
        assert found["control-plane-memory-low"] == "warning"

    def test_a_single_setting_leads_into_a_rule(self, folder: Folder) -> None:
        folder.write({"mesh.yaml": MESH})
        found = severities(folder, "--config", f"rules.{PRIVILEGED}.severity=info")
        assert found[PRIVILEGED] == "info"

    def test_the_nearest_file_is_in_force_and_none_if_isolated(self, folder: Folder) -> None:
        folder.write(
            {
                "pod.yaml": POD,
                "mesh/pod.yaml": POD,
                "istiolint.yaml": "ignore: [all]\n",
                "mesh/istiolint.yaml": "select: [security]\n",
            }
        )
        assert len(rules(folder)) == 1
        assert len(rules(folder, "--isolated")) == 2

    def test_a_named_file_stands_for_all_others(self, folder: Folder) -> None:
        folder.write({"pod.yaml": POD, "istiolint.yaml": "ignore: [all]\n", "ci.yaml": "{}\n"})
        assert rules(folder) == []
        assert rules(folder, "--config", "ci.yaml") == [POD_PRIVILEGED]

    def test_excluded_paths_are_left_out(self, folder: Folder) -> None:
        folder.write({"a/pod.yaml": POD, "b/pod.yaml": POD, ".istiolint.yaml": "exclude: [a/]\n"})
        assert len(rules(folder)) == 1
        assert len(rules(folder, "--exclude", "nothing")) == 2


@pytest.mark.parametrize(
    ("release", "nearest"), [(f"1.{NEWEST.minor + 1}", str(NEWEST)), ("1.9", "1.16")]
)
def test_a_release_that_is_not_known_is_named(release: str, nearest: str, folder: Folder) -> None:
    folder.write({"mesh.yaml": MESH})
    run = folder.run("check", "--istio-version", release, "--select", PRIVILEGED, "-q")
    known = f"only 1.16 to {NEWEST} are"
    expected = f"note: Istio {release} is not known, {known}; {nearest} stands in for it\n"
    assert (run.status, run.err) == (1, expected)
