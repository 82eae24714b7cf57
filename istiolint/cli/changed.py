"""``--changed-since``: which files differ from a revision, as git has it."""

from __future__ import annotations

import os

from istiolint.cli.stop import Stop


def changed_since(revision: str, cwd: str) -> frozenset[str]:
    """The files of the work tree, by real path, that differ from a revision or are new to git."""
    root = os.path.realpath(_git(cwd, "rev-parse", "--show-toplevel").removesuffix("\n"))
    different = _git(root, "diff", "--name-only", "-z", "--end-of-options", revision, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(os.path.join(root, path) for path in (different + new).split("\0") if path)


def _git(folder: str, *arguments: str) -> str:
    import subprocess

    command = ["git", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)  # noqa: S603 - no shell, and no option comes from the user
    except FileNotFoundError:
        raise Stop("--changed-since needs git, which is not installed") from None
    except subprocess.CalledProcessError as error:
        said = os.fsdecode(error.stderr).strip().splitlines()
        raise Stop(f"--changed-since: {said[0] if said else 'git failed'}") from None
    return os.fsdecode(done.stdout)
