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
    ARGO_APPLICATION,
    ARGO_APPLICATION_SET,
    AUTHORIZATION_POLICY,
    DEPLOYMENT,
    DESTINATION_RULE,
    FLUX_HELM_RELEASE,
    GATEWAY,
    HORIZONTAL_POD_AUTOSCALER,
    ISTIO_OPERATOR,
    K8S_GATEWAY,
    NAMESPACE,
    POD_DISRUPTION_BUDGET,
    POD_TEMPLATES,
    REQUEST_AUTHENTICATION,
    SAIL_CNI,
    SAIL_ISTIO,
    SAIL_REVISION,
    SAIL_REVISION_TAG,
    SECRET,
    SERVICE,
    SIDECAR,
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
from istiolint.settings import ClusterSize, Environment, RuleSettings
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
    from istiolint.install.gateways import OperatorGateway, operator_gateways
    from istiolint.install.install import Install
    from istiolint.install.provenance import provenance
    from istiolint.install.setting import UNKNOWN, Origin, Setting
    from istiolint.project.policies import (
        action_of,
        default_denials,
        names_identity,
        token_policies,
        whole_mesh,
    )
    from istiolint.project.project import Project
    from istiolint.project.revisions import SOURCES as REVISION_SOURCES
    from istiolint.project.revisions import Revisions, revision_of
    from istiolint.project.scaling import autoscaler_of, mesh_part
    from istiolint.resources.proxies import is_gateway, own_proxy, resource_annotations
    from istiolint.resources.quantity import cpu, memory
    from istiolint.resources.quantity import parse as quantity
    from istiolint.syntax.edit import remove

_LATE = {
    "Install": "istiolint.install.install",
    "OperatorGateway": "istiolint.install.gateways",
    "Origin": "istiolint.install.setting",
    "Project": "istiolint.project.project",
    "REVISION_SOURCES": "istiolint.project.revisions:SOURCES",
    "Revisions": "istiolint.project.revisions",
    "Role": "istiolint.inputs.document",
    "Sampling": "istiolint.baseline",
    "Setting": "istiolint.install.setting",
    "UNKNOWN": "istiolint.install.setting",
    "action_of": "istiolint.project.policies",
    "autoscaler_of": "istiolint.project.scaling",
    "by_size": "istiolint.baseline",
    "cpu": "istiolint.resources.quantity",
    "default_denials": "istiolint.project.policies",
    "is_gateway": "istiolint.resources.proxies",
    "is_production": "istiolint.baseline",
    "memory": "istiolint.resources.quantity",
    "mesh_part": "istiolint.project.scaling",
    "names_identity": "istiolint.project.policies",
    "operator_gateways": "istiolint.install.gateways",
    "own_proxy": "istiolint.resources.proxies",
    "provenance": "istiolint.install.provenance",
    "quantity": "istiolint.resources.quantity:parse",
    "remove": "istiolint.syntax.edit",
    "resource_annotations": "istiolint.resources.proxies",
    "revision_of": "istiolint.project.revisions",
    "sampling_help": "istiolint.baseline",
    "sampling_message": "istiolint.baseline",
    "token_policies": "istiolint.project.policies",
    "whole_mesh": "istiolint.project.policies",
}
"""What only some rules need, and where it is: loaded with the first rule that imports it."""


def __getattr__(name: str) -> Any:
    """Load what is not needed by every rule."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, other = _LATE[name].partition(":")
    return getattr(import_module(module), other or name)


__all__ = [
    "ARGO_APPLICATION",
    "ARGO_APPLICATION_SET",
    "AUTHORIZATION_POLICY",
    "DEPLOYMENT",
    "DESTINATION_RULE",
    "FLUX_HELM_RELEASE",
    "GATEWAY",
    "HORIZONTAL_POD_AUTOSCALER",
    "ISTIO_OPERATOR",
    "K8S_GATEWAY",
    "NAMESPACE",
    "POD_DISRUPTION_BUDGET",
    "POD_TEMPLATES",
    "REQUEST_AUTHENTICATION",
    "REVISION_SOURCES",
    "SAIL_CNI",
    "SAIL_ISTIO",
    "SAIL_REVISION",
    "SAIL_REVISION_TAG",
    "SECRET",
    "SERVICE",
    "SIDECAR",
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
    "Finding",
    "Fix",
    "Group",
    "Install",
    "Kind",
    "Label",
    "Lookup",
    "Node",
    "OperatorGateway",
    "Origin",
    "Project",
    "Release",
    "ReleaseRange",
    "Resource",
    "Revisions",
    "Role",
    "Rule",
    "RuleSettings",
    "Sampling",
    "Setting",
    "Severity",
    "Sight",
    "Subject",
    "action_of",
    "autoscaler_of",
    "by_size",
    "complete",
    "cpu",
    "default_denials",
    "group",
    "install",
    "is_gateway",
    "is_production",
    "kinds",
    "label_on",
    "memory",
    "mesh_part",
    "names_identity",
    "notice",
    "operator_gateways",
    "own_proxy",
    "provenance",
    "quantity",
    "remove",
    "resource_annotations",
    "revision_of",
    "rule",
    "sampling_help",
    "sampling_message",
    "token_policies",
    "whole_mesh",
]
