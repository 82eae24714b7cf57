"""Who may import whom, how large things may grow, and what start-up pulls in.

The layers themselves are contracts in ``pyproject.toml``, which ``lint-imports`` checks.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import istiolint

PACKAGE = Path(istiolint.__file__).parent
GENERATED = {PACKAGE / "rules" / "table.py"}
HAND_WRITTEN = {
    path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
    if path not in GENERATED
}
TREES = {name: ast.parse(text) for name, text in HAND_WRITTEN.items()}
RULES = {
    name: tree
    for name, tree in TREES.items()
    if re.fullmatch(r"rules/(?!api/)\w+/(?!__init__)\w+\.py", name)
}

HEAVY = {
    "asyncio",
    "concurrent",
    "cryptography",
    "dataclasses",
    "difflib",
    "email",
    "html",
    "http",
    "importlib.metadata",
    "jsonschema",
    "jsonschema_rs",
    "logging",
    "multiprocessing",
    "pathspec",
    "pygments",
    "re2",
    "subprocess",
    "tomllib",
    "unittest",
    "urllib",
    "xml",
}


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules that are imported anywhere in ``tree``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def loaded_by(*arguments: str) -> set[str]:
    """The modules that the interpreter loads when started with ``arguments``."""
    run = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", *arguments],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr, run.stderr
    timings = [line for line in run.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in timings}


def heavy(modules: set[str]) -> set[str]:
    """Those of ``modules`` that belong to something expensive."""
    return {name for name in modules for root in HEAVY if f"{name}.".startswith(f"{root}.")}


def test_no_module_is_longer_than_250_lines() -> None:
    lengths = {name: len(text.splitlines()) for name, text in HAND_WRITTEN.items()}
    assert {name: length for name, length in lengths.items() if length > 250} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    lengths = {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > 40} == {}


def test_a_rule_imports_the_rule_api_and_the_standard_library() -> None:
    assert RULES
    imported = {(rule, name) for rule, tree in RULES.items() for name in imports(tree)}
    assert {
        (rule, name)
        for rule, name in imported
        if not f"{name}.".startswith("istiolint.rules.api.")
        and name.split(".")[0] not in sys.stdlib_module_names
    } == set()


def test_what_rules_stand_on_imports_no_rule() -> None:
    categories = {name.split("/")[1] for name in RULES}
    assert {
        (name, imported)
        for name, tree in TREES.items()
        if name not in RULES
        for imported in imports(tree)
        for category in categories
        if f"{imported}.".startswith(f"istiolint.rules.{category}.")
    } == set()


def test_importing_the_package_costs_next_to_nothing() -> None:
    added = loaded_by("-c", "import istiolint") - loaded_by("-c", "")
    assert {name for name in added if name.split(".")[0] not in sys.stdlib_module_names} == {
        "istiolint"
    }
    assert heavy(added) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("-c", "import istiolint.cli"), id="importing the command line"),
        pytest.param(("-m", "istiolint", "--help"), id="help"),
        pytest.param(("-m", "istiolint", "check", "--isolated", "one.yaml"), id="one file"),
    ],
)
def test_start_up_loads_nothing_that_the_run_does_not_need(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.yaml").write_text("apiVersion: v1\nkind: Service\n", encoding="utf-8")
    loaded = loaded_by(*arguments)
    assert "istiolint.cli" in loaded
    assert heavy(loaded - loaded_by("-c", "")) == set()


def test_no_rule_is_loaded_that_has_nothing_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.yaml").write_text("", encoding="utf-8")
    loaded = loaded_by("-m", "istiolint", "check", "--isolated", "empty.yaml")
    rules = {f"istiolint/{name}".removesuffix(".py").replace("/", ".") for name in RULES}
    assert loaded & rules == set()
