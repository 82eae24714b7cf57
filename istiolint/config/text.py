"""The text of configuration files."""

from __future__ import annotations

import os

from istiolint.config.problem import ConfigError, Problem, about_file
from istiolint.diagnostic import Diagnostic
from istiolint.inputs.decode import decode
from istiolint.inputs.discover import File, read
from istiolint.text import Source


def source_of(location: str, path: str) -> Source:
    """The text of the file at ``location``, which reports call ``path``."""
    if os.path.exists(location) and not os.path.isfile(location):
        raise about_file(path, "is not a regular file")
    data = read(File(path, location, named=True))
    found = decode(path, data) if isinstance(data, bytes) else data
    if isinstance(found, Diagnostic):
        line, column = found.location.start if found.location.source.text else (0, 0)
        raise ConfigError(Problem(path, line, column, found.message))
    return found
