"""Each path has its settings: files below, entries for paths over them, the command line on top."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from istiolint.config.configuration import Configuration
from istiolint.config.explain import shown
from istiolint.config.problem import ConfigError
from istiolint.diagnostic import Severity
from istiolint.releases import Release
from istiolint.settings import Environment, Override, RuleSettings, Settings

Write = Callable[[Mapping[str, str]], Path]


def test_without_any_configuration_the_defaults_hold(tmp_path: Path) -> None:
    assert Configuration(tmp_path).settings_for("a/b.yaml") == Settings()


def test_each_file_has_the_settings_of_the_nearest_configuration(write: Write) -> None:
    root = write(
        {
            "istiolint.yaml": "istio-version: 1.20\nignore: [security]\n",
            "mesh/pyproject.toml": "[tool.istiolint]\nistio-version = '1.24'\n",
        }
    )
    configuration = Configuration(root)
    above = Settings(istio_version=Release(20), ignore=("security",), source="istiolint.yaml")
    inside = Settings(istio_version=Release(24), source="mesh/pyproject.toml")
    assert configuration.settings_for("a.yaml") == above
    assert configuration.settings_for("other/a.yaml") == above
    assert configuration.settings_for("mesh/a.yaml") == inside
    assert configuration.settings_for("mesh/b/c.yaml") == inside


def test_the_current_directory_and_other_folders_have_settings(write: Write) -> None:
    root = write(
        {
            "istiolint.yaml": "per-path: {mesh/: {ignore: [all]}}\n",
            "mesh/a.yaml": "",
        }
    )
    configuration = Configuration(root)
    assert configuration.settings_for(".").source == "istiolint.yaml"
    assert configuration.settings_for(".").ignore == ()
    assert configuration.settings_for("mesh/").ignore == ("all",)


def test_a_file_outside_is_named_by_its_absolute_path(write: Write) -> None:
    root = write(
        {
            "w/istiolint.yaml": "",
            "x/istiolint.yaml": "fail-on: error\nper-path: {a.yaml: {ignore: [all]}}\n",
        }
    )
    settings = Configuration(root / "w").settings_for(f"{root}/x/a.yaml")
    assert (settings.fail_on, settings.ignore) == (Severity.ERROR, ("all",))
    assert settings.source == f"{root}/x/istiolint.yaml"


def test_a_link_to_a_folder_is_configured_where_the_link_is(write: Write) -> None:
    root = write({"w/istiolint.yaml": "fail-on: error\n", "x/a.yaml": ""})
    (root / "w" / "link").symlink_to(root / "x")
    assert Configuration(root / "w").settings_for("link/a.yaml").fail_on is Severity.ERROR


class TestPathsWithSettingsOfTheirOwn:
    TEXT = """\
