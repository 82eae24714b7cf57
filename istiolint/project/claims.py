"""What the containers of the mesh ask for in a namespace: istiod, gateways, sidecars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from istiolint.install.gateways import gateways_of
from istiolint.install.install import Install
from istiolint.install.naming import namespace as namespace_of
from istiolint.install.resources import amount_in_pod, amount_of_istiod
from istiolint.install.setting import Setting
from istiolint.kinds import LIMIT_RANGE
from istiolint.project.members import Mode
from istiolint.project.scaling import istiod_name, mesh_deployments
from istiolint.resources.limit_range import amount, container_ranges
from istiolint.resources.proxies import container_resources, istiod_container
from istiolint.syntax.node import Node

if TYPE_CHECKING:
    from istiolint.project.project import Project
    from istiolint.resources.resource import Resource

UNITS = ("memory", "cpu")
SIDECARS = "the sidecars"


class Claim(NamedTuple):
    """What a container asks for in one unit; an amount is ``None`` where it asks for none.

    ``setting`` is the one that decides, its limit if it has one; ``None`` in a Deployment.
    """

    who: str
    unit: str
    request: int | None
    limit: int | None
    setting: Setting | None = None

    @property
    def whose(self) -> str:
        """Words for whose it is."""
        return f"{self.who}'" if self.who == SIDECARS else f"{self.who}'s"

    @property
    def requests(self) -> str:
        """Words for that it requests something."""
        return f"{self.who} {'request' if self.who == SIDECARS else 'requests'}"

    @property
    def guaranteed(self) -> int | None:
        """What is requested: a limit stands for a request that is left out."""
        return self.limit if self.request is None else self.request


def claims(project: Project, namespace: str) -> Mapping[tuple[str, str], list[Claim]]:
    """What each part of the mesh asks for by its name and the unit, as all installs have it.

    A part is left out where one of its amounts is not known.
    """
    found: dict[tuple[str, str], list[Claim | None]] = {}
    for unit in UNITS:
        for who, claim in _claims(project, namespace, unit):
            found.setdefault((who, unit), []).append(claim)
    return {
        key: [each for each in said if each is not None]
        for key, said in found.items()
        if None not in said
    }


def given_limit(project: Project, namespace: str, unit: str) -> Node | None:
    """The limit that containers of a namespace get which have none, if one object tells it."""
    said = [
        each.limit
        for resource in project.of_namespace(LIMIT_RANGE, namespace)
        for each in container_ranges(resource, unit)
        if each.limit is not None
    ]
    return said[0] if len(said) == 1 else None


def has_given_request(project: Project, namespace: str, unit: str) -> bool:
    """Whether containers of a namespace that request nothing may get a request from an object."""
    ranges = project.of_namespace(LIMIT_RANGE, namespace)
    return any(each.request for one in ranges for each in container_ranges(one, unit))


def _claims(project: Project, namespace: str, unit: str) -> Iterator[tuple[str, Claim | None]]:
    is_injected = project.members.mode_of(namespace) is Mode.SIDECAR
    for install in project.installs:
        is_here = namespace_of(install) == namespace
        if install.deploys_istiod and is_here:
            request, limit = (amount_of_istiod(install, side, unit) for side in _SIDES)
            yield _of_settings(istiod_name(install), unit, request, limit)
        if install.deploys_istiod and is_injected:
            proxy = (install.setting(f"global.proxy.resources.{side}.{unit}") for side in _SIDES)
            request, limit = (amount_in_pod(install, each) for each in proxy)
            yield _of_settings(SIDECARS, unit, request, limit)
        yield from _of_gateways(install, namespace, unit)
    for deployment in mesh_deployments(project, namespace):
        yield deployment.name, _of_deployment(deployment, unit)


_SIDES = ("requests", "limits")


def _of_gateways(install: Install, namespace: str, unit: str) -> Iterator[tuple[str, Claim | None]]:
    for each in gateways_of(install):
        if each.namespace != namespace:
            continue
        said = (each.setting(f"resources.{side}.{unit}") for side in _SIDES)
        request, limit = (amount_in_pod(install, setting) for setting in said)
        yield _of_settings(each.name, unit, request, limit)


def _of_settings(who: str, unit: str, request: Setting, limit: Setting) -> tuple[str, Claim | None]:
    amounts = request.quantity, limit.quantity
    is_known = all(
        each is not None or setting.is_absent
        for each, setting in zip(amounts, (request, limit), strict=True)
    )
    decides = request if limit.is_absent else limit
    return who, Claim(who, unit, *amounts, decides) if is_known else None


def _of_deployment(deployment: Resource, unit: str) -> Claim | None:
    """What the container of istiod asks for, or a gateway's where injection adds nothing."""
    pod, istiod = deployment.pod, istiod_container(deployment)
    if istiod is not None:
        said = [istiod.scalar("resources", side, unit) for side in _SIDES]
    else:
        own = container_resources(pod) if pod is not None else {}
        said = [own.get((side, unit)) for side in _SIDES]
    amounts = [amount(each) for each in said]
    is_left_open = None in said and istiod is None
    if is_left_open or any(
        node is not None and found is None for node, found in zip(said, amounts, strict=True)
    ):
        return None
    return Claim(deployment.name, unit, request=amounts[0], limit=amounts[1])
