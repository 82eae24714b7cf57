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
    AUTHORIZATION_POLICY,
    CONFIG_MAP,
    DEPLOYMENT,
    DESTINATION_RULE,
    FELIX_CONFIGURATIONS,
    FLUX_HELM_RELEASE,
    GATEWAY,
    HORIZONTAL_POD_AUTOSCALER,
    ISTIO_OPERATOR,
    K8S_GATEWAY,
    NAMESPACE,
    NETWORK_POLICIES,
    POD_DISRUPTION_BUDGET,
    POD_TEMPLATES,
    PROMETHEUS_RULE,
    REQUEST_AUTHENTICATION,
    RULE_FILE,
    SAIL_ISTIO,
    SAIL_REVISION,
    SAIL_REVISION_TAG,
    SECRET,
    SERVICE,
    SERVICE_MONITOR,
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
from istiolint.settings import ClusterSize, Environment
from istiolint.syntax.node import Entry, Node

if TYPE_CHECKING:
    from istiolint.baseline import Sampling, by_size, is_production, sampling_help, sampling_message
    from istiolint.inputs.document import Role
    from istiolint.install.defaults import platform as platform_settings
    from istiolint.install.install import Install
    from istiolint.install.provenance import provenance
    from istiolint.install.setting import UNKNOWN, Origin, Setting
    from istiolint.project.authorities import has_plugged_ca
    from istiolint.project.interception import INTERCEPTION_KINDS, is_ambient, uses_istio_cni
    from istiolint.project.members import Mode
    from istiolint.project.network import DNS, names_istiod
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
    from istiolint.project.scraping import scrape_jobs
    from istiolint.resources.alerts import (
        AlertRule,
        Topic,
        is_down,
        is_istiod,
        is_memory,
        is_sidecar,
        remaining,
        single,
    )
    from istiolint.resources.certificates import Certificate, is_key_of, is_trusted
    from istiolint.resources.cilium_settings import CILIUM_SOURCES, CiliumSettings, cilium_settings
    from istiolint.resources.holders import (
        HOLDERS_OF_CERTIFICATES,
        Holder,
        Item,
        Part,
        Use,
        holders,
    )
    from istiolint.resources.metrics import instead_of, metric
    from istiolint.resources.network_policy import Policy, Ports, Side, Wanted, may_pass
    from istiolint.resources.promql.compare import Comparison, unit
    from istiolint.resources.promql.tokens import seconds, spoken
    from istiolint.resources.promql.tree import (
        Call,
        Expression,
        Operation,
        Selector,
        selectors,
        walk,
        within,
    )
    from istiolint.resources.proxies import is_gateway, own_proxy, resource_annotations
    from istiolint.resources.quantity import cpu, memory
    from istiolint.resources.quantity import parse as quantity
    from istiolint.syntax.edit import remove, replace

