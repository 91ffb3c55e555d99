"""`kg dump`: the whole graph as RDF or Parquet files for use elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.output import emit, graph_option, tell_notes
from kg.errors import count
from kg.version import __version__


@click.command("dump")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="A folder that does not exist yet.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["rdf", "parquet"]),
    default="rdf",
    show_default=True,
    help="Parquet is for DuckDB, Polars and Spark: statements, claims and links in columns.",
)
@graph_option
def command(folder: Path, form: str, graph: str | None) -> None:
    """Write the whole graph with its derived facts as N-Quads and Turtle, with a description in VoID and checksums.

    Other RDF tools that load these files give the same answers as Headwater. The folder is written completely or not at all.

    \b
    kg dump -o headwater-dump
    kg dump -o tables --format parquet
    """
    from kg.api import open_graph
    from kg.rdf.catalogue import CATALOGUE_GRAPH
    from kg.rdf.dump import dump
    from kg.rdf.facts import FACTS_GRAPH
    from kg.store.statistics import statistics

    opened = open_graph(graph)
    if form == "parquet":
        from kg.workspace.exports import to_parquet

        files = to_parquet(opened, folder)
        tell_notes(opened.notes)
        emit(f"{folder}: {', '.join(files)}. Graph: {opened.name}.\n")
        return
    store = opened.with_facts().quads
    counts = statistics(store)
    files = dump(
        store,
        folder,
        opened.name,
        opened.config.base,
        counts,
        version=__version__,
        facts=FACTS_GRAPH,
        catalogue=CATALOGUE_GRAPH,
    )
    tell_notes(opened.notes)
    written = f"{count(counts.triples, 'triple')} of {count(len(counts.graphs), 'graph')} in {', '.join(files)}"
    emit(f"{folder}: {written}. Graph: {opened.name}.\n")
