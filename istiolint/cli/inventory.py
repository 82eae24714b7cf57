"""``istiolint inventory``: what makes up the mesh, and what has changed."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from istiolint import __version__
from istiolint.cli.arguments import Arguments
from istiolint.cli.directory import current_directory
from istiolint.cli.flags import configuration, stops_at_bad_configuration
from istiolint.cli.material import material
from istiolint.cli.options import PATH, configuration_options, exclude_option, option, text_or_json
from istiolint.cli.progress import progress
from istiolint.cli.status import Status
from istiolint.cli.stop import Stop
from istiolint.cli.streams import tell, write_bytes, write_out
from istiolint.inventory import Item, compare, inventory

if TYPE_CHECKING:
    from istiolint.inputs.document import Contribution


CLOSED = ("Helm template that is not rendered", "encrypted with SOPS")
"""Why a document that may belong to the mesh cannot be looked into."""


@click.command(
    "inventory",
    params=[
        click.Argument(["paths"], nargs=-1, type=PATH),
        text_or_json(),
        option(
            "--compare",
            metavar="FILE",
            type=PATH,
            help="Show what differs from an inventory written with --output-format json.",
        ),
        exclude_option(),
        *configuration_options(),
    ],
    epilog="""\b
Examples:
  istiolint inventory mesh/                                   list what is in a directory
  istiolint inventory --output-format json mesh/ > mesh.json  write it down
  istiolint inventory --compare mesh.json mesh/               what was added, removed, changed
  kubectl get vs,dr -A -o yaml | istiolint inventory --compare mesh.json -""",
)
def command(output_format: str, compare: str | None, **said: Any) -> None:
    """List every object that makes up the mesh in PATHS, with a digest of its content.

    These are the resources of Istio, the Gateway API and the Sail operator, network policies,
    objects with settings of an install, and the Secrets of the CA and of other clusters.
    Formatting and what the API server adds do not count. The table shows the start of each
    SHA-256, JSON all of it. The content of a Secret is never shown.

    The exit status is 0; with --compare it is 1 when anything differs. It is 2 when something
    cannot be read, since the list is then not complete.
    """
    with stops_at_bad_configuration():
        items, is_complete = _items(Arguments(**said))
    differs = False
    if compare is None:
        _show(items, output_format)
    else:
        differs = _show_comparison(_recorded(compare), items, output_format)
    if not is_complete:
        sys.exit(Status.UNUSABLE)
    sys.exit(Status.FINDINGS if differs else Status.CLEAN)


def _items(arguments: Arguments) -> tuple[list[Item], bool]:
    """The inventory of what is named, and whether all of it could be read."""
    from istiolint.inputs.relate import relate
    from istiolint.lint import read

    cwd = current_directory()
    settings = configuration(arguments).settings_for(".")
    found = material(arguments, cwd, settings.exclude)
    sources = found.inputs.sources
    step = progress(arguments, len(sources))
    reading = read(sources.values(), step=step)
    read_here = reading.contributions.values()
    for note in (*found.notes, *_closed(read_here)):
        tell(f"note: {note}")
    problems = list(found.problems)
    unread = (*found.inputs.refused, *(each for one in read_here for each in one.diagnostics))
    for each in unread:
        if each.rule != "duplicate-key":
            line = each.location.start.line
            problems.append(f"{each.path}:{line}: {each.message}")
    for problem in problems:
        tell(f"error: {problem}")
    documents = [each for one in read_here for each in one.documents]
    return inventory(relate(documents).documents), not problems


def _closed(contributions: Iterable[Contribution]) -> Iterator[str]:
    """What may be part of the mesh and cannot be looked into, by reason."""
    from istiolint.render.summary import counted

    reasons = Counter(each.reason for one in contributions for each in one.left_alone)
    for reason in CLOSED:
        if reason in reasons:
            yield f"{counted(reasons[reason], 'document')} not listed: {reason}"


def _show(items: list[Item], output_format: str) -> None:
    from istiolint.render.inventory import as_json, table

    if output_format == "json":
        write_bytes(as_json(items, __version__).encode())
    else:
        write_out(table(items))


def _show_comparison(before: list[Item], after: list[Item], output_format: str) -> bool:
    from istiolint.render.inventory import comparison_as_json, comparison_table

    found = compare(before, after)
    if output_format == "json":
        write_bytes(comparison_as_json(found, __version__).encode())
    else:
        write_out(comparison_table(found))
    return not found.is_empty


def _recorded(path: str) -> list[Item]:
    """The inventory in a file."""
    try:
        with open(os.path.join(current_directory(), path), encoding="utf-8-sig") as file:
            said = json.load(file)
    except OSError as error:
        raise Stop(f'"{path}" cannot be read: {error.strerror}') from None
    except (ValueError, RecursionError):
        raise Stop(f'"{path}" is no inventory: it is not JSON') from None
    try:
        return list(_read(said))
    except (KeyError, TypeError):
        raise Stop(f'"{path}" is no inventory of `istiolint inventory`') from None


def _read(said: Any) -> Iterator[Item]:
    """The items in what an inventory says; ``KeyError`` or ``TypeError`` if it is none."""
    if said["version"] != 1:
        raise KeyError(said["version"])
    for each in said["resources"]:
        words = [each[key] for key in ("apiVersion", "kind", "name", "path", "sha256")]
        line, namespace = each["line"], each["namespace"] or ""
        if not isinstance(line, int) or not all(isinstance(e, str) for e in (*words, namespace)):
            raise TypeError(each)
        version, kind, name, path, sha256 = words
        yield Item(version, kind, namespace, name, path, line, sha256)
