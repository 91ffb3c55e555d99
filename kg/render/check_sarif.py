"""The findings of a check as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import count
from kg.render.check_text import closing, ordered
from kg.render.locations import as_uri
from kg.render.safe import plain_text
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from kg.results.check import CheckReport, Waived
    from kg.rules.engine import Finding
    from kg.rules.rule import Rule

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME: Final = "https://w3id.org/headwater/"
# GitHub refuses a run with more results, and longer descriptions of a rule.
MOST_RESULTS: Final = 25_000
_LONGEST: Final = 1024
_LEVEL: Final = dict(zip(SEVERITIES, ("error", "warning", "note"), strict=True))


def sarif_document(report: CheckReport) -> dict[str, Any]:
    """One run: the rules that ran, the findings, and those that a waiver suppresses.

    A fingerprint says that a finding is the same after its record has moved or a message is worded anew. Beyond what GitHub
    takes the mildest findings are left out, and a notification says how many.
    """
    numbers = {rule.code: number for number, rule in enumerate(report.rule_list)}
    found: list[tuple[Finding, Waived | None]] = [(finding, None) for _, group in ordered(report) for finding in group]
    found.sort(key=lambda item: SEVERITIES.index(item[0].severity))
    found += list(report.waived)
    results = [_result(report, finding, waiver, numbers) for finding, waiver in found[:MOST_RESULTS]]
    notes = [_note(closing(report), "note")]
    if len(found) > MOST_RESULTS:
        notes.append(
            _note(f"{count(len(found) - MOST_RESULTS, 'milder finding is', 'milder findings are')} left out", "warning")
        )
    notes += [_note(fault, "error") for fault in report.faults]
    driver = {
        "name": "Headwater",
        "semanticVersion": report.version,
        "informationUri": HOME,
        "rules": [_rule(r) for r in report.rule_list],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"headwater/{plain_text(report.graph_name)}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder that the check was run in."}}},
        "invocations": [{"executionSuccessful": not report.faults, "toolExecutionNotifications": notes}],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _note(text: str, level: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": plain_text(text)}}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.fault.split("-")),
        "shortDescription": {"text": plain_text(rule.title)[:_LONGEST]},
        "fullDescription": {"text": plain_text(rule.flags)[:_LONGEST]},
        "help": {"text": plain_text(f"{rule.why} Example: {rule.example} To put it right: {rule.fix}")},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": ["evidence", f"family-{rule.code[0]}"]},
    }


def _result(report: CheckReport, finding: Finding, waiver: Waived | None, numbers: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVEL[finding.severity],
        "message": {"text": plain_text(f"{report.name(finding.node)}: {finding.message}")},
        "locations": [_location(report, finding.node)],
        "partialFingerprints": {
            "headwaterFinding/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint[:16]}:1",
        },
    }
    if finding.code in numbers:
        result["ruleIndex"] = numbers[finding.code]
    others = [step for step in finding.path[1:] if report.place(step)[0]]
    if others:
        result["relatedLocations"] = [
            {"id": number, **_location(report, step), "message": {"text": plain_text(report.name(step))}}
            for number, step in enumerate(others, 1)
        ]
    if waiver is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": plain_text(waiver.because)}
        ]
    return result


def _location(report: CheckReport, node: str) -> dict[str, Any]:
    path, line = report.place(node)
    if not path and report.settings:
        path, line = report.settings, 1  # code scanning refuses a result without a file
    logical = [{"fullyQualifiedName": plain_text(report.name(node)), "kind": "resource"}]
    if not path:
        return {"logicalLocations": logical}
    uri, relative = as_uri(path)
    artifact = {"uri": uri, "uriBaseId": "SRCROOT"} if relative else {"uri": uri}
    return {
        "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}},
        "logicalLocations": logical,
    }
