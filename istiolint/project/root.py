"""The namespace whose configuration is for the whole mesh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from istiolint.install.setting import UNKNOWN, Setting
from istiolint.kinds import ISTIO_SYSTEM
from istiolint.project.managed import AZURE_NAMESPACE

if TYPE_CHECKING:
    from istiolint.install.install import Install
    from istiolint.project.managed import Managed


ROOT_SETTINGS = ("meshConfig.rootNamespace", "global.istioNamespace")
"""The settings that name it; the chart takes the second where the first is empty."""


class Root(NamedTuple):
    """What the installs in sight make of it: the namespaces they name.

    It ``is_open`` where one of them takes a namespace that cannot be known.
    """

    names: frozenset[str] = frozenset((ISTIO_SYSTEM,))
    is_open: bool = False

    @property
    def name(self) -> str | None:
        """The one namespace; ``None`` where that is not known, or installs name several."""
        return next(iter(self.names)) if len(self.names) == 1 and not self.is_open else None

    def may_be(self, namespace: str) -> bool:
        """Whether a namespace is the one, for all that can be known."""
        return self.is_open or namespace in self.names


def root_of(installs: Iterable[Install], managed: Managed) -> Root:
    """The root namespace of the meshes that installs make, and of those that are managed.

    Values that others may complete, and mesh config without a chart, count for what they
    write; only a whole install has the default for what it does not.
    """
    said = [each for install in installs if _has_mesh_config(install) for each in _said(install)]
    known = frozenset(each.text for each in said if each.text)
    if managed.by_azure:
        known |= {AZURE_NAMESPACE}
    is_open = any(each.value is UNKNOWN for each in said)
    return Root(known, is_open) if known or is_open else Root()


def _has_mesh_config(install: Install) -> bool:
    """Whether it makes the ConfigMap that istiod reads, and is not just a gateway or the like."""
    return "istiod" in install.components or not (install.components or install.is_operator)


def _said(install: Install) -> Iterator[Setting]:
    """What an install says of it, if it says anything."""
    settings = (install.peek(path) for path in ROOT_SETTINGS)
    first = next((each for each in settings if each.value not in (None, "")), None)
    if first is not None and (first.is_written or install.complete):
        yield first
