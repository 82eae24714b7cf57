"""Calico's selectors, as its reference describes the language."""

from __future__ import annotations

import pytest

from istiolint.resources.calico_selector import calico_selector
from istiolint.resources.labels import Labels

POD = Labels({"app": frozenset({"web"}), "kubernetes.io/name": frozenset({"a-b"})}, complete=True)

SELECTORS = [
    pytest.param("", True, id="nothing is everything"),
    pytest.param("all()", True, id="all"),
    pytest.param("global()", False, id="no namespace"),
    pytest.param("app == 'web'", True, id="equal"),
    pytest.param('app == "db"', False, id="not equal, in double quotes"),
    pytest.param("app!='web'", False, id="unequal, without spaces"),
    pytest.param("zone != 'a'", True, id="what is not there is unequal"),
    pytest.param("has(app)", True, id="a label is there"),
    pytest.param("!has(app)", False, id="a label is not there"),
    pytest.param("has(kubernetes.io/name)", True, id="a key with a prefix"),
    pytest.param('app in {"db", "web"}', True, id="in a set"),
    pytest.param("app in {}", False, id="in an empty set"),
    pytest.param("app not in {'web'}", False, id="not in a set"),
    pytest.param("app == 'db' || has(app) && kubernetes.io/name == 'a-b'", True, id="and, or"),
    pytest.param("(app == 'db' || has(app)) && app == 'x'", False, id="brackets"),
    pytest.param("!(app == 'db')", True, id="not, over brackets"),
    pytest.param("app contains 'e'", None, id="a part of a text is not judged"),
    pytest.param("app starts with 'w'", None, id="nor its beginning"),
    pytest.param("app ends with 'b' && app == 'db'", False, id="unless the rest decides"),
    pytest.param("app == web", None, id="a value without quotes"),
    pytest.param("app ~ 'web'", None, id="a sign that is none"),
    pytest.param("app == 'web' )", None, id="something behind the end"),
    pytest.param("app ==", None, id="an end too early"),
    pytest.param("app like 'web'", None, id="a word that is no operator"),
    pytest.param("app starts 'w'", None, id="half an operator"),
    pytest.param("app == '${APP}'", None, id="a value that is filled in later"),
    pytest.param("(" * 200 + "all()" + ")" * 200, None, id="too deep"),
]


@pytest.mark.parametrize(("text", "expected"), SELECTORS)
def test_a_selector_is_read_as_calico_reads_it(text: str, *, expected: bool | None) -> None:
    assert calico_selector(text)(POD) is expected
