"""What follows from a rule file is written by one command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRIBUTING = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
# Under another name, as whoever follows the guide may have made that rule.
RULE = CONTRIBUTING.partition("```python\n")[2].partition("```\n")[0].replace("silly", "daft")


class Copy:
    """A copy of what the command reads and writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("istiolint", "tools", "schemas", "docs", "examples"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
        shutil.copy(ROOT / "README.md", root)

    def run(self, *arguments: str) -> tuple[int, list[str]]:
        done = subprocess.run(
            [sys.executable, "-P", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, [*done.stdout.splitlines(), *done.stderr.splitlines()]

    def derive(self, *arguments: str) -> tuple[int, list[str]]:
        status, lines = self.run("-m", "tools.derive", *arguments)
        return status, sorted(lines)

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(exist_ok=True)
        (self.root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_a_new_rule_is_one_file_and_one_command(copy: Copy) -> None:
    copy.write("istiolint/rules/routing/daft_name.py", RULE)
    changed = [
        "README.md",
        "docs/rules/daft-name.md",
        "istiolint/rules/table.py",
        "schemas/config.json",
    ]

    assert copy.derive("--check") == (1, [f"out of date: {path}" for path in changed])
    assert copy.derive() == (0, changed)
    assert copy.derive("--check") == (0, [])

    assert (
        "    ('daft-name', 'routing', 1, 'A Service has a daft name.', ('IST9999',), True, "
        "(('', 'Service'),), False, None, (), (), None),\n"
    ) in copy.read("istiolint/rules/table.py")
    assert (
        "| [daft-name](docs/rules/daft-name.md) | routing | info | yes "
        "| A Service has a daft name. |\n"
    ) in copy.read("README.md")
    options = json.loads(copy.read("schemas/config.json"))["$defs"]["rules"]["properties"]
    assert options["daft-name"]["properties"]["daft-name"] == {"type": "string", "default": "foo"}
    assert copy.read("docs/rules/daft-name.md") == PAGE


def test_the_address_of_the_project_is_written_in_one_place(copy: Copy) -> None:
    links = "istiolint/render/links.py"
    copy.write(links, copy.read(links).replace("= None", '= "someone/istiolint"', 1))

    assert copy.derive() == (0, ["README.md", "docs/ci.md"])
    for name in ("README.md", "docs/ci.md"):
        assert "OWNER" not in copy.read(name)
        assert "https://github.com/someone/istiolint" in copy.read(name)


def test_a_new_rule_speaks_and_is_explained(copy: Copy) -> None:
    copy.write("istiolint/rules/routing/daft_name.py", RULE)
    copy.derive()
    copy.write("mesh/foo.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: foo}\n")

    flags = ("--output-format=concise", "-q", "--exit-zero")
    status, lines = copy.run("-m", "istiolint", "check", "mesh", *flags)
    said = 'mesh/foo.yaml:3:18: info[daft-name] [*] "foo" is a daft name'
    assert (status, lines) == (0, [said])
    status, lines = copy.run("-m", "istiolint", "explain", "IST9999")
    assert lines[2] == "daft-name  routing, info, IST9999, [*] has a fix"


def test_the_rule_about_a_setting_in_the_guide_works(copy: Copy) -> None:
    rule = CONTRIBUTING.split("```python\n")[2].partition("```\n")[0].replace("every", "some")
    copy.write("istiolint/rules/telemetry/something_traced.py", rule)
    copy.derive()
    copy.write("mesh/istiod-values.yaml", "pilot: {traceSampling: 100}\n")

    flags = ("--output-format=concise", "-q", "--exit-zero", "--select=something-traced")
    status, lines = copy.run("-m", "istiolint", "check", "mesh", *flags)
    said = "mesh/istiod-values.yaml:1:24: warning[something-traced] some request is traced"
    assert (status, lines) == (0, [said])


def test_what_a_removed_rule_leaves_behind_is_removed(copy: Copy) -> None:
    copy.write("docs/rules/daft-name.md", PAGE)

    assert copy.derive("--check") == (1, ["out of date: docs/rules/daft-name.md"])
    assert copy.derive() == (0, ["docs/rules/daft-name.md"])
    assert not (copy.root / "docs" / "rules" / "daft-name.md").exists()


def test_a_file_without_a_rule_is_said(copy: Copy) -> None:
    copy.write("istiolint/rules/routing/daft_name.py", '"""Nothing."""\n')
    said = "istiolint/rules/routing/daft_name.py: there is no check that @rule decorates"
    assert copy.derive() == (1, [said])


PAGE = """\
# daft-name

A Service has a daft name.

Category: routing · Severity: info · Also known as: IST9999 · Fixable: yes

Nobody will find it.

## What to do

Give it a better one.

## Options

- `daft-name`: `foo`

## Examples

### A daft name

```yaml
apiVersion: v1
kind: Service
metadata: {name: foo}
#                ^^^ "foo" is a daft name
```

After `--fix`:

```yaml
apiVersion: v1
kind: Service
metadata: {name: bar}
```

### A name that only begins like one

Nothing is reported here.

```yaml
apiVersion: v1
kind: Service
metadata: {name: food}
```
"""
