"""The forms that a check can be given out in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kg.render.safe import plain_json

if TYPE_CHECKING:
    from kg.results.check import CheckReport

FORMATS: Final = {
    "text": "a line a finding, grouped by claim, the most severe first",
    "json": "everything that is known of each finding",
    "csv": "a row a finding, for a spreadsheet",
    "markdown": "tables, for a pull request or an article's file",
    "sarif": "SARIF 2.1.0, for code scanning and editors",
    "github": "workflow commands, which GitHub shows beside the lines",
    "shacl": "a SHACL validation report, as Turtle",
}


def render(report: CheckReport, form: str, width: int | None = None, color: bool = False, verbose: bool = False) -> str:
    """A report in one of the forms; width, colour and detail are for text alone."""
    if form == "json":
        from kg.render.check_json import check_document

        return _json(check_document(report))
    if form == "sarif":
        from kg.render.check_sarif import sarif_document

        return _json(sarif_document(report))
    if form in {"csv", "markdown"}:
        from kg.render.check_tables import render_csv, render_markdown

        return render_csv(report) if form == "csv" else render_markdown(report)
    if form == "github":
        from kg.render.check_github import render_github

        return render_github(report)
    if form == "shacl":
        from kg.render.check_shacl import render_shacl

        return render_shacl(report)
    from kg.render.check_text import render_check

    return render_check(report, width, color, verbose)


def _json(document: object) -> str:
    return plain_json(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)) + "\n"
