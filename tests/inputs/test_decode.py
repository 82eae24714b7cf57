"""Bytes become text and the same bytes again, or an error with its place."""

from __future__ import annotations

import codecs
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.inputs import decode as module
from istiolint.inputs.decode import MAX_BYTES, decode, encode, refusal
from istiolint.text import Position, Source, Span

TEXT = "kind: Gateway\r\nname: zür🚀\n"

ENCODINGS = [
    pytest.param(b"", "utf-8", "utf-8", id="UTF-8"),
    pytest.param(codecs.BOM_UTF8, "utf-8", "utf-8-sig", id="UTF-8 with a mark"),
    pytest.param(b"", "utf-16-le", "utf-16-le", id="UTF-16 little-endian"),
    pytest.param(b"", "utf-16-be", "utf-16-be", id="UTF-16 big-endian"),
    pytest.param(b"", "utf-32-le", "utf-32-le", id="UTF-32 little-endian"),
    pytest.param(b"", "utf-32-be", "utf-32-be", id="UTF-32 big-endian"),
    pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le-sig", id="UTF-16 LE with a mark"),
    pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be-sig", id="UTF-16 BE with a mark"),
    pytest.param(codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le-sig", id="UTF-32 LE with a mark"),
    pytest.param(codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be-sig", id="UTF-32 BE with a mark"),
]


def decoded(data: bytes) -> Source:
    source = decode("a.yaml", data)
    assert isinstance(source, Source), source
    return source


def refused(data: bytes) -> Diagnostic:
    diagnostic = decode("a.yaml", data)
    assert isinstance(diagnostic, Diagnostic), diagnostic
    return diagnostic


@pytest.mark.parametrize(("mark", "codec", "encoding"), ENCODINGS)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT, id="lines of text"),
        pytest.param("a", id="one character"),
        pytest.param("ab", id="two characters"),
        pytest.param("#\N{SNOWMAN}", id="one ASCII character, then another"),
    ],
)
def test_every_unicode_encoding_is_recognised_and_written_back(
    mark: bytes, codec: str, encoding: str, text: str
) -> None:
    data = mark + text.encode(codec)

    source = decoded(data)

    assert (source.path, source.text, source.encoding) == ("a.yaml", text, encoding)
    assert source.text.encode(source.encoding) == data
    assert encode(source, text + "é") == mark + (text + "é").encode(codec)


@pytest.mark.parametrize("mark", list(module._MARKS.values()))
def test_a_file_that_is_only_a_mark_is_an_empty_text(mark: bytes) -> None:
    source = decoded(mark)

    assert source.text == ""
    assert encode(source, "") == mark


def test_no_bytes_are_an_empty_text() -> None:
    assert (decoded(b"").text, decoded(b"").encoding) == ("", "utf-8")


def test_only_the_first_mark_is_taken_off() -> None:
    assert decoded(codecs.BOM_UTF8 * 2).text == "\ufeff"


def test_line_ends_and_control_characters_are_kept() -> None:
    text = "a: 1\r\nb: 2\rc: \x07\x1b\x85\u2028\n"

    assert decoded(text.encode()).text == text


@given(st.binary(max_size=40))
def test_any_bytes_are_text_that_gives_them_back_or_an_error_inside_its_text(data: bytes) -> None:
    outcome = decode("a.yaml", data)

    if isinstance(outcome, Source):
        assert encode(outcome, outcome.text) == data
    else:
        start, end = outcome.location.span
        assert 0 <= start < end <= len(outcome.location.source.text)
        outcome.location.source.text.encode()


