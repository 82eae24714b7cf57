"""The resource plan: all parts with their sums, and what cannot be summed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from istiolint.plan.amounts import NO_DEMAND, ZERO, Range, Usage, total
from istiolint.plan.injection import Injection
from istiolint.plan.installs import parts_of
from istiolint.plan.part import Baseline, Part, Place, Role, baseline_for
from istiolint.plan.workloads import Found, batch, workloads
from istiolint.project.project import Project
from istiolint.settings import ClusterSize

HUNDRED = 100
_NAMED = 2
"""The parts that a gap names; of more it says how many there are."""

_ELSEWHERE = "which are not in the files"


class Gap(NamedTuple):
    """Something that the plan leaves out, as the files do not tell it."""

    what: str
    reason: str
    place: Place | None = None


class Sums(NamedTuple):
    """What several parts come to."""

    pods: Range
    proxies: Range
    applications: Usage
    planned: Usage
    """What the mesh adds by the baseline."""
    declared: Usage
    """What it adds by what the files say."""
    open: frozenset[str]
    """The fields that something unknown would be added to."""


class Verdict(StrEnum):
    """Where a plan lies in the band."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


class Share(NamedTuple):
    """What the mesh adds in percent of what the applications request, rounded down."""

    percent: int
    verdict: Verdict


class Plan(NamedTuple):
    """A whole resource plan."""

    size: ClusterSize
    nodes: int | None
    baseline: Baseline
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    batch: int
    """Jobs and CronJobs, which are not counted."""

    @property
    def silent(self) -> int:
        """The containers of applications in the mesh that request no memory, by template."""
        return sum(each.silent for each in self.parts if each.is_in_mesh)

    @property
    def namespaces(self) -> dict[str, Sums]:
        """The sums of each namespace with parts, by name."""
        found: dict[str, list[Part]] = {}
        for each in self.parts:
            found.setdefault(each.namespace, []).append(each)
        return {name: _sums(found[name], self.baseline) for name in sorted(found)}

    @property
    def total(self) -> Sums:
        """The sums of all parts."""
        return _sums(self.parts, self.baseline)

    def of_role(self, *roles: Role) -> list[Part]:
        """The parts of some roles."""
        return [each for each in self.parts if each.role in roles]

    def share(self, added: int, requested: int) -> Share | None:
        """What is added to what is requested; ``None`` where nothing is requested."""
        if not requested:
            return None
        low, high = self.baseline.band
        percent = added * HUNDRED // requested
        if added * HUNDRED < requested * low:
            return Share(percent, Verdict.BELOW)
        is_within = added * HUNDRED <= requested * high
        return Share(percent, Verdict.WITHIN if is_within else Verdict.ABOVE)


def plan(project: Project, size: ClusterSize | None, nodes: int | None) -> Plan:
    """The plan for what is reported on; what else is in sight says how it is part of the mesh."""
    injection = Injection(project)
    installed = (
        each
        for install in project.installs
        if install.reported
        for each in parts_of(install, nodes)
    )
    found, copies = _distinct([*installed, *workloads(project, injection, nodes)])
    parts = tuple(each.part for each in found)
    gaps = [*_all_gaps(found), *copies]
    if not any(each.role is Role.CONTROL_PLANE for each in parts):
        gaps.append(Gap("control plane", "no istiod is configured in these files"))
    return Plan(
        size or ClusterSize.SMALL, nodes, baseline_for(size), parts, tuple(gaps), batch(project)
    )


def _sums(parts: Sequence[Part], baseline: Baseline) -> Sums:
    return Sums(
        _count(parts),
        _count(each for each in parts if each.has_proxies),
        total(each.requested for each in parts),
        total(each.planned(baseline) for each in parts),
        total(each.declared for each in parts),
        frozenset(field for each in parts for field in _open(each)),
    )


def _open(part: Part) -> Iterator[str]:
    """The sums that a part would add to if more were known of it."""
    if part.pods is None:
        yield "pods"
    if part.mode is None:
        yield from ("proxies", "applications", "planned", "declared")
    if part.pods is None and part.has_proxies:
        yield "proxies"
    if part.is_in_mesh and (part.pods is None or None in part.application):
        yield "applications"
    if part.pods is None and (part.has_proxies or part.role is Role.CONTROL_PLANE):
        yield "planned"
    if None in part.proxy or (part.pods is None and part.proxy != NO_DEMAND):
        yield "declared"


def _count(parts: Iterable[Part]) -> Range:
    found = ZERO
    for each in parts:
        found = found.plus(each.pods or ZERO)
    return found


def _distinct(found: Sequence[Found]) -> tuple[list[Found], list[Gap]]:
    """Each object once, though several files may describe it for several environments."""
    first: dict[tuple[str, str, str], Found] = {}
    copies: dict[tuple[str, str, str], list[Part]] = {}
    for each in found:
        key = (each.part.kind, each.part.namespace, each.part.name)
        known = first.get(key)
        if known is None:
            first[key] = each
            continue
        copies.setdefault(key, []).append(each.part)
        one, two = known.part.pods, each.part.pods
        pods = one.around(two) if one is not None and two is not None else one or two
        first[key] = Found(known.part._replace(pods=pods), "" if pods else known.reason)
    return list(first.values()), [_copied(first[key].part, copies[key]) for key in copies]


def _copied(part: Part, others: Sequence[Part]) -> Gap:
    paths = ", ".join(dict.fromkeys(each.place.path for each in others))
    reason = f"also in {paths}; it is counted once, its requests as they are here"
    return Gap(part.title, reason, part.place)


def _all_gaps(found: Iterable[Found]) -> Iterator[Gap]:
    """One gap for each reason, however many parts share it."""
    by_reason: dict[str, list[Part]] = {}
    for each in found:
        for reason in _reasons(each):
            by_reason.setdefault(reason, []).append(each.part)
    for reason, parts in by_reason.items():
        yield Gap(_titles(parts), reason, parts[0].place)


def _titles(parts: Sequence[Part]) -> str:
    if len(parts) <= _NAMED:
        return ", ".join(each.title for each in parts)
    namespaces = {each.namespace for each in parts}
    where = f"namespace {parts[0].namespace}" if len(namespaces) == 1 else "several namespaces"
    return f"{len(parts)} workloads in {where}"


def _reasons(found: Found) -> Iterator[str]:
    part = found.part
    if part.pods is None:
        yield found.reason
    if part.mode is None:
        where = part.namespace
        yield f"sidecars or not depends on labels of the Namespace {where}, {_ELSEWHERE}"
    if part.is_in_mesh:
        yield from (
            f"the {unit} request is not in the files" for unit in _unknown(part.application)
        )
    words = "sidecars request" if part.role is Role.APPLICATION else "is requested"
    yield from (f"how much {unit} {words} is not in the files" for unit in _unknown(part.proxy))


def _unknown(demand: tuple[int | None, int | None]) -> Iterator[str]:
    for unit, amount in zip(("memory", "CPU"), demand, strict=True):
        if amount is None:
            yield unit
