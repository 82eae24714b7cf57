"""Each setting in each place it can be written has one value, and one place it comes from.

The rows stand in ``table.txt``. A case is a title, expectations, and one or several files::

    === Helm values, flat
    1 pilot.traceSampling = 5 | written | 1.24..
    - pilot.replicaCount = 1 | chart-default | 1.16..
    --- istiod-values.yaml
    traceSampling: {1}5

The number before an expectation is the mark before the text that it points at; there is none
where nothing in the files gives the value. ``unknown`` is a value that nobody can tell. Every
row is checked at both ends of its releases. The facts are those of ../shared/versions.md,
sections 1.2, 2.3, 2.4, 4 and 5.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.install.install import Install
from istiolint.install.setting import UNKNOWN
from istiolint.releases import Release, ReleaseRange
from istiolint.text import Source

TABLE = Path(__file__).with_name("table.txt").read_text(encoding="utf-8")
MARK = re.compile(r"\{(\d)\}")


class Row(NamedTuple):
    """One expectation about one case."""

    files: dict[str, str]
    mark: str
    setting: str
    value: Any
    source: str
    release: Release

    @property
    def place(self) -> tuple[str, int, int] | None:
        """The file, line and column that the mark stands before."""
        for path, text in self.files.items():
            for number, line in enumerate(text.splitlines(), start=1):
                for found in MARK.finditer(line):
                    if found[1] == self.mark:
                        before = MARK.sub("", line[: found.start()])
                        return path, number, len(before) + 1
        return None


def rows() -> Iterator[Any]:
    for case in TABLE.split("\n=== ")[1:]:
        title, _, rest = case.partition("\n")
        head, *files = re.split(r"^--- ", rest, flags=re.MULTILINE)
        texts = dict(each.split("\n", 1) for each in files)
        for line in head.splitlines():
            if line.strip():
                yield from expectations(title, line, texts)


def expectations(title: str, line: str, files: dict[str, str]) -> Iterator[Any]:
    said, source, releases = (part.strip() for part in line.split(" | "))
    mark, setting, _, value = said.split(" ", 3)
    wanted = UNKNOWN if value == "unknown" else json.loads(value)
    for release in sorted(set(ReleaseRange.parse(releases).ends)):
        row = Row(files, mark, setting, wanted, source, release)
        yield pytest.param(row, id=f"{title}: {setting}, {release}")


def made(row: Row) -> list[Install]:
    texts = {path: MARK.sub("", text) for path, text in row.files.items()}
    found = [contribute(Source(path, text)) for path, text in texts.items()]
    related = relate([document for each in found for document in each.documents])
    return installs(related.documents, lambda _: row.release, texts)


def the_install(row: Row) -> Install:
    """The install that a setting belongs to: of several, the one that knows it."""
    found = made(row)
    if len(found) == 1:
        return found[0]
    knowing = [each for each in found if row.setting in {one.path for one in each.settings()}]
    return (knowing or found)[-1]


@pytest.mark.parametrize("row", list(rows()))
def test_a_setting_has_its_value_from_its_place(row: Row) -> None:
    setting = the_install(row).setting(row.setting)
    where = setting.at.location
    place = (where.source.path, where.start.line, where.start.column)

    assert setting.value == row.value
    assert type(setting.value) is type(row.value) or setting.value is UNKNOWN
    assert setting.origin.value == row.source
    assert row.mark == "-" or place == row.place
    assert (row.mark == "-") == (row.place is None)


def test_the_table_has_no_case_twice() -> None:
    ids = [row.id for row in rows()]
    assert len(ids) == len(set(ids))
    assert len(ids) > 150
