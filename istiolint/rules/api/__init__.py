"""All that a rule may import.

A rule is a module: its docstring is the rule's page, its file name the rule's name, its
folder the category, ``EXAMPLES`` its tests, and ``check`` a generator of findings that
the :func:`rule` decorator turns into a :class:`Rule`.
"""

from __future__ import annotations

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
from istiolint.project.project import Project
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

__all__ = [
    "DESTINATION_RULE",
    "POD_TEMPLATES",
    "TELEMETRY",
    "VIRTUAL_SERVICE",
    "WORKLOADS",
    "ClusterSize",
    "Context",
    "Edit",
    "Entry",
    "Environment",
    "Example",
    "Finding",
    "Fix",
    "Group",
    "Kind",
    "Label",
    "Lookup",
    "Node",
    "Project",
    "Release",
    "ReleaseRange",
    "Resource",
    "Rule",
    "Severity",
    "Sight",
    "Subject",
    "complete",
    "fault",
    "group",
    "install",
    "kinds",
    "label_on",
    "notice",
    "rule",
]
