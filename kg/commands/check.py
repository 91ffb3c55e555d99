"""`kg check`."""

from __future__ import annotations

import json

import click

from kg.commands.output import format_option, graph_option, may_color, output_option, width, write

_ORDER = ("note", "check", "fix")


@click.command("check")
@format_option("text", "json")
@click.option("--fail-on", type=click.Choice([*_ORDER, "never"]), default="check", show_default=True,
              help="The least severity that makes the exit code 1.")  # fmt: skip
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@graph_option
@output_option
@click.pass_context
def command(
    ctx: click.Context, form: str, fail_on: str, exit_zero: bool, graph: str | None, output: str
) -> None:
    """Flag every claim that depends on weak or opaque sources.

    Exits 0 when clean, 1 with findings at or above --fail-on, 2 when nothing could be checked.
    """
    from kg.workspace import open_graph

    report = open_graph(graph).check()
    if form == "json":
        from kg.render.check_json import check_document

        write(json.dumps(check_document(report), ensure_ascii=False, indent=2), output)
    else:
        from kg.render.check_text import render_check

        write(render_check(report, width(), may_color(output)), output)
    counted = fail_on != "never" and not exit_zero
    if counted and any(_ORDER.index(f.severity) >= _ORDER.index(fail_on) for f in report.findings):
        ctx.exit(1)
