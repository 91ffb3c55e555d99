"""The findings of a check as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.render.check_text import ordered

if TYPE_CHECKING:
    from kg.render.trace import CheckReport
    from kg.rules.engine import Finding


def check_document(report: CheckReport) -> dict[str, Any]:
    """Findings, what could not be judged, and how much was checked."""
    return {
        "schema_version": "1.0",
        "graph": report.graph_name,
        "findings": [_finding(report, finding) for _, group in ordered(report) for finding in group],
        "cannot_tell": [_finding(report, finding) for finding in report.undecided],
        "checked": {"claims": report.claims, "rules": report.rules, "cannot_tell": len(report.undecided)},
        "todo": report.todo,
    }


def _finding(report: CheckReport, finding: Finding) -> dict[str, Any]:
    name = report.name(finding.node)
    return {
        "code": finding.code,
        "title": report.titles.get(finding.code, ""),
        "severity": finding.severity,
        "node": name,
        "verdict": finding.verdict,
        "message": finding.message,
        "path": [report.name(step) for step in finding.path],
        "place": report.places.get(name),
    }
