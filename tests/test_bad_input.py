"""Whatever is wrong with the input is said in a line, and all else is linted as ever."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Folder

GOOD = """\
apiVersion: v1
kind: Pod
metadata: {name: reviews}
spec:
  containers:
  - name: istio-proxy
    securityContext: {privileged: true}
"""
FOUND = "good.yaml:7:35: warning[privileged-sidecar] the istio-proxy container runs privileged\n"

OBJECT = "apiVersion: v1\nkind: Service\n"
A_BILLION_LAUGHS = "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def yaml(content: str | bytes, line: str, *, id: str, status: int = 1) -> object:  # noqa: A002 - pytest's word
    return pytest.param("bad.yaml", content, f"bad.yaml:{line}\n" if line else "", status, id=id)


def json(content: str, line: str, *, id: str) -> object:  # noqa: A002 - pytest's word
    return pytest.param("bad.json", content, f"bad.json:{line}\n", 1, id=id)


ROWS = [
    yaml("", "", status=0, id="an empty file"),
    yaml("# nothing\n\n# at all\n", "", status=0, id="only comments"),
    yaml("---\n---\n...\n", "", status=0, id="only markers"),
    yaml("just text\n", "", status=0, id="a scalar"),
    yaml(
        b"\x7fELF\2\1\1\0\0\0\0\0",
        "1:8: error[decoding-error] the file looks binary, it contains a NUL character",
        id="binary",
    ),
    yaml(
        OBJECT + "metadata:\n\tname: a\n",
        "4:1: error[syntax-error] a tab in the indentation, where YAML allows only spaces",
        id="tabs",
    ),
    yaml(
        OBJECT + "metadata:\n  name: a\n namespace: b\n",
        "5:2: error[syntax-error] an indentation that fits none of the blocks above",
        id="bad indentation",
    ),
    yaml(
        OBJECT + 'metadata:\n  name: "a\n',
        "4:9: error[syntax-error] the quote is not closed",
        id="an unclosed quote",
    ),
    yaml(
        OBJECT + "spec: {ports: [1, 2\n",
        '3:15: error[syntax-error] "[" is not closed',
        id="an unclosed bracket",
    ),
    yaml(
        OBJECT + "metadata: {name: a, annotations: {a: " + "x" * 10_000_000 + "}}\n",
        "",
        status=0,
        id="a scalar of 10 MB",
    ),
    yaml(
        b"a: " + b"x" * (32 << 20),
        "1:1: error[file-too-large] the file is larger than 32 MiB, the most that is read",
        id="more than the most that is read",
    ),
    yaml(
        "\n".join("  " * depth + "a:" for depth in range(200)) + " b\n",
        "",
        status=0,
        id="200 levels deep",
    ),
    yaml(
        OBJECT + "spec: " + "[" * 200_000 + "]" * 200_000 + "\n",
        "3:262: error[syntax-error] nested more than 256 levels deep",
        id="200,000 brackets deep",
    ),
    yaml(
        OBJECT + "spec: &spec\n  selector: *spec\n",
        '4:13: error[syntax-error] alias "spec" contains itself',
        id="a recursive anchor",
    ),
    yaml(
        A_BILLION_LAUGHS,
        "6:32: error[syntax-error] aliases expand to more than 1,000,000 nodes",
        id="a billion laughs",
    ),
    yaml(
        OBJECT + "metadata: {name: a}\nmetadata: {name: b}\n",
        '4:1: error[duplicate-key] key "metadata" is written twice',
        id="a duplicate key",
    ),
    yaml(
        'a: !!python/object/apply:os.system ["touch built"]\n', "", status=0, id="a tag that builds"
    ),
    yaml(
        OBJECT.encode() + b"metadata:\n  name: caf\xe9\n",
        "4:12: error[decoding-error] byte 0xe9 is not valid in UTF-8, the encoding assumed",
        id="invalid UTF-8",
    ),
    yaml(OBJECT.encode("utf-16"), "", status=0, id="UTF-16"),
    yaml(
        OBJECT.encode("utf-16-le") + b"x",
        "3:1: error[decoding-error] byte 0x78 is not valid in UTF-16-LE, the encoding assumed",
        id="half a character of UTF-16",
    ),
    yaml(
        OBJECT + "metadata:\n  name: a\0b\n",
        "4:10: error[decoding-error] the file looks binary, it contains a NUL character",
        id="a NUL",
    ),
    json(
        '{"apiVersion": "v1", "kind": "Service",}\n',
        "1:40: error[syntax-error] a key in double quotes is expected; "
        "JSON allows no comma after the last entry",
        id="JSON with a trailing comma",
    ),
    json(
        "{'apiVersion': 'v1'}\n",
        "1:2: error[syntax-error] a key in double quotes is expected; "
        "JSON allows no comma after the last entry",
        id="YAML in a JSON file",
    ),
    json(
        "[" * 200_000 + "]" * 200_000,
        "1:257: error[syntax-error] nested more than 256 levels deep",
        id="JSON 200,000 brackets deep",
    ),
]


@pytest.mark.parametrize(("name", "content", "line", "status"), ROWS)
def test_bad_content_is_said_in_a_line_and_the_run_goes_on(
    name: str, content: str | bytes, line: str, status: int, folder: Folder
) -> None:
    folder.write({name: content, "good.yaml": GOOD})

    run = folder.run("--output-format=concise", "--quiet", "--fail-on=error")

    assert run == (status, line + FOUND, "")
    assert folder.names == sorted([name, "good.yaml"])


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        pytest.param(
            {},
            ["--slect", "all"],
            'no flag is called "--slect"; did you mean "--select"?',
            id="an unknown flag that is close to one",
        ),
        pytest.param(
            {},
            ["--zzz"],
            'no flag is called "--zzz"; see `istiolint check --help`',
            id="an unknown flag",
        ),
        pytest.param(
            {},
            ["--fail-on"],
            "option '--fail-on' requires an argument; see `istiolint check --help`",
            id="a flag without its value",
        ),
        pytest.param(
            {},
            ["--color", "red"],
            '--color: "red" is none of auto, always, never',
            id="a value that is none of those allowed",
        ),
        pytest.param(
            {},
            ["exlpain", "KIA1107"],
            'no command and no file is called "exlpain"; did you mean "explain"?',
            id="a misspelt command",
        ),
        pytest.param(
            {},
            ["--select", "priviledged-proxy"],
            '--select: no rule is called "priviledged-proxy"; did you mean "privileged-proxy"?',
            id="an unknown rule",
        ),
        pytest.param(
            {},
            ["--extend-select", "xyzzy"],
            '--extend-select: no rule is called "xyzzy"; `istiolint rules` lists all',
            id="an unknown rule that is close to none",
        ),
        pytest.param(
            {},
            ["--output-format", "sarf=out.sarif"],
            '--output-format: no format is called "sarf"; did you mean "sarif"?',
            id="an unknown format",
        ),
        pytest.param(
            {},
            ["--output-format", "xml"],
            '--output-format: no format is called "xml"; '
            "there are full, concise, json, sarif, github",
            id="a format that is close to none",
        ),
        pytest.param(
            {},
            ["--istio-version", "latest"],
            '--istio-version: "latest" is no Istio release such as 1.30',
            id="no release",
        ),
        pytest.param(
            {".istiolint.yaml": "fail-on: warning\nenvironment: prod\n"},
            [],
            '.istiolint.yaml:2:14: "environment" must be one of production, staging, '
            'development, high-traffic, not "prod"',
            id="a broken configuration in YAML",
        ),
        pytest.param(
            {"pyproject.toml": '[tool.istiolint]\nignor = ["all"]\n'},
            [],
            'pyproject.toml:2:1: unknown key "ignor"; did you mean "ignore"?',
            id="a broken configuration in TOML",
        ),
        pytest.param(
            {"istiolint.yaml": "select: [all\n"},
            [],
            'istiolint.yaml:1:9: "[" is not closed',
            id="a configuration that is no YAML",
        ),
        pytest.param(
            {"mesh/a.yaml": GOOD, "mesh/istiolint.yaml": "ignore: [nonsense]\n"},
            [],
            'mesh/istiolint.yaml:1:10: no rule is called "nonsense"',
            id="a broken configuration further down",
        ),
        pytest.param(
            {},
            ["--config", "missing.yaml"],
            "missing.yaml: cannot be read: No such file or directory",
            id="a configuration that is not there",
        ),
        pytest.param(
            {},
            ["--config", "environment=prod"],
            '--config environment=prod: "environment" must be one of production, staging, '
            'development, high-traffic, not "prod"',
            id="a bad setting on the command line",
        ),
        pytest.param(
            {},
            ["--config", "a.yaml", "--config", "b.yaml"],
            "--config: more than one file is named; a file can extend another",
            id="two configurations",
        ),
        pytest.param(
            {"a.yaml": "fail-on: error\n"},
            ["--config", "a.yaml", "--isolated"],
            "--config a.yaml: cannot be used with --isolated",
            id="a configuration and none",
        ),
        pytest.param(
            {},
            ["--baseline", "missing.json"],
            'the known findings in "missing.json" cannot be read: No such file or directory',
            id="a baseline that is not there",
        ),
        pytest.param(
            {"known.json": "{"},
            ["--baseline", "known.json"],
            'the known findings in "known.json" cannot be read: '
            "it is not JSON, see line 1 column 2",
            id="a baseline that is none",
        ),
        pytest.param(
            {"known.json": b"\xff"},
            ["--baseline", "known.json"],
            'the known findings in "known.json" cannot be read: it is not text in UTF-8',
            id="a baseline that is no text",
        ),
        pytest.param(
            {},
            ["--diff", "--add-ignore", "--write-baseline", "a.json"],
            "--diff and --add-ignore and --write-baseline cannot be combined",
            id="flags that contradict each other",
        ),
        pytest.param(
            {},
            ["--output-format", "json", "--output-format", "full"],
            "only one of json, full can go to one place; write FORMAT=FILE",
            id="two formats for one place",
        ),
        pytest.param(
            {},
            ["--output-format", "json=a.json", "--output-file", "b.json"],
            "--output-file: every format has a file of its own already",
            id="a file that nothing goes to",
        ),
        pytest.param(
            {},
            ["-", "a.yaml"],
            "standard input cannot be linted together with other paths",
            id="standard input and a path",
        ),
        pytest.param(
            {},
            ["-", "--changed-since", "HEAD"],
            "--changed-since is about files, not about standard input",
            id="the changes of standard input",
        ),
        pytest.param(
            {},
            ["--output-format", "json=missing/out.json"],
            '"missing/out.json" cannot be written: No such file or directory',
            id="an output file that cannot be written",
        ),
        pytest.param(
            {},
            ["--write-baseline", "missing/known.json"],
            '"missing/known.json" cannot be written: No such file or directory',
            id="a baseline that cannot be written",
        ),
    ],
)
def test_bad_usage_ends_the_run_with_one_line(
    files: dict[str, str | bytes], arguments: list[str], said: str, folder: Folder
) -> None:
    folder.write({"good.yaml": GOOD, **files})

    assert folder.run(*arguments) == (2, "", f"error: {said}\n")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param(
            "missing.yaml",
            '"missing.yaml" cannot be read: No such file or directory',
            id="a path that leads nowhere",
        ),
        pytest.param(
            "*.yml", '"*.yml" matches no YAML or JSON file', id="a glob that matches nothing"
        ),
        pytest.param(
            "pipe.yaml", '"pipe.yaml" is neither a file nor a folder', id="a pipe with a name"
        ),
        pytest.param(
            "self.yaml",
            '"self.yaml" cannot be read: Too many levels of symbolic links',
            id="a link to itself",
        ),
        pytest.param(
            "good.yaml/a.yaml",
            '"good.yaml/a.yaml" cannot be read: Not a directory',
            id="a path through a file",
        ),
    ],
)
def test_a_path_that_cannot_be_read_is_said_and_the_others_are_linted(
    path: str, said: str, folder: Folder
) -> None:
    folder.write({"good.yaml": GOOD})
    os.mkfifo("pipe.yaml")
    Path("self.yaml").symlink_to("self.yaml")

    run = folder.run("check", path, "good.yaml", "--output-format=concise", "--quiet")

    assert run == (2, FOUND, f"error: {said}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that even root cannot read")
@pytest.mark.parametrize("flags", [[], ["--diff", "--exit-zero"], ["--fix", "--exit-zero"]])
def test_a_file_that_cannot_be_read_is_a_finding_and_exit_status_2(
    flags: list[str], folder: Folder
) -> None:
    folder.write({"good.yaml": GOOD})
    unreadable = f"/proc/{os.getpid()}/mem"

    run = folder.run("check", unreadable, "good.yaml", "--output-format=concise", "-q", *flags)

    line = f"{unreadable}:1:1: error[unreadable-file] cannot be read: Input/output error\n"
    assert run == ((2, "", line) if "--diff" in flags else (2, line + FOUND, ""))


def test_a_loop_of_links_between_folders_ends(folder: Folder) -> None:
    folder.write({"mesh/good.yaml": GOOD, "mesh/apps/good.yaml": GOOD})
    Path("mesh/apps/loop").symlink_to("..")
    Path("mesh/again").symlink_to("apps")

    run = folder.run("check", "mesh", "--output-format=concise", "--quiet")

    assert run == (1, f"mesh/apps/{FOUND}mesh/{FOUND}", "")


@pytest.mark.parametrize(
    ("files", "arguments", "expected"),
    [
        pytest.param(
            ["README.md"],
            [],
            (
                0,
                "Nothing was checked! (0 files, 0 documents)\n",
                "note: there is no YAML or JSON file in this directory\n",
            ),
            id="an empty folder that is not named",
        ),
        pytest.param(
            ["mesh/README.md"],
            ["check", "mesh"],
            (
                2,
                "Nothing was checked! (0 files, 0 documents)\n",
                'error: there is no YAML or JSON file in "mesh"\n',
            ),
            id="an empty folder that is named",
        ),
        pytest.param(
            ["a/README.md", "b/README.md"],
            ["check", "a", "b", "-q"],
            (2, "", 'error: there is no YAML or JSON file in "a" and "b"\n'),
            id="two empty folders",
        ),
        pytest.param(
            ["mesh.yaml/README.md"],
            ["check", "mesh.yaml", "-q"],
            (2, "", 'error: there is no YAML or JSON file in "mesh.yaml"\n'),
            id="a folder with the name of a file",
        ),
        pytest.param([], ["-q"], (0, "", ""), id="an empty folder and quiet"),
        pytest.param(
            ["mesh/a.yaml"],
            ["check", "mesh/a.yaml", "--exclude", "mesh/", "-q"],
            (0, "", ""),
            id="nothing but what is named and excluded, as hooks do",
        ),
        pytest.param(
            ["charts/istiod-1.24.3.tgz", "Chart.yaml"],
            ["check", "charts", "-q"],
            (0, "", ""),
            id="nothing but what is left alone",
        ),
        pytest.param(
            [".istiolint.yaml"],
            ["check", ".istiolint.yaml", "-q"],
            (0, "", ""),
            id="our own configuration, as hooks do",
        ),
    ],
)
def test_where_there_is_nothing_to_lint_that_is_said(
    files: list[str], arguments: list[str], expected: tuple[int, str, str], folder: Folder
) -> None:
    folder.write(dict.fromkeys(files, ""))

    assert folder.run(*arguments) == expected


@pytest.mark.parametrize(
    ("piped", "expected"),
    [
        pytest.param(b"", (0, "", ""), id="nothing"),
        pytest.param(b"# nothing\n", (0, "", ""), id="only a comment"),
        pytest.param(
            b"text\0",
            (
                1,
                (
                    "<stdin>:1:5: error[decoding-error] "
                    "the file looks binary, it contains a NUL character\n"
                ),
                "",
            ),
            id="binary",
        ),
        pytest.param(
            b"a: [b",
            (1, '<stdin>:1:4: error[syntax-error] "[" is not closed\n', ""),
            id="broken YAML",
        ),
        pytest.param(
            b"x" * ((32 << 20) + 1),
            (
                1,
                (
                    "<stdin>:1:1: error[file-too-large] "
                    "the file is larger than 32 MiB, the most that is read\n"
                ),
                "",
            ),
            id="too much",
        ),
    ],
)
def test_standard_input_is_read_like_a_file(
    piped: bytes, expected: tuple[int, str, str], folder: Folder
) -> None:
    assert folder.run("check", "-", "--output-format=concise", "-q", piped=piped) == expected
