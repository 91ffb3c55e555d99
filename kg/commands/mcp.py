"""`kg mcp`: the graph as tools for an assistant."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.output import graph_option, tell_notes, write_whole
from kg.errors import UsageError
from kg.mcp.answers import DEFAULT_TOKENS, FEWEST_TOKENS


@click.command("mcp")
@graph_option
@click.option(
    "--max-tokens",
    type=click.IntRange(min=FEWEST_TOKENS),
    default=DEFAULT_TOKENS,
    show_default=True,
    metavar="N",
    help="The longest answer allowed, in tokens of three bytes.",
)
@click.option(
    "--bundle",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a bundle (.mcpb) that an application installs by a double click, and offers this graph in; nothing is started.",
)
def command(graph: str | None, max_tokens: int, target: Path | None) -> None:
    """Give an AI assistant read-only tools for a graph: trace, check, search, query and explain.

    The tools follow the Model Context Protocol, on standard input and output. Their answers are limited in size. Needs the extra
    “mcp”. In the settings of the assistant, enter this command:

    \b
    kg mcp --graph my-graph
    kg mcp --graph my-graph --bundle facts.mcpb
    """
    if target is not None:
        from kg.mcp.bundle import bundle

        if graph is not None and not Path(graph).is_dir():
            raise UsageError(f"{graph}: not a folder; a bundle serves a folder of records or a store folder")
        write_whole(target, bundle(None if graph is None else Path(graph)))
        return
    try:
        from kg.mcp.server import server
    except ModuleNotFoundError as error:
        raise UsageError(f"kg mcp needs {error.name}; install it with: pip install 'headwater[mcp]'") from error
    from kg.api import open_graph

    opened = open_graph(graph)
    tell_notes(opened.notes)
    server(opened, max_tokens).run("stdio")
