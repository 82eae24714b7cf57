"""What installs are called: by namespace, and by revision or Helm release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from istiolint.inputs.document import Role
from istiolint.install.install import Install
from istiolint.kinds import ISTIO_SYSTEM, SAIL_ISTIO, SAIL_REVISION
from istiolint.resources.managed import SHARED
from istiolint.settings import is_set_path


def names(installs: Sequence[Install]) -> list[str]:
    """A name for each install, which no other one has.

    A control plane is ``<namespace>/<revision>``, another chart ``<namespace>/<release>``. Of
    several that would be called the same, each has its file behind ``@``.
    """
    plain = [f"{namespace(each)}/{own_name(each)}" for each in installs]
    plain = _told_apart(plain, [f"@{each.path}" for each in installs])
    # Where one file has them all, only their order is left.
    seen: Counter[str] = Counter()
    numbers: list[str] = []
    for name in plain:
        seen[name] += 1
        numbers.append(f"#{seen[name]}")
    return _told_apart(plain, numbers)


def _told_apart(names: Sequence[str], more: Sequence[str]) -> list[str]:
    count = Counter(names)
    return [
        name + extra if count[name] > 1 else name for name, extra in zip(names, more, strict=True)
    ]


def namespace(install: Install) -> str:
    """The namespace it goes to; the usual one where nothing says so."""
    return said_namespace(install) or install.peek("global.istioNamespace").text or ISTIO_SYSTEM


def said_namespace(install: Install) -> str | None:
    """The namespace that a Helm release is told to go to."""
    if install.is_operator:
        return None
    said = next((each.release.namespace for each in install.trees), None)
    if said is None and install.document.object is not None:
        said = install.document.object.namespace
    return said


def own_name(install: Install) -> str:
    """The revision of a control plane, the release of another chart."""
    return revision(install) if install.is_control_plane else install.name


def revision(install: Install) -> str:
    """The revision that it makes or belongs to."""
    paths = [f"{root}.revision" for root in (*install.gateways, "ztunnel")]
    said = (
        install.peek(path).text for path in ("revision", *([] if install.is_operator else paths))
    )
    found = next((each for each in said if each), None)
    if found is None and install.is_control_plane:
        found = _of_object(install)
    return found or "default"


def _of_object(install: Install) -> str | None:
    """The revision in the name of what is named after it."""
    if install.document.kind in (SAIL_ISTIO, SAIL_REVISION):
        return install.name
    is_mesh_config = any(tree.role is Role.MESH_CONFIG for tree in install.trees)
    if is_mesh_config and install.document.object is not None and not install.is_operator:
        return install.name.removeprefix(SHARED).removeprefix("istio").removeprefix("-")
    return None


def sources(install: Install) -> list[str]:
    """The files that it is made from, in the order in which they are merged, and the flags."""
    document = install.document
    own, layers = document.source, [tree.root.tape.source for tree in install.trees]
    if document.operators:
        inputs = [root.tape.source for root in reversed(document.operators)]
    elif document.object is not None:
        inputs = [own, *layers]
    else:
        inputs = [*layers, own]
    lines = (each.text.splitlines() if is_set_path(each.path) else [each.path] for each in inputs)
    return list(dict.fromkeys(chain.from_iterable(lines)))
