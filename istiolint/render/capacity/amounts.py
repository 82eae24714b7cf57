"""Amounts as people read them."""

from __future__ import annotations

from istiolint.plan.amounts import Demand, Range
from istiolint.resources.quantity import ONE, cpu

MIB = ONE << 20
GIB = ONE << 30
MILLI = ONE // 1000
UNKNOWN = "unknown"


def memory_text(amount: int) -> str:
    """Whole Mi below one Gi, from there on tenths of a Gi; rounded up, as room has to be there."""
    if not amount:
        return "0"
    if amount < GIB:
        return f"{-(-amount // MIB)}Mi"
    whole, tenth = divmod(-(-amount * 10 // GIB), 10)
    return f"{whole}.{tenth}Gi" if tenth else f"{whole}Gi"


def cpu_text(amount: int) -> str:
    """Cores, or thousandths of one; rounded up."""
    return cpu(-(-amount // MILLI) * MILLI)


def of_memory(amounts: Range) -> str:
    """From the least to the most memory."""
    return _span(memory_text(amounts.least), memory_text(amounts.most))


def of_cpu(amounts: Range) -> str:
    """From the least to the most CPU."""
    return _span(cpu_text(amounts.least), cpu_text(amounts.most))


def of_count(amounts: Range | None) -> str:
    """From the least to the most pods."""
    return UNKNOWN if amounts is None else _span(str(amounts.least), str(amounts.most))


def of_demand(demand: Demand) -> tuple[str, str]:
    """The memory and the CPU of one pod."""
    memory = UNKNOWN if demand.memory is None else memory_text(demand.memory)
    return memory, UNKNOWN if demand.cpu is None else cpu_text(demand.cpu)


def _span(least: str, most: str) -> str:
    return least if least == most else f"{least} - {most}"
