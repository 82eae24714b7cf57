"""Installs out of several files, from the configuration and from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Folder

BASE = "pilot: {traceSampling: 60}\nglobal: {proxy: {privileged: true}}\n"
PROD = "pilot:\n  traceSampling: 70\n  resources: {limits: {memory: 1Gi}}\n"
MEMORY, SAMPLING = "control-plane-memory-low", "trace-sampling-high"
JWT, PRIVILEGED = "third-party-jwt", "privileged-proxy"
FOUR = ("--select", f"{MEMORY},{SAMPLING},{JWT},{PRIVILEGED}")
ENTRY = "installs:\n- {name: mesh, chart: istiod, files: [base.yaml, prod.yaml]}\n"
OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: "


def found(folder: Folder, *arguments: str, piped: str = "") -> list[str]:
    """Where the rules speak, and which of them."""
    chosen = () if "--select" in arguments else FOUR
    run = folder.run("check", "--output-format=json", *chosen, *arguments, piped=piped)
    assert run.err == ""
    said = json.loads(run.out)["diagnostics"]
    return [f"{each['path']}:{each['line']} {each['rule']}" for each in said]


BOTH = [f"base.yaml:2 {PRIVILEGED}", f"prod.yaml:2 {SAMPLING}", f"prod.yaml:3 {MEMORY}"]


class TestFromTheConfiguration:
    def test_all_files_are_judged_together(self, folder: Folder) -> None:
        folder.write({"base.yaml": BASE, "prod.yaml": PROD, ".istiolint.yaml": ENTRY})
        assert found(folder) == BOTH

    def test_only_what_is_named_is_reported_and_the_rest_is_read(self, folder: Folder) -> None:
        folder.write({"base.yaml": BASE, "prod.yaml": PROD, ".istiolint.yaml": ENTRY})
        assert found(folder, "base.yaml") == BOTH[:1]
        assert found(folder, "prod.yaml") == BOTH[1:]

    def test_files_are_read_that_git_ignores(self, folder: Folder) -> None:
        folder.write({"base.yaml": BASE, "prod.yaml": PROD, ".istiolint.yaml": ENTRY})
        folder.write({".git/HEAD": "", ".gitignore": "prod.yaml\n"})
        assert found(folder) == BOTH[:1]

    def test_the_release_of_the_command_line_beats_that_of_an_entry(self, folder: Folder) -> None:
        folder.write({"a.yaml": "global: {jwtPolicy: first-party-jwt}\n"})
        entry = "{name: a, chart: istiod, files: [a.yaml], istio-version: '1.20'}"
        folder.write({".istiolint.yaml": f"istio-version: '1.30'\ninstalls: [{entry}]\n"})
        first = folder.run("--select", JWT, "--output-format", "concise")
        assert "1.22" not in first.out
        second = folder.run("--select", JWT, "--output-format", "concise", "--istio-version=1.30")
        assert first.out != second.out

    def test_a_file_that_is_not_there_is_told(self, folder: Folder) -> None:
        folder.write({"base.yaml": BASE, ".istiolint.yaml": ENTRY})
        run = folder.run("--output-format=concise")
        assert run.status == 2
        assert run.err == 'error: "prod.yaml", a file of install "mesh", cannot be read\n'

    def test_a_link_that_leads_out_of_the_root_is_not_followed(
        self, folder: Folder, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        outside = tmp_path_factory.mktemp("outside") / "prod.yaml"
        outside.write_text(PROD)
        folder.write({"base.yaml": BASE})
        (folder.path / "prod.yaml").symlink_to(outside)
        folder.write({".istiolint.yaml": ENTRY})
        run = folder.run("--output-format=concise", "base.yaml")
        assert run.status == 2
        assert "leads outside" in run.err
        assert run.err.count("\n") == 1

    def test_a_path_that_leads_out_of_the_root_is_refused(self, folder: Folder) -> None:
        folder.write({"base.yaml": BASE, ".istiolint.yaml": ENTRY.replace("prod", "../../prod")})
        run = folder.run()
        assert run.status == 2
        assert '.istiolint.yaml:2:50: "../../prod.yaml" leads outside "' in run.err

    def test_a_configuration_above_names_files_outside_of_the_current_folder(
        self, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry = "installs: [{name: mesh, chart: istiod, files: [base.yaml, mesh/prod.yaml]}]\n"
        folder.write({"base.yaml": BASE, "mesh/prod.yaml": PROD})
        folder.write({".istiolint.yaml": entry, ".git/HEAD": ""})
        monkeypatch.chdir(folder.path / "mesh")
        assert found(folder) == [each for each in BOTH if each.startswith("prod")]

    def test_an_assignment_that_is_none_is_told_where_it_stands(self, folder: Folder) -> None:
        entry = (
            "installs:\n- {name: mesh, chart: istiod, files: [a.yaml], set: ['a[x]=1'],"
            " set-string: [a.b=1]}\n"
        )
        folder.write({"a.yaml": BASE, ".istiolint.yaml": entry})
        run = folder.run()
        assert run.status == 2
        assert '.istiolint.yaml:2:54: "x" in "a[x]=1" is no index of a list' in run.err


class TestFromTheCommandLine:
    def test_files_are_merged_in_their_order(self, folder: Folder) -> None:
        folder.write({"base.yaml": BASE, "prod.yaml": PROD, "other.yaml": BASE})
        given = ("--chart", "istiod", "-f", "base.yaml", "--values", "prod.yaml")
        assert found(folder, *given) == BOTH

    def test_single_values_are_shown_as_they_are_laid_over_the_files(self, folder: Folder) -> None:
        folder.write({"prod.yaml": PROD})
        given = ("-f", "prod.yaml", "--set", "pilot.resources=null,pilot.traceSampling=80")
        run = folder.run("--chart", "istiod", "--istio-version", "1.30", *FOUR, *given)
        flag = "--set pilot.resources=null,pilot.traceSampling=80"
        assert f" --> {flag}\n" in run.out
        assert f"1 | {flag}\n  | {' ' * 47}^^\n" in run.out
        assert "in 2 of 1" not in run.out
        assert ") in 0 of 1 file (1 document, 1 install)." in run.out

    def test_text_stays_text(self, folder: Folder) -> None:
        folder.write({"a.yaml": "a: 1\n"})
        given = ("--chart=istiod", "-f", "a.yaml", "--select", PRIVILEGED)
        single = "global.proxy.privileged=true"
        assert len(found(folder, *given, "--set", single)) == 1
        assert found(folder, *given, "--set", single, "--set-string", "a=1") != []

    def test_an_install_may_have_single_values_alone(self, folder: Folder) -> None:
        folder.write({"a.yaml": PROD})
        single = ("--set", "global.proxy.privileged=true", "--select", PRIVILEGED)
        expected = [f"--set global.proxy.privileged=true:1 {PRIVILEGED}"]
        assert found(folder, "--chart", "istiod", *single) == expected

    def test_an_install_is_something_to_check_where_there_are_no_files(
        self, folder: Folder
    ) -> None:
        single = ("--set", "global.proxy.privileged=true", "--select", PRIVILEGED)
        expected = [f"--set global.proxy.privileged=true:1 {PRIVILEGED}"]
        assert found(folder, "--chart", "istiod", *single) == expected
        clean = folder.run("--chart", "istiod", "--set", "a=1", "--select", PRIVILEGED)
        assert (clean.status, clean.err) == (0, "")
        assert clean.out.startswith("All checks passed! (0 files, 0 documents, 1 install)")

    @pytest.mark.parametrize("chart", ["istiod", "ambient"])
    def test_it_may_leave_all_to_its_chart(self, folder: Folder, chart: str) -> None:
        assert found(folder, "--chart", chart) == [f"--chart {chart}:1 {MEMORY}"]

    def test_what_is_set_is_in_no_file_whatever_the_format(self, folder: Folder) -> None:
        given = ("--chart=istiod", "--select", f"{PRIVILEGED},{SAMPLING}")
        flags = ("--set", "global.proxy.privileged=true", "--set-string", "pilot.traceSampling=50")
        concise = folder.run(*given, *flags, "--output-format=concise").out.splitlines()
        assert concise[0].startswith("--set global.proxy.privileged=true: warning[")
        assert concise[1].startswith("--set-string pilot.traceSampling=50: warning[")
        github = folder.run(*given, *flags, "--output-format=github").out
        assert "::warning title=privileged-proxy::--set global.proxy.privileged=true%0A" in github
        sarif = json.loads(folder.run(*given, *flags, "--output-format=sarif").out)
        assert [each["locations"] for each in sarif["runs"][0]["results"]] == [
            [{"logicalLocations": [{"fullyQualifiedName": flag}, {"fullyQualifiedName": path}]}]
            for flag, path in (
                ("--set global.proxy.privileged=true", "global.proxy.privileged"),
                ("--set-string pilot.traceSampling=50", "pilot.traceSampling"),
            )
        ]

    def test_a_plan_names_the_flag_that_an_install_is_about(self, folder: Folder) -> None:
        given = ("capacity", "--chart=istiod", "--set", "pilot.autoscaleMin=2")
        run = folder.run(*given, "--output-format=json")
        assert '"path": "--set pilot.autoscaleMin=2"' in run.out

    def test_what_is_replaced_by_its_like_is_told_to_programs_alone(self, folder: Folder) -> None:
        folder.write(
            {"a.yaml": "pilot: {autoscaleMin: 2}\n", "b.yaml": "pilot: {autoscaleMin: 3}\n"}
        )
        given = ("effective", "--chart=istiod", "-f", "a.yaml", "-f", "b.yaml")
        flags = ("--set", "pilot.autoscaleMin=2", "--setting=pilot.autoscaleMin")
        lines = folder.run(*given, *flags).out.splitlines()
        assert [each.strip() for each in lines if "instead" in each] == [
            "instead of 3  b.yaml:1:23",
            "instead of 1  default of the chart",
        ]
        said = json.loads(folder.run(*given, *flags, "--output-format=json").out)
        (setting,) = said["installs"][0]["settings"]
        assert [each["value"] for each in setting["overrides"]] == [3, 2, 1]

    def test_the_effective_settings_name_flags(self, folder: Folder) -> None:
        given = ("effective", "--chart=istiod", "--setting=pilot.traceSampling")
        flags = ("--set", "pilot.traceSampling=50")
        text = folder.run(*given, *flags).out
        assert "  from --set pilot.traceSampling=50\n" in text
        assert "pilot.traceSampling  50  --set pilot.traceSampling=50\n" in text
        (install,) = json.loads(folder.run(*given, *flags, "--output-format=json").out)["installs"]
        assert install["sources"] == ["--set pilot.traceSampling=50"]
        (setting,) = install["settings"]
        assert [setting[key] for key in ("path", "line", "column")] == [
            "--set pilot.traceSampling=50", 1, 27
        ]  # fmt: skip

    def test_the_release_has_a_name(self, folder: Folder) -> None:
        folder.write({"a.yaml": "a: 1\n"})
        given = ("--chart=istiod", "-f", "a.yaml", "--release-name", "main", "--namespace", "b")
        single = ("--set", "pilot.traceSampling=50", "--select", SAMPLING)
        assert found(folder, *given, *single) == [f"--set pilot.traceSampling=50:1 {SAMPLING}"]

    def test_files_without_a_chart_are_istio_operators(self, folder: Folder) -> None:
        folder.write({"a.yaml": OPERATOR + "{values: {pilot: {traceSampling: 60}}}\n"})
        folder.write({"b.yaml": OPERATOR + "{values: {pilot: {traceSampling: 70}}}\n"})
        assert found(folder, "-f", "a.yaml", "-f", "b.yaml", "--select", SAMPLING) == [
            f"b.yaml:3 {SAMPLING}"
        ]
        single = ("--set", "values.pilot.traceSampling=80", "--select", SAMPLING)
        expected = [f"--set values.pilot.traceSampling=80:1 {SAMPLING}"]
        assert found(folder, "-f", "a.yaml", *single) == expected

    def test_it_stands_for_what_the_configuration_says(self, folder: Folder) -> None:
        folder.write({"base.yaml": BASE, "prod.yaml": PROD, ".istiolint.yaml": ENTRY})
        given = ("--chart", "istiod", "-f", "base.yaml", "--select", SAMPLING)
        assert found(folder, *given) == [f"base.yaml:1 {SAMPLING}"]

    def test_standard_input_may_be_one_of_the_files(self, folder: Folder) -> None:
        folder.write({"base.yaml": BASE, "prod.yaml": "a: 1\n"})
        given = ("--chart", "istiod", "-f", "base.yaml", "-f", "prod.yaml")
        assert found(folder, *given, "--stdin-filename", "prod.yaml", piped=PROD) == BOTH[1:]

    def test_a_file_that_is_not_there_is_told_once(self, folder: Folder) -> None:
        run = folder.run("--chart", "istiod", "-f", "gone.yaml", "--output-format=concise")
        assert run.status == 2
        assert run.err.count("gone.yaml") == 1

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--set", "a=1"], "--set: it takes --chart or -f to say of what install"),
            (["--set-string", "a=1"], "--set-string: it takes --chart or -f"),
            (["--release-name", "a"], "--release-name: it takes --chart or -f"),
            (["--namespace", "a"], "--namespace: it takes --chart or -f"),
            (["--chart", "istiod", "--set", "a"], '--set: "a" has no value'),
            (["--chart", "istiod", "--set-string", "a"], '--set-string: "a" has no value'),
            (["--chart", "istiod", "-f", "-"], "-f: standard input cannot be one of several"),
            (["--chart", "web"], '--chart: "web" is none of istiod, '),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, folder: Folder, arguments: list[str], said: str
    ) -> None:
        run = folder.run("check", *arguments)
        assert run.status == 2
        assert said in run.err


class TestWhatIsNamedElsewhere:
    def test_files_are_read_that_files_name_which_are_read_for_others(self, folder: Folder) -> None:
        folder.write(
            {
                "flux/release.yaml": "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
                "metadata: {name: istiod}\nspec:\n"
                "  chart: {spec: {chart: istiod, version: 1.24.3}}\n"
                "  valuesFrom: [{kind: ConfigMap, name: mesh}]\n"
                "  values: {global: {proxy: {privileged: true}}}\n",
                "flux/kustomization.yaml": "configMapGenerator:\n"
                "- {name: mesh, files: [values.yaml=mesh.yaml]}\n"
                "- {name: other, files: [other.yaml]}\n",
                "flux/mesh.yaml": "pilot: {resources: {limits: {memory: 8Gi}}}\n",
            }
        )
        assert found(folder, "flux/release.yaml") == [f"flux/release.yaml:7 {PRIVILEGED}"]
        assert folder.run("flux/release.yaml", "flux/mesh.yaml", "-q", *FOUR).status == 1

    def test_a_chart_in_the_repository_is_read(self, folder: Folder) -> None:
        folder.write(
            {
                "apps/a.yaml": "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
                "metadata: {name: mesh}\nspec:\n  source:\n    path: charts/mesh\n"
                "    helm: {parameters: [{name: istiod.global.proxy.privileged, value: 'true'}]}\n",
                "charts/mesh/Chart.yaml": "name: mesh\n"
                "dependencies: [{name: istiod, version: 1.24.3}]\n",
                "charts/mesh/values.yaml": "istiod: {pilot: {resources: {limits: {memory: 8Gi}}}}",
            }
        )
        assert found(folder, "apps") == [f"apps/a.yaml:7 {PRIVILEGED}"]

    @pytest.mark.parametrize("named", ["../outside.yaml", "/etc/hostname", "../../a/../b.yaml"])
    def test_nothing_is_read_outside(self, folder: Folder, named: str) -> None:
        (folder.path.parent / "outside.yaml").write_text("pilot: {traceSampling: 60}\n")
        text = (
            "releases:\n- name: istiod\n  chart: istio/istiod\n"
            f"  values: [{named}, {{global: {{proxy: {{privileged: true}}}}}}]\n"
        )
        folder.write({"helmfile.yaml": text})
        assert found(folder) == [f"helmfile.yaml:4 {PRIVILEGED}"]

    def test_nor_outside_a_folder_that_lies_elsewhere(
        self, folder: Folder, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        other: Path = tmp_path_factory.mktemp("other")
        text = "releases: [{name: istiod, chart: istio/istiod, values: [../a.yaml, b.yaml]}]\n"
        (other / "mesh").mkdir()
        (other / "mesh" / "helmfile.yaml").write_text(text)
        (other / "mesh" / "b.yaml").write_text("pilot: {traceSampling: 60}\n")
        (other / "a.yaml").write_text("global: {proxy: {privileged: true}}\n")
        run = folder.run("check", str(other / "mesh"), "--output-format=json", *FOUR)
        assert [each["rule"] for each in json.loads(run.out)["diagnostics"]] == []
        assert json.loads(run.out)["summary"]["files"] == 2
