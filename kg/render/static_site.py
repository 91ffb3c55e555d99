"""A graph as a static site: a home page, the explorer, a page for every node, and a feed of corrections and challenges.

Every page stands alone and asks for nothing, so the site works on any host and from a folder. The query page alone loads files of
the site, and works on a host only.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

from msgspec import Struct

from kg.lineage.trace import lineage
from kg.render.build_picture import trace_picture
from kg.render.explorer import explorer_page, explorer_values
from kg.render.explorer_links import ROLES
from kg.render.explorer_nodes import KINDS
from kg.render.html import environment, page_style, policy, trusted
from kg.render.most_repeated import most_repeated
from kg.render.node_contents import NodeIndex
from kg.render.node_html import node_html
from kg.render.safe import plain_lines
from kg.render.static_query import QUERY_POLICY, SCRIPTS, STYLES, query_files, query_words
from kg.results.trace import Trace
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.render.explorer import Grouper
    from kg.render.picture import Picture
    from kg.results.everything import Everything

_UNSAFE: Final = re.compile(r"[^a-z0-9._-]+")
_LONGEST: Final = 80
_IN_FEED: Final = 50
_PLURALS: Final = ("Claims", "Sources", "Inquiries", "People and bodies", "Variables", "Recommendations")


class GraphData(Struct, frozen=True):
    """The RDF of a graph in Turtle, and the IRI that relative addresses in queries start from."""

    turtle: bytes
    base: str


def site_files(
    found: Everything, group: Grouper | None = None, url: str | None = None, data: GraphData | None = None
) -> Iterator[tuple[str, str | bytes]]:
    """The files of the site, each with its path: `url` is where it will stand, which a feed needs; with `data` it can be queried."""
    index = NodeIndex(found)
    names = _names(index)
    yield "index.html", _home(index, names, url, data is not None)
    if data is not None:
        yield "query.html", _query_page(found, data)
        yield from query_files({iri: f"n/{name}" for iri, name in names.items()}, data.turtle)
    yield "explore.html", explorer_page(found, group, href=lambda iri: f"n/{names[iri]}")
    for entry in index.nodes:
        page = index.page(entry.iri)
        if page is not None:
            picture = _picture(found, entry.iri) if page.kind == "claim" else None
            explore = f"../explore.html#view=walk&id={quote(page.id, safe='')}"
            address = f"{url.rstrip('/')}/n/{names[entry.iri]}" if url else None
            words = node_html(index, page, names.__getitem__, explore=explore, picture=picture, address=address)
            yield f"n/{names[entry.iri]}", _page(found, page.head, words, "../", query=data is not None)
    if url:
        yield "feed.xml", _feed(index, names, url.rstrip("/"))


def _names(index: NodeIndex) -> dict[str, str]:
    """The file of every node; names that differ by case alone would be one file on some systems."""
    names: dict[str, str] = {}
    taken: dict[str, int] = {}
    for entry in index.nodes:
        kind = KINDS[entry.fields["k"]]
        plain = _UNSAFE.sub("-", entry.fields["id"].lower()).strip(".-")[:_LONGEST]
        name = f"{kind}-{plain}"
        taken[name] = taken.get(name, 0) + 1
        names[entry.iri] = f"{name}.html" if taken[name] == 1 else f"{name}--{taken[name]}.html"
    return names


def _picture(found: Everything, node: str) -> Picture:
    judged = lineage(found.analysis, node)
    findings = tuple(finding for finding in found.findings if finding.node in judged.members)
    return trace_picture(Trace(node, (), (), found.graph_name, found.digest, judged, findings, 0, 0, found.short))


def _query_page(found: Everything, data: GraphData) -> str:
    allowed = {"policy": QUERY_POLICY, "styles": STYLES, "scripts": SCRIPTS}
    return _page(found, "Query", trusted(query_words(data.base)), "", query=True, **allowed)


def _page(found: Everything, title: str, words: str, root: str, *, query: bool, **head: Any) -> str:  # noqa: ANN401 - values of the template
    style = page_style("site.css")
    template = environment().get_template("site_page.html.jinja")
    return plain_lines(
        template.render(
            title=title,
            graph_name=found.graph_name,
            words=words,
            root=root,
            style=trusted(style),
            query=query,
            version=__version__,
            **({"policy": policy([], style), "styles": (), "scripts": ()} | head),
        )
    )


def _home(index: NodeIndex, names: dict[str, str], url: str | None, query: bool) -> str:
    kinds = [(plural, index.of_kind(kind)) for plural, kind in zip(_PLURALS, KINDS, strict=True)]
    words = (
        environment()
        .get_template("site_home.html.jinja")
        .render(
            graph_name=index.found.graph_name,
            counts=explorer_values(index.found)["counts"],
            kinds=[(plural, entries) for plural, entries in kinds if entries],
            names=names,
            feed=bool(url),
            query=query,
            repeated=most_repeated(index),
        )
    )
    return _page(index.found, index.found.graph_name, trusted(words), "", query=query)


def _feed(index: NodeIndex, names: dict[str, str], url: str) -> str:
    """RSS 2.0 of corrections, withdrawals and challenges, the latest first, by the date of the document that makes them."""
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    ET.SubElement(channel, "title").text = f"{index.found.graph_name}: corrections and challenges"
    ET.SubElement(channel, "link").text = f"{url}/index.html"
    ET.SubElement(channel, "description").text = "Corrections, withdrawals and challenges on record"
    rows = [
        row
        for row in index.links
        if ROLES[row["r"]] in {"standing", "challenge"} and "t" in index.nodes[row["a"]].fields
    ]
    for row in sorted(rows, key=lambda row: (index.nodes[row["a"]].fields["t"], row["a"], row["b"]), reverse=True)[
        :_IN_FEED
    ]:
        by, about = index.nodes[row["a"]], index.nodes[row["b"]]
        item = ET.SubElement(channel, "item")
        ET.SubElement(
            item, "title"
        ).text = f"{by.fields.get('p', '')}: {by.fields['h']} ({row['w']}: {about.fields['h']})"
        ET.SubElement(item, "link").text = f"{url}/n/{names[by.iri]}"
        ET.SubElement(item, "guid").text = f"{url}/n/{names[by.iri]}#{row['b']}"
        day = date.fromisoformat(by.fields["t"])
        ET.SubElement(item, "pubDate").text = format_datetime(datetime(day.year, day.month, day.day, tzinfo=UTC))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + plain_lines(ET.tostring(root, encoding="unicode")) + "\n"
