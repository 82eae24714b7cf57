"""What the rules of resources in CEL demand, said in keywords that need no CEL.

An API server evaluates these rules, from the releases on whose resources have them. What a
rule demands of one value, or of which keys may stand together, becomes a keyword; for what
goes beyond that there are rules of our own, and :data:`RULES` names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from istiolint.releases import CEL_SINCE
from tools.schemas.durations import fields

Schema = dict[str, Any]

EARLY = 20
"""The release in which single resources already had some."""


class Format(NamedTuple):
    """The rule is about the form of a text or the size of a number."""

    name: str


class Least(NamedTuple):
    """The rule is about how short a duration may be."""

    duration: str


class Keys(NamedTuple):
    """The rule is about the form of the keys of a map."""

    name: str


class Exclusive(NamedTuple):
    """Of each of these groups of keys one may be there."""

    groups: tuple[tuple[str, ...], ...]


class Ours(NamedTuple):
    """A rule of istiolint, by its name, sees to it."""

    rule: str


Meaning = Format | Keys | Least | Exclusive | Ours


def _at_most_one(*keys: str) -> str:
    """The rule that one of these keys may be there."""
    return "+".join(f"(has(self.{key})?1:0)" for key in keys) + "<=1"


def _one_of_schemes(url: str, schemes: str) -> str:
    return f'url({url}).getScheme()in["","http","https",{schemes}]'


def _plugin_url(schemes: str) -> str:
    """The rule about the URL of a plugin, which has its schemes in one order or another."""
    whole, short = (_one_of_schemes(url, schemes) for url in ("self", '"http://"+self'))
    return f'isURL(self)?({whole}):(isURL("http://"+self)&&{short})'


def _at_most(*keys: str) -> tuple[str, Meaning]:
    return _at_most_one(*keys), Exclusive((keys,))


_CALLERS = ("principals", "notPrincipals", "namespaces", "notNamespaces")
_ACCOUNTS = ("serviceAccounts", "notServiceAccounts")
_RESOLUTION = Ours("resolution-contradicted")
_TAGS = Ours("tag-override-contradicted")
_VARIABLE = Ours("plugin-variable-contradicted")
_ADDRESS = Ours("workload-address-unusable")
_MUTUAL_TLS = Ours("port-level-mtls-refused")

RULES: Mapping[str, Meaning] = {
    # Single values
    "0<self&&self<=65535": Format("port"),
    'duration(self)>=duration("1ms")': Least("1ms"),
    "self.size()==0": Format("own-namespace"),
    'self!="*"': Format("no-mere-wildcard"),
    'selfin["","HTTP","HTTPS"]': Format("probe-scheme"),
    'self.startsWith("unix://")?!self.endsWith("/"):true': Format("address-or-socket"),
    'self.startsWith("unix://")?(self.substring(7,8)=="/"||self.substring(7,8)=="@"):true': Format(
        "address-or-socket"
    ),
    'url(self).getScheme()in["http","https"]': Format("web-url"),
    _plugin_url('"oci","file"'): Format("plugin-url"),
    _plugin_url('"file","oci"'): Format("plugin-url"),
    # Keys that exclude one another
    **dict(
        (
            _at_most("credentialName", "credentialNames"),
            _at_most("credentialNames", "tlsCertificates"),
            _at_most("tlsCertificates", "credentialNames"),
            _at_most("jwksUri", "jwks_uri", "jwks"),
            _at_most("selector", "targetRef", "targetRefs"),
            _at_most("selector", "targetRefs"),
            _at_most("workloadSelector", "endpoints"),
            _at_most("workloadSelector", "targetRefs"),
        )
    ),
    "(has(self.serviceAccounts)||has(self.notServiceAccounts))?"
    "(!has(self.principals)&&!has(self.notPrincipals)&&!has(self.namespaces)"
    "&&!has(self.notNamespaces)):true": Exclusive(
        tuple((account, caller) for account in _ACCOUNTS for caller in _CALLERS)
    ),
    # Values that do not go together
    '!((has(self.addresses)?self.addresses:[]).exists(k,k.contains("/"))'
    '&&!((has(self.resolution)?self.resolution:"NONE")in["STATIC","NONE"]))': _RESOLUTION,
    '((has(self.resolution)?self.resolution:"")=="DNS_ROUND_ROBIN")'
    "?((has(self.endpoints)?self.endpoints:[]).size()<=1):true": _RESOLUTION,
    '((has(self.resolution)?self.resolution:"NONE")=="NONE")'
    "?!has(self.endpoints):true": _RESOLUTION,
    "self.all(l1,self.exists_one(l2,l1.number==l2.number))": Ours("port-number-twice"),
    "has(self.address)||has(self.network)": _ADDRESS,
    '(has(self.address)?self.address:"").startsWith("unix://")?!has(self.ports):true': _ADDRESS,
    'self.all(key,size(key)<63&&key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))': Keys(
        "port-name"
    ),
    '!self.contains("*")': Format("label-value"),
    'self.all(key,!key.contains("*"))': Keys("label-name"),
    "self.all(key,key.size()!=0)": Keys("label-name"),
    "self.all(key,0<int(key)&&int(key)<=65535)": Keys("port-number"),
    "has(self.portLevelMtls)?(((has(self.selector)&&has(self.selector.matchLabels))"
    "?self.selector.matchLabels:{}).size()>0):true": _MUTUAL_TLS,
    '((has(self.operation)?self.operation:"")=="REMOVE")?!has(self.value):true': _TAGS,
    '((has(self.operation)?self.operation:"")=="UPSERT")?(self.value!=""):true': _TAGS,
    '(has(self.valueFrom)?self.valueFrom:"")!="HOST"||!has(self.value)': _VARIABLE,
    'has(self.context)?((self.context=="WAYPOINT")?has(self.waypoint):!has(self.waypoint))'
    ":!has(self.waypoint)": Ours("waypoint-match-misplaced"),
    "has(self.wasm)!=has(self.lua)": Ours("extension-without-code"),
}
"""What each rule in CEL means, by its text without white space and with double quotes."""


def plain(rule: str) -> str:
    """A rule in CEL as it is written in :data:`RULES`."""
    return re.sub(r"\s", "", rule).replace("'", '"')


def mark_validations(site: Mapping[int, Schema]) -> None:
    """Say in keywords what the rules of a resource demand, in all releases that demand it."""
    found: dict[Place, dict[str, int]] = {}
    for minor, document in site.items():
        for place, node in _places(document):
            for each in node.get("x-kubernetes-validations", ()):
                rules = found.setdefault(place, {})
                since = EARLY if minor < CEL_SINCE else CEL_SINCE
                rules[plain(each["rule"])] = min(since, rules.get(plain(each["rule"]), since))
    for minor, document in site.items():
        for place, node in _places(document):
            rules = found.get(place, {})
            _mark(node, [RULES[rule] for rule, since in rules.items() if since <= minor])


Place = tuple[tuple[str, ...], str]
"""The names that lead to a field, and its type: items have the name of their list."""


def _places(document: Schema) -> Iterator[tuple[Place, Schema]]:
    for path, node in fields(document):
        yield (path, str(node.get("type"))), node


def _mark(node: Schema, meanings: Iterable[Meaning]) -> None:
    """Write keywords for what rules mean; what other rules of ours see to needs none."""
    groups: set[tuple[str, ...]] = set()
    for each in meanings:
        match each:
            case Format(name):
                node["x-istio-format"] = name
            case Keys(name) if "additionalProperties" in node:  # not what its keys hold
                node["x-istio-keys"] = name
            case Least(duration):
                node["x-istio-least"] = duration
            case Exclusive(some):
                groups.update(some)
    known = ({*each} & node.get("properties", {}).keys() for each in groups)
    kept = {tuple(sorted(each)) for each in known if len(each) > 1}
    if kept:
        node["x-istio-exclusive"] = [list(each) for each in sorted(kept)]
