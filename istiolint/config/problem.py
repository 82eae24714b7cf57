"""What is wrong with a configuration, told in one line each."""

from __future__ import annotations

from typing import NamedTuple

from istiolint.inputs.walk import printable


class Problem(NamedTuple):
    """A fact about a configuration file; ``line`` is 0 if it is about the file as a whole."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return printable(f"{place}: {self.message}")


class ConfigError(Exception):
    """A configuration that cannot be used, with all its problems in order."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def about_file(path: str, message: str) -> ConfigError:
    """The error for a problem with a file as a whole."""
    return ConfigError(Problem(path, 0, 0, message))
