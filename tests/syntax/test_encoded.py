"""YAML in base64: what it is, and where it stands."""

from __future__ import annotations

from base64 import b64encode

import pytest

from istiolint.syntax.encoded import decoded, embedded_in_base64
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Tape
from istiolint.text import Source


def scalar(text: str) -> Node:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    found = Node(tape).at("a")
    assert found is not None
    return found


def inside(text: str) -> Node:
    tape = embedded_in_base64(scalar(text))
    assert isinstance(tape, Tape)
    return Node(tape)


@pytest.mark.parametrize(
    ("text", "data"),
    [("YQ==", b"a"), ("Y\nQ\r\n==", b"a"), ("", b""), ("YQ", None), ("ENC[a]", None)],
)
def test_line_breaks_do_not_count(text: str, data: bytes | None) -> None:
    assert decoded(text) == data


def test_a_value_stands_where_its_digits_are() -> None:
    packed = b64encode(b"key: some\nb: 123\n").decode()
    node = inside(f"a: {packed}\n").at("b")
    assert node is not None
    start, end = node.span
    assert decoded(f"a: {packed}"[start:end]) == b" 123\n"[: (end - start) // 4 * 3]
    assert node.value == "123"


def test_it_may_be_written_on_several_lines() -> None:
    packed = b64encode("a: ü\nb: 12\n".encode()).decode()
    lines = "".join(f"  {packed[at : at + 6]}\n" for at in range(0, len(packed), 6))
    node = inside(f"a: |\n{lines}").at("b")
    assert node is not None
    assert (node.value, node.location.start.line) == ("12", 4)


@pytest.mark.parametrize("text", ["a: /w==", "a: YQ", "a: ''"])
def test_there_is_none_in_what_is_no_text(text: str) -> None:
    assert embedded_in_base64(scalar(text)) is None
