"""`kg export site`: the graph as a folder of pages for any static host."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.output import graph_option, tell_notes
from kg.errors import UsageError, cannot_read, count


@click.command("site")
@click.option("-o", "--output", metavar="DIR", required=True, help="The folder to make; it must not hold anything yet.")
@click.option(
    "--url", metavar="URL", help="Where the site will stand; with it a feed of corrections and challenges is written."
)
@graph_option
def export_site(output: str, url: str | None, graph: str | None) -> None:
    """A static site: home, explorer, and a page for every node. It asks for nothing from elsewhere.

    \b
    kg export site -o site
    kg export site -o site --url https://example.org/figures
    """
    from kg.api import open_graph
    from kg.bridges.communities import communities
    from kg.render.static_site import site_files

    folder = Path(output)
    if url is not None and not url.startswith(("http://", "https://")):
        raise UsageError("--url: an address that begins with https:// or http://")
    found = open_graph(graph).everything()
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{output}: this is not an empty folder; name a new one")
        (folder / "n").mkdir(parents=True)
        written = 0
        for name, text in site_files(found, communities, url):
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            written += 1
    except OSError as error:
        raise cannot_read(folder, error) from error
    tell_notes([f"{count(written, 'file')} written to {output}"])