_LATE = {
    "AlertRule": "istiolint.resources.alerts",
    "CILIUM_SOURCES": "istiolint.resources.cilium_settings",
    "Call": "istiolint.resources.promql.tree",
    "Certificate": "istiolint.resources.certificates",
    "CiliumSettings": "istiolint.resources.cilium_settings",
    "Comparison": "istiolint.resources.promql.compare",
    "DNS": "istiolint.project.network",
    "Expression": "istiolint.resources.promql.tree",
    "HOLDERS_OF_CERTIFICATES": "istiolint.resources.holders",
    "Holder": "istiolint.resources.holders",
    "INTERCEPTION_KINDS": "istiolint.project.interception",
    "Install": "istiolint.install.install",
    "Item": "istiolint.resources.holders",
    "Mode": "istiolint.project.members",
    "Operation": "istiolint.resources.promql.tree",
    "Origin": "istiolint.install.setting",
    "Part": "istiolint.resources.holders",
    "Policy": "istiolint.resources.network_policy",
    "Ports": "istiolint.resources.network_policy",
    "Project": "istiolint.project.project",
    "REVISION_SOURCES": "istiolint.project.revisions:SOURCES",
    "Revisions": "istiolint.project.revisions",
    "Role": "istiolint.inputs.document",
    "Sampling": "istiolint.baseline",
    "Selector": "istiolint.resources.promql.tree",
    "Setting": "istiolint.install.setting",
    "Side": "istiolint.resources.network_policy",
    "Topic": "istiolint.resources.alerts",
    "UNKNOWN": "istiolint.install.setting",
    "Use": "istiolint.resources.holders",
    "Wanted": "istiolint.resources.network_policy",
    "action_of": "istiolint.project.policies",
    "autoscaler_of": "istiolint.project.scaling",
    "by_size": "istiolint.baseline",
    "cilium_settings": "istiolint.resources.cilium_settings",
    "cpu": "istiolint.resources.quantity",
    "default_denials": "istiolint.project.policies",
    "has_plugged_ca": "istiolint.project.authorities",
    "holders": "istiolint.resources.holders",
    "instead_of": "istiolint.resources.metrics",
    "is_ambient": "istiolint.project.interception",
    "is_down": "istiolint.resources.alerts",
    "is_gateway": "istiolint.resources.proxies",
    "is_istiod": "istiolint.resources.alerts",
    "is_key_of": "istiolint.resources.certificates",
    "is_memory": "istiolint.resources.alerts",
    "is_production": "istiolint.baseline",
    "is_sidecar": "istiolint.resources.alerts",
    "is_trusted": "istiolint.resources.certificates",
    "may_pass": "istiolint.resources.network_policy",
    "memory": "istiolint.resources.quantity",
    "mesh_part": "istiolint.project.scaling",
    "metric": "istiolint.resources.metrics",
    "names_identity": "istiolint.project.policies",
    "names_istiod": "istiolint.project.network",
    "own_proxy": "istiolint.resources.proxies",
    "platform_settings": "istiolint.install.defaults:platform",
    "provenance": "istiolint.install.provenance",
    "quantity": "istiolint.resources.quantity:parse",
    "remaining": "istiolint.resources.alerts",
    "remove": "istiolint.syntax.edit",
    "replace": "istiolint.syntax.edit",
    "resource_annotations": "istiolint.resources.proxies",
    "revision_of": "istiolint.project.revisions",
    "sampling_help": "istiolint.baseline",
    "sampling_message": "istiolint.baseline",
    "scrape_jobs": "istiolint.project.scraping",
    "seconds": "istiolint.resources.promql.tokens",
    "selectors": "istiolint.resources.promql.tree",
    "single": "istiolint.resources.alerts",
    "spoken": "istiolint.resources.promql.tokens",
    "token_policies": "istiolint.project.policies",
    "unit": "istiolint.resources.promql.compare",
    "uses_istio_cni": "istiolint.project.interception",
    "walk": "istiolint.resources.promql.tree",
    "whole_mesh": "istiolint.project.policies",
    "within": "istiolint.resources.promql.tree",
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
    "AUTHORIZATION_POLICY",
    "CILIUM_SOURCES",
    "CONFIG_MAP",
    "DEPLOYMENT",
    "DESTINATION_RULE",
    "DNS",
    "FELIX_CONFIGURATIONS",
    "FLUX_HELM_RELEASE",
    "GATEWAY",
    "HOLDERS_OF_CERTIFICATES",
    "HORIZONTAL_POD_AUTOSCALER",
    "INTERCEPTION_KINDS",
    "ISTIO_OPERATOR",
    "K8S_GATEWAY",
    "NAMESPACE",
    "NETWORK_POLICIES",
    "POD_DISRUPTION_BUDGET",
    "POD_TEMPLATES",
    "PROMETHEUS_RULE",
    "REQUEST_AUTHENTICATION",
    "REVISION_SOURCES",
    "RULE_FILE",
    "SAIL_ISTIO",
    "SAIL_REVISION",
    "SAIL_REVISION_TAG",
    "SECRET",
    "SERVICE",
    "SERVICE_MONITOR",
    "SIDECAR",
    "TELEMETRY",
    "UNKNOWN",
    "VIRTUAL_SERVICE",
    "WORKLOADS",
    "AlertRule",
    "Call",
    "Certificate",
    "CiliumSettings",
    "ClusterSize",
    "Comparison",
    "Context",
    "Edit",
    "Entry",
    "Environment",
    "Example",
    "Expression",
    "Finding",
    "Fix",
    "Group",
    "Holder",
    "Install",
    "Item",
    "Kind",
    "Label",
    "Lookup",
    "Mode",
    "Node",
    "Operation",
    "Origin",
    "Part",
    "Policy",
    "Ports",
    "Project",
    "Release",
    "ReleaseRange",
    "Resource",
    "Revisions",
    "Role",
    "Rule",
    "Sampling",
    "Selector",
    "Setting",
    "Severity",
    "Side",
    "Sight",
    "Subject",
    "Topic",
    "Use",
    "Wanted",
    "action_of",
    "autoscaler_of",
    "by_size",
    "cilium_settings",
    "complete",
    "cpu",
    "default_denials",
    "group",
    "has_plugged_ca",
    "holders",
    "install",
    "instead_of",
    "is_ambient",
    "is_down",
    "is_gateway",
    "is_istiod",
    "is_key_of",
    "is_memory",
    "is_production",
    "is_sidecar",
    "is_trusted",
    "kinds",
    "label_on",
    "may_pass",
    "memory",
    "mesh_part",
    "metric",
    "names_identity",
    "names_istiod",
    "notice",
    "own_proxy",
    "platform_settings",
    "provenance",
    "quantity",
    "remaining",
    "remove",
    "replace",
    "resource_annotations",
    "revision_of",
    "rule",
    "sampling_help",
    "sampling_message",
    "scrape_jobs",
    "seconds",
    "selectors",
    "single",
    "spoken",
    "token_policies",
    "unit",
    "uses_istio_cni",
    "walk",
    "whole_mesh",
    "within",
]
