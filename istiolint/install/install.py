"""One control plane, whatever files configure it.

A rule asks for a setting and never learns whether an IstioOperator, flat or legacy Helm
values or a HelmRelease wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable

from istiolint.inputs.document import Document, Tree
from istiolint.install.layer import ABSENT, Answer, Layer, Steps, Unseen
from istiolint.install.setting import Origin, Overridden, Setting
from istiolint.releases import NEWEST, Release
from istiolint.syntax.node import Node


class Install:
    """The effective settings of one control plane.

    ``release`` is the Istio release if anything names it. ``complete`` is whether the
    input is all there is to the install, as with an IstioOperator; a bare values file
    may be completed by others. ``deploys_istiod`` is false for files that configure a mesh
    but no istiod, such as an IstioOperator for gateways. ``layers`` are in order, those that win first.
    """

    __slots__ = (
        "_cache",
        "complete",
        "deploys_istiod",
        "document", 
        "layers",
        "name",
        "release",
        "reported",
        "trees",
    )

    def __init__(
        self,
        name: str,
        document: Document,
        layers: Iterable[Layer | Unseen],
        trees: tuple[Tree, ...],
        *,
        release: Release | None,
        complete: bool,
        deploys_istiod: bool,
        reported: bool,
    ) -> None:
        self.name = name
        self.document = document
        self.layers = tuple(layers)
        self.trees = trees
        self.release = release
        self.complete = complete
        self.deploys_istiod = deploys_istiod
        self.reported = reported
        self._cache: dict[str, Setting] = {}

    def __repr__(self) -> str:
        return f"Install({self.name!r} from {self.document.source.path})"

    @property
    def path(self) -> str:
        """The file that configures it."""
        return self.document.source.path

    @property
    def target(self) -> Release:
        """The Istio release it is judged by."""
        return self.release or NEWEST

    @property
    def asked(self) -> set[str]:
        """The settings that were asked for: proof that rules declare what they read."""
        return set(self._cache)

    def setting(self, path: str) -> Setting:
        """The effective value of a setting, named by its path in istioctl's values tree."""
        found = self._cache.get(path)
        if found is None:
            found = self._cache[path] = self._resolve(path)
        return found

    def _resolve(self, path: str) -> Setting:
        steps = tuple(path.split("."))
        said = [(layer, answer) for layer in self.layers if _says(answer := layer.answer(steps))]
        if not said:
            return Setting(path, None, Origin.CHART_DEFAULT, self._nearest(steps))
        (layer, first), *others = said
        overridden = tuple(Overridden(each.value, lower.origin, each.node) for lower, each in others)
        at = first.node or layer.said_by or self._nearest(steps)
        return Setting(path, first.value, layer.origin, at, overridden, layer.is_patch)

    def _nearest(self, steps: Steps) -> Node:
        """The nearest thing to a setting that the user did write."""
        found = (layer.nearest(steps) for layer in self.layers)
        return next((node for node in found if node is not None), self._anchor)

    @property
    def _anchor(self) -> Node:
        """What to point at for an install that writes nothing near."""
        root = self.document.root
        if self.document.object is not None:
            return root.scalar("kind") or root
        return next((entry.key for entry in root.entries()), root)


def _says(answer: Answer) -> bool:
    return answer.value is not ABSENT
