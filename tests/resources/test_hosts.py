"""Host names mean what they mean to istiod."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.resources.hosts import HostTable, complete, namespace_of


@pytest.mark.parametrize(
    ("host", "name"),
    [
        pytest.param("reviews", "reviews.shop.svc.cluster.local", id="a short name"),
        pytest.param("Reviews", "reviews.shop.svc.cluster.local", id="in capitals"),
        pytest.param("reviews.prod", "reviews.prod", id="a dot makes it complete"),
        pytest.param(
            "reviews.prod.svc.cluster.local.", "reviews.prod.svc.cluster.local", id="a last dot"
        ),
        pytest.param("*", "*", id="all hosts"),
        pytest.param("*.example.com", "*.example.com", id="a wildcard"),
        pytest.param("*-v1", "*-v1.shop.svc.cluster.local", id="one without a dot"),
        pytest.param("10.0.0.1", "10.0.0.1", id="an address"),
        pytest.param("::1", "::1", id="an address with colons"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_name_without_a_dot_is_a_service_of_the_namespace(host: str, name: str) -> None:
    assert complete(host, "shop") == name


def test_the_domain_of_the_cluster_may_be_another() -> None:
    assert complete("reviews", "shop", "corp.local") == "reviews.shop.svc.corp.local"
    assert namespace_of("reviews.shop.svc.corp.local", "corp.local") == "shop"


@pytest.mark.parametrize(
    ("host", "namespace"),
    [
        ("reviews.shop.svc.cluster.local", "shop"),
        ("*.shop.svc.cluster.local", "shop"),
        ("pod-0.reviews.shop.svc.cluster.local", None),
        ("reviews.svc.cluster.local", None),
        (".shop.svc.cluster.local", None),
        ("svc.cluster.local", None),
        ("reviews.shop", None),
        ("api.example.com", None),
        ("*", None),
    ],
)
def test_only_names_of_services_have_a_namespace(host: str, namespace: str | None) -> None:
    assert namespace_of(host) == namespace


HOSTS = (
    "reviews.shop.svc.cluster.local",
    "*.shop.svc.cluster.local",
    "*.svc.cluster.local",
    "*.local",
    "*",
    "*-api.example.com",
    "*.example.com",
    "example.com",
    "*api.example.com",
)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param(
            "reviews.shop.svc.cluster.local",
            [
                "reviews.shop.svc.cluster.local",
                "*.shop.svc.cluster.local",
                "*.svc.cluster.local",
                "*.local",
                "*",
            ],
            id="the host itself, then longer endings",
        ),
        pytest.param("*.shop.svc.cluster.local", [*HOSTS[1:5]], id="a wildcard"),
        pytest.param(
            "v1-api.example.com",
            ["*-api.example.com", "*api.example.com", "*.example.com", "*"],
            id="endings inside a label",
        ),
        pytest.param("api.example.com", ["*api.example.com", "*.example.com", "*"], id="no less"),
        pytest.param("example.com", ["example.com", "*"], id="not what is above the wildcard"),
        pytest.param("a.b.example.com", ["*.example.com", "*"], id="several labels below it"),
        pytest.param("*", ["*"], id="all hosts"),
        pytest.param("", ["*"], id="no host"),
    ],
)
def test_the_most_specific_host_comes_first(host: str, expected: list[str]) -> None:
    table: HostTable[str] = HostTable()
    for each in HOSTS:
        table.add(each, each)
    assert list(chain.from_iterable(table.matches(host))) == expected


def test_items_for_one_host_stay_in_order() -> None:
    table: HostTable[int] = HostTable()
    for number in (3, 1, 2):
        table.add("*.a", number)
    assert list(table.matches("b.a")) == [[3, 1, 2]]
    assert list(table.matches("b.c")) == []


NAMES = st.text("ab.-", max_size=6)
WILDCARDS = NAMES.map(lambda name: f"*{name}")


@given(st.lists(NAMES | WILDCARDS, max_size=8, unique=True), NAMES | WILDCARDS)
def test_a_table_finds_what_looking_at_every_host_finds(hosts: list[str], host: str) -> None:
    table: HostTable[str] = HostTable()
    for each in hosts:
        table.add(each, each)
    found = list(chain.from_iterable(table.matches(host)))
    ending = host.removeprefix("*")
    covering = {each for each in hosts if each[:1] == "*" and ending.endswith(each[1:])}
    assert set(found) == covering | ({host} & set(hosts))
    assert found[:1] == [host] or host not in hosts
    wildcards = [each for each in found if each != host]
    assert wildcards == sorted(wildcards, key=len, reverse=True)
