"""`kg validate`."""

from __future__ import annotations

import click


@click.command("validate")
@click.argument("path", default=".")
def command(path: str) -> None:
    """Read a file, folder or workspace, and say what is in it or what is wrong with it."""
    from kg.workspace import open_graph

    graph = open_graph(path)
    analysis = graph.analysis()
    found = analysis.graph
    click.echo(f"{path}: {len(found.sources)} sources, {len(found.claims)} claims, {len(found.links)} links: valid")
