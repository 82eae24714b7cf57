"""What the command line of ``check`` says, as one value."""

from __future__ import annotations

from typing import NamedTuple


class Arguments(NamedTuple):
    """Arguments and flags by their names; the defaults are those of a bare ``check``."""

    paths: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    exit_zero: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    project: str | None = None
    closed_world: bool = False
    exclude: tuple[str, ...] = ()
    changed_since: str | None = None
    stdin_filename: str | None = None
    chart: str | None = None
    values: tuple[str, ...] = ()
    """Files given with ``-f``, in the order in which they are merged."""
    set: tuple[str, ...] = ()
    set_string: tuple[str, ...] = ()
    release_name: str | None = None
    namespace: str | None = None
    istio_version: str | None = None
    environment: str | None = None
    cluster_size: str | None = None
    now: str | None = None
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    add_ignore: str | None = None
    """The reason to write behind the comments, which may be empty."""
    output_format: tuple[str, ...] = ()
    output_file: str | None = None
    statistics: bool = False
    color: str = "auto"
    no_progress: bool = False
    quiet: bool = False
    verbose: bool = False
    config: tuple[str, ...] = ()
    isolated: bool = False

    @property
    def reads_standard_input(self) -> bool:
        """Whether it is standard input that is linted."""
        return STANDARD_INPUT in self.paths or self.stdin_filename is not None

    @property
    def is_filter(self) -> bool:
        """Whether standard input comes back changed on standard output."""
        changes = self.add_ignore is not None or (self.fix and not self.diff)
        return self.reads_standard_input and changes


STANDARD_INPUT = "-"
