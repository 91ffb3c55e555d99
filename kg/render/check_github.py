"""The findings of a check as workflow commands, which GitHub Actions shows beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.render.check_text import closing, ordered
from kg.render.locations import near
from kg.render.safe import plain_text
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from kg.results.check import CheckReport

_COMMAND: Final = dict(zip(SEVERITIES, ("error", "warning", "notice"), strict=True))


def render_github(report: CheckReport) -> str:
    """One command a finding, and the closing line as a notice.

    GitHub shows ten annotations of each kind for a step: the most severe come first.
    """
    lines = []
    for _, findings in ordered(report):
        for finding in findings:
            path, line = report.place(finding.node)
            place = [f"file={_value(near(path))}", f"line={line}"] if path else []
            properties = ",".join(
                (*place, f"title={_value(f'{finding.code} {report.titles.get(finding.code, str())}')}")
            )
            lines.append(
                f"::{_COMMAND[finding.severity]} {properties}::{_text(f'{report.name(finding.node)}: {finding.message}')}"
            )
    lines.append(f"::notice title=kg check::{_text(closing(report))}")
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """A message in which nothing starts a command of its own or ends this one."""
    return plain_text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    """The value of a property, in which a colon and a comma would end it."""
    return _text(text).replace(":", "%3A").replace(",", "%2C")
