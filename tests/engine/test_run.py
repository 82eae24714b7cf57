"""Each rule meets the subjects it is about, where it is on, and none else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pytest

from istiolint.diagnostic import Diagnostic, Fix, Severity
from istiolint.kinds import DESTINATION_RULE, VIRTUAL_SERVICE, Kind
from istiolint.lint import Inputs, lint
from istiolint.project import fields
from istiolint.releases import NEWEST, Release
from istiolint.rules.rule import Context, Finding, Subject, either, group, install, kinds, label_on
from istiolint.settings import ClusterSize, Environment, RuleSettings, Settings
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.engine.conftest import Engine

SERVICE = Kind("", "Service")


def named(subject: Any, _: Context) -> Iterator[Finding]:
    """Find every subject, under its name."""
    yield Finding(at=subject.at, message=f"{subject.name} is here")


def of(name: str, kind: str = "Service", api_version: str = "v1") -> str:
    return f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: {name}}}\n"


OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: prod}\n"


def seen(diagnostics: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(each.path, each.rule, each.message) for each in diagnostics]


def test_a_rule_is_called_with_each_resource_of_its_kinds(engine: Engine) -> None:
    engine.add("a-rule", named, kinds(SERVICE, DESTINATION_RULE))
    files = {
        "b.yaml": f"{of('b')}---\n{of('x', 'Pod')}---\n{of('a')}",
        "a.yaml": of("c", "DestinationRule", "networking.istio.io/v1"),
    }
    assert seen(engine.run(files).diagnostics) == [
        ("a.yaml", "a-rule", "c is here"),
        ("b.yaml", "a-rule", "b is here"),
        ("b.yaml", "a-rule", "a is here"),
    ]


@pytest.mark.parametrize(("minor", "calls"), [(21, 1), (22, 0)])
def test_a_rule_is_not_called_for_releases_it_does_not_hold_in(
    engine: Engine, minor: int, calls: int
) -> None:
    engine.add("a-rule", named, kinds(SERVICE), releases="..1.21")
    found = engine.run(of("a"), settings=Settings(istio_version=Release(minor)))
    assert len(found.diagnostics) == calls


def test_a_rule_is_called_with_each_install(engine: Engine) -> None:
    engine.add("a-rule", named, install("pilot.env.A"))
    files = {"a.yaml": f"{OPERATOR}---\n{OPERATOR}", "istiod-values.yaml": "pilot: {env: {}}"}
    found = engine.run(files).diagnostics
    assert [each.message for each in found] == ["prod is here", "prod is here", "istiod is here"]


def test_a_rule_may_be_about_installs_and_objects_alike(engine: Engine) -> None:
    engine.add("a-rule", named, either(install("pilot.env.*"), kinds(SERVICE)))
    found = engine.run({"a.yaml": of("a"), "b.yaml": OPERATOR}).diagnostics
    assert [each[2] for each in seen(found)] == ["a is here", "prod is here"]
    assert seen(engine.run(of("a")).diagnostics) == [("a.yaml", "a-rule", "a is here")]


def test_a_rule_is_called_with_each_group_of_two_or_more(engine: Engine) -> None:
    def check(found: Any, _: Context) -> Iterator[Finding]:
        names = " and ".join(each.path for each in found.members)
        yield Finding(at=found.members[0].at, message=names)

    engine.add("a-rule", check, group("object"))
    found = engine.run({"a.yaml": of("a"), "b.yaml": f"{of('a')}---\n{of('b')}"})
    assert [each.message for each in found.diagnostics] == ["a.yaml and b.yaml"]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param(kinds(VIRTUAL_SERVICE), of("a"), id="another kind"),
        pytest.param(install("a"), of("a"), id="no install"),
        pytest.param(group("object"), "pilot: {env: {}}", id="no resource"),
        pytest.param(Subject(), of("a"), id="no subject, since another stage speaks for it"),
    ],
)
def test_a_rule_with_nothing_to_look_at_is_not_imported(
    engine: Engine, subject: Subject, text: str
) -> None:
    engine.add("no-module", None, subject)
    assert engine.run({"istiod-values.yaml" if "pilot" in text else "a.yaml": text}) == ([], [])


def test_a_rule_that_is_off_is_neither_imported_nor_called(engine: Engine) -> None:
    engine.add("no-module", None, kinds(SERVICE))
    assert engine.run(of("a"), off={"a.yaml": {"no-module"}}) == ([], [])


def test_the_table_is_believed(engine: Engine) -> None:
    engine.add("no-module", None, kinds(SERVICE))
    with pytest.raises(ModuleNotFoundError):
        engine.run(of("a"))


def test_a_rule_is_off_for_some_files_and_on_for_others(engine: Engine) -> None:
    engine.add("a-rule", named, kinds(SERVICE))
    engine.add("b-rule", named, install("a"))
    files = {path: f"{of(path[0])}---\n{OPERATOR}" for path in ("a.yaml", "b.yaml")}
    off = {"a.yaml": {"a-rule"}, "b.yaml": {"b-rule"}}
    assert seen(engine.run(files, off=off).diagnostics) == [
        ("a.yaml", "b-rule", "prod is here"),
        ("b.yaml", "a-rule", "b is here"),
    ]


def test_what_is_only_context_is_not_reported_on(engine: Engine) -> None:
    engine.add("a-rule", named, kinds(SERVICE))
    engine.add("b-rule", named, install("a"))
    files = {"a.yaml": of("a"), "b.yaml": f"{of('b')}---\n{OPERATOR}"}
    found = engine.run(files, reported=["a.yaml"])
    assert seen(found.diagnostics) == [("a.yaml", "a-rule", "a is here")]


def every_member(found: Any, _: Context) -> Iterator[Finding]:
    for each in found.members:
        yield Finding(at=each.at, message="twice")


@pytest.mark.parametrize(
    ("reported", "off", "paths"),
    [
        pytest.param(["a", "b", "c"], {}, ["a", "b", "c"], id="all"),
        pytest.param(["b"], {}, ["b"], id="one that was asked for"),
        pytest.param(["a", "b"], {"a": {"a-rule"}}, ["b"], id="one where the rule is on"),
        pytest.param([], {}, [], id="none"),
    ],
)
def test_a_group_is_reported_where_somebody_asked(
    engine: Engine, reported: list[str], off: dict[str, set[str]], paths: list[str]
) -> None:
    engine.add("a-rule", every_member, group("object"))
    found = engine.run({path: of("x") for path in "abc"}, reported=reported, off=off)
    assert [each.path for each in found.diagnostics] == paths


class Options(NamedTuple):
    most: int = 5


def test_a_rule_is_handed_what_it_may_want_to_know(engine: Engine) -> None:
    handed: list[Context] = []

    def check(_: Any, context: Context) -> Iterator[Finding]:
        handed.append(context)
        return iter(())

    engine.add("a-rule", check, kinds(SERVICE), options=Options)
    engine.add("b-rule", check, kinds(SERVICE))
    settings = Settings(
        environment=Environment.STAGING,
        cluster_size=ClusterSize.LARGE,
        rules={"a-rule": RuleSettings(options={"most": 7})},
    )
    engine.run(of("a"), settings=settings)
    assert [each.options for each in handed] == [Options(7), None]
    assert {each.environment for each in handed} == {Environment.STAGING}
    assert {each.cluster_size for each in handed} == {ClusterSize.LARGE}
    assert handed[0].project.of_kind(SERVICE)[0].name == "a"


@pytest.mark.parametrize(
    ("told", "files", "subject", "expected"),
    [
        pytest.param(None, of("a"), kinds(SERVICE), (NEWEST, False), id="nothing says it"),
        pytest.param(Release(20), of("a"), kinds(SERVICE), (Release(20), True), id="the user"),
        pytest.param(
            None,
            f"{of('a')}---\n{OPERATOR}spec: {{tag: 1.24.3}}\n",
            kinds(SERVICE),
            (Release(24, 3), True),
            id="the one install in sight",
        ),
        pytest.param(
            None,
            f"{OPERATOR}spec: {{tag: 1.24.3}}\n",
            install("a"),
            (Release(24, 3), True),
            id="the install itself",
        ),
        pytest.param(None, OPERATOR, install("a"), (NEWEST, False), id="an install of no release"),
    ],
)
def test_the_release_is_the_users_or_what_the_files_say(
    engine: Engine,
    told: Release | None,
    files: str,
    subject: Subject,
    expected: tuple[Release, bool],
) -> None:
    handed: list[tuple[Release, bool]] = []

    def check(_: Any, context: Context) -> Iterator[Finding]:
        handed.append((context.release, context.release_known))
        return iter(())

    engine.add("a-rule", check, subject)
    engine.run(files, settings=Settings(istio_version=told))
    assert handed == [expected]


def fails(subject: Any, context: Context) -> Iterator[Finding]:
    yield from named(subject, context)
    raise ValueError(subject.name)


def test_a_rule_that_fails_is_a_finding_and_the_run_goes_on(engine: Engine) -> None:
    engine.add("a-rule", fails, kinds(SERVICE))
    engine.add("b-rule", named, kinds(SERVICE))
    found = engine.run(f"{of('a')}---\n{of('b')}")
    assert [
        (each.rule, each.severity.word, each.location.start.line) for each in found.diagnostics
    ] == [
        (rule, "error", line) for line in (3, 7) for rule in ("a-rule", "b-rule", "internal-error")
    ]
    broken = found.diagnostics[2]
    assert broken.message == 'rule "a-rule" failed here; this is a fault of istiolint'
    assert broken.resource is not None
    assert broken.resource.name == "a"
    assert [each.rule for each in found.faults] == ["a-rule", "a-rule"]
    assert "ValueError: a" in found.faults[0].trace
    assert "ValueError: b" in found.faults[1].trace


@pytest.mark.parametrize(
    ("subject", "path", "line"),
    [
        pytest.param(install("a"), "b.yaml", 2, id="an install"),
        pytest.param(group("object"), "a.yaml", 3, id="a group"),
    ],
)
def test_a_failure_is_where_the_subject_is(
    engine: Engine, subject: Subject, path: str, line: int
) -> None:
    def check(*_: Any) -> Iterator[Finding]:
        raise KeyError

    engine.add("a-rule", check, subject)
    (found,) = engine.run({"a.yaml": f"{of('a')}---\n{of('a')}", "b.yaml": OPERATOR}).diagnostics
    assert (found.rule, found.path, found.location.start.line) == ("internal-error", path, line)


def test_a_finding_that_cannot_be_placed_is_a_failure_too(engine: Engine) -> None:
    def check(*_: Any) -> Iterator[Finding]:
        yield Finding(at=None, message="nowhere")  # type: ignore[arg-type]

    engine.add("a-rule", check, kinds(SERVICE))
    assert [each.rule for each in engine.run(of("a")).diagnostics] == ["internal-error"]


def test_the_same_thing_is_said_once(engine: Engine) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        for hosts in subject.root.entries("spec"):
            for host in hosts.value.items():
                yield Finding(at=host, message="a host")

    engine.add("a-rule", check, kinds(VIRTUAL_SERVICE))
    text = of("a", "VirtualService", "networking.istio.io/v1")
    found = engine.run(f"{text}spec: {{a: &a [x, y], b: *a}}\n").diagnostics
    assert [each.location.start.column for each in found] == [15, 18]


def test_findings_are_in_the_order_of_the_files_not_of_the_rules(engine: Engine) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        yield Finding(at=subject.root.at("metadata", "name"), message="2")
        yield Finding(at=subject.root.at("kind"), message="1")
        yield Finding(at=subject.root.at("metadata", "name"), message="1")

    engine.add("b-rule", check, kinds(SERVICE))
    engine.add("a-rule", check, kinds(SERVICE))
    found = engine.run({"b.yaml": of("a"), "a.yaml": of("a")}).diagnostics
    order = [(each.path, each.location.start.line, each.rule, each.message) for each in found]
    assert order == sorted(order)
    assert len(order) == 12


def test_equals_but_for_help_stay_in_the_order_in_which_they_were_found(engine: Engine) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        for word in "zyxabc":
            fix = Fix(word, (), safe=True)
            yield Finding(at=subject.at, message="same", help=word, fix=fix)

    engine.add("a-rule", check, kinds(SERVICE))
    assert [each.help for each in engine.run(of("a")).diagnostics] == list("zyxabc")


def test_all_that_a_rule_says_is_kept(engine: Engine) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        fix = Fix("Do it", (), safe=True)
        related = [label_on(subject, "it is here")]
        yield Finding(subject.at, "wrong", "label", "help", Severity.INFO, related, fix)

    engine.add("a-rule", check, kinds(SERVICE))
    (found,) = engine.run(of("a")).diagnostics
    assert (found.label, found.help, found.severity) == ("label", "help", Severity.INFO)
    assert found.fix == Fix("Do it", (), safe=True)
    assert [each.message for each in found.related] == ["it is here"]
    assert found.resource == ("v1", "Service", None, "a")
    assert (found.field, found.container) == ("metadata.name", None)


def test_of_two_rules_on_one_place_the_more_specific_one_speaks(engine: Engine) -> None:
    engine.add("general-rule", named, kinds(SERVICE), yields_to=("special-rule",))
    engine.add("special-rule", named, kinds(SERVICE))
    both = engine.run({"a.yaml": of("a"), "b.yaml": of("b")}, off={"b.yaml": {"special-rule"}})
    assert [(each.path, each.rule) for each in both.diagnostics] == [
        ("a.yaml", "special-rule"),
        ("b.yaml", "general-rule"),
    ]


def test_a_document_whose_fields_cannot_be_checked_does_not_end_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> NoReturn:
        raise RuntimeError("broken")

    monkeypatch.setattr(fields, "_of_resource", fail)
    text = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\n"
        "apiVersion: v1\nkind: Pod\nmetadata: {name: b}\n"
        "spec: {containers: [{name: istio-proxy, securityContext: {privileged: true}}]}\n"
    )
    source = Source("a.yaml", text)
    settings = Settings(select=("fields", "privileged-sidecar"))
    result = lint(Inputs({"a.yaml": source}, frozenset(["a.yaml"])), lambda _: settings)
    found = [(each.rule, each.location.start.line) for each in result.report.diagnostics]
    assert found == [("internal-error", 2), ("internal-error", 6), ("privileged-sidecar", 8)]
    assert ["RuntimeError: broken" in each.trace for each in result.faults] == [True, True]
