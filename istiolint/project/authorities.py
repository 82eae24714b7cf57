"""Whether a CA of one's own is plugged into istiod, as far as objects tell."""

from __future__ import annotations

from istiolint.kinds import (
    ARGO_APPLICATION,
    CERTIFICATE_AUTHORITIES,
    DEPLOYMENT,
    FLUX_HELM_RELEASE,
    SECRET,
    SECRET_MAKERS,
)
from istiolint.project.project import Project
from istiolint.resources.resource import Resource


def has_plugged_ca(project: Project) -> bool:
    """Whether there is a Secret ``cacerts``, anything of cert-manager's, or istio-csr."""
    if any(project.of_kind(kind) for kind in CERTIFICATE_AUTHORITIES):
        return True
    makers = (each for kind in SECRET_MAKERS for each in project.of_kind(kind))
    if any("cacerts" in _names(each) for each in (*project.of_kind(SECRET), *makers)):
        return True
    installers = (DEPLOYMENT, FLUX_HELM_RELEASE, ARGO_APPLICATION)
    return any("istio-csr" in each.name for kind in installers for each in project.of_kind(kind))


def _names(secret: Resource) -> tuple[str, ...]:
    """What a Secret is called, or one that will be made from the object."""
    target = secret.root.text("spec", "target", "name")
    return (secret.name, target.value if target is not None else "")
