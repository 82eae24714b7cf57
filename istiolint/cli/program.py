"""The program: its commands, and ``check`` where none is named."""

from __future__ import annotations

from importlib import import_module

import click

from istiolint import __version__

COMMANDS = {
    "check": "Lint files and directories (the default command).",
    "config": "Show the settings in force for a path, and where each comes from.",
    "explain": "Explain a rule, or find rules by a symptom.",
    "rules": "List all rules.",
}
"""The commands by name with their one-line help; each is a module of this package."""


class Program(click.Group):
    """Imports the module of a command when it is called, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All commands, by name."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"istiolint.cli.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take anything that is no command and no flag of ours for arguments of ``check``."""
        if not args or args[0] not in (*COMMANDS, "--help", "-h", "--version"):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  istiolint                          lint the current directory
  istiolint check mesh/ values.yaml  lint what is named
  istiolint check --fix              apply the fixes that change nothing
  istiolint explain privileged-proxy
  istiolint explain "pods not injected"
\b
Exit status: 0 nothing found, 1 findings, 2 wrong usage or unreadable input, 3 a fault of istiolint.
Shell completion: eval "$(_ISTIOLINT_COMPLETE=bash_source istiolint)", or zsh_source, fish_source.""",
)
@click.version_option(__version__, prog_name="istiolint", message="%(prog)s %(version)s")
def program() -> None:
    """Lint everything that configures an Istio mesh, offline."""
