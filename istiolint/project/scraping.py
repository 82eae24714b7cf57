"""Under which job Prometheus scrapes istiod, as far as the files say."""

from __future__ import annotations

import re
from typing import NamedTuple

from istiolint.kinds import CONFIG_MAP, SERVICE_MONITOR
from istiolint.project.project import Project
from istiolint.resources.resource import Resource

_LABELS = {
    "": "istiod",
    "istio": "pilot",
    "app": "istiod",
    "app.kubernetes.io/name": "istiod",
}
"""What the job of istiod is called by the ``jobLabel`` of a ServiceMonitor; none: its Service."""

_JOB = re.compile(r"""^\s*-?\s*["']?job_name["']?\s*:\s*["']?([^"'\s#]+)""", re.MULTILINE)


class ScrapeJobs(NamedTuple):
    """The jobs that istiod is surely scraped under, and whether there may be others."""

    names: frozenset[str]
    is_open: bool


def scrape_jobs(project: Project) -> ScrapeJobs:
    """The jobs of all ServiceMonitors for istiod, and of Prometheus's own configuration."""
    names: set[str] = set()
    is_open = False
    for monitor in project.of_kind(SERVICE_MONITOR):
        job = _job(monitor)
        if job is None:
            is_open = True
        elif job:
            names.add(job)
    for config in project.of_kind(CONFIG_MAP):
        for entry in config.root.entries("data"):
            if "job_name" in entry.value.value:
                names.update(_JOB.findall(entry.value.value))
    return ScrapeJobs(frozenset(names), is_open)


def _job(monitor: Resource) -> str | None:
    """The job of a ServiceMonitor; empty if it is not for istiod, ``None`` if that is unknown."""
    spec = monitor.root.at("spec")
    if spec is None:
        return None
    relabelings = (each for one in spec.items("endpoints") for each in one.items("relabelings"))
    for each in relabelings:
        target = each.text("targetLabel")
        if target is not None and target.value == "job":
            return None
    selected = _selected(monitor)
    if selected and not any("istiod" in each or "pilot" in each for each in selected):
        return ""
    label = spec.scalar("jobLabel")
    return _LABELS.get(label.value if label is not None else "")


def _selected(monitor: Resource) -> list[str]:
    """The values of labels that a ServiceMonitor asks for."""
    selector = monitor.root.at("spec", "selector")
    if selector is None:
        return []
    wanted = [entry.value.value for entry in selector.entries("matchLabels")]
    for each in selector.items("matchExpressions"):
        operator = each.text("operator")
        if operator is not None and operator.value == "In":
            wanted += [value.value for value in each.items("values")]
    return wanted
