"""A copy of istiolint with 500 generated rules, to see what their number costs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SPREAD = {
    ("networking.istio.io", "VirtualService"): 84,
    ("networking.istio.io", "DestinationRule"): 38,
    ("networking.istio.io", "ServiceEntry"): 26,
    ("networking.istio.io", "Gateway"): 46,
    ("security.istio.io", "AuthorizationPolicy"): 52,
    ("security.istio.io", "PeerAuthentication"): 24,
    ("networking.istio.io", "Sidecar"): 18,
    ("telemetry.istio.io", "Telemetry"): 20,
    ("networking.istio.io", "EnvoyFilter"): 28,
    ("apps", "Deployment"): 48,
    ("", "Service"): 26,
    ("gateway.networking.k8s.io", "HTTPRoute"): 40,
    ("", "Namespace"): 20,
    ("install.istio.io", "IstioOperator"): 30,
}
"""How many rules each kind gets: as the inventory of checks spreads them."""

RULE = '''"""Dummy number {number} is wrong.

A page of the usual length, so that importing the rule costs what rules cost.
{filler}
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Kind, Resource, Severity, kinds, rule

EXAMPLES = [
    Example("It speaks", """{filler}"""),
    Example("It is silent", """{filler}"""),
]


@rule(kinds(Kind({group!r}, {kind!r})), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at a field that nothing has."""
    for route in resource.root.items("spec", "dummy{number}"):
        name = route.text("name")
        if name is not None:
            yield Finding(at=name, message="dummy")
'''

FILLER = "\\n".join(f"  line {n} of an example as long as they usually are" for n in range(20))


def copy(directory: Path, *, only: tuple[str, str] | None = None) -> Path:
    """Copy the package into a directory and add the dummies of all kinds, or of one."""
    shutil.copytree(ROOT / "istiolint", directory / "istiolint")
    shutil.copytree(ROOT / "schemas", directory / "schemas")
    rules = directory / "istiolint" / "rules"
    (rules / "dummies").mkdir()
    (rules / "dummies" / "__init__.py").write_text('"""Generated."""\n', "utf-8")
    rows = []
    for number, (group, kind) in enumerate(_kinds()):
        if only in (None, (group, kind)):
            text = RULE.format(number=number, group=group, kind=kind, filler=FILLER)
            (rules / "dummies" / f"dummy_{number}.py").write_text(text, "utf-8")
            rows.append(_row(number, group, kind))
    table = (rules / "table.py").read_text("utf-8").rstrip().removesuffix(")")
    (rules / "table.py").write_text(table + "".join(rows) + ")\n", "utf-8")
    return directory


def _kinds() -> Iterator[tuple[str, str]]:
    for kind, count in SPREAD.items():
        yield from [kind] * count


def _row(number: int, group: str, kind: str) -> str:
    name, summary = f"dummy-{number}", f"Dummy number {number} is wrong."
    row = (name, "dummies", 2, summary, (), False, ((group, kind),), False, None, (), (), None)
    return f"    {row!r},\n"
