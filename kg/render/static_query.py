"""The query page of a static site: editor, charts, and a SPARQL engine in the browser, all files of the site itself.

A browser starts the engine only where the site is served over HTTP; opened from a folder, the page says so.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kg.render.html import environment
from kg.resources import package_file
from kg.rules.queries import declared, named_queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What a page of a site may do besides showing itself; the editor sets styles on its elements and draws icons from data: addresses.
QUERY_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'"
)
STYLES: Final = ("static/yasgui.min.css",)
SCRIPTS: Final = (
    "static/engine.js",
    "static/yasgui.min.js",
    "static/chart.umd.min.js",
    "static/query-labels.js",
    "static/query-chart.js",
    "static/query.js",
)
# Where the files of the site stand in the package.
_FILES: Final = (
    ("serve", "static", "yasgui", "yasgui.min.css"),
    ("serve", "static", "yasgui", "yasgui.min.js"),
    ("serve", "static", "chart", "chart.umd.min.js"),
    ("serve", "static", "oxigraph", "oxigraph.js"),
    ("serve", "static", "oxigraph", "oxigraph.wasm"),
    ("serve", "static", "icon.svg"),
    ("serve", "static", "query-labels.js"),
    ("serve", "static", "query-chart.js"),
    ("serve", "static", "query.js"),
    ("render", "templates", "query", "engine.js"),
    ("render", "templates", "query", "worker.js"),
)
_LICENSED: Final = ("yasgui", "chart", "oxigraph")
_FIRST: Final = """PREFIX hw: <https://w3id.org/headwater/ns#>
PREFIX schema: <https://schema.org/>
SELECT ?claim ?says WHERE { ?claim a hw:Claim ; schema:text ?says } LIMIT 20"""


def query_words(base: str) -> str:
    """The words of the page, safe for a template; relative addresses in queries start from `base`."""
    queries = [(query, declared(query.sparql)) for query in named_queries()]
    shown = [
        {"name": query.name, "title": query.title, "answers": query.answers, "sparql": sparql}
        for query, sparql in queries
    ]
    return environment().get_template("query/body.html.jinja").render(base=base, first=_FIRST, queries=shown)


def query_files(pages: Mapping[str, str], turtle: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that the page loads, with the licences of what comes from others; `pages` has the page of each node."""
    yield "graph.ttl", turtle
    yield "static/pages.json", json.dumps(pages, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
    for parts in _FILES:
        yield f"static/{parts[-1]}", package_file(*parts).read_bytes()
    for name in _LICENSED:
        for path in sorted(package_file("serve", "static", name).glob("LICENSE*.txt")):
            yield f"static/licences/{name}-{path.name}", path.read_bytes()
