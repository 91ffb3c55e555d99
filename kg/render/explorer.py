"""A whole graph as one HTML file to walk in: an overview of groups, the neighbourhood of a node, a time axis and a table.

It loads nothing from anywhere. Boxes are elements of the page, so that they can be reached by keyboard, read aloud, found by the
browser and printed; scripts place them and draw the arrows between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError, count
from kg.rdf.labels import label
from kg.render.explorer_links import ROLES, link_rows
from kg.render.explorer_nodes import KINDS, entries
from kg.render.html import environment, page_style, policy, trusted
from kg.render.palette import END_SIGNS, SQUARES
from kg.render.safe import plain_text
from kg.resources import package_file
from kg.version import __version__
from kg.vocabulary import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.render.explorer_nodes import Entry
    from kg.results.everything import Everything

    Grouper = Callable[[int, Iterable[tuple[int, int]]], list[int]]

DEPTH: Final = 3
SCRIPTS: Final = ("model", "cards", "overview", "walk", "time", "table", "panel", "main")
_SHOWN_SCHEMES: Final = ("backing", "end", "reading")
_PLURALS: Final = ("claims", "sources", "inquiries", "people and bodies", "variables", "recommendations")


def explorer_page(
    found: Everything, group: Grouper | None = None, depth: int = DEPTH, href: Callable[[str], str] | None = None
) -> str:
    """The page, with its scripts and style in it.

    `group` finds communities; without it readers cannot group by them. `depth` is how many steps the first walk goes,
    `href` the page of a node, where nodes have pages.
    """
    script, style = explorer_script(), explorer_style()
    switch = "document.documentElement.classList.add('js');"
    return (
        environment()
        .get_template("explorer.html.jinja")
        .render(
            **explorer_values(found, group, depth, href),
            policy=policy([switch, script], style),
            style=trusted(style),
            switch=trusted(switch),
            script=trusted(script),
        )
    )


def explorer_values(
    found: Everything, group: Grouper | None = None, depth: int = DEPTH, href: Callable[[str], str] | None = None
) -> dict[str, Any]:
    """What the template shows besides scripts and style; `href` gives the page of a node, where nodes have pages.

    Raises UsageError for a graph without nodes.
    """
    nodes = entries(found)
    if not nodes:
        raise UsageError("there is nothing to draw")
    index = {entry.iri: number for number, entry in enumerate(nodes)}
    links = link_rows(found, index)
    if group is not None:
        _add_communities(nodes, links, group)
    if href is not None:
        for entry in nodes:
            entry.fields["page"] = href(entry.iri)
    data = {
        "nodes": [entry.fields for entry in nodes],
        "links": links,
        "kinds": KINDS,
        "plurals": _PLURALS,
        "roles": ROLES,
        "squares": SQUARES,
        "ends": END_SIGNS,
        "words": {scheme: {word: label(scheme, word) for word in SCHEMES[scheme]} for scheme in _SHOWN_SCHEMES},
        "pages": href is not None,
        "communities": group is not None,
        "centre": index.get(found.centre or ""),
        "depth": min(6, max(1, depth)),
    }
    counts = [(number, kind) for kind in range(len(KINDS)) if (number := _of_kind(nodes, kind))]
    return {
        "title": plain_text(found.graph_name),
        "counts": " · ".join(_count(number, kind) for number, kind in counts),
        "data": data,
        "rows": _rows(nodes, links),
        "digest": plain_text(found.digest),
        "version": __version__,
    }


def _of_kind(nodes: list[Entry], kind: int) -> int:
    return sum(entry.fields["k"] == kind for entry in nodes)


def _count(number: int, kind: int) -> str:
    if KINDS[kind] == "agent":
        return count(number, "person or body", "people and bodies")
    return count(number, KINDS[kind], "inquiries" if KINDS[kind] == "inquiry" else f"{KINDS[kind]}s")


def _add_communities(nodes: list[Entry], links: list[dict[str, Any]], group: Grouper) -> None:
    pairs = sorted({(min(row["a"], row["b"]), max(row["a"], row["b"])) for row in links})
    for entry, community in zip(nodes, group(len(nodes), pairs), strict=True):
        entry.fields["y"] = community


def _rows(nodes: list[Entry], links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The table for readers without scripts: each node with what it rests on and who challenges it."""
    rests: dict[int, list[int]] = {}
    against: dict[int, list[int]] = {}
    for row in links:
        if ROLES[row["r"]] == "evidence":
            rests.setdefault(row["a"], []).append(row["b"])
        elif ROLES[row["r"]] == "challenge":
            against.setdefault(row["b"], []).append(row["a"])
    return [
        {
            "number": number,
            "kind": KINDS[entry.fields["k"]],
            "fields": entry.fields,
            "backing": label("backing", entry.fields["b"]) if "b" in entry.fields else "",
            "rests": rests.get(number, ()),
            "against": against.get(number, ()),
        }
        for number, entry in enumerate(nodes)
    ]


def explorer_script() -> str:
    """The script of the explorer, from its parts."""
    parts = [
        package_file("render", "templates", "explorer", f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS
    ]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def explorer_style() -> str:
    """The style of the explorer, in the colours of every page."""
    return page_style("explorer/explorer.css")
