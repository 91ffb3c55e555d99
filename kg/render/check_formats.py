"""The formats of a check report. A new one is a function and a line in `FORMATS`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.render.safe import plain_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.results.check import CheckReport


# Of a list with more items each is one line.
_LONG: Final = 100


class Layout(Struct, frozen=True):
    """How a text is laid out: columns to fill (None for lines of any length), colour, and whether details are shown."""

    width: int | None = None
    color: bool = False
    verbose: bool = False


class CheckFormat(Struct, frozen=True):
    """A format of a check report, by its name on the command line."""

    name: str
    purpose: str
    render: Callable[[CheckReport, Layout], str]


def _text(report: CheckReport, layout: Layout) -> str:
    from kg.render.check_text import render_check

    return render_check(report, layout.width, layout.color, layout.verbose)


def _json(report: CheckReport, _: Layout) -> str:
    from kg.render.check_json import check_document

    return _dumped(check_document(report))


def _csv(report: CheckReport, _: Layout) -> str:
    from kg.render.check_tables import render_csv

    return render_csv(report)


def _markdown(report: CheckReport, _: Layout) -> str:
    from kg.render.check_tables import render_markdown

    return render_markdown(report)


def _sarif(report: CheckReport, _: Layout) -> str:
    from kg.render.check_sarif import sarif_document

    return _dumped(sarif_document(report))


def _github(report: CheckReport, _: Layout) -> str:
    from kg.render.check_github import render_github

    return render_github(report)


def _shacl(report: CheckReport, _: Layout) -> str:
    from kg.render.check_shacl import render_shacl

    return render_shacl(report)


def _dumped(document: object) -> str:
    return _laid_out(document, "\n") + "\n"


def _laid_out(value: object, line: str) -> str:
    """A value as JSON, indented; of a long list an item a line, which the fast encoder of the library writes."""
    inner = f"{line}  "
    if isinstance(value, dict) and value:
        members = (f"{_compact(str(key))}: {_laid_out(member, inner)}" for key, member in value.items())
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}"
    if isinstance(value, list) and value:
        items = map(_compact, value) if len(value) > _LONG else (_laid_out(item, inner) for item in value)
        return f"[{inner}{f',{inner}'.join(items)}{line}]"
    return _compact(value)


def _compact(value: object) -> str:
    return plain_json(json.dumps(value, ensure_ascii=False, allow_nan=False))


FORMATS: Final = (
    CheckFormat("text", "a line a finding, grouped by claim, the most severe first", _text),
    CheckFormat("json", "everything that is known of each finding", _json),
    CheckFormat("csv", "a row a finding, for a spreadsheet", _csv),
    CheckFormat("markdown", "tables, for a pull request or an article's file", _markdown),
    CheckFormat("sarif", "SARIF 2.1.0, for code scanning and editors", _sarif),
    CheckFormat("github", "workflow commands, which GitHub shows beside the lines", _github),
    CheckFormat("shacl", "a SHACL validation report, as Turtle", _shacl),
)


def render(report: CheckReport, form: str, width: int | None = None, color: bool = False, verbose: bool = False) -> str:
    """A report in the format of that name; width, colour and detail are for text alone."""
    chosen = next(one for one in FORMATS if one.name == form)
    return chosen.render(report, Layout(width, color, verbose))
