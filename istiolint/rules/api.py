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
    GATEWAY,
    POD_TEMPLATES,
    PROMETHEUS_RULE,
    RULE_FILE,
    SECRET,
    SERVICE_MONITOR,
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
    from istiolint.install.install import Install
    from istiolint.install.setting import UNKNOWN, Origin, Setting
    from istiolint.project.authorities import has_plugged_ca
    from istiolint.project.project import Project
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
    from istiolint.resources.credentials import TlsServer, tls_servers
    from istiolint.resources.holders import (
        HOLDERS_OF_CERTIFICATES,
        Holder,
        Item,
        Part,
        Use,
        holders,
    )
    from istiolint.resources.metrics import instead_of, metric
    from istiolint.resources.promql.compare import Comparison, is_share, unit
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
    from istiolint.resources.quantity import memory
    from istiolint.resources.quantity import parse as quantity
    from istiolint.syntax.edit import remove, replace

_LATE = {
    "AlertRule": "istiolint.resources.alerts",
    "Call": "istiolint.resources.promql.tree",
    "Certificate": "istiolint.resources.certificates",
    "Comparison": "istiolint.resources.promql.compare",
    "Expression": "istiolint.resources.promql.tree",
    "HOLDERS_OF_CERTIFICATES": "istiolint.resources.holders",
    "Holder": "istiolint.resources.holders",
    "Install": "istiolint.install.install",
    "Item": "istiolint.resources.holders",
    "Operation": "istiolint.resources.promql.tree",
    "Origin": "istiolint.install.setting",
    "Part": "istiolint.resources.holders",
    "Project": "istiolint.project.project",
    "Role": "istiolint.inputs.document",
    "Sampling": "istiolint.baseline",
    "Selector": "istiolint.resources.promql.tree",
    "Setting": "istiolint.install.setting",
    "TlsServer": "istiolint.resources.credentials",
    "Topic": "istiolint.resources.alerts",
    "UNKNOWN": "istiolint.install.setting",
    "Use": "istiolint.resources.holders",
    "by_size": "istiolint.baseline",
    "has_plugged_ca": "istiolint.project.authorities",
    "holders": "istiolint.resources.holders",
    "instead_of": "istiolint.resources.metrics",
    "is_down": "istiolint.resources.alerts",
    "is_istiod": "istiolint.resources.alerts",
    "is_key_of": "istiolint.resources.certificates",
    "is_memory": "istiolint.resources.alerts",
    "is_production": "istiolint.baseline",
    "is_share": "istiolint.resources.promql.compare",
    "is_sidecar": "istiolint.resources.alerts",
    "is_trusted": "istiolint.resources.certificates",
    "memory": "istiolint.resources.quantity",
    "metric": "istiolint.resources.metrics",
    "quantity": "istiolint.resources.quantity:parse",
    "remaining": "istiolint.resources.alerts",
    "remove": "istiolint.syntax.edit",
    "replace": "istiolint.syntax.edit",
    "sampling_help": "istiolint.baseline",
    "sampling_message": "istiolint.baseline",
    "scrape_jobs": "istiolint.project.scraping",
    "seconds": "istiolint.resources.promql.tokens",
    "selectors": "istiolint.resources.promql.tree",
    "single": "istiolint.resources.alerts",
    "spoken": "istiolint.resources.promql.tokens",
    "tls_servers": "istiolint.resources.credentials",
    "unit": "istiolint.resources.promql.compare",
    "walk": "istiolint.resources.promql.tree",
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
    "CONFIG_MAP",
    "DESTINATION_RULE",
    "GATEWAY",
    "HOLDERS_OF_CERTIFICATES",
    "POD_TEMPLATES",
    "PROMETHEUS_RULE",
    "RULE_FILE",
    "SECRET",
    "SERVICE_MONITOR",
    "TELEMETRY",
    "UNKNOWN",
    "VIRTUAL_SERVICE",
    "WORKLOADS",
    "AlertRule",
    "Call",
    "Certificate",
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
    "Node",
    "Operation",
    "Origin",
    "Part",
    "Project",
    "Release",
    "ReleaseRange",
    "Resource",
    "Role",
    "Rule",
    "Sampling",
    "Selector",
    "Setting",
    "Severity",
    "Sight",
    "Subject",
    "TlsServer",
    "Topic",
    "Use",
    "by_size",
    "complete",
    "group",
    "has_plugged_ca",
    "holders",
    "install",
    "instead_of",
    "is_down",
    "is_istiod",
    "is_key_of",
    "is_memory",
    "is_production",
    "is_share",
    "is_sidecar",
    "is_trusted",
    "kinds",
    "label_on",
    "memory",
    "metric",
    "notice",
    "quantity",
    "remaining",
    "remove",
    "replace",
    "rule",
    "sampling_help",
    "sampling_message",
    "scrape_jobs",
    "seconds",
    "selectors",
    "single",
    "spoken",
    "tls_servers",
    "unit",
    "walk",
    "within",
]
