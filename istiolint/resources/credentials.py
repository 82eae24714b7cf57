"""The servers of a Gateway that terminate TLS with a Secret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.syntax.node import Node

_MUTUAL = ("MUTUAL", "OPTIONAL_MUTUAL")
_MODES = ("SIMPLE", *_MUTUAL)
_SCHEME = "kubernetes://"


class TlsServer(NamedTuple):
    """A server with the Secret it takes its certificate from.

    ``at`` is the node that names the Secret. ``hosts`` are those whose names are known, each
    with its node; a namespace before the name is left out.
    """

    secret: str
    at: Node
    is_mutual: bool
    has_ca: bool
    """Whether the CA for certificates of clients comes from elsewhere."""
    hosts: tuple[tuple[str, Node], ...]


def tls_servers(root: Node) -> Iterator[TlsServer]:
    """The servers of a Gateway that name one Secret; those whose mode is unknown are left out."""
    for server in root.items("spec", "servers"):
        mode, named = server.text("tls", "mode"), server.text("tls", "credentialName")
        if mode is None or named is None or mode.value not in _MODES:
            continue
        secret = named.value.removeprefix(_SCHEME)
        if secret and "/" not in secret:
            hosts = (each for each in server.items("hosts") if not each.is_unknown)
            yield TlsServer(
                secret,
                named,
                mode.value in _MUTUAL,
                server.scalar("tls", "caCertCredentialName") is not None,
                tuple((each.value.rpartition("/")[2], each) for each in hosts),
            )
