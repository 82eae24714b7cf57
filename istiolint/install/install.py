"""One installed part of a mesh, whatever files configure it.

A rule asks for a setting and never learns whether an IstioOperator, flat or legacy Helm
values or a HelmRelease wrote it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from istiolint.inputs.document import Document, Tree
from istiolint.install.forms import Steps
from istiolint.install.layer import Layer, Whole
from istiolint.install.setting import (
    ABSENT,
    UNKNOWN,
    Answer,
    Origin,
    Overridden,
    Setting,
    Unknown,
    setting_path,
)
from istiolint.kinds import ISTIO_OPERATOR
from istiolint.releases import NEWEST, Release
from istiolint.schema.timeline import keys_of, path_of
from istiolint.syntax.node import Node

if TYPE_CHECKING:
    from istiolint.install.overlays import Overlay

_Names = Mapping[str, Any]
"""A tree of names alone: a mapping from each one to those below it."""


class Install:
    """The effective settings of a control plane, or of what another chart installs.

    :meth:`setting` is the one way to them and remembers what was asked, so that what a rule
    declares to read can be proved.

    ``release`` is the Istio release if anything names it. ``complete`` is whether the
    input is all there is to the install, as with an IstioOperator; a bare values file
    may be completed by others. ``layers`` are in order, those that win first.
    ``components`` are the charts that come out of it, by their published names. ``gateways``
    are where the settings of each gateway begin, ``overlays`` what is patched into rendered
    objects. ``paths`` are the files in which a finding about it may be reported.
    """

    def __init__(  # noqa: PLR0913 - all that there is to know of it
        self,
        name: str,
        document: Document,
        layers: Iterable[Layer],
        trees: tuple[Tree, ...],
        *,
        release: Release | None,
        complete: bool,
        components: Collection[str],
        reported: bool,
        gateways: tuple[str, ...] = (),
        overlays: tuple[Overlay, ...] = (),
        paths: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.document = document
        self.layers = tuple(each for each in layers if not _is_empty(each))
        self.trees = trees
        self.release = release
        self.complete = complete
        self.reported = reported
        self.components = frozenset(components)
        self.gateways = gateways
        self.overlays = overlays
        self.paths = paths or (document.source.path,)
        self.asked: set[str] = set()
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

    @cached_property
    def deploys_istiod(self) -> bool:
        """Whether a control plane comes out of it, not just what a remote one needs."""
        where = ("istiodRemote", "pilot.istiodRemote")
        remote = any(self.peek(f"{each}.enabled").flag for each in where)
        local = any(self.peek(f"{each}.enabledLocalInjectorIstiod").flag for each in where)
        return "istiod" in self.components and (local or not remote)

    @property
    def is_control_plane(self) -> bool:
        """Whether it configures istiod, wherever that runs."""
        return not self.components or "istiod" in self.components or self.is_operator

    @property
    def is_operator(self) -> bool:
        """Whether one document installs several components."""
        return self.document.kind == ISTIO_OPERATOR

    def deploys(self, chart: str) -> bool:
        """Whether a chart comes out of it: ``istiod``, ``base``, ``cni``, ``ztunnel``, ``gateway``.

        Any gateway is a ``gateway``, whichever chart it comes from.
        """
        return self.deploys_istiod if chart == "istiod" else chart in self.components

    def setting(self, path: str) -> Setting:
        """The effective value of a setting, named by its path in istioctl's values tree."""
        self.asked.add(path)
        return self._setting(path)

    def entries(self, path: str) -> Mapping[str, Setting]:
        """What the user writes directly below a setting, by name, such as ``pilot.env``.

        Rules declare that as ``pilot.env.*``.
        """
        self.asked.add(f"{path}.*")
        here: _Names = self._names
        for step in keys_of(path):
            here = here.get(step, {})
        plain = {name: path_of(path, name) for name in here if name}
        found = {name: self._setting(each) for name, each in plain.items()}
        return {name: each for name, each in found.items() if each.is_written}

    def _setting(self, path: str) -> Setting:
        found = self._cache.get(path)
        if found is None:
            found = self._cache[path] = self._resolve(path)
        return found

    def peek(self, path: str) -> Setting:
        """The same for those who are no rule."""
        return self._setting(path)

    def settings(self) -> Iterator[Setting]:
        """All settings that have a value, down to lists, single values, ``{}`` and ``null``."""
        yield from self._leaves(self._names, ())

    @cached_property
    def _names(self) -> _Names:
        """The names of all that any layer says something about, those that win first."""
        tree: dict[str, Any] = {}
        for layer in self.layers:
            for path in layer.leaves():
                here = tree
                for step in path:
                    here = here.setdefault(step, {})
        return tree

    def _leaves(self, tree: _Names, above: Steps) -> Iterator[Setting]:
        for key, below in tree.items():
            steps = (*above, key)
            said = self._said(steps)
            value = _joined([answer.value for _, answer in said]) if said else ABSENT
            if below and (value in (ABSENT, UNKNOWN) or (isinstance(value, Mapping) and value)):
                yield from self._leaves(below, steps)
            elif said:
                path = setting_path(steps)
                yield self._cache.get(path) or self._cache.setdefault(path, self._made(path, said))

    def _said(self, steps: Steps) -> list[tuple[Layer, Answer]]:
        """What each layer says of a setting, those that win first."""
        answers = ((layer, layer.answer(steps)) for layer in self.layers)
        return [each for each in answers if each[1].value is not ABSENT]

    def _resolve(self, path: str) -> Setting:
        return self._made(path, self._said(tuple(keys_of(path))))

    def _made(self, path: str, said: Sequence[tuple[Layer, Answer]]) -> Setting:
        steps = tuple(keys_of(path))
        if not said:
            return Setting(path, None, Origin.CHART_DEFAULT, self._nearest(steps))
        layer, first = said[0]
        overridden = (Overridden(each.value, lower.origin, each.node) for lower, each in said[1:])
        return Setting(
            path,
            _joined([answer.value for _, answer in said]),
            layer.origin,
            _visible(first.node) or layer.said_by or self._nearest(steps),
            tuple(overridden),
            layer.is_patch,
        )

    def _nearest(self, steps: Steps) -> Node:
        """The nearest thing to a setting that the user did write."""
        found = [near for layer in self.layers if (near := layer.nearest(steps)) is not None]
        return min(found, key=lambda each: each[0])[1] if found else self.at

    @property
    def at(self) -> Node:
        """What to point at for an install that writes nothing near."""
        root = self.document.root
        if self.document.object is not None:
            return root.scalar("kind") or root
        return next((entry.key for entry in root.entries()), root)


def _is_empty(layer: Layer) -> bool:
    """Whether there is nothing in what comes with Istio, as in most parts of profiles."""
    return isinstance(layer.tree, Mapping) and not layer.tree


def _visible(node: Node | None) -> Node | None:
    """A node, or its key where nothing is written in its place."""
    return node if node is None or node.span.end > node.span.start else node.key or node


def _joined(values: list[Any]) -> Any:
    """What several layers make of a setting, those that win first: mappings are merged."""
    first, *others = values
    if not isinstance(first, Mapping):
        return first
    joined = first
    for each in others:
        if isinstance(joined, Whole):
            break
        if isinstance(each, Unknown):
            return UNKNOWN
        if not isinstance(each, Mapping):
            break
        joined = _laid_under(joined, each)
    return dict(joined)


def _laid_under(upper: Mapping[str, Any], lower: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(upper, Whole):
        return upper
    joined = dict(upper)
    for key, value in lower.items():
        above = joined.get(key, ABSENT)
        if above is ABSENT:
            joined[key] = value
        elif isinstance(above, Mapping) and isinstance(value, Mapping):
            joined[key] = _laid_under(above, value)
    return Whole(joined) if isinstance(lower, Whole) else joined
