"""The job that istiod is scraped under follows from ServiceMonitors and configuration."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.project.project import Project
from istiolint.project.scraping import ScrapeJobs, scrape_jobs
from istiolint.resources.resource import Resource
from istiolint.text import Source

MONITOR = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: a}\n"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"
OF_ISTIOD = "selector: {matchLabels: {app: istiod}}"


def jobs(text: str) -> ScrapeJobs:
    found = contribute(Source("a.yaml", text)).documents
    return scrape_jobs(Project(Resource(each, each.object) for each in found if each.object))


@pytest.mark.parametrize(
    ("text", "names", "is_open"),
    [
        pytest.param(f"{MONITOR}spec: {{{OF_ISTIOD}}}", {"istiod"}, False, id="the Service"),
        pytest.param(
            f"{MONITOR}spec: {{{OF_ISTIOD}, jobLabel: istio}}", {"pilot"}, False, id="a label"
        ),
        pytest.param(
            f"{MONITOR}spec: {{{OF_ISTIOD}, jobLabel: team}}", set(), True, id="an unknown label"
        ),
        pytest.param(
            f"{MONITOR}spec: {{{OF_ISTIOD}, jobLabel: '${{X}}'}}", set(), True, id="a placeholder"
        ),
        pytest.param(
            f"{MONITOR}spec: {{selector: {{matchLabels: {{app: shop}}}}, jobLabel: istio}}",
            set(),
            False,
            id="another application",
        ),
        pytest.param(
            f"{MONITOR}spec: {{selector: {{matchExpressions: [{{key: istio, operator: In, "
            "values: [pilot]}, {key: a, operator: Exists}]}, jobLabel: app}",
            {"istiod"},
            False,
            id="an expression",
        ),
        pytest.param(f"{MONITOR}spec: {{jobLabel: istio}}", {"pilot"}, False, id="all Services"),
        pytest.param(
            f"{MONITOR}spec: {{endpoints: [{{relabelings: [{{targetLabel: pod}}, "
            "{targetLabel: job}]}]}",
            set(),
            True,
            id="relabelled",
        ),
        pytest.param(MONITOR, set(), True, id="no spec"),
        pytest.param(
            f"{CONFIG}  prometheus.yml: |\n    scrape_configs:\n    - job_name: 'pilot'\n"
            "    - metrics_path: /\n      job_name: istio-mesh # ours\n  other: text\n",
            {"pilot", "istio-mesh"},
            False,
            id="a configuration",
        ),
        pytest.param("apiVersion: v1\nkind: Service\n", set(), False, id="nothing"),
    ],
)
def test_jobs_are_known_or_may_be_any(text: str, names: set[str], *, is_open: bool) -> None:
    assert jobs(text) == ScrapeJobs(frozenset(names), is_open)
