"""``--config KEY=VALUE``: single settings on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from istiolint.config.from_yaml import read_yaml
from istiolint.config.layer import Layer, fields, merged
from istiolint.config.load import understand
from istiolint.config.problem import ConfigError, about_file
from istiolint.text import Source

_KEY = re.compile(r"[\w-]+(?:\.[\w-]+)*", re.ASCII)


def parse_overrides(texts: Iterable[str]) -> dict[str, Any]:
    """The fields of :class:`Settings` that texts such as ``environment=production`` give.

    The last one wins. Values are YAML, ``rules.privileged-proxy.severity=info`` leads into
    ``rules``.
    """
    return fields(merged(map(_layer, texts)))


def _layer(text: str) -> Layer:
    name = f"--config {text}"
    key, _, value = text.partition("=")
    keys = key.strip().split(".")
    if not _KEY.fullmatch(key.strip()):
        raise about_file(name, f'"{key}" is no key of the configuration')
    if keys == ["extend"]:
        raise about_file(name, '"extend" can only be said in a file')
    lines = [f"{'  ' * depth}{each}:" for depth, each in enumerate(keys)]
    source = Source(name, "\n".join(lines) + f" {value}\n")
    try:
        return understand(read_yaml(source), name, ".", ".")
    except ConfigError as error:
        raise ConfigError(*(each._replace(line=0, column=0) for each in error.problems)) from None
