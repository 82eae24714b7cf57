"""JSON files are judged by JSON's rules, which are stricter than YAML's."""

from __future__ import annotations

from istiolint.syntax.problem import Problem

_IN_OUR_WORDS = {
    "Expecting property name enclosed in double quotes": "a key in double quotes is expected; "
    "JSON allows no comma after the last entry",
    "Illegal trailing comma before end of object": "JSON allows no comma after the last entry",
    "Illegal trailing comma before end of array": "JSON allows no comma after the last item",
    "Expecting value": "a value is expected; JSON allows no comma after the last item",
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting ':' delimiter": 'a ":" is missing after a key',
    "Extra data": "text after the end of the JSON value",
    "Unterminated string starting at": "a string is not closed",
    "Invalid control character at": "a control character must be escaped in JSON strings",
}


def json_problem(text: str) -> Problem | None:
    """What keeps a text from being JSON; ``None`` if it is, or is empty."""
    import json  # most runs see no JSON

    if not text.strip():
        return None
    try:
        # What a number means is not asked here, and Python refuses very long ones.
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        return Problem(_IN_OUR_WORDS.get(error.msg, f"not JSON: {error.msg.lower()}"), error.pos)
    except RecursionError:
        return None  # deeper than any limit of ours, which the parser words better
    return None
