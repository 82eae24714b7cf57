"""Everything for programs: version 1 of a contract that is only ever added to."""

from __future__ import annotations

from typing import Any

from istiolint.diagnostic import (
    Diagnostic,
    Edit,
    Fix,
    Label,
    LeftAlone,
    ObjectName,
    Report,
    Severity,
)
from istiolint.render import Presentation
from istiolint.render.links import rule_url
from istiolint.render.whereabouts import whereabouts
from istiolint.text import Location

VERSION = 1


def render(report: Report, presentation: Presentation) -> str:
    """The findings and the summary as one object."""
    return dump(
        {
            "version": VERSION,
            "istiolint": presentation.version,
            "diagnostics": [_diagnostic(each, report) for each in report.diagnostics],
            "summary": _summary(report),
        }
    )


def dump(value: object) -> str:
    """The value as JSON text that any encoding of Unicode can hold."""
    import json
    import re

    text = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text) + "\n"


def _diagnostic(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    rule = report.rules[diagnostic.rule]
    return {
        "rule": rule.name,
        "category": rule.category,
        "upstream": list(rule.upstream),
        "severity": diagnostic.severity.word,
        "message": diagnostic.message,
        **_place(diagnostic.location.on_one_line()),
        "resource": _resource(diagnostic.resource),
        "field": diagnostic.field,
        "container": diagnostic.container,
        "help": diagnostic.help,
        "url": rule_url(rule.name),
        "fix": _fix(diagnostic.fix),
        "related": [_label(each) for each in diagnostic.related],
    }


def _place(location: Location) -> dict[str, Any]:
    start, end = whereabouts(location), location.end
    return {
        "path": start.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line if start.is_file else start.line,
        "end_column": end.column,
    }


def _resource(resource: ObjectName | None) -> dict[str, Any] | None:
    if resource is None:
        return None
    return {
        "apiVersion": resource.api_version,
        "kind": resource.kind,
        "namespace": resource.namespace,
        "name": resource.name,
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {"title": fix.title, "safe": fix.safe, "edits": [_edit(each) for each in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {**_place(edit.location), "replacement": edit.replacement}


def _label(label: Label) -> dict[str, Any]:
    return {**_place(label.location), "message": label.message}


def _summary(report: Report) -> dict[str, Any]:
    return {
        **{each.word: report.count(each) for each in sorted(Severity, reverse=True)},
        "files": report.files,
        "documents": report.documents,
        "installs": report.installs,
        "suppressed": len(report.suppressed),
        "assumed_istio_version": report.assumed_istio_version,
        "left_alone": [_left_alone(each) for each in report.left_alone],
    }


def _left_alone(left: LeftAlone) -> dict[str, Any]:
    return {
        "path": left.path,
        "line": left.line,
        "document": left.document,
        "reason": left.reason,
    }
