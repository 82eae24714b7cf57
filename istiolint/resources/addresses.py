"""IP addresses and blocks of them."""

from __future__ import annotations

from ipaddress import ip_address, ip_network


def is_within(address: str, block: str) -> bool:
    """Whether a block as in ``10.0.0.0/8`` has an address; not if it cannot be read as one.

    ``address`` is known to be one.
    """
    try:
        return ip_address(address) in ip_network(block, strict=False)
    except ValueError:
        return False
