"""The findings of a check as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.render.check_schema import SCHEMA_VERSION
from kg.render.check_text import first_to_fix, ordered

if TYPE_CHECKING:
    from kg.results.check import CheckReport, Waived
    from kg.rules.engine import Finding


def check_document(report: CheckReport) -> dict[str, Any]:
    """Findings, what could not be judged, what was waived, and how much was checked."""
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "graph": report.graph_name,
        "findings": [_finding(report, finding) for _, group in ordered(report) for finding in group],
        "cannot_tell": [_finding(report, finding) for finding in report.undecided],
        "waived": [
            {**_finding(report, finding), "waiver": _waiver(report, waiver)} for finding, waiver in report.waived
        ],
        "stale_waivers": [_waiver(report, waiver) for waiver in report.stale],
        "known": report.known,
        "checked": {"claims": report.claims, "rules": report.rules, "cannot_tell": len(report.undecided)},
        "todo": report.todo,
        "faults": list(report.faults),
    }
    if report.document is not None:
        document["document"] = _summary(report)
    return document


def _summary(report: CheckReport) -> dict[str, Any]:
    document, first = report.document, first_to_fix(report)
    assert document is not None  # noqa: S101 - asked for only where there is one
    return {
        "id": report.name(document.source),
        "title": document.title,
        "claims": [report.name(claim) for claim in document.claims],
        "figures": document.figures,
        "unchanged": document.unchanged,
        "left_out": document.left_out,
        "thin": document.thin,
        "not_assessed": document.not_assessed,
        "first": {**_finding(report, first[0]), "fix": first[1]} if first else None,
    }


def _waiver(report: CheckReport, waiver: Waived) -> dict[str, Any]:
    return {
        "code": waiver.code,
        "node": report.name(waiver.node),
        "because": waiver.because,
        "on": waiver.on,
        "by": waiver.by or None,
        "until": waiver.until or None,
        "expired": waiver.expired,
        "ahead": waiver.ahead,
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
        "count": finding.count,
        "also": list(finding.also),
        "provisional": finding.provisional,
        "path": [report.name(step) for step in finding.path],
        "place": report.places.get(name),
        "fingerprint": finding.fingerprint,
    }
