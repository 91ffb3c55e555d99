"""`kg check`: the rules over every claim, or over one document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.commands.output import (
    FormatName,
    drafts_option,
    emit,
    graph_option,
    on_terminal,
    output_option,
    tell_notes,
    wants_color,
    width_of,
    write_whole,
)
from kg.errors import UsageError, count
from kg.render.check_formats import FORMATS, render
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from kg.results.check import CheckReport
    from kg.workspace.rulebook import Wanted

FORMS: Final = tuple(form.name for form in FORMATS)
_NEVER: Final = "never"
_FAILED: Final = 1
_BAD_RULE: Final = 2

rules_option = click.option(
    "--rules",
    "folders",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder of more rules (*.rq), added to those in rules/ of the workspace.",
)


@click.command("check")
@click.argument("pages", nargs=-1, metavar="[PAGE]…")
@click.option("-f", "--format", "form", type=FormatName((*FORMS, "html")), default="text", show_default=True)
@click.option("--document", metavar="ID", help="Check one document: its claims in order, with a summary.")
@click.option("--select", multiple=True, metavar="CODES", help="Run only these rules or families, such as D,S05.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave out these rules or families.")
@rules_option
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of known findings; only new findings count.",
)
@click.option(
    "--update-baseline", is_flag=True, help="Write all findings of this run into the file given by --baseline."
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, _NEVER]),
    default="check",
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.option("--exit-zero", is_flag=True, help="Always exit 0; the same as --fail-on never.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Show also the path of each finding, what to do, and what is still open."
)
@click.option("--statistics", is_flag=True, help="Show how often each rule fails instead of the findings.")
@click.option("--profile-rules", is_flag=True, help="Show how long each rule took (on standard error).")
@output_option
@drafts_option
@graph_option
@click.pass_context
def command(
    ctx: click.Context,
    pages: tuple[str, ...],
    form: str,
    document: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    folders: tuple[Path, ...],
    baseline: Path | None,
    update_baseline: bool,
    fail_on: str,
    exit_zero: bool,
    verbose: bool,
    statistics: bool,
    profile_rules: bool,
    output: str,
    drafts: bool,
    graph: str | None,
) -> None:
    """Check the claims of a graph against the rules, or the figures of pages against a graph.

    PAGE is a file (HTML, Markdown, text, PDF, DOCX, TEI) or a folder of them. For each figure in it you see whether it is on record,
    its verdict, what the page changed, and where the references of the page lead.

    Exit code 0: no finding at or above --fail-on. 1: at least one. 2: nothing could be checked, one of your rules is
    malformed (the other rules are run), or a waiver or setting names an unknown rule.

    \b
    kg check
    kg check --document seed-article
    kg check saved-page.html --format html -o checked.html
    kg check --select D,S05 --fail-on fix
    kg check --baseline known.json --format sarif -o findings.sarif
    """
    from kg.workspace.rulebook import Wanted

    if pages:
        _check_pages(pages, form, output, graph, drafts=drafts, full=verbose)
        return
    _check_form(form, statistics)
    if update_baseline:
        _check_update(baseline, bool(select or ignore or document))
    known = None if update_baseline else baseline
    report = _report(graph, drafts, Wanted(select, ignore, document, known, folders, anew=profile_rules))
    if update_baseline and baseline is not None:
        ctx.exit(_record(baseline, report))
    emit(_shown(report, form, output, verbose, statistics), output)
    if profile_rules:
        _tell_seconds(report)
    ctx.exit(0 if exit_zero else _exit_code(report, fail_on))


def _check_form(form: str, statistics: bool) -> None:
    """Raise UsageError if a graph's findings cannot be written in this form."""
    if form == "html":
        raise UsageError("--format html is for pages: name a file, or use `kg export html`")
    if statistics and form != "text":
        raise UsageError(f"--statistics is a text; leave --format {form} out")


def _check_pages(
    pages: tuple[str, ...], form: str, output: str, graph: str | None, *, drafts: bool, full: bool
) -> None:
    from kg.commands.pages import FORMS as FORMS_OF_PAGES
    from kg.commands.pages import check_pages

    if form not in FORMS_OF_PAGES:
        raise UsageError(f"--format {form}: the check of a page is written as {', '.join(FORMS_OF_PAGES)}")
    for page in pages:
        _check_is_page(page)
    check_pages(pages, form, output, graph, drafts=drafts, full=full)


def _check_is_page(name: str) -> None:
    """Raise UsageError for what names a graph or a document on record, and not a page."""
    path = Path(name)
    if name == "-" or "://" in name:
        return
    if not path.exists():
        document = "" if path.suffix else f"; for one document of a graph, write: kg check --document {name}"
        raise UsageError(f"{name}: no such file{document}")
    if path.suffix.lower() in {".yaml", ".yml", ".ttl", ".nq", ".trig"} or (path / "kg.toml").exists():
        raise UsageError(f"{name}: records, and not a page; to check them, write: kg check --graph {name}")


def _check_update(baseline: Path | None, in_part: bool) -> None:
    """Raise UsageError if the baseline cannot be written, or only a part of the findings would be in it."""
    from kg.rules.baseline import may_be_replaced

    if baseline is None:
        raise UsageError("--update-baseline: say which file, with --baseline FILE")
    if not may_be_replaced(baseline):
        raise UsageError(f"{baseline}: no baseline, and it would be lost; name another file, or take this one away")
    if in_part:
        raise UsageError("--update-baseline records every finding: leave --select, --ignore and --document out")


def _report(graph: str | None, drafts: bool, wanted: Wanted) -> CheckReport:
    """The check of a graph, with its notes and faults on standard error."""
    from kg.api.graph import open_to_check
    from kg.workspace.opened import settle

    opened = open_to_check(graph, drafts)
    try:
        report = opened.check(wanted)
    finally:
        settle(opened)
    tell_notes(opened.notes)
    tell_notes(report.faults, "kg")
    return report


def _record(baseline: Path, report: CheckReport) -> int:
    """Write the findings into the baseline; returns the exit code."""
    from kg.rules.baseline import baseline_text

    write_whole(baseline, baseline_text(report.findings, report.name))
    click.echo(f"{baseline}: {count(len(report.findings), 'finding')} recorded", err=True)
    return _BAD_RULE if report.faults else 0


def _shown(report: CheckReport, form: str, output: str, verbose: bool, statistics: bool) -> str:
    # A pipe gets one line a finding, whatever its length; a person gets lines that fit.
    width = width_of(output) if on_terminal(output) else None
    if statistics:
        from kg.render.check_text import render_statistics

        return render_statistics(report, width)
    return render(report, form, width, wants_color(output), verbose)


def _tell_seconds(report: CheckReport) -> None:
    from kg.render.check_text import render_seconds

    click.echo(render_seconds(report), err=True)


def _exit_code(report: CheckReport, fail_on: str) -> int:
    if report.faults:
        return _BAD_RULE
    return _FAILED if fails(report, fail_on) else 0


def fails(report: CheckReport, fail_on: str) -> bool:
    """Whether a report holds a finding at or above a severity."""
    if fail_on == _NEVER:
        return False
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding.severity in counted for finding in report.findings)
