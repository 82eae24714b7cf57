"""The pipeline as a whole: what it accounts for, and that it says the same every time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest

from istiolint import lint_texts
from istiolint.diagnostic import Report, Severity
from istiolint.inputs.contribute import contribute
from istiolint.lint import Inputs, Reading, linked, lint, read
from istiolint.releases import Release
from istiolint.render import FORMATS, Presentation, renderer
from istiolint.rules.registry import page
from istiolint.settings import Environment, RuleSettings, Settings
from istiolint.text import Source

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
INPUTS = ROOT / "tests" / "fixtures" / "inputs"
AT = datetime(2026, 11, 28, tzinfo=UTC)
"""When certificates are looked at."""

needs_corpus = [
    pytest.mark.facts,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository"),
]
on_inputs_and_corpus = pytest.mark.parametrize(
    "folder",
    [
        pytest.param(INPUTS, id="one of each kind"),
        pytest.param(CORPUS, id="the corpus", marks=needs_corpus),
    ],
)


def texts_in(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml", ".json"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def places(report: Report, rule: str) -> set[tuple[str, int]]:
    """The paths and lines at which a rule speaks."""
    found = (each for each in report.diagnostics if each.rule == rule)
    return {(each.path, each.location.start.line) for each in found}


def rendered(report: Report) -> list[str]:
    shown = Presentation(
        color=True, width=100, verbose=True, quiet=False, prefix="", page=page, version="0"
    )
    return [renderer(name)(report, shown) for name in FORMATS]


@on_inputs_and_corpus
def test_every_document_is_linted_or_left_alone_for_a_reason(folder: Path) -> None:
    texts = texts_in(folder)
    report = lint_texts(texts)
    left = Counter((each.path, each.document) for each in report.left_alone)
    documents = 0
    for path, text in texts.items():
        one = contribute(Source(path, text))
        linted = {each.number for each in one.documents}
        known = {number for where, number in left if where == path}
        assert linted | known == set(range(one.count))
        documents += one.count

    assert report.documents == documents
    assert report.files == len(texts)
    assert set(left.values()) <= {1}
    assert all(each.reason for each in report.left_alone)


@on_inputs_and_corpus
def test_the_same_texts_give_the_same_bytes_in_whatever_order(folder: Path) -> None:
    texts = texts_in(folder)
    backwards = dict(reversed(texts.items()))
    by_length = dict(sorted(texts.items(), key=lambda each: len(each[1])))
    expected = rendered(lint_texts(texts))

    assert rendered(lint_texts(texts)) == expected
    assert rendered(lint_texts(backwards)) == expected
    assert rendered(lint_texts(by_length)) == expected


@on_inputs_and_corpus
def test_the_report_knows_every_rule_that_speaks(folder: Path) -> None:
    report = lint_texts(texts_in(folder))
    spoken = {each.rule for each in report.diagnostics}
    assert spoken
    assert spoken | {each.diagnostic.rule for each in report.suppressed} <= set(report.rules)


def folders(expected: str) -> dict[str, list[str]]:
    """What a list of findings says about each folder, in the order of the list."""
    found: dict[str, list[str]] = {}
    for line in expected.splitlines():
        folder, _, finding = line.partition("/")
        found.setdefault(folder, []).append(finding)
    return found


EXPECTED = folders((INPUTS / "expected.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", sorted(each.name for each in INPUTS.iterdir() if each.is_dir()))
def test_an_input_of_each_kind_is_linted(folder: str) -> None:
    settings = Settings(environment=Environment.PRODUCTION, now=AT)
    report = lint_texts(texts_in(INPUTS / folder), settings)
    found = [
        f"{each.path}:{each.location.start.line}: {each.severity.word}[{each.rule}] {each.message}"
        for each in report.diagnostics
    ]
    assert sorted(found) == sorted(EXPECTED[folder])
    assert report.left_alone == ()


@pytest.fixture(scope="module")
def report() -> Report:
    """What is found in the corpus."""
    return lint_texts(texts_in(CORPUS))


@pytest.mark.facts
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")
class TestOnTheCorpus:
    def lines(self, pattern: str) -> Iterator[tuple[str, int, re.Match[str]]]:
        """The lines of the corpus, but for comments, in which a pattern is found."""
        for path, text in texts_in(CORPUS).items():
            for number, line in enumerate(text.splitlines(), 1):
                found = re.search(pattern, line)
                if found and not line.lstrip().startswith("#"):
                    yield path, number, found

    def test_nothing_that_works_is_an_error(self, report: Report) -> None:
        errors = [each for each in report.diagnostics if each.severity is Severity.ERROR]
        # Nothing names the release of these; the one that is assumed refuses what 1.20 took.
        assert {each.rule for each in errors} == {"field-removed"}
        assert all("/1.20/" in each.path for each in errors)

        old = {path: text for path, text in texts_in(CORPUS).items() if "/1.20/" in path}
        by_its_own = lint_texts(old, Settings(istio_version=Release(20))).diagnostics
        assert [each for each in by_its_own if each.severity is Severity.ERROR] == []

    def test_the_release_of_gitops_istio_is_found_to_give_istiod_too_little(
        self, report: Report
    ) -> None:
        path = "gitops-istio/istio/system/istio.yaml"
        mine = [each for each in report.diagnostics if each.path.startswith("gitops-istio/")]
        found = {(tuple(each.location.start), each.severity.word, each.rule) for each in mine}
        assert {each.path for each in mine} == {path}
        assert found == {
            ((35, 7), "info", "revision-missing"),
            ((54, 5), "info", "self-signed-ca"),
            ((60, 21), "warning", "sidecar-memory-low"),
            ((61, 5), "info", "control-plane-among-workloads"),
            ((61, 5), "warning", "control-plane-replicas-low"),
            ((62, 25), "warning", "control-plane-not-autoscaled"),
            ((65, 16), "warning", "control-plane-cpu-low"),
            ((66, 19), "warning", "control-plane-memory-low"),
        }
        (low,) = (each for each in mine if tuple(each.location.start) == (66, 19))
        assert low.message == (
            "istiod requests 128Mi memory, less than the chart's own 2Gi; "
            "the baseline for production is 4Gi"
        )

    def test_every_third_party_jwt_is_found(self, report: Report) -> None:
        written = {(path, line) for path, line, _ in self.lines(r'jwtPolicy: *"?third-party-jwt')}
        assert len(written) == 2
        assert places(report, "third-party-jwt") == written

    def test_every_high_sampling_is_found(self, report: Report) -> None:
        percent = r"(?:traceSampling|randomSamplingPercentage): *(\d+)"
        high = {(path, line) for path, line, found in self.lines(percent) if int(found[1]) > 10}
        variables = {(path, line + 1) for path, line, _ in self.lines("name: PILOT_TRACE_SAMPLING")}
        profiles = {(path, line) for path, line, _ in self.lines(r"^ *profile: demo\b")}
        assert high | variables | profiles
        assert places(report, "trace-sampling-high") == high | variables | profiles

    def test_every_privileged_container_is_another_than_the_proxy(self, report: Report) -> None:
        assert {(path, line) for path, line, _ in self.lines("privileged: *true")} == {
            ("istio-profiles/1.20/ambient.yaml", 41),  # cni
            ("istio-profiles/1.20/openshift.yaml", 18),  # cni
            ("istio-samples/proxy-coredump/daemonset.yaml", 30),
            ("istio-samples/security/spire/spire-quickstart.yaml", 933),
        }
        assert places(report, "privileged-proxy") == set()
        assert places(report, "privileged-sidecar") == set()

    def test_every_memory_of_istiod_that_is_written_is_found(self, report: Report) -> None:
        written = {
            ("gitops-istio/istio/system/istio.yaml", 66),
            ("istio-profiles/1.20/demo.yaml", 68),
            ("istio-values/1.20/istio-discovery.values.yaml", 25),
        }
        found = {
            (each.path, each.location.start.line)
            for each in report.diagnostics
            if each.rule == "control-plane-memory-low"
            and each.field is not None
            and each.field.endswith("memory")
        }
        assert found == written


VALUES = "global: {proxy: {privileged: true}}\n"
ROUTE = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {tag: 1.24.3}\n"


@pytest.mark.parametrize(
    ("texts", "settings", "expected"),
    [
        pytest.param({"a.yaml": ROUTE}, {}, "1.31", id="a resource alone"),
        pytest.param({"istiod.yaml": VALUES}, {}, "1.31", id="values alone"),
        pytest.param({"a.yaml": ROUTE, "b.yaml": OPERATOR}, {}, None, id="with an install"),
        pytest.param(
            {"a.yaml": ROUTE, "b.yaml": OPERATOR, "c.yaml": OPERATOR.replace("1.24", "1.25")},
            {},
            "1.31",
            id="installs that disagree",
        ),
        pytest.param(
            {"istiod.yaml": VALUES, "b.yaml": OPERATOR}, {}, "1.31", id="an install that is silent"
        ),
        pytest.param(
            {"a.yaml": ROUTE, "istiod.yaml": VALUES},
            {"istio_version": Release(30)},
            None,
            id="told",
        ),
        pytest.param({"a.yaml": "apiVersion: v1\nkind: Pod\n"}, {}, None, id="nothing of Istio's"),
        pytest.param({}, {}, None, id="nothing"),
    ],
)
def test_a_release_is_assumed_where_nothing_names_one_that_matters(
    texts: Mapping[str, str], settings: dict[str, Any], expected: str | None
) -> None:
    assert lint_texts(texts, Settings(**settings)).assumed_istio_version == expected


def test_the_severity_of_the_user_counts_for_all_stages() -> None:
    said = {
        "syntax-error": RuleSettings(Severity.INFO),
        "privileged-proxy": RuleSettings(Severity.ERROR),
        "unused-suppression": RuleSettings(Severity.ERROR),
    }
    texts = {
        "a.yaml": "a: [",
        "istiod.yaml": VALUES,
        "b.yaml": f"{ROUTE}# istiolint: ignore[syntax-error]\n",
    }
    report = lint_texts(texts, Settings(rules=said, select=tuple(said)))
    assert [(each.path, each.rule, each.severity) for each in report.diagnostics] == [
        ("a.yaml", "syntax-error", Severity.INFO),
        ("b.yaml", "unused-suppression", Severity.ERROR),
        ("istiod.yaml", "privileged-proxy", Severity.ERROR),
    ]


class TestReading:
    def test_what_has_not_changed_is_not_read_again(self) -> None:
        one, other = Source("a.yaml", VALUES), Source("b.yaml", VALUES)
        steps: list[None] = []

        before = read([one, other], step=lambda: steps.append(None))
        changed = Source("b.yaml", "")
        after = read([changed, one], before)

        assert len(steps) == 2
        assert list(after.contributions) == ["a.yaml", "b.yaml"]
        assert after.contributions["a.yaml"] is before.contributions["a.yaml"]
        assert after.contributions["b.yaml"].source is changed

    def test_files_that_others_point_at_are_named_if_they_are_there(self, tmp_path: Path) -> None:
        (tmp_path / "app").mkdir()
        sources = [Source("app/values.yaml", "a: 1\n"), Source("b/values.yaml", "a: 1\n")]

        assert linked(read(sources), str(tmp_path)) == []
        (tmp_path / "app" / "Chart.yaml").write_text("name: app\n", encoding="utf-8")
        assert linked(read(sources), str(tmp_path)) == ["app/Chart.yaml"]

    def test_a_file_that_we_fail_on_keeps_none_of_the_others_from_being_linted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(source: Source) -> object:
            if source.path == "a.yaml":
                return broken()
            return contribute(source)

        def broken() -> NoReturn:
            raise KeyError("oops")

        monkeypatch.setattr("istiolint.lint.contribute", fail)
        sources = {path: Source(path, VALUES) for path in ("a.yaml", "istiod.yaml")}
        inputs = Inputs(sources, frozenset(sources))
        settings = Settings(select=("privileged-proxy",))

        result = lint(inputs, lambda _: settings)
        again = lint(inputs, lambda _: settings, before=result.reading)

        for each in (result, again):
            assert [found.rule for found in each.report.diagnostics] == [
                "internal-error",
                "privileged-proxy",
            ]
            assert "internal-error" in each.report.rules
            assert [fault.trace.splitlines()[-1] for fault in each.faults] == ["KeyError: 'oops'"]

    def test_nothing_is_read_of_nothing(self) -> None:
        assert read([]) == Reading({}, {})
