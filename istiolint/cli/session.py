"""One run of ``check``: its arguments, its configuration, and what it has read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from istiolint.cli.arguments import Arguments
from istiolint.cli.directory import current_directory
from istiolint.cli.flags import configuration
from istiolint.cli.material import material
from istiolint.cli.progress import progress
from istiolint.cli.status import Status, status_of
from istiolint.cli.stop import Stop
from istiolint.cli.streams import tell
from istiolint.diagnostic import Severity
from istiolint.inputs.gather import context
from istiolint.inputs.walk import printable
from istiolint.lint import (
    Inputs,
    Reading,
    Result,
    linked,
    lint,
    project_in,
    read,
    reported_installs,
)
from istiolint.suppress import Known, read_known
from istiolint.text import Source

if TYPE_CHECKING:
    from istiolint.install.install import Install
    from istiolint.project.project import Project
    from istiolint.settings import Settings


class Session:
    """What the steps of a run share."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self.cwd = current_directory()
        self._settings_of = configuration(arguments).settings_for
        self._settings = self._settings_of(".")
        self._known = self._read_known()
        found = material(arguments, self.cwd, self._settings.exclude)
        self.files, self.piped = found.files, found.piped
        self._is_impaired = False
        for problem in found.problems:
            self.complain(problem)
        for note in found.notes:
            self.note(f"note: {note}")
        self._reading = Reading()
        self.inputs = self._with_context(found.inputs)

    @property
    def asked(self) -> dict[str, Source]:
        """The texts that the user asked about, and that may be changed."""
        return {path: self.inputs.sources[path] for path in sorted(self.inputs.reported)}

    def lint(self) -> Result:
        """Lint what has been read, in its present state."""
        result = lint(
            self.inputs,
            self._settings_of,
            closed_world=self._settings.closed_world,
            known=self._known,
            before=self._reading,
        )
        self._reading = result.reading
        return result

    def installs(self) -> Sequence[Install]:
        """The installs in what the user asked about; what cannot be read is told."""
        self._tell_unread()
        return reported_installs(self.inputs, self._settings_of, self._reading)

    def project(self) -> Project:
        """All that is in sight; what cannot be read is told."""
        self._tell_unread()
        closed = self._settings.closed_world
        return project_in(self.inputs, self._settings_of, self._reading, closed_world=closed)

    @property
    def settings(self) -> Settings:
        """The settings of the run as a whole."""
        return self._settings

    def _tell_unread(self) -> None:
        unread = [
            *self.inputs.refused,
            *(
                each
                for path in sorted(self.inputs.reported)
                for each in self._reading.contributions[path].diagnostics
                if each.severity is Severity.ERROR
            ),
        ]
        for each in unread:
            place = f"{each.path}:{each.location.start.line}"
            self.complain(f"{place}: {each.message}")

    @property
    def impaired(self) -> Status:
        """How a run ends that judges nothing."""
        return Status.UNUSABLE if self._is_impaired else Status.CLEAN

    def replace(self, sources: Mapping[str, Source]) -> None:
        """Go on with new texts for some of the files."""
        self.inputs = self.inputs._replace(sources={**self.inputs.sources, **sources})

    def complain(self, problem: str) -> None:
        """Tell of something that cannot be read or written; the run goes on."""
        self._is_impaired = True
        tell(f"error: {problem}")

    def note(self, text: str) -> None:
        """Tell what was done, beside the report."""
        if not self.arguments.quiet:
            tell(text)

    def conclude(self, result: Result) -> Status:
        """Tell of faults of ours, and what all comes to."""
        traces = dict.fromkeys(fault.trace for fault in result.faults)
        if traces and self.arguments.verbose:
            tell("\n".join(traces))
        elif traces:
            tell("error: a part of istiolint failed; `-v` shows where")
        status = status_of(result, self._gate)
        return max(status, Status.UNUSABLE) if self._is_impaired else status

    def _gate(self, path: str) -> Severity:
        return self._settings_of(path).fail_on

    def _with_context(self, inputs: Inputs) -> Inputs:
        """Add the files that others point at, such as a ``Chart.yaml`` beside values.

        Those may point at more in turn.
        """
        step = progress(self.arguments, len(inputs.sources))
        self._reading = read(inputs.sources.values(), step=step)
        sources = {**inputs.sources, **self._of_installs(inputs)}
        tried = set(sources)
        while True:
            wanted = [path for path in linked(self._reading, self.cwd) if path not in tried]
            found = (context(path, self.cwd) for path in wanted)
            sources.update((each.path, each) for each in found if each is not None)
            if sources.keys() == self._reading.contributions.keys():
                return inputs._replace(sources=sources)
            tried.update(wanted)
            self._reading = read(sources.values(), self._reading)

    def _of_installs(self, inputs: Inputs) -> dict[str, Source]:
        """The files of ``installs:`` that have not been read for another reason."""
        told = {id(said): said for said in map(self._settings_of, inputs.reported)}
        installs = [each for said in told.values() for each in said.installs]
        known = inputs.sources.keys() | {each.path for each in inputs.refused} | self.files.keys()
        found: dict[str, Source] = {}
        for path, name in {path: each.name for each in installs for path in each.files}.items():
            source = None if path in known else context(path, self.cwd)
            if source is not None:
                found[path] = source
            elif path not in known:
                self.complain(f'"{printable(path)}", a file of install "{name}", cannot be read')
        return found

    def _read_known(self) -> Known | None:
        """What is known already; nothing where it is about to be written down anew."""
        path = self.arguments.baseline or self._settings.baseline
        if path is None or self.arguments.write_baseline is not None:
            return None
        try:
            with open(os.path.join(self.cwd, path), encoding="utf-8-sig") as file:
                found = read_known(file.read())
        except UnicodeDecodeError:
            found = "it is not text in UTF-8"
        except OSError as error:
            found = str(error.strerror)
        if isinstance(found, str):
            raise Stop(f'the known findings in "{path}" cannot be read: {found}')
        return found
