"""The gateways of an install, whichever chart they come from.

The ``gateway`` chart has other names for what the older charts, and an IstioOperator, call
``autoscaleMin`` and the like. Those who ask use the older names.
"""

from __future__ import annotations

from typing import NamedTuple

from istiolint.install.install import Install
from istiolint.install.naming import namespace, said_namespace
from istiolint.install.setting import Setting
from istiolint.schema.timeline import keys_of

_RENAMED = {
    "autoscaleEnabled": "autoscaling.enabled",
    "autoscaleMin": "autoscaling.minReplicas",
    "autoscaleMax": "autoscaling.maxReplicas",
    "cpu.targetAverageUtilization": "autoscaling.targetCPUUtilizationPercentage",
}
_OLD, _NEW = "gateways", "gateway/"
_DEPLOYMENT = "Deployment"

REPLICA_SETTINGS = ("autoscaleEnabled", "autoscaleMin", "replicaCount")
"""What :meth:`Gateway.replicas` asks for."""


class Replicas(NamedTuple):
    """What bounds the number of pods: what it does, its key in the chart, and the setting."""

    verb: str
    key: str
    setting: Setting
    is_scaled: bool


class Gateway(NamedTuple):
    """A gateway that comes out of an install; ``root`` is where its settings begin."""

    install: Install
    root: str

    @property
    def is_old(self) -> bool:
        """Whether it is one of the charts that an IstioOperator uses."""
        return self.root.startswith(_OLD)

    @property
    def name(self) -> str:
        """The name of its Deployment; with the ``gateway`` chart the release's, if no other."""
        key = keys_of(self.root)[-1]
        said = None if self.is_old else self.install.peek(f"{self.root}.name").text
        return said or key.removeprefix(_NEW)

    @property
    def namespace(self) -> str | None:
        """Where it goes; ``None`` if the files do not tell, as with values alone."""
        if not self.install.is_operator:
            return said_namespace(self.install)
        for root in self.install.document.operators or (self.install.document.root,):
            for key in ("ingressGateways", "egressGateways"):
                for item in root.items("spec", "components", key):
                    name, said = item.text("name"), item.scalar("namespace")
                    if name is not None and name.value == self.name and said is not None:
                        return None if said.is_unknown else said.value
        return namespace(self.install)

    @property
    def kind(self) -> str | None:
        """What it runs as, ``Deployment`` or ``DaemonSet``; ``None`` if that is not known."""
        said = self.install.peek(f"{self.root}.kind")
        return _DEPLOYMENT if self.is_old or said.is_absent else said.text

    @property
    def is_deployment(self) -> bool:
        """Whether it has replicas, and may be scaled."""
        return self.kind == _DEPLOYMENT

    def key(self, name: str) -> str:
        """What its chart calls a setting."""
        return name if self.is_old else _RENAMED.get(name, name)

    def setting(self, name: str) -> Setting:
        """One of its settings by the older name. Rules declare it as ``gateways.*.<name>``."""
        self.install.asked.add(f"gateways.*.{name}")
        return self.peek(name)

    def replicas(self) -> Replicas | None:
        """The least number of pods it runs with; ``None`` if that is told elsewhere, or not known.

        Without an autoscaler of its chart only a number that is written counts: what the
        chart leaves out may be scaled by something else.
        """
        scaled, least, fixed = (self.setting(key) for key in REPLICA_SETTINGS)
        if not self.is_deployment or scaled.flag is None or not (scaled.flag or fixed.is_written):
            return None
        if scaled.flag:
            return Replicas("scales down to", self.key("autoscaleMin"), least, is_scaled=True)
        return Replicas("runs", self.key("replicaCount"), fixed, is_scaled=False)

    def peek(self, name: str) -> Setting:
        """The same for those who are no rule."""
        return self.install.peek(f"{self.root}.{self.key(name)}")


def gateways_of(install: Install) -> list[Gateway]:
    """The gateways that come out of an install."""
    return [Gateway(install, root) for root in install.gateways]
