"""Write the configuration of a mesh of any size, as people write it and without mistakes.

    python -m benchmarks.mesh --services 1000 --out DIR [--seed N]

A namespace is a directory: one file for the namespace, one for each service, and one with
the policies of all its services. A thousand services are 9,000 documents and 4.4 MB. The same
arguments always give the same bytes.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from string import Template
from typing import NamedTuple

TEMPLATES = Path(__file__).parent / "templates"

TEAMS = ["accounts", "billing", "catalog", "delivery", "fraud", "inventory", "loyalty", "media"]
TEAMS += ["orders", "payments", "pricing", "reports", "returns", "search", "stores", "support"]
ROLES = ["api", "archive", "audit", "batch", "cache", "console", "events", "export", "gateway"]
ROLES += ["history", "import", "index", "jobs", "mail", "proxy", "rules", "store", "sync"]
ROLES += ["web", "worker"]

CANARY_EVERY = 5
PUBLIC_EVERY = 8
FEWEST = 2
"""One service alone would have nobody to call."""


class Service(NamedTuple):
    """A service of the mesh; ``number`` counts from 0."""

    number: int
    name: str
    namespace: str

    @property
    def is_canary(self) -> bool:
        """Whether two versions of it run."""
        return self.number % CANARY_EVERY == 0

    @property
    def is_public(self) -> bool:
        """Whether it is reached from outside."""
        return self.number % PUBLIC_EVERY == 0

    @property
    def host(self) -> str:
        """Its name throughout the cluster."""
        return f"{self.name}.{self.namespace}.svc.cluster.local"

    @property
    def identity(self) -> str:
        """What its certificate says it is."""
        return f"cluster.local/ns/{self.namespace}/sa/{self.name}"


Calls = dict[Service, list[Service]]


def mesh(count: int, seed: int = 0) -> dict[str, str]:
    """The files of a mesh with ``count`` services: their paths and texts."""
    services = [_service(number) for number in range(count)]
    targets, sources = _calls(services, seed)
    files = {"istio-ingress/ingress.yaml": _filled("ingress", {})}
    for namespace, group in groupby(services, attrgetter("namespace")):
        members = list(group)
        values = {each: _values(each, targets[each], sources[each]) for each in members}
        texts = {each.name: _service_file(each, said) for each, said in values.items()}
        called = {target.namespace for each in members for target in targets[each]}
        texts["namespace"] = _namespace_file(namespace, called)
        texts["policies"] = _documents(_filled("policy", said) for said in values.values())
        files |= {f"{namespace}/{name}.yaml": text for name, text in texts.items()}
    return files


def _service(number: int) -> Service:
    group, role = divmod(number, len(ROLES))
    again, team = divmod(group, len(TEAMS))
    namespace = f"{TEAMS[team]}-{again + 1}" if again else TEAMS[team]
    return Service(number, f"{namespace}-{ROLES[role]}", namespace)


def _calls(services: list[Service], seed: int) -> tuple[Calls, Calls]:
    """Whom each service calls and who calls it: its neighbour, and anyone."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    targets: Calls = {service: [] for service in services}
    sources: Calls = {service: [] for service in services}
    for service in services:
        neighbour = services[service.number - 1]
        for target in dict.fromkeys([neighbour, chance.choice(services)]):
            if target != service:
                targets[service].append(target)
                sources[target].append(service)
    return targets, sources


def _values(service: Service, targets: list[Service], sources: list[Service]) -> dict[str, str]:
    """What the templates say of a service."""
    name, namespace, number = service.name, service.namespace, service.number
    subsets = ["name: v1\n    labels: {version: v1}", "name: v2\n    labels: {version: v2}"]
    variables = [
        f"name: {target.name.upper().replace('-', '_')}_URL\n"
        f"          value: http://{target.host}:8080"
        for target in targets
    ]
    return {
        "name": name,
        "namespace": namespace,
        "cpu": f"{100 + number % 5 * 50}m",
        "replicas": str(4 + number % 7),
        "image": f"1.{number % 20}.{number % 7}",
        "subsets": _items(subsets[: 1 + service.is_canary], 2),
        "principals": _items([f'"{each.identity}"' for each in sources], 8),
        "env": _items(variables, 8),
        "egress": _items([f'"{each.namespace}/{each.host}"' for each in targets], 4),
    }


def _service_file(service: Service, values: dict[str, str]) -> str:
    texts = [_filled("service", values), _filled("deployment", values | {"version": "v1"})]
    if service.is_canary:
        texts.append(_filled("deployment", values | {"version": "v2", "image": "2.0.0"}))
    texts.append(_filled("canary_routes" if service.is_canary else "routes", values))
    if service.is_public:
        texts.append(_filled("public", values))
    return _documents(texts)


def _namespace_file(namespace: str, called: set[str]) -> str:
    egress = _items([f'"{other}/*"' for other in sorted(called - {namespace})], 4)
    return _filled("namespace", {"namespace": namespace, "egress": egress})


def _filled(template: str, values: dict[str, str]) -> str:
    return _template(template).substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((TEMPLATES / f"{name}.yaml").read_text("utf-8"))


def _items(items: Iterable[str], indent: int) -> str:
    """A block list without the line break behind it."""
    return "\n".join(f"{' ' * indent}- {item}" for item in items)


def _documents(texts: Iterable[str]) -> str:
    return "---\n".join(texts)


def write(files: dict[str, str], directory: Path) -> None:
    """Write a mesh into a directory, which is made if it is not there."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> None:
    """Write a mesh."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mesh", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--services", type=int, default=1000, metavar="N")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    options = parser.parse_args(arguments)
    if options.services < FEWEST:
        parser.error(f"--services: a mesh has at least {FEWEST}")
    write(mesh(options.services, options.seed), options.out)


if __name__ == "__main__":
    main()
