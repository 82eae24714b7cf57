"""``istiolint capacity``: the resource plan, and what a cluster must offer."""

from __future__ import annotations

import sys
from typing import Any

import click

from istiolint.cli.arguments import Arguments
from istiolint.cli.flags import stops_at_bad_configuration
from istiolint.cli.options import format_option, option
from istiolint.cli.outputs import presentation, targets, write_all
from istiolint.cli.sections import Sectioned, every_flag_but
from istiolint.cli.session import Session
from istiolint.cli.status import Status
from istiolint.render import Presentation
from istiolint.render.capacity import DEFAULT_FORMAT, FORMATS, Capacity, renderer

_NOT_OURS = (
    "add_ignore", "baseline", "changed_since", "diff", "environment", "exit_zero",
    "extend_select", "fail_on", "fix", "ignore", "now", "output_format", "select", "statistics",
    "unsafe_fixes", "verbose", "write_baseline",
)  # fmt: skip


def _parameters() -> list[click.Parameter]:
    return [
        *every_flag_but(*_NOT_OURS),
        option(
            "--nodes",
            type=click.IntRange(min=1),
            metavar="N",
            help="The nodes of the cluster: the pods of each DaemonSet (default: unknown).",
        ),
        format_option(FORMATS, DEFAULT_FORMAT),
    ]


@click.command(
    "capacity",
    cls=Sectioned,
    params=_parameters(),
    epilog="""\b
Examples:
  istiolint capacity                                   plan for what is below this directory
  istiolint capacity --nodes 12 --cluster-size medium clusters/prod
  istiolint capacity --output-format markdown=plan.md apps/ mesh/
  helm template shop ./chart | istiolint capacity --project namespaces/ -""",
)
def command(nodes: int | None, **said: Any) -> None:
    """Plan the memory and CPU of the mesh that PATHS configure, and what it needs of a cluster.

    Pods are counted by replicas and autoscalers, for a smallest and a largest plan. Beside what
    applications request stands what the mesh adds: by the production baseline, which options
    of rules do not change, and by what the files declare. What the files do not tell is named,
    and left out.
    """
    arguments = Arguments(**said)
    where = targets(arguments, FORMATS, DEFAULT_FORMAT)
    with stops_at_bad_configuration():
        session = Session(arguments)
        project = session.project()
    from istiolint.plan.capacity import plan
    from istiolint.plan.requirements import requirements

    settings = session.settings
    found = plan(project, settings.cluster_size, nodes)
    needed = requirements(project, found.parts, settings.istio_version)
    if not found.parts and not needed.apis:
        session.complain("nothing here runs in a cluster")
        sys.exit(Status.UNUSABLE)
    capacity = Capacity(found, needed)

    def text(name: str, shown: Presentation) -> str:
        return renderer(name)(capacity, shown)

    write_all(where, text, presentation(arguments.color, sys.stdout), sys.stdout)
    sys.exit(session.impaired)
