"""`kg trace`."""

from __future__ import annotations

import json

import click

from kg.commands.output import format_option, graph_option, may_color, output_option, width, write


@click.command("trace")
@click.argument("headline", nargs=-1, required=True)
@format_option("text", "json")
@click.option("--as-of", metavar="DATE", help="Judge with what was out by then (EDTF).")
@graph_option
@output_option
def command(headline: tuple[str, ...], form: str, as_of: str | None, graph: str | None, output: str) -> None:
    r"""Trace a headline figure back to the evidence it rests on.

    HEADLINE is the figure in words, the id of a claim, its IRI, or the address of a page.

    \b
    kg trace "1,400 children in Rotherham"
    kg trace seed-article/rotherham --format json
    """
    from kg.workspace import open_graph

    trace = open_graph(graph).trace(" ".join(headline), as_of=as_of)
    if form == "json":
        write(json.dumps(trace.to_dict(), ensure_ascii=False, indent=2), output)
        return
    from kg.render.trace_text import render_trace

    write(render_trace(trace, width(), may_color(output)), output)
    if trace.alternatives:
        click.echo(f"also fits: {', '.join(trace.alternatives[:6])}", err=True)
