"""The formats of texts: durations, quantities, ports, blocks of addresses, regular expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from istiolint.schema.duration import PATTERN, parse

RE2 = {"regex": "re2"}
PORTS = {
    "proxyAdminPort": "port",
    "proxyListenPort": "port",
    "statusPort": "port-or-none",
}
"""The settings of the proxy that istiod's validation takes only ports for; 0 is no status port."""

OF_MESH = {**RE2, **PORTS}
"""The formats that istiod demands of fields of mesh config, by their keys."""

FORMATS: Mapping[str, Mapping[str, str]] = {"VirtualService": RE2}
"""The formats that validation demands of fields and the schemas of resources do not tell."""

# Every engine takes these: no flags, and no end of a text but "$".
_PATTERNS = {
    "address-or-socket": r"(?!unix://).*|unix://(?:/.*[^/]|@(?:.*[^/])?)",
    "go-duration": PATTERN,
    "label-name": r"[^*]+",
    "label-value": r"[^*]*",
    "no-mere-wildcard": r"(?!\*$).*",
    "own-namespace": r"",
    "percent-or-int": r"[0-9]+%",
    "plugin-url": r"(?:[hH][tT][tT][pP][sS]?|[oO][cC][iI]|[fF][iI][lL][eE])://.*"
    r"|(?!\w[\w+.-]*://).*",
    "port-name": r"(?=.{1,62}$)[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?",
    "port-number": r"(?=[0-9]{1,9}$)0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}"
    r"|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])",
    "port-or-name": r"(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*",
    "probe-scheme": r"|HTTP|HTTPS",
    "prometheus-duration": r"0|(?=[0-9])(?:[0-9]+y)?(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?"
    r"(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?",
    "quantity": r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]?|[eE][+-]?[0-9]+)",
    "web-url": r"[hH][tT][tT][pP][sS]?://.*",
}

_BLOCK = r"[0-9A-Fa-f.:]+/[0-9]{1,3}"


def has_form(text: str, name: str) -> bool:
    """Whether a text has a form; one that we do not know says nothing."""
    if name in _TESTS:
        return _TESTS[name](text)
    return name not in _PATTERNS or re.fullmatch(_PATTERNS[name], text) is not None


def pattern_of(name: str) -> str | None:
    """A form as far as a regular expression tells it that every engine takes, if one does."""
    return f"^(?:{_PATTERNS[name]})$" if name in _PATTERNS else None


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


def is_as_long(text: str, least: str) -> bool:
    """Whether a duration is no shorter than another; of what is none, nothing is said."""
    found, bound = parse(text), parse(least)
    return found is None or bound is None or found >= bound


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "cidr": _is_cidr,
    "go-duration": lambda text: parse(text) is not None,
    "re2": _is_re2,
}
