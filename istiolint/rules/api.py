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
    CONFIG_MAP,
    DESTINATION_RULE,
    FELIX_CONFIGURATIONS,
    ISTIO_OPERATOR,
    NAMESPACE,
    NETWORK_POLICIES,
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
    from istiolint.install.defaults import platform as platform_settings
    from istiolint.install.install import Install
    from istiolint.install.setting import UNKNOWN, Origin, Setting
    from istiolint.project.interception import INTERCEPTION_KINDS, is_ambient, uses_istio_cni
    from istiolint.project.members import Mode
    from istiolint.project.network import DNS
    from istiolint.project.project import Project
    from istiolint.resources.addresses import is_within
    from istiolint.resources.cilium_settings import (
        CILIUM_SOURCES,
        CiliumSettings,
        cilium_settings,
    )
    from istiolint.resources.network_policy import Action, Policy, Ports, Wanted, may_pass
    from istiolint.resources.network_policy import Rule as PolicyRule
    from istiolint.resources.quantity import memory
    from istiolint.resources.quantity import parse as quantity
    from istiolint.syntax.edit import remove, replace

_LATE = {
    "is_within": "istiolint.resources.addresses",
    "Action": "istiolint.resources.network_policy",
    "PolicyRule": "istiolint.resources.network_policy:Rule",
    "CILIUM_SOURCES": "istiolint.resources.cilium_settings",
    "CiliumSettings": "istiolint.resources.cilium_settings",
    "cilium_settings": "istiolint.resources.cilium_settings",
    "INTERCEPTION_KINDS": "istiolint.project.interception",
    "is_ambient": "istiolint.project.interception",
    "uses_istio_cni": "istiolint.project.interception",
    "platform_settings": "istiolint.install.defaults:platform",
    "DNS": "istiolint.project.network",
    "Install": "istiolint.install.install",
    "Mode": "istiolint.project.members",
    "Origin": "istiolint.install.setting",
    "Policy": "istiolint.resources.network_policy",
    "Ports": "istiolint.resources.network_policy",
    "Project": "istiolint.project.project",
    "Role": "istiolint.inputs.document",
    "Sampling": "istiolint.baseline",
    "Setting": "istiolint.install.setting",
    "UNKNOWN": "istiolint.install.setting",
    "Wanted": "istiolint.resources.network_policy",
    "by_size": "istiolint.baseline",
    "is_production": "istiolint.baseline",
    "may_pass": "istiolint.resources.network_policy",
    "memory": "istiolint.resources.quantity",
    "quantity": "istiolint.resources.quantity:parse",
    "remove": "istiolint.syntax.edit",
    "replace": "istiolint.syntax.edit",
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
    "CILIUM_SOURCES",
    "CONFIG_MAP",
    "DESTINATION_RULE",
    "DNS",
    "FELIX_CONFIGURATIONS",
    "INTERCEPTION_KINDS",
    "ISTIO_OPERATOR",
    "NAMESPACE",
    "NETWORK_POLICIES",
    "POD_TEMPLATES",
    "TELEMETRY",
    "UNKNOWN",
    "VIRTUAL_SERVICE",
    "WORKLOADS",
    "Action",
    "CiliumSettings",
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
    "Mode",
    "Node",
    "Origin",
    "Policy",
    "PolicyRule",
    "Ports",
    "Project",
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
    "Wanted",
    "by_size",
    "cilium_settings",
    "complete",
    "group",
    "install",
    "is_ambient",
    "is_production",
    "is_within",
    "kinds",
    "label_on",
    "may_pass",
    "memory",
    "notice",
    "platform_settings",
    "quantity",
    "remove",
    "replace",
    "rule",
    "sampling_help",
    "sampling_message",
    "uses_istio_cni",
]
