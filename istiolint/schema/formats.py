"""The formats of texts: durations, quantities, ports, blocks of addresses, regular expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from istiolint.schema.duration import parse

RE2 = {"regex": "re2"}
PORTS = {
    "proxyAdminPort": "port",
    "proxyListenPort": "port",
    "statusPort": "port-or-none",
}
"""The settings of the proxy that istiod's validation takes only ports for; 0 is no status port."""

FORMATS: Mapping[str, Mapping[str, str]] = {"VirtualService": RE2}
"""The formats that validation demands of fields and the schemas of resources do not tell."""

_PATTERNS = {
    "address-or-socket": r"(?!unix://).*|unix://(?:/.*[^/]|@(?:.*[^/])?)",
    "label-name": r"[^*]+",
    "label-value": r"[^*]*",
    "no-mere-wildcard": r"(?!\*\Z).*",
    "own-namespace": r"",
    "percent-or-int": r"[0-9]+%",
    "plugin-url": r"(?i)(?:http|https|oci|file)://.*|(?!\w[\w+.-]*://).*",
    "port-name": r"(?=.{1,62}\Z)[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?",
    "port-or-name": r"(?=.{1,15}\Z)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*",
    "probe-scheme": r"|HTTP|HTTPS",
    "prometheus-duration": r"0|(?=[0-9])(?:[0-9]+y)?(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?"
    r"(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?",
    "quantity": r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]?|[eE][+-]?[0-9]+)",
    "web-url": r"(?i)https?://.*",
}

_HIGHEST_PORT = 65535
_BLOCK = r"[0-9A-Fa-f.:]+/[0-9]{1,3}"


def has_form(text: str, name: str) -> bool:
    """Whether a text has a form; one that we do not know says nothing."""
    if name in _PATTERNS:
        return re.fullmatch(_PATTERNS[name], text) is not None
    return name not in _TESTS or _TESTS[name](text)


@cache
def _is_re2(text: str) -> bool:
    """Whether RE2 compiles a text; those that any engine takes alike are not asked about."""
    if re.fullmatch(r"[\w/.*+^$-]*", text) and not re.search(r"[*+]{2}|^\^?[*+]", text):
        return True
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(text, options)
    except re2.error:
        return False
    return True


def _is_cidr(text: str) -> bool:
    """Whether a text is a block of addresses; Kubernetes takes zeros before a number."""
    if not re.fullmatch(_BLOCK, text.strip()):
        return False
    from ipaddress import ip_network

    try:
        ip_network(re.sub(r"\b0+(?=[0-9])", "", text.strip()), strict=False)
    except ValueError:
        return False
    return True


def _is_port_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,9}", text) is not None and 0 < int(text) <= _HIGHEST_PORT


def is_as_long(text: str, least: str) -> bool:
    """Whether a duration is no shorter than another; of what is none, nothing is said."""
    found, bound = parse(text), parse(least)
    return found is None or bound is None or found >= bound


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "cidr": _is_cidr,
    "go-duration": lambda text: parse(text) is not None,
    "port-number": _is_port_number,
    "re2": _is_re2,
}
