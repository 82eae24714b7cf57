"""Print how istiolint compares with yamllint on the same files, measured in one run.

    python -m benchmarks.run [--quick] [--corpus DIR] [--istiolint COMMAND]

Whole processes: user and system time, the median over runs that take turns, after a first
round that writes the compiled modules and does not count. Every function in ``ROWS`` is a
part of the table.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.dummies import copy
from benchmarks.mesh import mesh, write

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"

ONE_FILE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: bookinfo
spec:
  hosts:
  - reviews
  http:
  - match:
    - headers:
        end-user: {exact: jason}
    route:
    - destination: {host: reviews, port: {number: 9080}}
    timeout: 10s
"""

INDEXED = "subset-not-found"
"""A rule that looks for objects among all others."""

SCHEMAS = "fields"
"""The rules that hold every field against a schema."""

FAILED = 2
"""The lowest exit status that does not just mean findings."""


class Cost(NamedTuple):
    """What a process took: seconds of user and system time, MiB of memory at its peak."""

    seconds: float
    mebibytes: float


class Row(NamedTuple):
    """A number, what it should be at most (or at least), and what it was made of."""

    name: str
    value: float
    target: float
    detail: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the number is where it should be."""
        return self.value >= self.target if self.at_least else self.value <= self.target


class Bench(NamedTuple):
    """What all rows share. ``sizes`` are numbers of services, from small to large."""

    istiolint: Sequence[str]
    yamllint: Sequence[str]
    corpus: Path | None
    directory: Path
    sizes: tuple[int, int, int]
    rounds: int

    def measure(self, command: Sequence[str]) -> Cost:
        """Run a command to its end."""
        process = subprocess.Popen(
            command,
            cwd=self.directory,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if not 0 <= process.returncode < FAILED:
            sys.exit(f"exit status {process.returncode}: {shlex.join(command)[:200]}")
        return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    def compare(self, *commands: Sequence[str]) -> list[Cost]:
        """The median cost of each command, while they take turns."""
        turns = [[self.measure(each) for each in commands] for _ in range(self.rounds + 1)]
        return [
            Cost(median(cost.seconds for cost in costs), max(cost.mebibytes for cost in costs))
            for costs in zip(*turns[1:], strict=True)
        ]

    def one_file(self) -> str:
        """A small file."""
        path = self.directory / "one.yaml"
        path.write_text(ONE_FILE, "utf-8")
        return str(path)

    def mesh(self, size: int) -> str:
        """A directory with a generated mesh of so many services."""
        directory = self.directory / f"mesh-{size}"
        if not directory.exists():
            write(mesh(size), directory)
        return str(directory)


def small_file(bench: Bench) -> Iterator[Row]:
    """Start-up: one small file, no configuration."""
    path = bench.one_file()
    ours, theirs = bench.compare([*bench.istiolint, path], [*bench.yamllint, path])
    name = "one small file, all rules, istiolint / yamllint"
    yield Row(name, ours.seconds / theirs.seconds, 1.2, _seconds(ours, theirs))


def corpus(bench: Bench) -> Iterator[Row]:
    """Real files; generated ones where there is no corpus."""
    root = bench.corpus or Path(bench.mesh(bench.sizes[0]))
    files = sorted(str(path) for path in root.resolve().rglob("*.y*ml") if path.is_file())
    if not files:
        sys.exit(f"no YAML files in {root}")
    ours, theirs = bench.compare([*bench.istiolint, *files], [*bench.yamllint, *files])
    name = f"{len(files):,} files of {root.name}, yamllint / istiolint"
    yield Row(name, theirs.seconds / ours.seconds, 5, _seconds(ours, theirs), at_least=True)


def generated_mesh(bench: Bench) -> Iterator[Row]:
    """A mesh of three sizes. yamllint needs a minute for the second of them and reads it once.

    Every document is parsed and put into the index by whatever rule asks for it: that is the
    first row. The others have the rules that hold fields against schemas, and then all.
    """
    small, medium, large = bench.sizes
    path, name = bench.mesh(medium), f"{medium:,} services"
    some = [[*bench.istiolint, "--select", each, path] for each in (INDEXED, SCHEMAS)]
    every = [[*bench.istiolint, bench.mesh(size)] for size in bench.sizes]
    *few, first, ours, last = bench.compare(*some, *every)
    print(f"yamllint reads {name} once, a minute for every thousand …", file=sys.stderr)
    theirs = bench.measure([*bench.yamllint, path])
    for what, cost in zip(("indexed", "schema rules", "all rules"), (*few, ours), strict=True):
        ratio, detail = theirs.seconds / cost.seconds, _seconds(cost, theirs)
        yield Row(f"{name}, {what}, yamllint / istiolint", ratio, 15, detail, at_least=True)
    yield Row(f"{name}, all rules, peak memory in MiB", ours.mebibytes, 150, "")
    below = (ours.seconds - first.seconds) / (medium - small)
    above = (last.seconds - ours.seconds) / (large - medium)
    name = f"one more service, above / below {medium:,}"
    growth = above / max(below, sys.float_info.epsilon)
    yield Row(name, growth, 1.25, f"{above * 1000:.2f} ms, {below * 1000:.2f} ms")


def text_to_tape(bench: Bench) -> Iterator[Row]:
    """What the tape costs on top of the parser's events, inside one process."""
    command = [sys.executable, "-m", "benchmarks.tape", bench.mesh(bench.sizes[1])]
    done = subprocess.run(command, env=_environment(), capture_output=True, check=True, text=True)
    bare, tape, ratio = map(float, done.stdout.split())
    yield Row("text to tape / bare C events", ratio, 1.5, f"{tape:.2f} s, {bare:.2f} s")


