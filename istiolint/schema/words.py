"""Faults in the words of their users: where they are, and what they cost.

Rules share these so that one mistake is told alike wherever it is made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from istiolint.diagnostic import Severity
from istiolint.schema.failing import FAILS
from istiolint.schema.fault import SURPLUS, Fault, Reader
from istiolint.schema.replacements import FAILING, REFUSED_BESIDE
from istiolint.spelling import question
from istiolint.syntax.show import dotted

_STRICT_GATEWAY = ((16, 20), (25, 99))
"""The releases whose gateway chart refuses keys that it does not know, by its schema."""

_LOST_MESH_CONFIG = (
    "istiod then cannot read the mesh config and drops all of it: it keeps the last good one, "
    "and has only built-in defaults after a restart"
)

_UNKNOWN: Mapping[Reader, str] = {
    Reader.API_SERVER: (
        "kubectl refuses the object; where another client sends it, the API server drops the "
        "field without a word"
    ),
    Reader.ISTIOCTL: "istioctl refuses the file",
    Reader.HELM: "Helm passes any key on, but nothing in the chart reads this one",
    Reader.ISTIOD: "istiod leaves out what it does not know, so this has no effect",
    Reader.INJECTOR: "the injector leaves out what it does not know, so this has no effect",
    Reader.KUBERNETES: (
        "kubectl refuses the object; where another client sends it, the API server drops the field"
    ),
    Reader.HANDED_ON: (
        "the chart hands it on as it is; Helm and kubectl refuse such an object, and where "
        "another client sends it, the API server drops the field"
    ),
}

_OF_PODS = (
    ("global", "proxy"),
    ("global", "proxy_init"),
    ("global", "waypoint"),
    ("gateways", "securityContext"),
    ("gateways", "seccompProfile"),
)
"""Values of the chart of istiod that it is istiod who puts into pods."""

_PORT_OF_PROBES = ("global", "proxy", "statusPort")
"""A value at which the probe of every sidecar looks."""

_WRONG: Mapping[Reader, str] = {
    Reader.API_SERVER: "the API server rejects the object",
    Reader.ISTIOCTL: "istioctl refuses the file",
    Reader.HELM: "the chart's templates fail on such a value, or take it for something else",
    Reader.CHART_SCHEMA: "the chart's values.schema.json makes Helm refuse the values",
    Reader.ISTIOD: _LOST_MESH_CONFIG,
    Reader.INJECTOR: "the injector refuses to create the pod",
    Reader.KUBERNETES: "the API server rejects the object",
    Reader.HANDED_ON: "the chart hands it on as it is, and the API server rejects the object",
}

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
}


def place(fault: Fault, *, above: bool = False) -> str:
    """Where a fault is: ``spec.http[0] of VirtualService``; ``above`` leaves out its own key."""
    path = dotted(fault.field[:-1] if above else fault.field)
    return f"{path} of {fault.input.name}" if path else fault.input.name


def cost_of_unknown(fault: Fault) -> str:
    """What happens to a key that is not known."""
    if _fails_the_chart(fault):
        return "the istiod chart fails to render with it"
    if _is_no_resource(fault):
        return (
            "the API server rejects it: any resource but cpu, memory, ephemeral-storage and "
            "hugepages has a domain in its name"
        )
    if _is_refused_by_chart(fault):
        return "the chart's values.schema.json makes Helm refuse keys that the chart does not know"
    if fault.input.reader is Reader.HANDED_ON and fault.field[:2] in _OF_PODS:
        return "istiod puts it into pods, and leaves out what they have no field for"
    return _UNKNOWN[fault.input.reader]


def severity_of_unknown(fault: Fault) -> Severity:
    """Whether a key that is not known is refused, or only has no effect."""
    refused = (
        fault.input.reader in (Reader.API_SERVER, Reader.ISTIOCTL)
        or _fails_the_chart(fault)
        or _is_no_resource(fault)
        or _is_refused_by_chart(fault)
    )
    return Severity.ERROR if refused else Severity.WARNING


def _fails_the_chart(fault: Fault) -> bool:
    """Whether the chart looks for the setting, to fail where it is."""
    since = FAILING.get(dotted(fault.field)) if fault.input.chart == "istiod" else None
    is_set = fault.node is None or not fault.node.is_null
    return fault.keyword == FAILS or (
        since is not None and since <= fault.input.release.minor and is_set
    )


def _is_no_resource(fault: Fault) -> bool:
    """Whether the key should have been the name of a resource of a container."""
    return "patternProperties" in fault.notes


def _is_refused_by_chart(fault: Fault) -> bool:
    minor = fault.input.release.minor
    return (
        fault.input.chart == "gateway"
        and len(fault.field) == 1
        and any(first <= minor <= last for first, last in _STRICT_GATEWAY)
    )


def cost_of_wrong(fault: Fault) -> str:
    """What happens to a value that is wrong."""
    if _is_copied(fault):
        return "it reaches the API server as it is, which takes only strings here"
    if _is_handed_on(fault):
        return _WRONG[Reader.HANDED_ON]
    if _is_put_into_pods(fault):
        return "istiod puts it into pods as it is, and their creation fails"
    return _WRONG[fault.input.reader]


def severity_of_wrong(fault: Fault) -> Severity:
    """Whether a value that is wrong is refused, or may work."""
    is_put = _is_copied(fault) or _is_put_into_pods(fault) or _is_handed_on(fault)
    is_refused = fault.input.reader is not Reader.HELM or is_put
    return Severity.ERROR if is_refused else Severity.WARNING


def _is_put_into_pods(fault: Fault) -> bool:
    """Whether the value becomes a part of pods."""
    is_handed_on = fault.input.reader is Reader.HANDED_ON and fault.field[:2] in _OF_PODS
    return is_handed_on or fault.field == _PORT_OF_PROBES


def _is_copied(fault: Fault) -> bool:
    """Whether a template copies the value into an object, where it must be a string."""
    is_type = fault.kind == "wrong-type" and fault.input.reader is Reader.HELM
    return is_type and fault.expected == frozenset(("string",))


def _is_handed_on(fault: Fault) -> bool:
    """Whether it is a word of Kubernetes that a template copies into an object."""
    return fault.kind == "unknown-value" and fault.input.reader is Reader.HELM


def types(names: Collection[str]) -> str:
    """JSON types in words."""
    if {"number", "string"} <= set(names) <= {"boolean", "integer", "number", "string"}:
        return "a single value" if "boolean" in names else "a number"
    known = [each for each in _TYPES if each in names and each != "null"]
    return " or ".join(_TYPES[each] for each in known)


def actual(fault: Fault) -> str:
    """What is written, in words: ``the number 5``, ``a list``."""
    node = fault.node
    if node is None or node.is_mapping:
        return "a mapping"
    return "a list" if node.is_sequence else shown(node.meaning)


def shown(value: Any) -> str:
    """A scalar as part of a sentence; a long one is cut."""
    most = 40
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return f"the number {value}"
    text = str(value)
    return f'"{text}"' if len(text) <= most else f'"{text[:most]}…"'


def suggestion(fault: Fault) -> str:
    """``; did you mean "hosts"?``, where a word comes to mind."""
    if fault.keyword == SURPLUS:
        around = next(each for each in reversed(fault.field[:-1]) if isinstance(each, str))
        return f"; what is in it belongs directly in {around}"
    return question(fault.suggestion)


def sentence(*parts: str) -> str:
    """Parts of a help text, joined."""
    return "; ".join(part for part in parts if part)


def refused_beside(deprecated: Fault) -> str | None:
    """The field beside which istiod refuses a deprecated one, unless that is zero or not known."""
    value = deprecated.node
    if value is None or value.is_unknown or value.value in ("", "0"):
        return None
    others = REFUSED_BESIDE.get(deprecated.name, ())
    return next((each for each in others if each in deprecated.expected), None)
