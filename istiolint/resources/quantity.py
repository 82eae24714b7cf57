"""Kubernetes quantities: ``500m`` CPU, ``2048Mi`` memory.

An amount is an ``int`` that counts billionths of the unit: Kubernetes itself keeps no more
than that and rounds the rest up, so amounts are exact, and sums, comparisons and ratios of
them need nothing but the operators.
"""

from __future__ import annotations

import re

ONE = 10**9
"""The amount of one whole unit: a byte, a core."""

# The grammar that Kubernetes documents. Its code also takes a suffix alone (``Mi``) for
# zero, which nobody means.
_QUANTITY = re.compile(
    r"([+-]?)([0-9]+\.?[0-9]*|\.[0-9]+)([KMGTPE]i|[numkMGTPE]?|[eE][+-]?[0-9]+)", re.ASCII
)

_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}

# From here on not every whole number is a float.
_MOST = 2.0**53

# Far beyond anything that has a meaning, near enough to stay cheap.
_LONGEST = 1000
_HIGHEST_EXPONENT = 1000


def of_number(number: float) -> int | None:
    """The amount of a positive number of whole units; ``None`` for one that means nothing."""
    return round(number) * ONE if 0 < number < _MOST else None


def parse(text: str) -> int | None:
    """The amount that ``text`` stands for; ``None`` if it is not a quantity.

    A number in YAML may be written where a quantity is expected, its text is one.
    """
    found = _QUANTITY.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    sign, number, suffix = found.groups()
    whole, _, fraction = number.partition(".")
    digits = int(whole + fraction) << _BINARY.get(suffix, 0)
    amount = _scaled(digits, 9 + _exponent(suffix) - len(fraction))
    return -amount if sign == "-" else amount


def memory(amount: int) -> str:
    """An amount of bytes as one writes it: ``2Gi`` for what came in as ``2048Mi``."""
    units = {suffix: ONE << power for suffix, power in _BINARY.items()}
    return _shortest(amount, units | {name: 10 ** (9 + ten) for name, ten in _DECIMAL.items()})


def cpu(amount: int) -> str:
    """An amount of cores as one writes it: ``2``, ``500m``, ``1500m``."""
    return _shortest(amount, {"": ONE, "m": 10**6, "u": 10**3, "n": 1})


def _exponent(suffix: str) -> int:
    """The power of ten that a suffix stands for."""
    if suffix in _BINARY:
        return 0
    if suffix in _DECIMAL:
        return _DECIMAL[suffix]
    return max(-_HIGHEST_EXPONENT, min(int(suffix[1:]), _HIGHEST_EXPONENT))


def _scaled(digits: int, exponent: int) -> int:
    """``digits`` times ten to the ``exponent``, rounded up as Kubernetes does."""
    power: int = 10 ** abs(exponent)
    return digits * power if exponent >= 0 else -(-digits // power)


def _shortest(amount: int, units: dict[str, int]) -> str:
    """``amount`` in the first of the units that need the fewest digits and no fraction."""
    exact = [(str(amount // unit), name) for name, unit in units.items() if amount % unit == 0]
    digits, name = min(exact, key=lambda each: len(each[0]))
    return digits + (name if amount else "")


def is_below(amount: float | None, least: str) -> bool:
    """Whether an amount that is known is less than a quantity; a bad one bounds nothing."""
    bound = parse(least)
    return amount is not None and bound is not None and amount < bound
