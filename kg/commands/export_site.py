"""`kg export site`: the graph as a folder of pages for any static host."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.output import graph_option, tell_notes
from kg.errors import UsageError, count


@click.command("site")
@click.option("-o", "--output", metavar="DIR", required=True, help="The folder to make; it must not hold anything yet.")
@click.option(
    "--url", metavar="URL", help="Where the site will stand; with it a feed of corrections and challenges is written."
)
@graph_option
def export_site(output: str, url: str | None, graph: str | None) -> None:
    """A static site: home, explorer, a page for every node, and a query page. It asks for nothing from elsewhere.

    Pages open from the folder as from a host; the query page, whose SPARQL engine runs in the browser, needs a host,
    such as `python3 -m http.server` in the folder. The folder is written completely or not at all.

    \b
    kg export site -o site
    kg export site -o site --url https://example.org/figures
    """
    from kg.api import open_graph
    from kg.bridges.communities import communities
    from kg.rdf.dump import new_folder
    from kg.rdf.syntax import write_rdf
    from kg.render.static_site import GraphData, site_files

    folder = Path(output)
    if url is not None and not url.startswith(("http://", "https://")):
        raise UsageError("--url: an address that begins with https:// or http://")
    opened = open_graph(graph)
    found = opened.everything()
    data = GraphData(write_rdf(opened.with_facts().everything(), "ttl"), opened.config.base)
    written = 0
    with new_folder(folder, empty=True) as stage:
        for part in ("n", "static/licences"):
            (stage / part).mkdir(parents=True)
        for name, content in site_files(found, communities, url, data):
            (stage / name).write_bytes(content if isinstance(content, bytes) else content.encode())
            written += 1
    tell_notes([f"{count(written, 'file')} written to {output}"])
