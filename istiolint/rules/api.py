"""All that a rule may import.

A rule is a module: its docstring is the rule's page, its file name the rule's name, its
folder the category, ``EXAMPLES`` its tests, and ``check`` a generator of findings that
the :func:`rule` decorator turns into a :class:`Rule`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from istiolint.diagnostic import Edit, Fix, Label, Severity
from istiolint.kinds import (
    DESTINATION_RULE,
    POD_TEMPLATES,
    TELEMETRY,
    VIRTUAL_SERVICE,
    WORKLOADS,
    Kind,
)
from istiolint.project.groups import Group
from istiolint.project.lookup import Lookup, Sight
from istiolint.releases import Release, ReleaseRange
from istiolint.resources.hosts import complete
from istiolint.resources.resource import Resource
from istiolint.rules.rule import (
    Context,
    Example,
    Finding,
    Rule,
    Subject,
    fault,
    group,
    install,
    kinds,
    label_on,
    notice,
    rule,
)
from istiolint.settings import ClusterSize, Environment
from istiolint.syntax.node import Entry, Node

if TYPE_CHECKING:
    from istiolint.baseline import (
        Sampling,
        by_size,
        is_production,
        sampling_help,
        sampling_message,
    )
    from istiolint.inputs.document import Role
    from istiolint.install.install import Install
    from istiolint.install.setting import UNKNOWN, Origin, Setting
    from istiolint.project.project import Project
    from istiolint.resources.quantity import memory
    from istiolint.resources.quantity import parse as quantity
    from istiolint.schema.fault import Fault, Reader
    from istiolint.schema.words import (
        actual,
        cost_of_unknown,
        cost_of_wrong,
        did_you_mean,
        place,
        sentence,
        severity_of_unknown,
        severity_of_wrong,
        shown,
        types,
    )
    from istiolint.syntax.edit import quote, remove, rename_key, replace
    from istiolint.syntax.show import dotted

_LATE = {
    "Fault": "istiolint.schema.fault",
    "Install": "istiolint.install.install",
    "Origin": "istiolint.install.setting",
    "Project": "istiolint.project.project",
    "Reader": "istiolint.schema.fault",
    "Role": "istiolint.inputs.document",
    "Sampling": "istiolint.baseline",
    "Setting": "istiolint.install.setting",
    "UNKNOWN": "istiolint.install.setting",
    "by_size": "istiolint.baseline",
    "is_production": "istiolint.baseline",
    "memory": "istiolint.resources.quantity",
    "quantity": "istiolint.resources.quantity:parse",
    "actual": "istiolint.schema.words",
    "cost_of_unknown": "istiolint.schema.words",
    "cost_of_wrong": "istiolint.schema.words",
    "did_you_mean": "istiolint.schema.words",
    "place": "istiolint.schema.words",
    "sentence": "istiolint.schema.words",
    "severity_of_unknown": "istiolint.schema.words",
    "severity_of_wrong": "istiolint.schema.words",
    "shown": "istiolint.schema.words",
    "types": "istiolint.schema.words",
    "quote": "istiolint.syntax.edit",
    "rename_key": "istiolint.syntax.edit",
    "replace": "istiolint.syntax.edit",
    "dotted": "istiolint.syntax.show",
    "remove": "istiolint.syntax.edit",
    "sampling_help": "istiolint.baseline",
    "sampling_message": "istiolint.baseline",
}
"""What only some rules need, and where it is: loaded with the first rule that imports it."""


def __getattr__(name: str) -> Any:
    """Load what is not needed by every rule."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, other = _LATE[name].partition(":")
    return getattr(import_module(module), other or name)


__all__ = [
    "DESTINATION_RULE",
    "POD_TEMPLATES",
    "TELEMETRY",
    "UNKNOWN",
    "VIRTUAL_SERVICE",
    "WORKLOADS",
    "ClusterSize",
    "Context",
    "Edit",
    "Entry",
    "Environment",
    "Example",
    "Fault",
    "Finding",
    "Fix",
    "Group",
    "Install",
    "Kind",
    "Label",
    "Lookup",
    "Node",
    "Origin",
    "Project",
    "Reader",
    "Release",
    "ReleaseRange",
    "Resource",
    "Role",
    "Rule",
    "Sampling",
    "Setting",
    "Severity",
    "Sight",
    "Subject",
    "actual",
    "by_size",
    "complete",
    "cost_of_unknown",
    "cost_of_wrong",
    "did_you_mean",
    "dotted",
    "fault",
    "group",
    "install",
    "is_production",
    "kinds",
    "label_on",
    "memory",
    "notice",
    "place",
    "quantity",
    "quote",
    "remove",
    "rename_key",
    "replace",
    "rule",
    "sampling_help",
    "sampling_message",
    "sentence",
    "severity_of_unknown",
    "severity_of_wrong",
    "shown",
    "types",
]
