"""``istiolint schema``: JSON Schemas for editors and validators."""

from __future__ import annotations

import click

from istiolint.cli.stop import Stop
from istiolint.cli.streams import write_out
from istiolint.releases import NEWEST, OLDEST, Release


@click.command(
    "schema",
    params=[
        click.Argument(["kind"], required=False),
        click.Option(
            ["--istio-version"],
            metavar="VERSION",
            help=f"The Istio release, such as 1.24 (default: {NEWEST}).",
        ),
    ],
    epilog="""\b
Examples:
  istiolint schema                                all names there are
  istiolint schema VirtualService --istio-version 1.24
  istiolint schema values:istiod > istiod-values.json

\b
In a file, for editors with yaml-language-server, when the schema is saved beside it:
  # yaml-language-server: $schema=istiod-values.json""",
)
def command(kind: str | None, istio_version: str | None) -> None:
    """Print a JSON Schema: of a kind, of the values of a chart, of mesh config or our own."""
    from json import dumps

    from istiolint.schema.export import export, names

    if kind is None:
        write_out("".join(f"{name}\n" for name in names()))
        return
    release = _release(istio_version)
    found = export(kind, release.minor)
    if found is None:
        raise Stop(_unknown(kind, names(), release))
    write_out(dumps(found, indent=2, ensure_ascii=False) + "\n")


def _release(said: str | None) -> Release:
    if said is None:
        return NEWEST
    release = Release.parse(said)
    if release is None or not OLDEST.minor <= release.minor <= NEWEST.minor:
        raise Stop(f'--istio-version: "{said}" is no release from {OLDEST} to {NEWEST}')
    return release


def _unknown(kind: str, names: list[str], release: Release) -> str:
    if kind in names:
        return f"Istio {release} has no {kind}"
    from istiolint.spelling import did_you_mean

    hint = did_you_mean(kind, names) or "; `istiolint schema` lists all"
    return f'there is no schema "{kind}"{hint}'
