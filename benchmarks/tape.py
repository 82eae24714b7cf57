"""Print the time from text to tape against a bare loop over ruamel's C events.

    python -m benchmarks.tape DIRECTORY

Both read the same text, all files of the directory joined, several times in turn in one
process; the ratio is that of the shortest times, in CPU seconds.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

from _ruamel_yaml import CParser

from istiolint.syntax.documents import documents
from istiolint.syntax.parse import parse_all
from istiolint.syntax.tape import Tape
from istiolint.text import Source

TURNS = 15


def main(directory: str) -> None:
    """Measure and print both times and the ratio."""
    files = sorted(Path(directory).rglob("*.yaml"))
    source = Source("all", "\n---\n".join(path.read_text("utf-8") for path in files))
    gc.disable()
    bare, tape = [], []
    for _ in range(TURNS):
        bare.append(seconds(lambda: read_events(source.text)))
        tape.append(seconds(lambda: read_tapes(source)))
    print(min(bare), min(tape), min(tape) / min(bare))


def read_events(text: str) -> None:
    """The least that anybody can do with the C scanner."""
    event = CParser(text).get_event
    while event() is not None:
        pass


def read_tapes(source: Source) -> None:
    """What istiolint does with every document it reads."""
    for tape in parse_all(source, list(documents(source.text))):
        if not isinstance(tape, Tape):
            sys.exit("a document could not be read")


def seconds(work: Callable[[], None]) -> float:
    """CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main(sys.argv[1])
