"""The findings of a check on a terminal: by claim, the most severe first."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from kg.render.safe import plain_text

if TYPE_CHECKING:
    from kg.render.trace import CheckReport
    from kg.rules.engine import Finding

SEVERITIES = ("fix", "check", "note")


def ordered(report: CheckReport) -> list[tuple[str, list[Finding]]]:
    """The findings grouped by node; groups with the most severe finding come first."""
    by_node = sorted(report.findings, key=lambda f: (f.node, SEVERITIES.index(f.severity), f.code, f.message))
    groups = [(node, list(found)) for node, found in groupby(by_node, key=lambda finding: finding.node)]
    return sorted(groups, key=lambda group: (SEVERITIES.index(group[1][0].severity), report.name(group[0])))


def render_check(report: CheckReport, width: int = 80, color: bool = False) -> str:
    """Every finding with its place, and a closing line that says what was and was not judged."""
    lines = []
    for node, findings in ordered(report):
        place = report.places.get(report.name(node), "")
        name = plain_text(report.name(node) + (f"  {place}" if place else ""))
        lines.append(f"\x1b[1m{name}\x1b[0m" if color else name)
        for finding in findings:
            text = plain_text(f"  {finding.severity:<5}  {finding.code}  {finding.message}")
            lines.extend(wrap(text, width, subsequent_indent=" " * 14, break_on_hyphens=False))
        lines.append("")
    tally = Counter(finding.severity for finding in report.findings)
    counts = ", ".join(f"{tally[severity]} to {severity}" for severity in SEVERITIES if severity != "note")
    lines.append(
        f"{report.claims} claims, {report.rules} rules: {counts}, {tally['note']} notes; "
        f"{len(report.undecided)} could not be judged; {report.todo} to-dos. Grades documentation, not truth."
    )
    return "\n".join((*lines[:-1], *wrap(lines[-1], width))) + "\n"
