"""What the registry of environment variables does not say."""

from __future__ import annotations

from collections.abc import Mapping

from tools.schemas.metadata_words import Entry

HARNESS = frozenset(
    (
        "ARTIFACTS",
        "BUILD_ID",
        "CI",
        "CITADEL_AGENT_TESTING_UDS_PATH",
        "DEBUG_CONFIG_DUMP",
        "ENVOY_PATH",
        "EXPOSE_GRPC_ADMIN",
        "JOB_NAME",
        "JOB_TYPE",
        "PROW_ARTIFACTS_BASE",
        "PULL_NUMBER",
        "REFRESH_GOLDEN",
        "REPO_NAME",
        "REPO_OWNER",
        "SIMULATION_DEBUG",
    )
)
"""Variables that only the tests of Istio read."""

RUNTIME = frozenset(
    (
        "GODEBUG",
        "GOGC",
        "GOMAXPROCS",
        "GOMEMLIMIT",
        "GOTRACEBACK",
        "GRPC_GO_LOG_SEVERITY_LEVEL",
        "GRPC_GO_LOG_VERBOSITY_LEVEL",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "NO_PROXY",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
        "TZ",
        "http_proxy",
        "https_proxy",
        "no_proxy",
    )
)
"""Variables that the runtime and the libraries of Go read in every program."""

METADATA = "^ISTIO_META(JSON)?_"
"""Variables of any such name become metadata of a proxy."""

CONSTANTS: Mapping[str, str] = {
    "4*1024*1024": "int",
    "Default": "string",
    "cmd.DefaultMaxWorkloadCertTTL": "duration",
    "cmd.DefaultRootCertGracePeriodPercentile": "int",
    "cmd.DefaultSelfSignedCACertTTL": "duration",
    "cmd.DefaultSelfSignedRootCertCheckInterval": "duration",
    "cmd.DefaultWorkloadCertTTL": "duration",
    "constants.CertProviderIstiod": "string",
    "dnsClient.DefaultUpstreamTimeout": "duration",
    "filepath.Join(constants.ConfigPathDir": "string",
    "jwt.PolicyThirdParty": "string",
    "security.DefaultWorkloadIdentitySocketFile": "string",
    "security.JWT": "string",
    "wasm.DefaultHTTPRequestMaxRetries": "int",
    "wasm.DefaultHTTPRequestTimeout": "duration",
    "wasm.DefaultModuleExpiry": "duration",
    "wasm.DefaultPurgeInterval": "duration",
}
"""Of what type the constants are that stand for defaults."""


def from_setting(path: str) -> dict[str, str]:
    """The note of a variable that the chart writes from a setting, after the user's own."""
    return {"x-istio-overridden": path}


VARIABLES: Mapping[str, Entry] = {
    "CLUSTER_ID": Entry(from_setting("global.multiCluster.clusterName")),
    "COMPLIANCE_POLICY": Entry(
        {"enum": ["", "fips-140-2"]},
        since={
            27: {"enum": ["", "fips-140-2", "pqc"]},
            31: {"enum": ["", "fips-140-2", "fips-140-3", "pqc"]},
        },
    ),
    "ENABLE_NATIVE_SIDECARS": Entry(
        {}, since={27: {"enum": ["auto", "false", "true"], "x-istio-type": "string"}}
    ),
    "ISTIO_AGENT_DUAL_STACK": Entry({"x-istio-replacement": {"variable": "ISTIO_DUAL_STACK"}}),
    "PILOT_CA_CERT_CONFIGMAP": Entry({}, since={27: from_setting("global.trustBundleName")}),
    "PILOT_CONVERT_SIDECAR_SCOPE_CONCURRENCY": Entry(
        {"x-istio-replacement": {"variable": "ENABLE_LAZY_SIDECAR_EVALUATION"}}
    ),
    "PILOT_CRL_CONFIGMAP": Entry({}, since={29: from_setting("pilot.crlConfigMapName")}),
    "PILOT_ENABLE_ABSOLUTE_FQDN_VHOST_DOMAIN": Entry({"default": "true", "x-istio-type": "bool"}),
    "PILOT_ENABLE_ANALYSIS": Entry(from_setting("global.istiod.enableAnalysis")),
    "PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS": Entry(
        {}, since={30: from_setting("pilot.taint.enabled")}
    ),
    "PILOT_JWT_ENABLE_REMOTE_JWKS": Entry(
        {}, since={18: {"enum": ["envoy", "false", "hybrid", "istiod", "true"]}}
    ),
    "PILOT_TRACE_SAMPLING": Entry(from_setting("pilot.traceSampling")),
    "PLATFORM": Entry(from_setting("global.platform")),
}
