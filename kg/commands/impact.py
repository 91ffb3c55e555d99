"""`kg impact`: what depends on a source or claim, and what becomes of it without."""

from __future__ import annotations

import click

from kg.commands.output import FormatName, emit, emit_json, graph_option, output_option, tell_notes, width_of


@click.command("impact")
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--without", "judged", is_flag=True, help="Show for every claim how well documented it is now, and would be then."
)
@click.option("-f", "--format", "form", type=FormatName(["text", "json"]), default="text", show_default=True)
@output_option
@graph_option
def command(identifiers: tuple[str, ...], judged: bool, form: str, output: str, graph: str | None) -> None:
    """Show what would happen to other claims if a source or claim were withdrawn.

    ID is the id, IRI or web address of a source or claim; give several to withdraw them together. Each claim that rests on it is listed
    with what would happen: it would fall (no other evidence is recorded), it would have to be recalculated (an input is gone), it
    would be less well documented, or it would stand by another path. This is a simulation: nothing is changed.

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
