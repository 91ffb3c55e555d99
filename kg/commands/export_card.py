"""`kg export card`: the verdict on one claim as a picture for a post or a slide."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.output import emit, graph_option, output_option, write_whole
from kg.errors import UsageError


@click.command("card")
@click.argument("headline", metavar="CLAIM", nargs=-1, required=True)
@click.option("--as-of", metavar="DATE", help="Use only what was published by then.")
@output_option
@graph_option
def export_card(headline: tuple[str, ...], as_of: str | None, output: str, graph: str | None) -> None:
    """The verdict on a claim as a card of 1,200 × 630: figure, verdict, origin, and what limits it.

    SVG, or PNG where the name of the file ends in .png (needs the extra “png”).

    \b
    kg export card seed-article/rotherham -o card.svg
    kg export card seed-article/rotherham -o card.png
    """
    from kg.api import open_graph
    from kg.render.card import card

    written = card(open_graph(graph).trace(" ".join(headline), as_of).picture())
    if Path(output).suffix.lower() == ".png":
        write_whole(Path(output), _png(written))
    else:
        emit(written, output)


def _png(svg: str) -> bytes:
    """The card as PNG. Raises UsageError if the renderer is not installed."""
    try:
        import resvg_py
    except ImportError as error:
        raise UsageError("a card as PNG needs `pip install headwater[png]`; name a file that ends in .svg") from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg))
