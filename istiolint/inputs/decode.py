"""Bytes to text and back: UTF-8, UTF-16 and UTF-32, with and without a byte order mark.

The mark is not part of the text, ``Source.encoding`` remembers it. For UTF-8 that is
Python's own ``utf-8-sig``. Python's ``utf-16`` and ``utf-32`` write the byte order of the
machine, not that of the file, so codecs named ``utf-16-be-sig``, ``utf-16-le-sig``,
``utf-32-be-sig`` and ``utf-32-le-sig`` are registered when the first such file is met:
``source.text.encode(source.encoding)`` gives back the exact bytes of every file.
"""

from __future__ import annotations

import codecs
from functools import cache

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.text import Location, Source, Span

MAX_BYTES = 32 * 1024 * 1024
"""The size of the largest file that is linted; no object in a cluster comes near it."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = {
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-8": codecs.BOM_UTF8,
}


def decode(path: str, data: bytes) -> Source | Diagnostic:
    """The text in ``data``, or what is wrong with it and where.

    The place of a bad byte lies in a text in which U+FFFD stands for whatever could not
    be decoded: good to be shown, not to be edited.
    """
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES >> 20} MiB, the most that is read"
        return refusal(path, "file-too-large", message)
    codec, mark = _codec(data)
    try:
        text = data[len(mark) :].decode(codec)
    except UnicodeDecodeError as error:
        return _undecodable(path, codec, error)
    if mark:
        _register_marked_codecs()
    source = Source(path, text, f"{codec}-sig" if mark else codec)
    nul = text.find("\0")
    if nul >= 0:
        return _decoding_error(source, nul, "the file looks binary, it contains a NUL character")
    return source


def encode(source: Source, text: str) -> bytes:
    """A new text of ``source`` as bytes, encoded as the file was."""
    _register_marked_codecs()
    return text.encode(source.encoding)


def refusal(path: str, rule: str, message: str) -> Diagnostic:
    """An error about a file whose text is not at hand: at the start of an empty source."""
    return Diagnostic(rule, Severity.ERROR, message, Location(Source(path, ""), Span(0, 0)))


def _codec(data: bytes) -> tuple[str, bytes]:
    """The codec that the first bytes call for, and the mark among them."""
    for codec, mark in _MARKS.items():
        if data.startswith(mark):
            return codec, mark
    return _unmarked_codec(data), b""


def _unmarked_codec(data: bytes) -> str:
    """The codec by the zero bytes around a first ASCII character (YAML 1.2.2, section 5.2)."""
    match [byte == 0 for byte in data[:4]]:
        case [True, True, True, False]:
            return "utf-32-be"
        case [False, True, True, True]:
            return "utf-32-le"
        case [True, False, *_]:
            return "utf-16-be"
        case [False, True, *_]:
            return "utf-16-le"
    return "utf-8"


def _undecodable(path: str, codec: str, error: UnicodeDecodeError) -> Diagnostic:
    bad = error.object[error.start : error.end]
    what = f"byte 0x{bad.hex()} is" if len(bad) == 1 else f"bytes 0x{bad.hex()} are"
    message = f"{what} not valid in {codec.upper()}, the encoding assumed"
    source = Source(path, error.object.decode(codec, "replace"), codec)
    return _decoding_error(source, len(error.object[: error.start].decode(codec)), message)


def _decoding_error(source: Source, offset: int, message: str) -> Diagnostic:
    location = Location(source, Span(offset, offset + 1))
    return Diagnostic("decoding-error", Severity.ERROR, message, location)


@cache
def _register_marked_codecs() -> None:
    codecs.register(_marked_codec)


def _marked_codec(name: str) -> codecs.CodecInfo | None:
    """Codecs for UTF-16 and UTF-32 that do as ``utf-8-sig`` does, in either byte order."""
    codec = name.replace("_", "-").removesuffix("-sig")
    if codec not in _MARKS or not name.endswith("_sig"):
        return None
    mark = _MARKS[codec]

    def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
        return mark + text.encode(codec, errors), len(text)

    read_by_mark = codecs.lookup(codec.removesuffix("-be").removesuffix("-le"))
    return codecs.CodecInfo(encode, read_by_mark.decode, name=name)
