"""`kg mcp`: the graph as tools for an assistant."""

from __future__ import annotations

import click

from kg.commands.output import graph_option, tell_notes
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
    help="The longest answer, in tokens of three bytes.",
)
def command(graph: str | None, max_tokens: int) -> None:
    """Offer trace, check, search, query and explain to an assistant, over the Model Context Protocol on standard input and output.

    The tools only read, and their answers are of bounded size. Needs the extra “mcp”. An assistant is told to run:

    \b
    kg mcp --graph my-graph
    """
    try:
        from kg.mcp.server import server
    except ModuleNotFoundError as error:
        raise UsageError(f"kg mcp needs {error.name}; install it with: pip install 'headwater[mcp]'") from error
    from kg.api import open_graph

    opened = open_graph(graph)
    tell_notes(opened.notes)
    server(opened, max_tokens).run("stdio")
