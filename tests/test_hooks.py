"""The hooks we offer to pre-commit, run by the real one on scratch repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from identify.identify import tags_from_filename
from ruamel.yaml import YAML

CHECKOUT = Path(__file__).parents[1]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in YAML(typ="safe").load(CHECKOUT / ".pre-commit-hooks.yaml")
}

PRIVILEGED = """\
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata:
  name: mesh
spec:
  values:
    global:
      proxy:
        privileged: true
"""

CLEAN = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
spec:
  hosts: [reviews]
  http:
    - route:
        - destination:
            host: reviews
"""


class Repository(NamedTuple):
    """A git repository to try things in, away from the user's own git configuration."""

    root: Path
    environment: dict[str, str]

    @classmethod
    def made_in(cls, folder: Path) -> Repository:
        root = folder / "repository"
        root.mkdir(parents=True)
        scripts = Path(sys.executable).parent
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        repository = cls(
            root,
            kept
            | {
                "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
                "PRE_COMMIT_HOME": str(folder / "pre-commit"),
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
            },
        )
        repository.run("git", "init", "--quiet")
        repository.run("git", "config", "user.name", "A Developer")
        repository.run("git", "config", "user.email", "developer@example.com")
        return repository

    def run(self, *command: str, status: int = 0) -> str:
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stdout
        return done.stdout

    def commit(self, files: dict[str, str], status: int = 0) -> str:
        for name, text in files.items():
            self.root.joinpath(name).write_text(text, encoding="utf-8")
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--message", "Change the mesh", status=status)

    def with_hooks_of(self, source: dict[str, Any]) -> None:
        # JSON is YAML, and pre-commit refuses a configuration that is not staged.
        self.root.joinpath(".pre-commit-config.yaml").write_text(
            json.dumps({"repos": [source]}), encoding="utf-8"
        )
        self.run("git", "add", ".pre-commit-config.yaml")
        self.run("pre-commit", "install")

    def with_installed_hook(self, name: str) -> None:
        hook = {**HOOKS[name], "language": "system"}
        self.with_hooks_of({"repo": "local", "hooks": [hook]})


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.made_in(tmp_path)


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize(
    ("name", "runs"),
    [
        pytest.param("values.yaml", True, id="values"),
        pytest.param("mesh.yml", True, id="the short suffix"),
        pytest.param("mesh.json", True, id="JSON"),
        pytest.param("README.md", False, id="Markdown"),
        pytest.param("main.go", False, id="a program"),
    ],
)
def test_a_hook_runs_for_files_that_may_configure_a_mesh(hook: str, name: str, runs: bool) -> None:  # noqa: FBT001 - the expectation
    assert bool(tags_from_filename(name) & set(HOOKS[hook]["types_or"])) == runs


@pytest.mark.parametrize("hook", HOOKS)
def test_a_clean_commit_passes(hook: str, repository: Repository) -> None:
    repository.with_installed_hook(hook)
    assert "Passed" in repository.commit({"reviews.yaml": CLEAN})


@pytest.mark.parametrize("hook", HOOKS)
def test_a_commit_with_a_finding_is_stopped(hook: str, repository: Repository) -> None:
    repository.with_installed_hook(hook)
    output = repository.commit({"reviews.yaml": CLEAN, "mesh.yaml": PRIVILEGED}, status=1)
    assert "privileged-proxy" in output
    assert "mesh.yaml:9:21" in output


@pytest.mark.parametrize(
    ("hook", "status"),
    [
        pytest.param("istiolint", 1, id="the whole project"),
        pytest.param("istiolint-files", 0, id="changed files alone"),
    ],
)
def test_a_finding_from_before_stops_a_commit_where_the_whole_project_is_linted(
    hook: str, status: int, repository: Repository
) -> None:
    repository.commit({"mesh.yaml": PRIVILEGED})
    repository.with_installed_hook(hook)
    output = repository.commit({"reviews.yaml": CLEAN}, status=status)
    assert ("privileged-proxy" in output) == bool(status)


@pytest.mark.slow
def test_pre_commit_installs_the_hooks_from_a_clone(repository: Repository, tmp_path: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    published = Repository.made_in(tmp_path / "published")
    for name in listed.stdout.split("\0"):
        if CHECKOUT.joinpath(name).is_file():
            copy = published.root / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, copy)
    published.commit({})

    revision = published.run("git", "rev-parse", "HEAD").strip()
    hooks = [{"id": name} for name in HOOKS]
    repository.with_hooks_of({"repo": str(published.root), "rev": revision, "hooks": hooks})
    assert repository.commit({"reviews.yaml": CLEAN}).count("Passed") == len(hooks)
    output = repository.commit({"mesh.yaml": PRIVILEGED}, status=1)
    assert output.count("privileged-proxy") >= len(hooks)