def many_rules(bench: Bench) -> Iterator[Row]:
    """One file with 500 rules for all kinds, against those of its own kind alone."""
    path = bench.one_file()
    everything = copy(bench.directory / "all", only=None)
    own = copy(bench.directory / "own", only=("networking.istio.io", "VirtualService"))
    command = ["-m", "istiolint", "check", path]
    ours, theirs = bench.compare(*(_with_path(each, command) for each in (everything, own)))
    name = "one file, 500 rules / those of its kind"
    yield Row(name, ours.seconds / theirs.seconds, 1.15, _seconds(ours, theirs))


def _with_path(directory: Path, arguments: Sequence[str]) -> list[str]:
    """A Python program that finds istiolint in a directory."""
    return ["env", f"PYTHONPATH={directory}", sys.executable, *arguments]


ROWS: Sequence[Callable[[Bench], Iterator[Row]]] = (
    small_file,
    corpus,
    generated_mesh,
    text_to_tape,
    many_rules,
)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as directory:
        bench = Bench(
            istiolint=[*shlex.split(options.istiolint), "check"],
            yamllint=[*shlex.split(options.yamllint), "-d", "relaxed"],
            corpus=options.corpus or (CORPUS if CORPUS.is_dir() else None),
            directory=Path(directory),
            sizes=(50, 150, 450) if options.quick else (300, 1000, 3000),
            rounds=3 if options.quick else 7,
        )
        _require([*bench.istiolint, "--exit-zero", bench.one_file()])
        _require([*bench.yamllint, bench.one_file()])
        print(f"{'':50} {'measured':>8}  {'wanted':21}  user and system time")
        for rows in ROWS:
            for row in rows(bench):
                print(_line(row), flush=True)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    summary = __doc__.partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=summary)
    parser.add_argument("--quick", action="store_true", help="smaller meshes and fewer runs")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="a directory of real files")
    for program in ("istiolint", "yamllint"):
        default = shlex.join([sys.executable, "-m", program])
        parser.add_argument(f"--{program}", default=default, metavar="COMMAND")
    return parser.parse_args(arguments)


def _require(command: Sequence[str]) -> None:
    """Stop unless a program works: one that fails at once would look very fast."""
    try:
        subprocess.run(command, env=_environment(), capture_output=True, check=True, text=True)
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.stderr}{shlex.join(command)}: exit status {error.returncode}")
    except OSError as error:
        sys.exit(f"{shlex.join(command)}: {error.strerror}")


def _environment() -> dict[str, str]:
    """Ours, but with compiled modules, and with the istiolint of this checkout."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)}


def _seconds(ours: Cost, theirs: Cost) -> str:
    return f"{ours.seconds:.2f} s, {theirs.seconds:.2f} s"


def _line(row: Row) -> str:
    bound = "at least" if row.at_least else "at most"
    verdict = "" if row.is_met else "MISSED"
    line = f"{row.name:50} {row.value:8.2f}  {bound:8} {row.target:<5g} {verdict:6}  {row.detail}"
    return line.rstrip()


if __name__ == "__main__":
    main()
