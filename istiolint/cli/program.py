"""The program: its commands, and ``check`` where none is named."""

from __future__ import annotations

import os
from errno import ENOSPC
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from istiolint import __version__
from istiolint.cli.stop import Failure, Stop

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "capacity": "Plan resources, and what a cluster must offer.",
    "check": "Lint files and directories (the default command).",
    "config": "Show the settings in force for a path, and where each comes from.",
    "effective": "Show the effective install settings, with the line of each.",
    "explain": "Explain a rule, or find rules by a symptom.",
    "inventory": "List what makes up the mesh, or what has changed in it.",
    "rules": "List all rules.",
    "schema": "Print a JSON Schema: of a kind, a chart's values, mesh config.",
}
"""The commands by name with their one-line help; each is a module of this package."""

DEFAULT = "check"
OWN_FLAGS = ("--help", "-h", "--version")
INTERRUPTED = 130


class Program(click.Group):
    """Imports the module of a command when it is called, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All commands, by name."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of a name."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take anything that is no command and no flag of ours for arguments of ``check``."""
        first = args[0] if args else ""
        is_being_typed = ctx.resilient_parsing and not args
        if first not in (*COMMANDS, *OWN_FLAGS) and not is_being_typed:
            _refuse_misspelt_command(first, is_alone=len(args) == 1)
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and say in one line what keeps it from its end."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            where = f"{ctx.command_path} {ctx.invoked_subcommand}"
            raise Stop(in_our_words(error, where)) from None
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except OSError as error:
            if error.errno != ENOSPC:
                raise Failure(error) from None
            raise Stop(f"standard output cannot be written: {error.strerror}") from None
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except Exception as error:  # noqa: BLE001 - the last resort: no run ends in a traceback
            raise Failure(error) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and whatever ``check`` takes, as its name may be left out."""
        check = load(DEFAULT)
        inner = check.make_context(DEFAULT, [], parent=ctx, resilient_parsing=True)
        paths, flags = check.params[0], check.shell_complete(inner, incomplete)
        own = super().shell_complete(ctx, incomplete)
        return [*own, *flags, *paths.shell_complete(inner, incomplete)]


def load(name: str) -> click.Command:
    """Import a command."""
    command: click.Command = import_module(f"istiolint.cli.{name}").command
    return command


def in_our_words(error: click.UsageError, command: str) -> str:
    """What is wrong with the arguments of a command, in a line that says where to look."""
    said = error.format_message().rstrip(".")
    if isinstance(error, click.NoSuchOption):
        from istiolint.cli.synonyms import hint_at_flag

        said = f'no flag is called "{error.option_name}"'
        if hint := hint_at_flag(error):
            return said + hint
    elif isinstance(error, click.MissingParameter):
        pass
    elif isinstance(error, click.BadParameter) and error.param is not None:
        return f"{error.param.opts[0]}: {error.message.rstrip('.')}"
    return f"{said[0].lower()}{said[1:]}; see `{command} --help`"


def _refuse_misspelt_command(word: str, *, is_alone: bool) -> None:
    """Say so when what should be a path is all but the name of a command, or may be meant for one.

    Of several words the others may be paths, which are linted whatever the first one is.
    """
    if not word.isalpha() or os.path.lexists(word):
        return
    from istiolint.spelling import did_you_mean

    hint = did_you_mean(word, COMMANDS)
    if hint or is_alone:
        hint = hint or "; `istiolint --help` lists the commands"
        raise Stop(f'no command and no file is called "{word}"{hint}')


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  istiolint                           lint the current directory
  istiolint check mesh/ values.yaml   lint what is named
  istiolint check --fix               apply the safe fixes
  istiolint explain privileged-proxy  the page of a rule
  istiolint explain "pods restart"    the rules behind a symptom

\b
Exit status of check: 0 nothing at or above --fail-on (default: warning) was found, 1 something
was, 2 wrong usage or unreadable input, 3 our fault.

\b
Shell completion, for bash, zsh or fish:
  eval "$(_ISTIOLINT_COMPLETE=bash_source istiolint)"
  eval "$(_ISTIOLINT_COMPLETE=zsh_source istiolint)"
  _ISTIOLINT_COMPLETE=fish_source istiolint | source""",
)
@click.version_option(__version__, prog_name="istiolint", message="%(prog)s %(version)s")
def program() -> None:
    """Lint everything that configures an Istio mesh, offline."""