environment: production
ignore: [security]
rules: {control-plane-memory-low: {small: 2Gi, large: 9Gi}}
per-path:
  dev/**: {environment: development, rules: {control-plane-memory-low: {small: 1Gi}}}
  "*.json": {ignore: []}
  dev/special.json: {environment: staging, extend-select: [fields]}
"""

    @pytest.mark.parametrize(
        ("path", "environment", "ignore", "small"),
        [
            pytest.param("a.yaml", "production", ("security",), "2Gi", id="none"),
            pytest.param("dev/a.yaml", "development", ("security",), "1Gi", id="a folder"),
            pytest.param("x/a.json", "production", (), "2Gi", id="a name"),
            pytest.param("dev/a.json", "development", (), "1Gi", id="two of them"),
            pytest.param("dev/special.json", "staging", (), "1Gi", id="the last one wins"),
        ],
    )
    def test_they_win_over_the_rest_of_the_file(
        self, write: Write, path: str, environment: str, ignore: tuple[str, ...], small: str
    ) -> None:
        settings = Configuration(write({"istiolint.yaml": self.TEXT})).settings_for(path)
        assert settings.environment == environment
        assert settings.ignore == ignore
        assert settings.rules["control-plane-memory-low"].options == {
            "small": small,
            "large": "9Gi",
        }

    def test_they_count_from_the_folder_of_the_file(self, write: Write) -> None:
        root = write(
            {
                ".git/HEAD": "",
                "istiolint.yaml": "per-path: {/mesh/dev/: {ignore: [all]}}\n",
                "mesh/dev/a.yaml": "",
            }
        )
        assert Configuration(root / "mesh").settings_for("dev/a.yaml").ignore == ("all",)
        assert Configuration(root / "mesh").settings_for("a.yaml").ignore == ()
        assert Configuration(root).settings_for("mesh/dev/a.yaml").ignore == ("all",)

    def test_equal_ones_share_one_value(self, write: Write) -> None:
        configuration = Configuration(write({"istiolint.yaml": self.TEXT}))
        assert configuration.settings_for("a.yaml") is configuration.settings_for("x/b.yaml")
        assert configuration.settings_for("dev/a.yaml") is configuration.settings_for(
            "dev/x/b.yaml"
        )
        assert configuration.settings_for("a.yaml") is not configuration.settings_for("dev/a.yaml")


class TestTheCommandLine:
    FILES: Mapping[str, str] = {
        "istiolint.yaml": "select: [security]\nextend-select: [fields]\nignore: [third-party-jwt]\n"
        "environment: production\nrules: {control-plane-memory-low: {small: 2Gi}}\n"
        "per-path: {dev/: {environment: development, select: [install]}}\n",
    }

    @pytest.mark.parametrize(
        ("overrides", "expected"),
        [
            pytest.param(
                {"environment": Environment.STAGING},
                {"environment": Environment.STAGING},
                id="a value",
            ),
            pytest.param(
                {"select": ("hygiene",)},
                {"select": ("hygiene",), "extend_select": ()},
                id="a selection",
            ),
            pytest.param({"ignore": ("hygiene",)}, {"ignore": ("hygiene",)}, id="what to ignore"),
            pytest.param(
                {"rules": {"control-plane-memory-low": RuleSettings(Severity.INFO)}},
                {
                    "rules": {
                        "control-plane-memory-low": RuleSettings(Severity.INFO, {"small": "2Gi"})
                    }
                },
                id="a rule",
            ),
        ],
    )
    @pytest.mark.parametrize("path", ["a.yaml", "dev/a.yaml"])
    def test_it_wins_over_everything(
        self, write: Write, path: str, overrides: dict[str, Any], expected: dict[str, Any]
    ) -> None:
        configuration = Configuration(write(self.FILES), overrides=overrides)
        settings = configuration.settings_for(path)._asdict()
        assert {field: settings[field] for field in expected} == expected

    def test_it_adds_to_a_selection(self, write: Write) -> None:
        configuration = Configuration(write(self.FILES), overrides={"extend_select": ("hygiene",)})
        settings = configuration.settings_for("a.yaml")
        assert (settings.select, settings.extend_select) == (("security",), ("fields", "hygiene"))
        settings = configuration.settings_for("dev/a.yaml")
        assert (settings.select, settings.extend_select) == (("install",), ("hygiene",))

    def test_it_may_have_paths_of_its_own(self, write: Write) -> None:
        overrides = {"per_path": (Override("a.yaml", {"fail_on": Severity.INFO}),)}
        configuration = Configuration(write(self.FILES), overrides=overrides)
        assert configuration.settings_for("a.yaml").fail_on is Severity.INFO
        assert configuration.settings_for("dev/b.yaml").environment is Environment.PRODUCTION

    def test_it_counts_without_a_file_as_well(self, tmp_path: Path) -> None:
        settings = Configuration(tmp_path, overrides={"closed_world": True}).settings_for("a.yaml")
        assert settings == Settings(closed_world=True)


class TestANamedFile:
    def test_it_stands_for_all_others(self, write: Write) -> None:
        root = write({"a/istiolint.yaml": "fail-on: info\n", "ci/strict.yaml": "fail-on: error\n"})
        settings = Configuration(root, file="ci/strict.yaml").settings_for("a/b.yaml")
        assert (settings.fail_on, settings.source) == (Severity.ERROR, "ci/strict.yaml")

    def test_its_paths_count_from_the_current_directory_unless_it_lies_above(
        self, write: Write
    ) -> None:
        text = "baseline: known.json\nper-path: {/mesh/: {ignore: [all]}}\nexclude: [/mesh/gen]\n"
        root = write({"ci/strict.yaml": text, "strict.yaml": text, "mesh/a.yaml": ""})
        beside = Configuration(root, file="ci/strict.yaml")
        assert beside.settings_for(".").baseline == "known.json"
        assert beside.settings_for(".").exclude == ("/mesh/gen",)
        assert beside.settings_for("mesh/a.yaml").ignore == ("all",)
        above = Configuration(root / "mesh", file="../strict.yaml")
        assert above.settings_for(".").baseline == f"{root}/known.json"
        assert above.settings_for(".").exclude == ("/gen",)
        assert above.settings_for("a.yaml").ignore == ("all",)

    def test_it_may_be_a_table(self, write: Write) -> None:
        root = write({"pyproject.toml": "[tool.istiolint]\nfail-on = 'error'\n"})
        assert (
            Configuration(root, file=root / "pyproject.toml").settings_for("a").fail_on
            is Severity.ERROR
        )

    def test_it_has_to_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as raised:
            Configuration(tmp_path, file="gone.yaml").settings_for("a.yaml")
        assert str(raised.value) == "gone.yaml: cannot be read: No such file or directory"

    def test_it_cannot_be_isolated(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as raised:
            Configuration(tmp_path, file="a.yaml", isolated=True)
        assert str(raised.value) == "--config a.yaml: cannot be used with --isolated"


def test_in_isolation_no_file_counts(write: Write) -> None:
    root = write({"istiolint.yaml": "fail-on: never\n"})
    assert Configuration(root, isolated=True).settings_for("a.yaml") == Settings()


def test_a_broken_file_is_told_to_those_whose_it_is(write: Write) -> None:
    root = write({"istiolint.yaml": "", "mesh/istiolint.yaml": "fail-on: never\n"})
    configuration = Configuration(root)
    assert configuration.settings_for("a.yaml").source == "istiolint.yaml"
    for _ in range(2):
        with pytest.raises(ConfigError) as raised:
            configuration.settings_for("mesh/a.yaml")
        assert str(raised.value) == (
            'mesh/istiolint.yaml:1:10: "fail-on" must be one of error, warning, info, not "never"'
        )


def test_a_link_out_of_the_repository_is_not_followed(write: Write) -> None:
    root = write({"repo/.git/HEAD": "", "secret.yaml": "fail-on: error\n"})
    (root / "repo" / "istiolint.yaml").symlink_to("../secret.yaml")
    with pytest.raises(ConfigError) as raised:
        Configuration(root / "repo").settings_for("a.yaml")
    assert str(raised.value) == f'istiolint.yaml: leads outside "{root}/repo"'


def test_a_file_is_read_once(write: Write) -> None:
    root = write({"istiolint.yaml": "fail-on: error\n"})
    configuration = Configuration(root)
    before = configuration.settings_for("a/b.yaml")
    (root / "istiolint.yaml").write_text("fail-on: never\n")
    assert configuration.settings_for("c/d.yaml") is before


class TestExplaining:
    TEXT = """\
environment: production
per-path:
  dev/: {environment: development}
ignore: [security]
"""

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            pytest.param("a.yaml", ("environment", "production", "istiolint.yaml:1"), id="a file"),
            pytest.param(".", ("environment", "production", "istiolint.yaml:1"), id="here"),
            pytest.param("dev", ("environment", "development", "istiolint.yaml:3"), id="a folder"),
            pytest.param("dev/a.yaml", ("per-path", "[dev/]", "istiolint.yaml:2"), id="paths"),
            pytest.param(
                "dev/a.yaml", ("ignore", "[fields]", "command line"), id="the command line"
            ),
            pytest.param("a.yaml", ("fail-on", "warning", "default"), id="a default"),
        ],
    )
    def test_each_setting_names_its_source(
        self, write: Write, path: str, expected: tuple[str, str, str]
    ) -> None:
        root = write({"istiolint.yaml": self.TEXT, "dev/b.yaml": ""})
        configuration = Configuration(root, overrides={"ignore": ("fields",)})
        found = [(key, shown(value), where) for key, value, where in configuration.explain(path)]
        assert expected in found


class TestStartUp:
    @staticmethod
    def loaded(folder: Path) -> set[str]:
        """What is imported to learn the settings of a file."""
        program = (
            "import sys\nfrom istiolint.config.configuration import Configuration\n"
            "Configuration('.').settings_for('a/b.yaml')\nprint(*sys.modules)\n"
        )
        run = subprocess.run(
            [sys.executable, "-c", program],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        )
        return {name.partition(".")[0] for name in run.stdout.split()}

    def test_without_a_file_no_parser_is_loaded(self, write: Write) -> None:
        root = write({"pyproject.toml": "[project]\n"})
        assert not self.loaded(root) & {"ruamel", "jsonschema", "tomllib", "json"}

    def test_a_good_file_is_no_reason_to_load_jsonschema(self, write: Write) -> None:
        root = write({"istiolint.yaml": "rules: {third-party-jwt: {expect: any}}\n"})
        loaded = self.loaded(root)
        assert "ruamel" in loaded
        assert not loaded & {"jsonschema", "tomllib"}
