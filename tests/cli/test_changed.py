"""``--changed-since`` reports on what a branch touches, and reads the rest as context."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Folder

VALUES = "global: {proxy: {privileged: true}}\n"
ARGUMENTS = ("check", "--select=privileged-proxy", "--output-format=concise", "-q")


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    git("init", "--quiet", "--initial-branch=main")
    git("config", "user.name", "A Developer")
    git("config", "user.email", "developer@example.com")
    names = ("old-istiod.yaml", "edited/istiod.yaml", "staged/istiod.yaml", "gone/istiod.yaml")
    folder.write(dict.fromkeys(names, VALUES))
    folder.write({".gitignore": "ignored/\n"})
    git("add", ".")
    git("commit", "--quiet", "--message", "A mesh")
    return folder


def paths(folder: Folder, *arguments: str) -> list[str]:
    run = folder.run(*ARGUMENTS, *arguments)
    assert run.err == ""
    return [line.partition(":")[0] for line in run.out.splitlines()]


def test_only_what_differs_from_the_revision_or_is_new_is_reported(repository: Folder) -> None:
    repository.write(
        {
            "edited/istiod.yaml": f"# edited\n{VALUES}",
            "staged/istiod.yaml": f"# staged\n{VALUES}",
            "new/caf\u00e9-istiod.yaml": VALUES,
            "ignored/istiod.yaml": VALUES,
        }
    )
    git("add", "staged")
    git("rm", "--quiet", "gone/istiod.yaml")
    different = ["edited/istiod.yaml", "new/caf\u00e9-istiod.yaml", "staged/istiod.yaml"]

    assert paths(repository) == sorted([*different, "old-istiod.yaml"])
    assert paths(repository, "--changed-since", "HEAD") == different
    assert (
        paths(repository, "--changed-since", "main", "edited", "old-istiod.yaml") == different[:1]
    )


def test_what_has_not_changed_is_context(repository: Folder) -> None:
    route = {"route.yaml": ROUTE}
    repository.write({"rule.yaml": RULE})
    git("add", ".")
    git("commit", "--quiet", "--message", "A rule")
    repository.write(route)

    run = repository.run("check", "--changed-since=HEAD", "--output-format=concise", "-q")

    assert run.out.startswith("route.yaml:8:44: error[subset-not-found]")


def test_paths_are_those_of_the_repository_from_any_folder_in_it(
    repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write({"edited/istiod.yaml": f"# edited\n{VALUES}"})
    git("config", "diff.relative", "true")
    monkeypatch.chdir(repository.path / "edited")

    assert paths(repository, "--changed-since", "HEAD") == ["istiod.yaml"]
    monkeypatch.chdir(repository.path / "staged")
    assert paths(repository, "--changed-since", "HEAD") == []
    edited = str(repository.path / "edited" / "istiod.yaml")
    assert paths(repository, "--changed-since", "HEAD", "../edited") == [edited]


def test_no_change_is_no_finding(repository: Folder) -> None:
    summary = "Nothing was checked! (0 files, 0 documents)\n"
    assert repository.run("check", "--changed-since", "HEAD") == (0, summary, "")


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        pytest.param("nonsense", "fatal: bad revision 'nonsense'", id="no revision"),
        pytest.param("--output=x", "fatal: bad revision '--output=x'", id="a flag of git"),
    ],
)
def test_what_git_refuses_is_passed_on(revision: str, said: str, repository: Folder) -> None:
    run = repository.run("check", "--changed-since", revision)
    assert run == (2, "", f"error: --changed-since: {said}\n")
    assert not Path("x").exists()


def test_a_folder_outside_of_git_is_said(folder: Folder) -> None:
    folder.write({"istiod.yaml": VALUES})
    run = folder.run("check", "--changed-since", "HEAD")
    assert run.status == 2
    assert run.err.startswith("error: --changed-since: fatal: not a git repository")


def test_a_machine_without_git_is_said(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write({"istiod.yaml": VALUES})
    monkeypatch.setenv("PATH", str(folder.path))
    said = "error: --changed-since needs git, which is not installed\n"
    assert folder.run("check", "--changed-since", "HEAD") == (2, "", said)


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
