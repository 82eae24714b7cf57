"""Settings are found in installs, ConfigMaps and annotations."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs import containers
from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import HelmRelease, Role
from istiolint.kinds import HOLDERS
from istiolint.text import Source

Found = list[tuple[Role, str, HelmRelease]]


def trees(text: str) -> Found:
    """The trees in the documents of a file: role, container, release."""
    found = contribute(Source("a.yaml", dedent(text)))
    assert found.diagnostics == ()
    return [
        (tree.role, document.container(tree), tree.release)
        for document in found.documents
        for tree in document.trees
    ]


def test_every_kind_that_may_hold_settings_has_a_finder() -> None:
    assert containers.FINDERS.keys() == HOLDERS


def test_an_istio_operator_has_settings_in_four_places() -> None:
    found = trees(
        """\
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: prod, namespace: istio-system}
        spec:
          tag: 1.24.3
          meshConfig: {accessLogFile: /dev/stdout}
          components: {pilot: {k8s: {replicaCount: 2}}}
          values: {global: {hub: a}}
          unvalidatedValues: {pilot: {pdb: {minAvailable: 1}}}
        """
    )
    assert found == [
        (Role.OPERATOR_VALUES, "spec.values", HelmRelease()),
        (Role.UNVALIDATED_VALUES, "spec.unvalidatedValues", HelmRelease()),
        (Role.COMPONENTS, "spec.components", HelmRelease()),
        (Role.MESH_CONFIG, "spec.meshConfig", HelmRelease()),
    ]


@pytest.mark.parametrize(
    ("kind", "chart"),
    [("Istio", "istiod"), ("IstioRevision", "istiod"), ("IstioCNI", "cni"), ("ZTunnel", "ztunnel")],
)
def test_the_sail_operator_installs_charts(kind: str, chart: str) -> None:
    head = f"apiVersion: sailoperator.io/v1\nkind: {kind}\nmetadata: {{name: default}}\n"
    spec = "spec: {version: v1.24-latest, namespace: istio-system"
    release = HelmRelease(chart, "v1.24-latest", "default", "istio-system")
    assert trees(f"{head}{spec}, values: {{a: 1}}}}\n") == [(Role.VALUES, "spec.values", release)]
    assert trees(f"{head}{spec}}}\n") == [(Role.NO_VALUES, "kind", release)]


CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {{name: {name}, namespace: istio-system}}
data:
  mesh: |-
    accessLogFile: /dev/stdout
  meshNetworks: "networks: {{}}"
"""


@pytest.mark.parametrize("name", ["istio", "istio-1-24-3"])
def test_mesh_config_is_in_the_config_map_of_a_revision(name: str) -> None:
    assert trees(CONFIG_MAP.format(name=name)) == [
        (Role.MESH_CONFIG, "data.mesh", HelmRelease()),
        (Role.MESH_NETWORKS, "data.meshNetworks", HelmRelease()),
    ]


@pytest.mark.parametrize("name", ["grafana", "istiod", "null", "'${NAME}'"])
def test_other_config_maps_hold_what_they_like(name: str) -> None:
    assert trees(CONFIG_MAP.format(name=name)) == []


@pytest.mark.parametrize(
    "text", ["''", "'  '", "'networks'", "null", "[a]", "'{{ .Values.mesh }}'"]
)
def test_mesh_config_may_be_no_mapping(text: str) -> None:
    said = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: istio}}\ndata: {{mesh: {text}}}\n"
    assert trees(said) == []


ANNOTATION = 'metadata: {annotations: {proxy.istio.io/config: "{concurrency: 2}"}}'

PODS = [
    pytest.param("v1", "Pod", f"{ANNOTATION}", "", id="a pod"),
    pytest.param(
        "apps/v1", "Deployment", f"spec: {{template: {{{ANNOTATION}}}}}", "spec.template."
    ),
    pytest.param("apps/v1", "DaemonSet", f"spec: {{template: {{{ANNOTATION}}}}}", "spec.template."),
    pytest.param("batch/v1", "Job", f"spec: {{template: {{{ANNOTATION}}}}}", "spec.template."),
    pytest.param(
        "batch/v1",
        "CronJob",
        f"spec: {{jobTemplate: {{spec: {{template: {{{ANNOTATION}}}}}}}}}",
        "spec.jobTemplate.spec.template.",
    ),
]


@pytest.mark.parametrize(("api_version", "kind", "rest", "where"), PODS)
def test_an_annotation_configures_the_proxy_of_a_pod(
    api_version: str, kind: str, rest: str, where: str
) -> None:
    container = f'{where}metadata.annotations["proxy.istio.io/config"]'
    found = trees(f"apiVersion: {api_version}\nkind: {kind}\n{rest}\n")
    assert found == [(Role.PROXY_CONFIG, container, HelmRelease())]


def test_the_annotation_on_the_workload_itself_does_nothing() -> None:
    assert trees(f"apiVersion: apps/v1\nkind: Deployment\n{ANNOTATION}\n") == []


def test_settings_may_be_written_once_and_used_twice() -> None:
    found = trees(
        """\
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        x-values: &shared {global: {hub: a}}
        spec:
          values: *shared
          unvalidatedValues: {<<: *shared}
        """
    )
    assert found == [
        (Role.OPERATOR_VALUES, "spec.values", HelmRelease()),
        (Role.UNVALIDATED_VALUES, "spec.unvalidatedValues", HelmRelease()),
    ]
