"""``istiolint effective``: the settings that installs come to, and where each is written."""

from __future__ import annotations

import sys
from typing import Any

import click

from istiolint.cli.arguments import Arguments
from istiolint.cli.flags import stops_at_bad_configuration
from istiolint.cli.options import format_option, option, switch
from istiolint.cli.outputs import presentation, targets, write_all
from istiolint.cli.sections import Sectioned, every_flag_but
from istiolint.cli.session import Session
from istiolint.cli.status import Status
from istiolint.render import Presentation
from istiolint.render.effective import DEFAULT_FORMAT, FORMATS, renderer

_NOT_OURS = (
    "add_ignore", "baseline", "changed_since", "closed_world", "cluster_size", "diff",
    "environment", "exit_zero", "extend_select", "fail_on", "fix", "ignore", "now", "output_format",
    "select", "statistics", "unsafe_fixes", "verbose", "write_baseline",
)  # fmt: skip


def _parameters() -> list[click.Parameter]:
    return [
        *every_flag_but(*_NOT_OURS),
        option(
            "--setting",
            multiple=True,
            metavar="PATTERN",
            help="Only these settings, such as pilot.resources or '*.memory' (default: all).",
        ),
        switch("--all", help="Show the defaults of the charts as well, as JSON always does."),
        format_option(FORMATS, DEFAULT_FORMAT),
    ]


@click.command(
    "effective",
    cls=Sectioned,
    params=_parameters(),
    epilog="""\b
Examples:
  istiolint effective                               what is installed from the current directory
  istiolint effective clusters/prod --all
  istiolint effective --setting pilot.resources --setting '*.replicaCount' values.yaml
  istiolint effective --output-format json prod/ > prod.json""",
)
def command(setting: tuple[str, ...], **said: Any) -> None:
    """Show the effective settings of all installs that PATHS configure, with file and line.

    A setting is named by its path in istioctl's values, however it is written. Shown are those
    that are written, or that a profile, a platform or a compatibilityVersion changes.
    """
    defaults = said.pop("all")
    arguments = Arguments(**said)
    where = targets(arguments, FORMATS, DEFAULT_FORMAT)
    with stops_at_bad_configuration():
        session = Session(arguments)
        installs = session.installs()
    if not installs:
        session.complain("nothing here installs or configures a part of Istio")
        sys.exit(Status.UNUSABLE)
    from istiolint.render.effective.choice import Choice, unmatched

    for unknown in unmatched(installs, setting):
        session.note(f"note: {unknown}")
    choice = Choice(setting, defaults=defaults)

    def text(name: str, shown: Presentation) -> str:
        return renderer(name)(installs, choice, shown)

    write_all(where, text, presentation(arguments.color, sys.stdout), sys.stdout)
    sys.exit(session.impaired)
