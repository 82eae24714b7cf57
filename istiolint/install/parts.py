"""What a document's trees come to, before they are an install."""

from __future__ import annotations

from typing import NamedTuple

from istiolint.install.layer import Layer
from istiolint.install.overlays import Overlay


class Parts(NamedTuple):
    """Layers of settings, the charts that are installed, and what is patched last.

    ``gateways`` are the paths that the settings of gateways begin with.
    """

    layers: tuple[Layer, ...]
    components: frozenset[str] = frozenset()
    gateways: tuple[str, ...] = ()
    overlays: tuple[Overlay, ...] = ()
