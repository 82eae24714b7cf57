"""All that a rule may import: what every rule needs here, the rest in modules by subject.

A rule is a module: its docstring is the rule's page, its file name the rule's name, its
folder the category, ``EXAMPLES`` its tests, and ``check`` a generator of findings that
the :func:`rule` decorator turns into a :class:`Rule`.
"""

from __future__ import annotations

from istiolint.diagnostic import Edit, Fix, Label, Severity
from istiolint.kinds import (
    ANNOTATED,
    ARGO_APPLICATION,
    AUTHORIZATION_POLICY,
    CONFIG_MAP,
    DEPLOYMENT,
    DESTINATION_RULE,
    FELIX_CONFIGURATIONS,
    FLUX_HELM_RELEASE,
    GATEWAY,
    GITOPS,
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

__all__ = [
    "ANNOTATED",
    "ARGO_APPLICATION",
    "AUTHORIZATION_POLICY",
    "CONFIG_MAP",
    "DEPLOYMENT",
    "DESTINATION_RULE",
    "FELIX_CONFIGURATIONS",
    "FLUX_HELM_RELEASE",
    "GATEWAY",
    "GITOPS",
    "HORIZONTAL_POD_AUTOSCALER",
    "ISTIO_OPERATOR",
    "K8S_GATEWAY",
    "NAMESPACE",
    "NETWORK_POLICIES",
    "POD_DISRUPTION_BUDGET",
    "POD_TEMPLATES",
    "PROMETHEUS_RULE",
    "REQUEST_AUTHENTICATION",
    "RULE_FILE",
    "SAIL_ISTIO",
    "SAIL_REVISION",
    "SAIL_REVISION_TAG",
    "SECRET",
    "SERVICE",
    "SERVICE_MONITOR",
    "SIDECAR",
    "TELEMETRY",
    "VARIABLES",
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
    "either",
    "group",
    "install",
    "kinds",
    "label_on",
    "notice",
    "rule",
]
