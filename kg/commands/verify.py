"""`kg verify`: quotations and figures compared with the saved copies of their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.commands.output import emit, emit_json, output_option, tell_notes
from kg.commands.workspace_folder import existing_workspace
from kg.errors import UsageError, count
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from pathlib import Path

    from kg.workspace.quote_check import Checked

_FAILED = 1


@click.command("verify")
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--all", "everything", is_flag=True, help="Compare every quotation and figure of the workspace.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--record", "records", is_flag=True, help="Write the result into the records, under “copy check”.")
@click.option("--exit-zero", is_flag=True, help="Always exit 0.")
@output_option
@click.option(
    "-g", "--graph", metavar="DIR", envvar="KG_GRAPH", help="The workspace. Default: the one above the current folder."
)
@click.pass_context
def command(
    ctx: click.Context,
    ids: tuple[str, ...],
    everything: bool,
    form: str,
    records: bool,
    exit_zero: bool,
    output: str,
    graph: str | None,
) -> None:
    """Compare quotations and figures with the saved copies of their sources.

    Each quotation is found, altered (the difference is shown), found in another source, found more than once, not found, or not checked
    because no copy is saved. Numbers, signs, decimal points and negations must agree exactly. Each figure is stated, stated differently,
    or not stated. ID is a source, claim or link. Only a program compares: this does not count as reading. With --record, the result is
    written into the record, and traces and checks show it. Exit code 1: a person must look.

    \b
    kg verify --all
    kg verify record-2026/empty-homes
    kg verify --all --record
    """
    from kg.workspace.quote_check import QuoteCheck, summary

    if bool(ids) == everything:
        raise UsageError("name sources or claims, or give --all")
    folder = existing_workspace(graph)
    found = QuoteCheck(folder).check(ids)
    if records:
        _record(folder, found)
    if form == "json":
        document = {"schema_version": "1.0", "summary": summary(found), "checked": [as_data(one) for one in found]}
        emit_json(document, output)
    else:
        lines = [line for one in found if one.at_fault or ids for line in _lines(one)]
        emit("".join(f"{plain_text(line)}\n" for line in [*lines, summary(found)]), output)
    if any(one.at_fault for one in found) and not exit_zero:
        ctx.exit(_FAILED)


def _record(folder: Path, found: list[Checked]) -> None:
    from kg.workspace.check_record import record_checks
    from kg.workspace.snapshots import now

    changed = record_checks(folder, found, now()[:10])
    tell_notes([f"{count(len(changed), 'record')} changed"])


def as_data(one: Checked) -> dict[str, Any]:
    """One result as plain data."""
    return {
        "node": one.node,
        "quote": one.quote,
        "outcome": str(one.outcome) if one.quote else None,
        "places": [list(place) for place in one.match.places],
        "distances": list(one.match.distances),
        "folded": list(one.match.folded),
        "changes": [{"quoted": change.quoted, "stands": change.stands} for change in one.match.changes],
        "elsewhere": one.elsewhere or None,
        "figure": str(one.figure) if one.figure else None,
        "figure_differs": one.figure_words or None,
        "copy_taken": one.taken or None,
        "why": one.why or None,
    }


def _lines(one: Checked) -> list[str]:
    lines = []
    if one.quote:
        extra = f" in the copy of {one.elsewhere}: misattributed, or taken from there" if one.elsewhere else ""
        folded = f" ({', '.join(one.match.folded)} folded)" if one.match.folded else ""
        times = f": stands {len(one.match.places)} times; quote more of it" if one.outcome == "more than once" else ""
        lines.append(f"{one.node}: quotation {one.outcome}{extra}{folded}{times}{f' ({one.why})' if one.why else ''}")
        lines += [f"    quoted “{c.quoted}”; the copy has “{c.stands}”" for c in one.match.changes if not one.elsewhere]
        if len(one.match.distances):
            lines.append(f"    parts {', '.join(map(str, one.match.distances))} characters apart")
    if one.figure:
        lines.append(f"{one.node}: figure {one.figure}{f': {one.figure_words}' if one.figure_words else ''}")
    return lines
