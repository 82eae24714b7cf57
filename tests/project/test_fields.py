"""Each tree of fields meets the schema of the program that reads it, in its release."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.diagnostic import Severity
from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.project import fields
from istiolint.project.fields import World, by_kind
from istiolint.releases import Release
from istiolint.schema import kinds
from istiolint.schema.fault import Fault
from istiolint.schema.words import cost_of_unknown, cost_of_wrong, severity_of_unknown
from istiolint.text import Source

HELM = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: NAME, namespace: istio-system}
spec:
  chart: {spec: {chart: CHART, version: VERSION, sourceRef: {kind: HelmRepository, name: istio}}}
  values: VALUES
"""
OPERATOR = """\
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
spec: SPEC
"""
ARGO = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: istiod}
spec:
  source:
    repoURL: https://istio-release.storage.googleapis.com/charts
    chart: istiod
    targetRevision: 1.30.3
    helm: {parameters: [PARAMETERS]}
"""


def helm(values: str, chart: str = "istiod", version: str = "1.30.3") -> str:
    text = HELM.replace("CHART", chart).replace("VERSION", version)
    return text.replace("NAME", chart).replace("VALUES", values)


def operator(spec: str) -> str:
    return OPERATOR.replace("SPEC", spec)


def found(files: dict[str, str] | str, told: Release | None = None) -> list[Fault]:
    texts = {"a.yaml": files} if isinstance(files, str) else files
    contributions = [contribute(Source(path, dedent(text))) for path, text in texts.items()]
    documents = relate([each for one in contributions for each in one.documents]).documents
    here = installs(documents, lambda _: told, texts)
    faults = by_kind(documents, World(lambda _: told, here, texts, None))
    return [each for kind in faults.values() for each in kind]


def said(files: dict[str, str] | str, told: Release | None = None) -> list[str]:
    """The faults as kind and path, with what is suggested."""
    return sorted(
        f"{each.kind} {'.'.join(map(str, each.field))}"
        + (f" -> {each.suggestion}" if each.suggestion else "")
        + (f" in {each.elsewhere}" if each.elsewhere else "")
        for each in found(files, told)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            helm("{cni: {cniConfDir: /x, excludeNamespaces: [], cniBinDirr: /y}}", "cni"),
            ["unknown-field cni.cniBinDirr -> cniBinDir"],
            id="the older key of the CNI chart",
        ),
        pytest.param(
            helm("{tolerations: [{key: a, effects: NoSchedule}], volumes: [{name: a, secrt: {}}]}"),
            [
                "unknown-field tolerations.0.effects -> effect",
                "unknown-field volumes.0.secrt -> secret",
            ],
            id="what a chart hands on to Kubernetes",
        ),
        pytest.param(
            helm("{resources: {limits: {memroy: 1Gi, example.com/gpu: 1}}}", "gateway"),
            ["unknown-field resources.limits.memroy -> memory"],
            id="the name of a resource",
        ),
        pytest.param(
            helm("{pilot: {affinity: {nodeAffinity: 5}}}", version="1.20.8"),
            ["wrong-type pilot.affinity.nodeAffinity"],
            id="what a chart hands on, at its old place",
        ),
        pytest.param(
            operator("{values: {istio_cni: {chained: true}, istioCni: {provider: a}}}"),
            [
                "ignored-setting istioCni.provider -> pilot.cni.provider",
                "ignored-setting istio_cni.chained -> cni.chained",
            ],
            id="what nothing reads, by either name",
        ),
        pytest.param(
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {port: [], type: 5}\n",
            ["unknown-field spec.port -> ports", "wrong-type spec.type"],
            id="an object of Kubernetes",
        ),
        pytest.param(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: 5}\n",
            [],
            id="what is secret",
        ),
        pytest.param(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
            "spec: {template: {spec: {containers: [{name: a, $patch: delete}]}}}\n",
            [],
            id="a patch",
        ),
        pytest.param(
            "apiVersion: v2\nkind: Service\nmetadata: {name: a}\nspec: {port: []}\n",
            [],
            id="a version of Kubernetes that we do not know",
        ),
        pytest.param(
            helm("{global: {externalIstiod: true}}", "base"), [], id="a global that istiod reads"
        ),
        pytest.param(helm("{global: {imageRegistry: x}}"), [], id="a global of nobody's"),
        pytest.param(
            helm("{global: {meshId: x}}"), ["unknown-field global.meshId -> meshID"], id="a typo"
        ),
        pytest.param(
            helm("{whatever: 1}"), ["unknown-field whatever"], id="the file says which chart it is"
        ),
        pytest.param(
            helm("{kiali: {}}"),
            ["field-removed kiali -> the add-on's own manifests or chart"],
            id="an add-on",
        ),
        pytest.param(
            helm("{base: {enableCRDTemplates: true}}"),
            ["unknown-field base.enableCRDTemplates"],
            id="a key of another chart",
        ),
        pytest.param(helm("{pilot: {cni: false}}"), ["scalar-over-table pilot.cni"], id="no table"),
        pytest.param(
            helm("{meshConfig: {trustDomain: 5}}"), ["wrong-type trustDomain"], id="mesh config"
        ),
        pytest.param(
            helm("{meshConfig: {defaultConfig: {holdIt: 5, meshId: a}}}", version="1.20.0"),
            ["unknown-field defaultConfig.holdIt"],
            id="what the templates read of mesh config says nothing of the rest",
        ),
        pytest.param(
            helm("{accessLogFile: x}"),
            ["misplaced-field accessLogFile -> meshConfig.accessLogFile"],
            id="mesh config one level up",
        ),
        pytest.param(
            helm("{resources: {}}", version="1.23.2"),
            ["misplaced-field resources -> pilot.resources"],
            id="flat values before there were any",
        ),
        pytest.param(
            helm("{meshConfig: {}}", "gateway"),
            ["misplaced-field meshConfig -> meshConfig in the values of the istiod chart"],
            id="a setting of another chart",
        ),
        pytest.param(
            helm("{replicaCount: many, kind: Job}", "gateway"),
            ["unknown-value kind", "wrong-type replicaCount"],
            id="the schema of the gateway chart",
        ),
        pytest.param(
            helm("{resources: 5}", "gateway"), ["scalar-over-table resources"], id="told once"
        ),
        pytest.param(
            helm("{podAnnotations: {a: true, b: '1'}}"),
            ["wrong-type podAnnotations.a"],
            id="a map of strings",
        ),
        pytest.param(
            helm("{defaults: {a: 1}}"), ["internal-defaults-set defaults"], id="the chart's own key"
        ),
        pytest.param(helm("{a: 1}", version="1.12.0"), [], id="a release before all we know"),
        pytest.param(helm("{a: 1}", version="1.99.0"), [], id="a release after all we know"),
        pytest.param(
            helm("{pilot: 5}", version="1.99.0"),
            ["scalar-over-table pilot"],
            id="types stay what they are in later releases",
        ),
        pytest.param(
            operator("{profil: demo, trustDomain: x, meshConfig: {rootnamespace: x}}"),
            [
                "misplaced-field spec.trustDomain -> spec.meshConfig.trustDomain",
                "unknown-field rootnamespace -> rootNamespace",
                "unknown-field spec.profil -> profile",
            ],
            id="an IstioOperator",
        ),
        pytest.param(
            operator("{values: {pilot: {autoscaleMin: '2', trafficDistribution: x}}}"),
            ["unknown-field pilot.trafficDistribution"],
            id="values that istioctl refuses and the chart reads",
        ),
        pytest.param(
            operator("{unvalidatedValues: {a: {b: c}}, values: {ztunnel: {a: b}}}"),
            [],
            id="what istioctl does not look into",
        ),
        pytest.param(
            ARGO.replace("PARAMETERS", '{name: pilot.autoscaleMinn, value: "2"}'),
            ["unknown-field pilot.autoscaleMinn -> autoscaleMin"],
            id="the name of a parameter",
        ),
        pytest.param(
            ARGO.replace(
                "PARAMETERS",
                '{name: "${NAME}", value: x}, {name: "pilot.volumes[0].name", value: x}, '
                '{name: autoscaleMin, value: "2"}, {name: pilot.cni, value: "true"}',
            ),
            ["scalar-over-table pilot.cni"],
            id="the values of parameters",
        ),
        pytest.param(
            ARGO.replace("1.30.3", "1.20.3").replace(
                "PARAMETERS", "{name: meshConfig.defaultConfig.statusPort, value: '15020'}"
            ),
            [],
            id="a parameter that is a field of mesh config",
        ),
        pytest.param(
            "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: {name: default}\nspec: {}\n",
            [],
            id="keys that the API server fills in, whatever with in a release",
        ),
        pytest.param(
            """\
            apiVersion: helm.cattle.io/v1
            kind: HelmChart
            metadata: {name: istiod, namespace: istio-system}
            spec:
              repo: https://istio-release.storage.googleapis.com/charts
              chart: istiod
              version: 1.30.3
              set: {"${NAME}": x, autoscaleMinn: 2}
            """,
            ["unknown-field autoscaleMinn -> autoscaleMin"],
            id="a mapping of parameters",
        ),
        pytest.param(
            """\
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              annotations:
                proxy.istio.io/config: |
                  concurrency: two
            """,
            ["wrong-type concurrency"],
            id="an annotation",
        ),
        pytest.param(
            """\
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data:
              meshNetworks: |
                networks: {a: {endpointss: []}}
            """,
            ["unknown-field networks.a.endpointss -> endpoints"],
            id="mesh networks",
        ),
        pytest.param(
            """\
            apiVersion: sailoperator.io/v1
            kind: ZTunnel
            metadata: {name: default}
            spec: {version: v1.24.1, values: {ztunnel: {imag: x}}}
            """,
            ["unknown-field spec.values.ztunnel.imag -> image"],
            id="an object of the Sail operator",
        ),
    ],
)
def test_an_input_meets_its_schema(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_a_bare_values_file_may_be_for_several_charts() -> None:
    text = "# istio\npilot: {autoscaleMin: 2}\nmychart: {a: b}\ncni: {a: b}\nkiali: {}\n"
    assert said({"istiod-values.yaml": text}) == []


@pytest.mark.parametrize(
    ("text", "release", "expected"),
    [
        pytest.param("networking.istio.io/v1 VirtualService", 30, [], id="served"),
        pytest.param("networking.istio.io/v1 VirtualService", 20, ["release"], id="not yet"),
        pytest.param("networking.istio.io/v2 VirtualService", 30, ["version"], id="never"),
        pytest.param("networking.istio.io/v1 VirtualServices", 30, ["kind"], id="a typo"),
        pytest.param("networking.istio.io/v1 Widget", 30, ["kind"], id="no kind of Istio"),
        pytest.param("networking.istio.io/v1 Telemetry", 30, ["group"], id="in another group"),
        pytest.param("network.istio.io/v1 VirtualService", 30, ["group"], id="a group"),
        pytest.param("acme.istio.io/v1 Widget", 30, [], id="somebody's own"),
        pytest.param("rbac.istio.io/v1 ServiceRole", 30, ["gone"], id="gone"),
        pytest.param("extensions.istio.io/v1alpha1 TrafficExtension", 24, ["release"], id="a kind"),
        pytest.param("gateway.networking.k8s.io/v1 GRPCRoute", 20, [], id="CRDs of their own"),
        pytest.param("gateway.networking.k8s.io/v1 XBackend", 30, [], id="a kind we do not know"),
        pytest.param("gateway.networking.k8s.io/v3 HTTPRoute", 30, ["version"], id="no version"),
        pytest.param("networking.istio.io/v1 ${KIND}", 30, [], id="a kind that is filled in"),
        pytest.param("networking.istio.io/v2 VirtualService", 99, [], id="a later release"),
    ],
)
def test_kinds_and_versions(text: str, release: int, expected: list[str]) -> None:
    version, kind = text.split()
    faults = found(f"apiVersion: {version}\nkind: {kind}\n", Release(release))
    assert [each.keyword for each in faults if each.kind == "unknown-kind"] == expected


def test_a_version_may_go(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {
        "networking.istio.io": {"VirtualService": {"v1": [[22, None]], "v1alpha3": [[16, 27]]}}
    }
    monkeypatch.setattr(kinds, "load", lambda _: table)
    monkeypatch.setattr(fields, "is_served", lambda *_: False)
    text = "apiVersion: networking.istio.io/v1alpha3\nkind: VirtualService\n"
    (fault,) = found(text, Release(30))
    assert (fault.last, fault.since, fault.suggestion) == (27, 28, "v1")


def test_who_reads_mesh_config_decides_what_a_typo_costs() -> None:
    text = operator("{meshConfig: {rootnamespace: x}}")
    readers = [found(text, Release(minor))[0].input.reader.name for minor in (23, 24)]
    assert readers == ["ISTIOCTL", "ISTIOD"]


def test_only_files_that_were_asked_about_are_looked_at() -> None:
    documents = contribute(Source("a.yaml", operator("{x: y}"))).documents
    assert by_kind(documents, World(lambda _: None, (), (), None)) == {}


def test_who_reads_what_a_chart_hands_on_decides_what_a_typo_costs() -> None:
    costs = {
        each.field[0]: (cost_of_unknown(each), severity_of_unknown(each))
        for each in found(
            helm(
                "{affinity: {a: 1}, resources: {limits: {a: 1}}, volumes: 5,"
                " global: {proxy: {lifecycle: {a: 1}}}}"
            )
        )
        if each.kind == "unknown-field"
    }
    assert "Helm and kubectl refuse" in costs["affinity"][0]
    assert "the API server rejects it" in costs["resources"][0]
    assert "istiod puts it into pods" in costs["global"][0]
    assert [each[1] for each in costs.values()] == [
        Severity.WARNING,
        Severity.ERROR,
        Severity.WARNING,
    ]


def test_who_reads_what_a_chart_hands_on_decides_what_a_wrong_value_costs() -> None:
    text = helm("{affinity: {nodeAffinity: 1}, global: {proxy: {lifecycle: {preStop: 1}}}}")
    costs = {each.field[0]: cost_of_wrong(each) for each in found(text)}
    assert "the API server rejects" in costs["affinity"]
    assert "creation fails" in costs["global"]


def test_a_key_below_an_old_one_went_when_its_successor_went() -> None:
    (fault,) = found(helm("{cni: {rollingMaxUnavailable: 1}}", "cni", "1.30.0"))
    assert (fault.kind, fault.last) == ("field-removed", 25)


@pytest.mark.parametrize(
    ("value", "expected"), [("{}", Severity.ERROR), ("null", Severity.WARNING)]
)
def test_a_chart_may_fail_for_what_is_gone(value: str, expected: Severity) -> None:
    (fault,) = found(
        helm("{telemetry: {v2: {prometheus: {configOverride: VALUE}}}}").replace("VALUE", value)
    )
    assert severity_of_unknown(fault) is expected
    assert ("istiod chart fails to render" in cost_of_unknown(fault)) is (
        expected is Severity.ERROR
    )


def test_nothing_belongs_where_it_stands() -> None:
    values = "{meshConfig: {defaultConfig: {zipkinAddress: 'zipkin:9411'}}}"
    assert [fault.kind for fault in found(helm(values, version="1.22.8"))] == ["field-deprecated"]


def test_what_is_merged_in_again_and_again_is_told_once() -> None:
    text = """\
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: a}
    spec:
      hosts: [a]
      http:
      - &r0 {timeout: 1s, k0: 1}
      - &r1 {<<: *r0, k1: 1}
      - {<<: *r1, k2: 1}
    """
    places = [(each.at.location.start.line, each.at.value) for each in found(text)]
    assert places == [(7, "k0"), (8, "k1"), (9, "k2")]
