"""A resource plan for programs: memory in bytes, CPU in thousandths of a core, rounded up."""

from __future__ import annotations

from typing import Any

from istiolint.plan.amounts import Demand, Range, Usage
from istiolint.plan.capacity import Gap, Plan, Sums
from istiolint.plan.part import Part, Role
from istiolint.plan.requirements import Requirements
from istiolint.render import Presentation
from istiolint.render.capacity import Capacity
from istiolint.render.capacity.amounts import MILLI
from istiolint.render.capacity.sections import HOPS, PER_COMPLEX_HOP, PER_HOP
from istiolint.render.json import dump
from istiolint.resources.quantity import ONE

VERSION = 1


def render(capacity: Capacity, presentation: Presentation) -> str:
    """The plan and what it needs of a cluster as one object."""
    plan, found = capacity
    return dump(
        {
            "version": VERSION,
            "istiolint": presentation.version,
            "istio_version": str(found.release),
            "istio_version_assumed": found.is_assumed,
            "cluster_size": plan.size.value,
            "nodes": plan.nodes,
            "parts": [_part(each, plan) for each in plan.parts],
            "namespaces": {name: _sums(sums) for name, sums in plan.namespaces.items()},
            "total": _sums(plan.total),
            "overhead": _overhead(plan),
            "latency_ms": [_latency(hops) for hops in HOPS],
            "unknown": [_gap(each) for each in plan.gaps],
            "jobs_not_counted": plan.batch,
            "containers_without_memory_request": plan.silent,
            "requirements": _requirements(found),
        }
    )


def _part(part: Part, plan: Plan) -> dict[str, Any]:
    is_application = part.role is Role.APPLICATION
    return {
        "role": part.role.value,
        "kind": part.kind,
        "namespace": part.namespace,
        "name": part.name,
        "path": part.place.path,
        "line": part.place.line,
        "pods": _range(part.pods),
        "mode": None if part.mode is None else part.mode.value,
        "application_per_pod": _demand(part.application) if is_application else None,
        "mesh_per_pod": _demand(part.proxy),
        "mesh_baseline": None if part.pods is None else _usage(part.planned(plan.baseline)),
    }


def _sums(sums: Sums) -> dict[str, Any]:
    return {
        "pods": _range(sums.pods),
        "proxies": _range(sums.proxies),
        "applications": _usage(sums.applications),
        "mesh_baseline": _usage(sums.planned),
        "mesh_declared": _usage(sums.declared),
        "incomplete": sorted(_NAMES.get(each, each) for each in sums.open),
    }


_NAMES = {"planned": "mesh_baseline", "declared": "mesh_declared"}


def _overhead(plan: Plan) -> dict[str, Any]:
    """What the mesh adds in percent, in the smallest and the largest plan."""
    sums = plan.total
    low, high = plan.baseline.band
    found: dict[str, Any] = {
        "band_percent": {"min": low, "max": high},
        "incomplete": bool(sums.open - {"pods", "proxies"}),
    }
    for field, added in (("mesh_baseline", sums.planned), ("mesh_declared", sums.declared)):
        pairs = zip(("memory", "cpu"), added, sums.applications, strict=True)
        found[field] = {unit: _shares(plan, more, least) for unit, more, least in pairs}
    return found


def _shares(plan: Plan, added: Range, requested: Range) -> dict[str, Any]:
    ends = [plan.share(*each) for each in zip(added, requested, strict=True)]
    shown = (None if each is None else each._asdict() for each in ends)
    return dict(zip(("min_plan", "max_plan"), shown, strict=True))


def _latency(hops: int) -> dict[str, Any]:
    low, high = PER_HOP
    least, most = PER_COMPLEX_HOP
    return {
        "hops": hops,
        "simple": {"min": low * hops, "max": high * hops},
        "complex": {"min": least * hops, "max": most * hops},
    }


def _gap(gap: Gap) -> dict[str, Any]:
    path, line = gap.place or (None, None)
    return {"what": gap.what, "reason": gap.reason, "path": path, "line": line}


def _requirements(found: Requirements) -> dict[str, Any]:
    return {
        "kubernetes": found.kubernetes,
        "gateway_api": found.gateway_api or None,
        "apis": [
            {"version": each.version, "kinds": list(each.kinds), "source": each.source}
            for each in found.apis
        ],
        "crds": {name: list(versions) for name, versions in found.crds.items()},
        "kernel_modules": {each.purpose: list(each.names) for each in found.modules},
        "notes": list(found.notes),
    }


def _range(amounts: Range | None) -> dict[str, int] | None:
    return None if amounts is None else {"min": amounts.least, "max": amounts.most}


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "memory_bytes": _range(Range(*(_units(each, ONE) or 0 for each in usage.memory))),
        "cpu_millicores": _range(Range(*(_units(each, MILLI) or 0 for each in usage.cpu))),
    }


def _demand(demand: Demand) -> dict[str, int | None]:
    return {
        "memory_bytes": _units(demand.memory, ONE),
        "cpu_millicores": _units(demand.cpu, MILLI),
    }


def _units(amount: int | None, unit: int) -> int | None:
    return None if amount is None else -(-amount // unit)