@pytest.mark.parametrize(
    ("data", "message", "place", "line"),
    [
        pytest.param(
            "a: ü\nb: caf".encode() + b"\xe9!\nc: 1\n",
            "byte 0xe9 is not valid in UTF-8, the encoding assumed",
            Position(2, 7),
            "b: caf\ufffd!",
            id="Latin-1 after two bytes for one character",
        ),
        pytest.param(
            b"a: \xe2\x82",
            "bytes 0xe282 are not valid in UTF-8, the encoding assumed",
            Position(1, 4),
            "a: \ufffd",
            id="UTF-8 cut off inside a character",
        ),
        pytest.param(
            b"a: \xed\xa0\x80",
            "byte 0xed is not valid in UTF-8, the encoding assumed",
            Position(1, 4),
            "a: \ufffd\ufffd\ufffd",
            id="a surrogate in UTF-8",
        ),
        pytest.param(
            codecs.BOM_UTF8 + b"a\n\xff",
            "byte 0xff is not valid in UTF-8, the encoding assumed",
            Position(2, 1),
            "\ufffd",
            id="behind a mark",
        ),
        pytest.param(
            codecs.BOM_UTF16_BE + b"\0a\xd8\0\0b",
            "bytes 0xd800 are not valid in UTF-16-BE, the encoding assumed",
            Position(1, 2),
            "a\ufffdb",
            id="half a surrogate pair in UTF-16",
        ),
        pytest.param(
            b"a\0\n\0b",
            "byte 0x62 is not valid in UTF-16-LE, the encoding assumed",
            Position(2, 1),
            "\ufffd",
            id="an odd number of bytes in UTF-16",
        ),
        pytest.param(
            b"a\0\0\0" + b"\0\xd8\0\0",
            "bytes 0x00d80000 are not valid in UTF-32-LE, the encoding assumed",
            Position(1, 2),
            "a\ufffd",
            id="a surrogate in UTF-32",
        ),
        pytest.param(
            b"a: 1\nb: \0\0",
            "the file looks binary, it contains a NUL character",
            Position(2, 4),
            "b: \0\0",
            id="a NUL in UTF-8",
        ),
        pytest.param(
            b"\0",
            "the file looks binary, it contains a NUL character",
            Position(1, 1),
            "\0",
            id="nothing but a NUL",
        ),
        pytest.param(
            b"\0" * 8,
            "the file looks binary, it contains a NUL character",
            Position(1, 1),
            "\0" * 8,
            id="only NULs",
        ),
        pytest.param(
            codecs.BOM_UTF16_LE + "ü\0".encode("utf-16-le"),
            "the file looks binary, it contains a NUL character",
            Position(1, 2),
            "ü\0",
            id="a NUL in UTF-16",
        ),
    ],
)
def test_what_is_not_text_is_an_error_at_its_place(
    data: bytes, message: str, place: Position, line: str
) -> None:
    diagnostic = refused(data)

    assert diagnostic.rule == "decoding-error"
    assert diagnostic.severity is Severity.ERROR
    assert diagnostic.message == message
    assert diagnostic.path == "a.yaml"
    assert diagnostic.location.start == place
    assert diagnostic.location.end == Position(place.line, place.column + 1)
    assert diagnostic.location.source.line_text(place.line) == line


def test_the_largest_file_is_read_and_one_byte_more_is_not() -> None:
    data = b"#" * MAX_BYTES

    assert decoded(data).text == data.decode()

    diagnostic = refused(data + b"#")

    assert (diagnostic.rule, diagnostic.severity) == ("file-too-large", Severity.ERROR)
    assert diagnostic.message == "the file is larger than 32 MiB, the most that is read"
    assert diagnostic.location.source.text == ""


def test_a_refusal_is_an_error_at_the_start_of_an_empty_source() -> None:
    diagnostic = refusal("k8s/a.yaml", "unreadable-file", "cannot be read: Permission denied")

    assert diagnostic.rule == "unreadable-file"
    assert diagnostic.severity is Severity.ERROR
    assert diagnostic.message == "cannot be read: Permission denied"
    assert diagnostic.location.source.text == ""
    assert diagnostic.location.span == Span(0, 0)
    assert (diagnostic.path, diagnostic.location.start) == ("k8s/a.yaml", Position(1, 1))


def test_another_process_can_write_back_a_source_it_was_given() -> None:
    data = codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")
    program = (
        "import pickle, sys\n"
        "from istiolint.inputs.decode import encode\n"
        "source = pickle.load(sys.stdin.buffer)\n"
        "sys.stdout.buffer.write(encode(source, source.text))\n"
    )

    output = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps(decoded(data)),
        capture_output=True,
        check=True,
    )

    assert output.stdout == data


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("utf-16-be-sig", id="UTF-16 big-endian"),
        pytest.param("utf-32-le-sig", id="UTF-32 little-endian"),
    ],
)
def test_the_registered_codecs_read_what_they_write(name: str) -> None:
    encode(Source("a.yaml", ""), "")

    assert TEXT.encode(name).decode(name) == TEXT


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("utf-16-be-mark", id="another ending"),
        pytest.param("latin-1-sig", id="another codec"),
    ],
)
def test_no_other_codecs_are_registered(name: str) -> None:
    encode(Source("a.yaml", ""), "")

    with pytest.raises(LookupError):
        codecs.lookup(name)
