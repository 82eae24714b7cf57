"""``--changed-since``: which files differ from a revision, as git has it."""

from __future__ import annotations

import subprocess

from istiolint.cli.stop import Stop


def changed_since(revision: str, cwd: str) -> frozenset[str]:
    """Paths below ``cwd`` that differ from a revision or are new to git."""
    differing = _git(cwd, "diff", "--name-only", "--relative", "-z", revision, "--")
    new = _git(cwd, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(path for path in (differing + new).split("\0") if path)


def _git(cwd: str, *arguments: str) -> str:
    command = ["git", *arguments]
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, check=True)  # noqa: S603 - no shell, and git takes no other options from us
    except FileNotFoundError:
        raise Stop("--changed-since needs git, which is not installed") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise Stop(f"--changed-since: {said[0] if said else 'git failed'}") from None
    return done.stdout.decode(errors="surrogateescape")
