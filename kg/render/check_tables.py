"""The findings of a check as a table: CSV for spreadsheets, Markdown for a pull request."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from kg.render.check_text import closing, first_to_fix, idle, ordered, summary_lines
from kg.render.locations import near
from kg.render.safe import plain_markdown, plain_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.results.check import CheckReport
    from kg.rules.engine import Finding

COLUMNS = (
    "severity",
    "code",
    "title",
    "node",
    "verdict",
    "message",
    "path",
    "file",
    "line",
    "waived because",
    "fingerprint",
)


def render_csv(report: CheckReport) -> str:
    """Every finding in one row, waived ones and those that could not be judged included; no cell is taken for a formula."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    findings = [(finding, "") for _, group in ordered(report) for finding in group]
    findings += [(finding, waiver.because) for finding, waiver in report.waived]
    findings += [(finding, "") for finding in report.undecided]
    for finding, because in findings:
        path, line = report.place(finding.node)
        row = (
            finding.severity,
            finding.code,
            report.titles.get(finding.code, ""),
            report.name(finding.node),
            finding.verdict,
            finding.message,
            " → ".join(report.name(step) for step in finding.path),
            near(path),
            line or "",
            because,
            finding.fingerprint,
        )
        writer.writerow(plain_row(row))
    return written.getvalue()


def render_markdown(report: CheckReport) -> str:
    """A heading, the closing line, and a table a claim."""
    text = plain_markdown
    lines = [f"# {text(report.name(report.document.title) if report.document else report.graph_name)}", ""]
    if document := report.document:
        lines += [f"- {line}" for line in summary_lines(document)]
        if first := first_to_fix(report):
            finding, fix = first
            lines.append(
                f"- first: {finding.code} {text(report.name(finding.node))}: {text(finding.message)} {text(fix)}"
            )
        lines.append("")
    lines += [text(closing(report)), ""]
    for node, findings in ordered(report):
        lines += [
            f"## {text(report.name(node))}",
            "",
            "| severity | rule | finding | record |",
            "| --- | --- | --- | --- |",
        ]
        lines += [_row(report, finding) for finding in findings]
        lines.append("")
    lines += list(_waived(report))
    return "\n".join(lines).rstrip() + "\n"


def _row(report: CheckReport, finding: Finding) -> str:
    path, line = report.place(finding.node)
    place = f"{near(path)}:{line}" if path else ""
    title = plain_markdown(report.titles.get(finding.code, ""))
    return (
        f"| {finding.severity} | {finding.code} {title} | {plain_markdown(finding.message)} | {plain_markdown(place)} |"
    )


def _waived(report: CheckReport) -> Iterator[str]:
    text = plain_markdown
    if report.waived:
        yield "## Waived"
        yield ""
        for finding, waiver in report.waived:
            yield f"- {finding.code} {text(report.name(finding.node))}: {text(waiver.because)} ({waiver.on})"
        yield ""
    if report.stale:
        yield "## Waivers that set nothing aside"
        yield ""
        for waiver in report.stale:
            yield f"- {text(waiver.code)} {text(report.name(waiver.node))}: {idle(waiver)} (waived {waiver.on})"
        yield ""
