"""Pages checked against a graph: for `kg check PAGE` and `kg draft --check PAGE`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.commands.output import emit, emit_json, tell_notes
from kg.commands.page_files import stated_in
from kg.errors import HeadwaterError, UsageError, count
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.results.page_check import PageReport

FORMS: Final = ("text", "json", "html")


def check_pages(
    names: Sequence[str], form: str, output: str, graph: str | None, *, drafts: bool = False, full: bool = False
) -> None:
    """Check files, and the files of folders, and write what was found. Raises UsageError where not one could be read."""
    from kg.api import open_graph
    from kg.workspace.page_check import PageCheck

    opened = open_graph(graph, or_seeds=True, drafts=drafts)
    tell_notes(opened.notes)
    check = PageCheck(opened)
    reports: list[PageReport] = []
    failed: list[str] = []
    for name, alone in _files(names):
        reports += _report(name, check, failed, alone=alone)
    if not reports:
        raise UsageError(failed[0] if len(failed) == 1 else "not one of these files could be read as a document")
    emit_reports(reports, form, output, full=full)


def emit_reports(reports: list[PageReport], form: str, output: str, *, full: bool) -> None:
    """Write the reports of pages in a form."""
    if form == "json":
        from kg.render.page_check_text import page_document

        emit_json({"schema_version": "1.0", "pages": [page_document(one) for one in reports]}, output)
    elif form == "html":
        from kg.render.page_check_html import page_html

        emit(page_html(reports), output)
    else:
        from kg.render.page_check_text import page_lines

        lines = [line for one in reports for line in (*page_lines(one, full=full), "")]
        known = sum(one.known == "known" for report in reports for one in report.figures)
        figures = sum(len(report.figures) for report in reports)
        lines.append(
            f"{count(len(reports), 'page')}, {count(figures, 'figure')}, {known} on record. This grades documentation, not truth."
        )
        emit("".join(f"{line}\n" for line in lines), output)


def _files(names: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The files that are named, and those below folders that are, with whether a file was named itself."""
    from kg.text.reading import ENDINGS

    for name in names:
        place = Path(name)
        if name != "-" and place.is_dir():
            below = (path for path in place.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
            yield from ((str(path), False) for path in sorted(below))
        else:
            yield name, True


def _report(name: str, check: object, failed: list[str], *, alone: bool) -> list[PageReport]:
    """The report of one page; what cannot be read in a folder is named and passed over."""
    from kg.workspace.page_check import PageCheck

    assert isinstance(check, PageCheck)  # noqa: S101 - the only kind
    try:
        return [check.check(name, stated_in(name))]
    except HeadwaterError as error:
        if alone:
            raise
        failed.append(str(error))
        click.echo(plain_text(f"passed over: {error}"), err=True)
        return []
