"""Which configuration file is in force where."""

from __future__ import annotations

import os
from functools import cache

from istiolint.config.paths import reported
from istiolint.config.problem import about_file
from istiolint.inputs.discover import File, read

YAML_NAMES = (".istiolint.yaml", "istiolint.yaml")
PYPROJECT = "pyproject.toml"


class Search:
    """Looks for configuration files, in each folder once.

    The search goes up from a file to the root of its git repository. Without one it ends
    at the current directory, or for files outside that at their own folder.
    """

    def __init__(self, cwd: str) -> None:
        self._cwd = cwd
        self._in = cache(self._file_in)
        self._is_git_root = cache(_is_git_root)

    def nearest(self, folder: str) -> str | None:
        """The file for what lies in ``folder``."""
        found = (self._in(each) for each in self._searched(folder))
        return next((file for file in found if file is not None), None)

    def root(self, folder: str) -> str:
        """The outermost folder that is searched for what lies in ``folder``."""
        return self._searched(folder)[-1]

    def _searched(self, folder: str) -> list[str]:
        """``folder`` and those above it as far as the search goes."""
        lineage = [folder]
        while not self._is_git_root(lineage[-1]):
            parent = os.path.dirname(lineage[-1])
            if parent == lineage[-1]:
                end = lineage.index(self._cwd) if self._cwd in lineage else 0
                return lineage[: end + 1]
            lineage.append(parent)
        return lineage

    def _file_in(self, folder: str) -> str | None:
        names = [name for name in YAML_NAMES if os.path.lexists(os.path.join(folder, name))]
        if _has_table(os.path.join(folder, PYPROJECT), self._cwd):
            names.append(PYPROJECT)
        paths = [os.path.join(folder, name) for name in names]
        if len(paths) > 1:
            other = f'"{names[1]}" beside it is a configuration too; keep one'
            raise about_file(reported(paths[0], self._cwd), other)
        return paths[0] if paths else None


def _is_git_root(folder: str) -> bool:
    return os.path.lexists(os.path.join(folder, ".git"))


def _has_table(path: str, cwd: str) -> bool:
    """Whether there is a ``pyproject.toml`` that configures us.

    Most do not, and are not worth a parser.
    """
    data = read(File(path, path, named=True)) if os.path.isfile(path) else None
    if not isinstance(data, bytes) or b"istiolint" not in data:
        return False
    from istiolint.config.from_toml import table
    from istiolint.config.text import source_of

    return table(source_of(path, reported(path, cwd))) is not None
