"""The parts of a plan as tables and lines, whatever they are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from istiolint.plan.amounts import Range
from istiolint.plan.capacity import Gap, Plan, Share, Sums
from istiolint.plan.part import Role
from istiolint.render.capacity import Capacity
from istiolint.render.capacity.amounts import of_count, of_cpu, of_demand, of_memory
from istiolint.render.capacity.needs import needs
from istiolint.settings import ClusterSize

HOPS = range(1, 6)
PER_HOP = (2, 5)
PER_COMPLEX_HOP = (10, 15)
"""Milliseconds that a hop adds by the baseline, with simple and with complex routing."""

_SIZES = {
    ClusterSize.SMALL: "below 50 services",
    ClusterSize.MEDIUM: "50 to 200 services",
    ClusterSize.LARGE: "above 200 services",
}


class Section(NamedTuple):
    """A titled table, and lines below it. ``words`` are the columns that are no numbers."""

    title: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()
    words: int = 1


def title(capacity: Capacity) -> str:
    """What the plan is for."""
    plan, found = capacity
    assumed = " (assumed)" if found.is_assumed else ""
    nodes = "" if plan.nodes is None else f", {plan.nodes} node{'s' if plan.nodes != 1 else ''}"
    size = f"{plan.size.value} ({_SIZES[plan.size]})"
    return f"Resource plan for Istio {found.release}{assumed}, size {size}{nodes}"


def sections(capacity: Capacity) -> Iterator[Section]:
    """All there is to tell."""
    plan = capacity.plan
    yield _amounts(plan, "Memory requests", lambda sums: tuple(map(of_memory, _memory(sums))))
    yield _amounts(plan, "CPU requests", lambda sums: tuple(map(of_cpu, _cpu(sums))))
    yield _band(plan)
    if mesh := _mesh(plan):
        yield mesh
    yield _latency()
    if gaps := _gaps(plan):
        yield gaps
    yield from (Section(each.title, lines=each.lines) for each in needs(capacity.requirements))


def _memory(sums: Sums) -> tuple[Range, Range, Range]:
    return sums.applications.memory, sums.planned.memory, sums.declared.memory


def _cpu(sums: Sums) -> tuple[Range, Range, Range]:
    return sums.applications.cpu, sums.planned.cpu, sums.declared.cpu


_FIELDS = ("pods", "proxies", "applications", "planned", "declared")


def _amounts(plan: Plan, name: str, texts: Callable[[Sums], Sequence[str]]) -> Section:
    def row(head: str, sums: Sums) -> tuple[str, ...]:
        cells = (of_count(sums.pods), of_count(sums.proxies), *texts(sums))
        pairs = zip(_FIELDS, cells, strict=True)
        return (head, *(f">= {cell}" if field in sums.open else cell for field, cell in pairs))

    rows = [row(name, sums) for name, sums in plan.namespaces.items()]
    header = ("namespace", "pods", "proxies", "applications", "mesh, baseline", "mesh, declared")
    return Section(name, header, (*rows, row("total", plan.total)))


def _band(plan: Plan) -> Section:
    """Where the plan lies between what the baseline expects at least and at most."""
    sums = plan.total
    low, high = plan.baseline.band
    rows = (
        (name, *(_shares(plan, added, requested) for added in others))
        for name, (requested, *others) in (("memory", _memory(sums)), ("CPU", _cpu(sums)))
    )
    return Section(
        f"What the mesh adds to the applications; the baseline expects {low} to {high}%",
        ("", "by the baseline", "as declared"),
        tuple(rows),
        tuple(_reservations(plan, sums)),
        words=3,
    )


def _reservations(plan: Plan, sums: Sums) -> Iterator[str]:
    if sums.open - {"pods", "proxies"}:
        yield "of what is known; what is unknown is left out on both sides"
    if plan.silent:
        yield _silence(plan)


def _silence(plan: Plan) -> str:
    count = plan.silent
    said = "1 container requests" if count == 1 else f"{count} containers request"
    return f"{said} no memory, so the applications need more than they request"


def _shares(plan: Plan, added: Range, requested: Range) -> str:
    """The shares in the smallest and in the largest plan."""
    ends = (plan.share(*each) for each in zip(added, requested, strict=True))
    return " - ".join(dict.fromkeys(map(_share, ends)))


def _share(share: Share | None) -> str:
    return "nothing is requested" if share is None else f"+{share.percent}% ({share.verdict.value})"


def _mesh(plan: Plan) -> Section | None:
    """What runs for the mesh alone."""
    rows = []
    for role in Role:
        for each in plan.of_role(role) if role is not Role.APPLICATION else ():
            memory, cpu = of_demand(each.proxy)
            planned = each.planned(plan.baseline)
            figures = (of_memory(planned.memory), of_cpu(planned.cpu))
            if role in (Role.CNI, Role.ZTUNNEL) or each.pods is None:
                figures = ("-", "-")
            name = f"{each.namespace}/{each.name}"
            rows.append((role.value, name, of_count(each.pods), memory, cpu, *figures))
    header = (
        "part", "name", "pods", "memory of each", "CPU of each", "memory, baseline", "CPU, baseline"
    )  # fmt: skip
    return Section("Parts of the mesh", header, tuple(rows), _figures(plan), words=2)


def _figures(plan: Plan) -> tuple[str, ...]:
    """The baseline's figures, which its reference writes in GB and MB."""
    proxy, istiod = plan.baseline.proxy, plan.baseline.istiod
    least = of_memory(Range(plan.baseline.control_plane, plan.baseline.control_plane))
    each, of_one = of_demand(istiod), of_demand(proxy)
    figures = (
        f"baseline: {of_one[0]} ({_decimal(of_one[0])} in the reference) and {of_one[1]} CPU for "
        f"each sidecar and gateway pod; {each[0]} ({_decimal(each[0])}) and {each[1]} CPU for each "
        f"replica of istiod, at least {least} ({_decimal(least)}) for a control plane"
    )
    return figures, "the baseline has no figures for istio-cni and ztunnel"


def _decimal(text: str) -> str:
    return f"{text[:-1]}B"


def _latency() -> Section:
    """What a request pays by the number of its hops, in milliseconds."""
    rows = (
        (
            str(hops),
            *(f"{low * hops} - {high * hops} ms" for low, high in (PER_HOP, PER_COMPLEX_HOP)),
        )
        for hops in HOPS
    )
    return Section(
        "Latency that a request pays by the baseline",
        ("hops", "simple routing", "complex routing"),
        tuple(rows),
        ("a hop is a call from one pod to another, or from a gateway to a pod",),
    )


def _gaps(plan: Plan) -> Section | None:
    lines = [*map(_gap, plan.gaps)]
    if plan.batch:
        many = "1 Job or CronJob is" if plan.batch == 1 else f"{plan.batch} Jobs and CronJobs are"
        lines.append(
            f"{many} not counted: how many of their pods run at a time is not in the files"
        )
    return Section("Unknown, and not in the plan", lines=tuple(lines)) if lines else None


def _gap(gap: Gap) -> str:
    where = "" if gap.place is None else f" ({gap.place.path}:{gap.place.line})"
    return f"{gap.what}{where}: {gap.reason}"
