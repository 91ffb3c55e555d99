"""`kg import`: files of other programs as record files to review."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.commands.output import emit, tell_notes
from kg.errors import UsageError
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from kg.formats.importing.context import Choices, Question
    from kg.formats.importing.report import Report
    from kg.model.records import Records

_SOMETHING_LEFT_OUT: Final = 1


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The folder for the records."
)
@click.option("-f", "--format", "form", metavar="NAME", help="The format, if it is not recognised; see `kg formats`.")
@click.option("--dry-run", is_flag=True, help="Show what would be imported; write nothing.")
@click.option(
    "--map",
    "mapping",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A file that says what columns and verdicts mean.",
)
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="The order of day and month in dates such as 03/04/2024."
)
@click.option("--decimals", type=click.Choice(["point", "comma"]), help="The decimal mark of numbers.")
@click.option("--encoding", help="The encoding of a text file, if it is not recognised: cp1251, shift_jis …")
@click.option("--delimiter", help="What separates the columns: comma, semicolon, tab, bar or one character.")
@click.option("--sheet", help="The only sheet of a spreadsheet to read.")
@click.option("--update", is_flag=True, help="Replace what is recorded where the import differs.")
@click.option(
    "--draft/--no-draft",
    default=None,
    help="Import new records as drafts, which are in no answer until `kg draft --accept`. Default: in a workspace.",
)
@click.option(
    "-g", "--graph", metavar="PATH|URL", help="A graph; works that it has are recognised and not written again."
)
@click.option("--only-known", is_flag=True, help="Import only citations and retractions of recorded works.")
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write an empty spreadsheet with explanations, and stop.",
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask questions.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    folder: Path | None,
    form: str | None,
    dry_run: bool,
    draft: bool | None,
    graph: str | None,
    template: Path | None,
    **given: Any,  # noqa: ANN401 - what click parsed, by option
) -> None:
    """Turn spreadsheets, fact-checks, reference lists and more into record files, for you to review.

    The format is recognised from the content of a file. For a table, the meaning of its columns is shown; on a terminal you are asked
    about it. It is saved in DIR/_import, where you can edit it and use it again with --map. Rows that cannot be used are left out,
    reported, and written to a file that you can correct and import; the exit code is then 1.

    In a workspace new sources and claims are drafts: `kg draft` lists them, `kg draft --accept` accepts them.

    \b
    kg import fact-checks.xlsx -o my-graph
    kg import --template claims.xlsx
    kg import feed.json refs.bib -o my-graph --dry-run
    """
    if template is not None:
        _write_template(template)
        return
    if not files:
        raise UsageError("name the files to import; `kg formats` lists what can be read")
    if folder is None and not dry_run:
        raise UsageError("say where the records go: -o DIR (or --dry-run to see what would come)")
    from kg.formats.importing.report import LEFT_OUT
    from kg.formats.importing.run import Import, run_import

    wanted = Import(files, folder or Path("imported"), form, dry_run, _known(graph))
    as_drafts = _in_workspace(wanted.folder) if draft is None else draft
    report = run_import(wanted, _choices(given | {"draft": as_drafts}))
    _show(report, folder, dry_run, as_drafts)
    if report.number(LEFT_OUT):
        ctx.exit(_SOMETHING_LEFT_OUT if report.useful else UsageError.exit_code)


def _choices(given: dict[str, Any]) -> Choices:
    from kg.formats.importing.context import Choices, no_answer

    dates, decimals = given["dates"], given["decimals"]
    person = sys.stdin.isatty() and sys.stderr.isatty() and not given["yes"]
    return Choices(
        mapping=given["mapping"],
        day_first=None if dates is None else dates == "dmy",
        decimal_comma=None if decimals is None else decimals == "comma",
        encoding=given["encoding"],
        delimiter=given["delimiter"],
        sheet=given["sheet"],
        only=given["only_known"],
        wins=given["update"],
        draft=given["draft"],
        ask=_asked if person else no_answer,
        tell=lambda line: click.echo(plain_text(line), err=True),
    )


def _asked(question: Question) -> str | None:
    answer = click.prompt(
        plain_text(question.text), type=click.Choice(question.choices), default=question.default, err=True
    )
    return str(answer)


def _in_workspace(folder: Path) -> bool:
    """Whether records that are written to a folder are part of a workspace."""
    from kg.workspace.config import workspace_above

    return workspace_above(folder.resolve()) is not None


def _known(graph: str | None) -> Records | None:
    """The records of a graph whose works are to be recognised."""
    if graph is None:
        return None
    from kg.api import open_graph

    return open_graph(graph).short_records()


def _write_template(path: Path) -> None:
    from kg.formats.tables.template import write_template

    if path.exists():
        raise UsageError(f"{path}: there is a file of this name already; choose another")
    write_template(path)
    emit(f"{path}: fill in the sheet “Claims”, then: kg import {path} -o my-graph\n")


def _show(report: Report, folder: Path | None, dry_run: bool, as_drafts: bool) -> None:
    """What came of an import: results on standard output, remarks on standard error."""
    results, remarks = report.lines()
    for line in remarks:
        click.echo(plain_text(line) if not line.startswith(" ") else f"    {plain_text(line)}", err=True)
    if dry_run:
        emit("\n".join([*results, "", "The first records would be:", "", *report.preview]))
        tell_notes(["dry run: nothing was written"], "kg")
        return
    if report.useful and folder is not None:
        results.append(f"look through: {', '.join(report.files)}; then: {_next(report, folder, as_drafts)}")
    emit("\n".join(results))


def _next(report: Report, folder: Path, as_drafts: bool) -> str:
    """What to do with what was written: drafts are looked at first, and accepted."""
    if not (as_drafts and report.written["source"]):
        return f"kg check -g {folder}"
    return f"kg check --drafts -g {folder}, and kg draft --accept takes the drafts in"
