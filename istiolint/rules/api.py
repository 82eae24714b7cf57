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
    ANNOTATED,
    DESTINATION_RULE,
    GITOPS,
    NAMESPACE,
    POD_TEMPLATES,
    SERVICE,
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
    either,
    group,
    install,
    kinds,
    label_on,
    notice,
    rule,
)
from istiolint.rules.subjects import VARIABLES
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
    from istiolint.install.annotations import ChartAnnotation, chart_annotations
    from istiolint.install.install import Install
    from istiolint.install.setting import UNKNOWN, Origin, Setting
    from istiolint.install.variables import Style, Variable, variables
    from istiolint.project.project import Project
    from istiolint.resources.duration import parse as duration
    from istiolint.resources.metadata import Owner, owners
    from istiolint.resources.plain_values import is_of_type, is_same_in_quotes
    from istiolint.resources.quantity import memory
    from istiolint.resources.quantity import parse as quantity
    from istiolint.schema.annotations import (
        ValueType,
        instead_of,
        is_only_in_code,
        known_name,
        names_of,
        renamed,
        value_type,
    )
    from istiolint.schema.variables import Side
    from istiolint.schema.variables import choices as variable_choices
    from istiolint.schema.variables import default as variable_default
    from istiolint.schema.variables import known as known_variable
    from istiolint.schema.variables import names as variable_names
    from istiolint.schema.variables import type_of as variable_type
    from istiolint.syntax.edit import insert_after, quote, remove, rename_key, replace

_LATE = {
    "ChartAnnotation": "istiolint.install.annotations",
    "Install": "istiolint.install.install",
    "Origin": "istiolint.install.setting",
    "Owner": "istiolint.resources.metadata",
    "Project": "istiolint.project.project",
    "Role": "istiolint.inputs.document",
    "Sampling": "istiolint.baseline",
    "Setting": "istiolint.install.setting",
    "Side": "istiolint.schema.variables",
    "Style": "istiolint.install.variables",
    "UNKNOWN": "istiolint.install.setting",
    "ValueType": "istiolint.schema.annotations",
    "Variable": "istiolint.install.variables",
    "by_size": "istiolint.baseline",
    "chart_annotations": "istiolint.install.annotations",
    "duration": "istiolint.resources.duration:parse",
    "insert_after": "istiolint.syntax.edit",
    "instead_of": "istiolint.schema.annotations",
    "is_of_type": "istiolint.resources.plain_values",
    "is_only_in_code": "istiolint.schema.annotations",
    "is_production": "istiolint.baseline",
    "is_same_in_quotes": "istiolint.resources.plain_values",
    "known_name": "istiolint.schema.annotations",
    "known_variable": "istiolint.schema.variables:known",
    "memory": "istiolint.resources.quantity",
    "names_of": "istiolint.schema.annotations",
    "owners": "istiolint.resources.metadata",
    "quantity": "istiolint.resources.quantity:parse",
    "quote": "istiolint.syntax.edit",
    "remove": "istiolint.syntax.edit",
    "rename_key": "istiolint.syntax.edit",
    "renamed": "istiolint.schema.annotations",
    "replace": "istiolint.syntax.edit",
    "sampling_help": "istiolint.baseline",
    "sampling_message": "istiolint.baseline",
    "value_type": "istiolint.schema.annotations",
    "variable_choices": "istiolint.schema.variables:choices",
    "variable_default": "istiolint.schema.variables:default",
    "variable_names": "istiolint.schema.variables:names",
    "variable_type": "istiolint.schema.variables:type_of",
    "variables": "istiolint.install.variables",
}
"""What only some rules need, and where it is: loaded with the first rule that imports it."""


def __getattr__(name: str) -> Any:
    """Load what is not needed by every rule."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, other = _LATE[name].partition(":")
    return getattr(import_module(module), other or name)


__all__ = [
    "ANNOTATED",
    "DESTINATION_RULE",
    "GITOPS",
    "NAMESPACE",
    "POD_TEMPLATES",
    "SERVICE",
    "TELEMETRY",
    "UNKNOWN",
    "VARIABLES",
    "VIRTUAL_SERVICE",
    "WORKLOADS",
    "ChartAnnotation",
    "ClusterSize",
    "Context",
    "Edit",
    "Entry",
    "Environment",
    "Example",
    "Finding",
    "Fix",
    "Group",
    "Install",
    "Kind",
    "Label",
    "Lookup",
    "Node",
    "Origin",
    "Owner",
    "Project",
    "Release",
    "ReleaseRange",
    "Resource",
    "Role",
    "Rule",
    "Sampling",
    "Setting",
    "Severity",
    "Side",
    "Sight",
    "Style",
    "Subject",
    "ValueType",
    "Variable",
    "by_size",
    "chart_annotations",
    "complete",
    "duration",
    "either",
    "group",
    "insert_after",
    "install",
    "instead_of",
    "is_of_type",
    "is_only_in_code",
    "is_production",
    "is_same_in_quotes",
    "kinds",
    "known_name",
    "known_variable",
    "label_on",
    "memory",
    "names_of",
    "notice",
    "owners",
    "quantity",
    "quote",
    "remove",
    "rename_key",
    "renamed",
    "replace",
    "rule",
    "sampling_help",
    "sampling_message",
    "value_type",
    "variable_choices",
    "variable_default",
    "variable_names",
    "variable_type",
    "variables",
]
