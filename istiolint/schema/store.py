"""Where the data files are: the only place that knows.

An installed package carries them inside, as ``istiolint/_schemas``; in a checkout they lie
beside the package, in ``schemas``. Python's import system reads both, so either may be
inside a zip file.
"""

from __future__ import annotations

import os.path
from functools import cache
from typing import Any


@cache
def load(name: str) -> Any:
    """What the JSON file ``name`` (``charts/istiod.json``) holds: shared, not to be changed.

    ``OSError`` if there is no such file.
    """
    from json import loads

    package = os.path.dirname(os.path.dirname(__file__))
    try:
        data = _read(os.path.join(package, "_schemas", name))
    except OSError:
        data = _read(os.path.join(os.path.dirname(package), "schemas", name))
    return loads(data)


def _read(path: str) -> bytes:
    loader: Any = __spec__.loader
    data: bytes = loader.get_data(path)
    return data
