"""The project that documents make."""

from __future__ import annotations

from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Related
from istiolint.kinds import SERVICE
from istiolint.project.assemble import installs_of, project_of
from istiolint.releases import Release
from istiolint.text import Source

TEXT = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {port: []}\n"
OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {}\n"


def related(**texts: str) -> Related:
    read = [contribute(Source(path, text)) for path, text in texts.items()]
    return Related(tuple(each for one in read for each in one.documents))


def told(_: str) -> Release | None:
    return Release(30)


def test_resources_of_all_files_are_there_and_faults_of_those_asked_about() -> None:
    project = project_of(related(a=TEXT, b=TEXT), frozenset(("a",)), told)
    services = project.of_kind(SERVICE)
    assert [(each.document.source.path, each.reported) for each in services] == [
        ("a", True),
        ("b", False),
    ]
    assert [each.field for each in project.faults["unknown-field"]] == [("spec", "port")]


def test_installs_are_looked_for_where_something_installs() -> None:
    files = frozenset(("a", "b"))
    assert installs_of(related(a=TEXT).documents, files, told) == []
    assert len(installs_of(related(a=TEXT, b=OPERATOR).documents, files, told)) == 1
