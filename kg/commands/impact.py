"""`kg impact`: what depends on a source or claim, and what becomes of it without."""

from __future__ import annotations

import click

from kg.commands.output import FormatName, emit, emit_json, graph_option, output_option, tell_notes, width_of


@click.command("impact")
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--without", "judged", is_flag=True, help="Say of every line how well documented it is, and would be without."
)
@click.option("-f", "--format", "form", type=FormatName(["text", "json"]), default="text", show_default=True)
@output_option
@graph_option
def command(identifiers: tuple[str, ...], judged: bool, form: str, output: str, graph: str | None) -> None:
    """Show what falls if a source or claim falls, and what survives.

    ID is the id, IRI or address of a source or claim; several fall together. Claims that every alternative of needs what is gone
    fall; figures that lost an input must be recalculated; the others weaken or survive, by the path shown. What if only:
    nothing is written.

    \b
    kg impact jay-2014
    kg impact jay-2014 mirror-2018 --without
    kg impact quilliam-2017/asian-84 --format json
    """
    from kg.api import open_graph

    opened = open_graph(graph)
    report = opened.impact(identifiers)
    tell_notes(opened.notes)
    if form == "json":
        emit_json(report.to_dict(), output)
    else:
        from kg.render.impact import render_impact

        emit(render_impact(report, width_of(output), judged), output)
