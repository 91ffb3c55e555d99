"""`kg check`: every rule over every claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from kg.commands.output import emit, emit_json, graph_option, output_option, tell_notes, wants_color, width_of

if TYPE_CHECKING:
    from kg.render.trace import CheckReport

SEVERITIES: Final = ("fix", "check", "note")
_NEVER: Final = "never"
_FAILED: Final = 1


@click.command("check")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-on", type=click.Choice([*SEVERITIES, _NEVER]), default="check", show_default=True,
    help="The mildest finding that makes the exit code 1.",
)  # fmt: skip
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever was found; the same as --fail-on never.")
@output_option
@graph_option
@click.pass_context
def command(ctx: click.Context, form: str, fail_on: str, exit_zero: bool, output: str, graph: str | None) -> None:
    """Check every claim of a graph against the rules.

    Exit code 0: no finding at or above --fail-on; 1: at least one; 2: nothing could be checked.

    \b
    kg check
    kg check --graph my-graph --fail-on fix
    kg check --format json -o findings.json --exit-zero
    """
    from kg.workspace import open_graph

    opened = open_graph(graph)
    report = opened.check()
    tell_notes(opened.notes)
    if form == "json":
        from kg.render.check_json import check_document

        emit_json(check_document(report), output)
    else:
        from kg.render.check_text import render_check

        emit(render_check(report, width_of(output), wants_color(output)), output)
    if not exit_zero and fails(report, fail_on):
        ctx.exit(_FAILED)


def fails(report: CheckReport, fail_on: str) -> bool:
    """Whether a report holds a finding at or above a severity."""
    if fail_on == _NEVER:
        return False
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding.severity in counted for finding in report.findings)
