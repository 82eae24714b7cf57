"""What the walk says of values that a schema made for the purpose does not allow."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.inputs.document import Document, Form
from istiolint.releases import Release
from istiolint.schema import books
from istiolint.schema.constraints import matches_format
from istiolint.schema.explain import faults
from istiolint.schema.fault import Fault, Input, Reader
from istiolint.schema.gate import is_plainly_right
from istiolint.schema.shape import Book
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Tape
from istiolint.text import Source, Span

DEEP = {"type": "object", "properties": {"deep": {"type": "string"}, "name": {"type": "string"}}}
SCHEMA: dict[str, Any] = {
    "$defs": {"word": {"type": "string", "enum": ["ONE", "TWO_B"]}},
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "words": {"type": "array", "items": {"$ref": "#/$defs/word"}, "minItems": 1, "maxItems": 2},
        "count": {"type": "integer", "format": "int32", "minimum": 1},
        "timeout": {"type": "string", "x-istio-type": "google.protobuf.Duration"},
        "port": {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {}]},
        "text": {"type": "string", "minLength": 1, "pattern": "^[a-z]*$"},
        "odd": {"type": "string", "pattern": "(?P<"},
        "map": {"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 1},
        "list": {"type": "array"},
        "things": {"type": "array", "items": {}},
        "bare": {"enum": ["X"]},
        "outer": {"type": "object", "properties": {"inner": DEEP}},
        "rows": {"type": "array", "items": DEEP},
        "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
        "later": {"type": "string", "x-istio-releases": [[31, None]]},
        "sooner": {"type": "string", "x-istio-releases": [[16, 20]]},
        "again": {"type": "string", "x-istio-releases": [[16, 20], [31, None]]},
        "new": {
            "type": "string",
            "enum": ["A", "B", "C"],
            "x-istio-enum": {"B": [[31, None]], "C": [[16, 20]]},
        },
        "proto": {"type": "object", "properties": {"oneTwo": {"x-istio-proto-name": "one_two"}}},
        "one": {
            "type": "object",
            "properties": {"a": {}, "b": {}, "c": {}},
            "oneOf": [
                {"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}},
                {"required": ["a"]},
                {"required": ["b"]},
            ],
        },
        "hard": {"type": "object", "properties": {"a": {}}, "allOf": [{"required": ["a"]}]},
    },
}


def root_of(text: str) -> Node:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    return Node(tape)


def found(text: str, reader: Reader = Reader.API_SERVER) -> list[Fault]:
    node = root_of(text)
    document = Document(node.tape.source, 0, Span(0, 0), Form.RESOURCE, node)
    of = Input("Thing", reader, document, Release(24), release_known=True)
    shape = Book(SCHEMA, 24, reader).shape(SCHEMA)
    result = faults(node, shape, of)
    assert not (result and is_plainly_right(node, shape))
    return result


def words(fault: Fault) -> str:
    said = f"{fault.kind} {'.'.join(map(str, fault.field))}"
    return f"{said} -> {fault.suggestion}" if fault.suggestion else said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("name: a", [], id="right"),
        pytest.param("{}", ["missing-field name"], id="missing"),
        pytest.param("name:", ["missing-field name"], id="null is missing"),
        pytest.param("'${A}': b", [], id="keys that are filled in later"),
        pytest.param("nmae: a", ["unknown-field nmae -> name"], id="misspelt, so not missing"),
        pytest.param(
            "{name: a, outer: &o {x: 1, inner: {y: 1}}, free: {a: *o}, hard: {<<: {a: 1}}}",
            ["unknown-field outer.x", "unknown-field outer.inner.y"],
            id="an alias where anything goes",
        ),
        pytest.param(
            "{name: a, rows: [&r {x: 1, deep: 2}, *r, {<<: *r, y: 1}]}",
            ["unknown-field rows.0.x", "wrong-type rows.0.deep", "unknown-field rows.2.y"],
            id="the same again, by an alias and merged in",
        ),
        pytest.param(
            "{name: a, map: &m {a: 1}, outer: {<<: *m, inner: {<<: *m}}}",
            ["wrong-type map.a", "unknown-field outer.a", "unknown-field outer.inner.a"],
            id="merged in where it is unknown, once for each kind of place",
        ),
        pytest.param(
            "{name: a, one: &o {x: 1}, hard: {a: [*o, *o]}}",
            ["unknown-field one.x"],
            id="an alias of what is wrong",
        ),
        pytest.param("{name: a, Words: [ONE]}", ["unknown-field Words -> words"], id="case"),
        pytest.param("{name: a, word: [ONE]}", ["unknown-field word -> words"], id="a plural"),
        pytest.param("name: 5", ["wrong-type name"], id="a number"),
        pytest.param("name: on", ["wrong-type name"], id="YAML 1.1"),
        pytest.param("name: !!str 5", [], id="a tag makes a string"),
        pytest.param("{name: a, count: 5.0}", [], id="a whole number with a fraction"),
        pytest.param("{name: a, count: '5'}", ["wrong-type count"], id="a number in quotes"),
        pytest.param("{name: a, count: true}", ["wrong-type count"], id="a boolean"),
        pytest.param("{name: a, count: 0}", ["out-of-range count"], id="too small"),
        pytest.param("{name: a, count: 5000000000}", ["out-of-range count"], id="no int32"),
        pytest.param("{name: a, count: '${N}'}", [], id="a placeholder"),
        pytest.param("{name: a, timeout: 5s}", [], id="a duration"),
        pytest.param("{name: a, timeout: 5}", ["wrong-type timeout"], id="a number of seconds"),
        pytest.param("{name: a, timeout: 5d}", ["malformed-value timeout"], id="days"),
        pytest.param("{name: a, port: 80}", [], id="a port"),
        pytest.param("{name: a, port: http}", [], id="a port by its name"),
        pytest.param("{name: a, port: true}", ["wrong-type port"], id="no port"),
        pytest.param("{name: a, text: ''}", ["out-of-range text"], id="an empty text"),
        pytest.param("{name: a, text: A}", ["malformed-value text"], id="a pattern"),
        pytest.param("{name: a, odd: A}", [], id="a pattern that Python has not"),
        pytest.param("{name: a, words: []}", ["out-of-range words"], id="too few"),
        pytest.param("{name: a, words: [ONE, ONE, ONE]}", ["out-of-range words"], id="too many"),
        pytest.param(
            "{name: a, words: [two-b]}", ["unknown-value words.0 -> TWO_B"], id="a word's case"
        ),
        pytest.param("{name: a, words: [TWOB_]}", ["unknown-value words.0 -> TWO_B"], id="close"),
        pytest.param("{name: a, words: [SIX]}", ["unknown-value words.0"], id="another word"),
        pytest.param("{name: a, words: [null]}", ["null-item words.0"], id="a null item"),
        pytest.param("{name: a, words: ONE}", ["wrong-type words"], id="no list"),
        pytest.param("{name: a, list: [null, {a: b}]}", [], id="any items"),
        pytest.param("{name: a, things: [1, {a: b}]}", [], id="items of any type"),
        pytest.param("{name: a, list: [1], count: 0}", ["out-of-range count"], id="beside a list"),
        pytest.param("{name: [a]}", ["wrong-type name"], id="a list for a text"),
        pytest.param("{name: a, bare: X}", [], id="a word of no type"),
        pytest.param(
            "{name: a, outer: {count: }}",
            ["misplaced-field outer.count -> count"],
            id="nothing in the wrong place",
        ),
        pytest.param("{name: a, map: {a: b}}", [], id="a map"),
        pytest.param("{name: a, map: {a: 1}}", ["wrong-type map.a"], id="a map of strings"),
        pytest.param("{name: a, map: {a: b, c: d}}", ["out-of-range map"], id="a large map"),
        pytest.param("{name: a, free: {x: [1, {y: z}]}}", [], id="anything"),
        pytest.param("{name: a, later: b}", ["field-not-yet later"], id="a later release"),
        pytest.param("{name: a, sooner: b}", ["field-removed sooner"], id="an earlier release"),
        pytest.param("{name: a, again: b}", ["field-removed again"], id="gone for a while"),
        pytest.param("{name: a, new: B}", ["field-not-yet new"], id="a later word"),
        pytest.param("{name: a, new: C}", ["field-removed new"], id="an earlier word"),
        pytest.param("{name: a, one: {a: 1, c: 1}}", [], id="one of two"),
        pytest.param("{name: a, one: {a: 1, b: 1}}", ["exclusive-fields one.b"], id="both"),
        pytest.param("{name: a, one: {a: 1, b: '${B}'}}", [], id="perhaps both"),
        pytest.param("{name: a, hard: {a: 1}}", [], id="too hard for the gate"),
        pytest.param(
            "{name: a, outer: {words: [ONE]}}", ["misplaced-field outer.words -> words"], id="up"
        ),
        pytest.param(
            "{name: a, words: [ONE], outer: {words: [ONE]}}",
            ["unknown-field outer.words"],
            id="it is there already",
        ),
        pytest.param(
            "{name: a, outer: {deep: x}}", ["misplaced-field outer.deep -> outer.inner.deep"],
            id="down",
        ),
        pytest.param(
            "{name: a, outer: {deep: [x]}}", ["unknown-field outer.deep"], id="it does not fit"
        ),
        pytest.param(
            "{name: a, inner: {deep: x}}",
            ["misplaced-field inner -> outer.inner"],
            id="a whole block",
        ),
        pytest.param(
            "{name: a, inner: {shallow: x}}", ["unknown-field inner"], id="another block"
        ),
        pytest.param(
            "x: &x {deep: 5}\nname: a\nouter: {inner: *x}\n",
            ["unknown-field x", "wrong-type outer.inner.deep"],
            id="an alias",
        ),
        pytest.param(
            "name: a\nouter: {inner: {<<: {deep: 5}, name: b}}\n",
            ["wrong-type outer.inner.deep"],
            id="a merge key",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_one_fault(text: str, expected: list[str]) -> None:
    assert [words(each) for each in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{name: a, count: '5'}", [], id="numbers in quotes"),
        pytest.param("{name: a, count: '5e'}", ["wrong-type count"], id="no number"),
        pytest.param("{name: a, count: '-5000000000'}", ["out-of-range count"], id="its bounds"),
        pytest.param("{name: a, words: [1]}", [], id="the number of a word"),
        pytest.param("{name: a, words: [null]}", [], id="a null item"),
        pytest.param("{name: a, proto: {one_two: 1}}", [], id="the name in the .proto file"),
        pytest.param("{name: a, proto: {x: 1}}", [], id="what it does not say it is open to"),
    ],
)
def test_protobuf_takes_more(text: str, expected: list[str]) -> None:
    assert [words(each) for each in found(text, Reader.ISTIOD)] == expected


def test_where_a_fault_points() -> None:
    (fault,) = found("outer:\n  inner: {}\n")
    assert (fault.at.value, fault.name) == ("outer", "name")
    (fault,) = found("name: a\nwords:\n-\n")
    assert (fault.at.value, fault.name, fault.paths) == ("words", "words", ("a.yaml",))
    (fault,) = found("name: a\nwords: [ONE, ~]\n")
    assert fault.at.value == "~"
    (fault,) = found("{name: a, later: b}")
    assert (fault.first, fault.last, fault.document.source.path) == (31, None, "a.yaml")


@pytest.mark.parametrize(
    ("value", "form", "fits"),
    [
        pytest.param("/a.*", "re2", True, id="any engine takes it"),
        pytest.param("(?!a)", "re2", False, id="lookahead"),
        pytest.param("[a-z]+", "re2", True, id="a class"),
        pytest.param("a**", "re2", False, id="repeated twice"),
        pytest.param("abc", "int32", True, id="no number at all"),
        pytest.param("1h30m", "go-duration", True, id="a duration"),
        pytest.param("0", "go-duration", True, id="zero needs no unit"),
        pytest.param("x", "date-time", True, id="a format that we do not know"),
    ],
)
def test_formats(value: str, form: str, fits: bool) -> None:  # noqa: FBT001 - a column of the table
    assert matches_format(value, form) is fits


def test_there_are_no_shapes_of_what_is_not_there() -> None:
    assert books.resource("networking.istio.io", "Widget", "v1", 30) is None
    assert books.resource("networking.istio.io", "VirtualService", "v9", 30) is None
    assert books.chart_values("nginx", 30) is None
    assert books.chart_values("istiod-remote", 30) is None
    assert books.values_schema("istiod", 30) is None
