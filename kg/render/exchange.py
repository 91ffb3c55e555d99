"""A picture for other programs: rows for graph libraries, Graphviz's dot, and Mermaid for pages that draw it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg.rdf.labels import label
from kg.render.measure import wrapped
from kg.render.palette import LIGHT, color_of
from kg.render.safe import clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.render.picture import Edge, Node, Picture

_WIDE: Final = 34
_MOST: Final = 300


def about(picture: Picture) -> dict[str, str]:
    """What the graph as a whole says."""
    facts = {
        "title": picture.title,
        "subtitle": picture.subtitle,
        "graph": picture.graph_name,
        "digest": picture.digest,
    }
    facts |= {
        key: verdict.label for key, verdict in zip(("the_figure", "this_document"), picture.verdicts, strict=False)
    }
    return facts


def node_rows(picture: Picture) -> list[dict[str, Any]]:
    """Every box as a row of plain values; what is not known is an empty text.

    No column is called `start` or `end`: GEXF would take them for times.
    """
    return [
        {
            "id": node.id,
            "label": node.head,
            "kind": node.kind,
            "says": node.says,
            "source": node.place,
            "document": node.document,
            "backing": node.backing or "",
            "could_reach": node.reach or "",
            "path_end": node.end or "",
            "note": node.note,
            "status": node.reading or "",
            "locator": node.locator,
            "url": node.url or "",
            "standing": ", ".join(node.standing),
            "findings": ", ".join(dict.fromkeys(flag.code for flag in node.flags)),
            "best_path": node.best,
            "speaks_to": node.aside,
            "asked_about": node.start,
        }
        for node in picture.nodes
    ]


def edge_rows(picture: Picture) -> list[dict[str, Any]]:
    """Every arrow as a row of plain values."""
    return [
        {
            "id": edge.id,
            "source": edge.source,
            "target": edge.target,
            "label": edge.label,
            "relation": edge.relation,
            "role": edge.role,
            "shown": edge.shown or "",
            "changes": "; ".join(shift.text for shift in edge.shifts),
            "changed": any(shift.kind == "stops" for shift in edge.shifts),
            "locator": edge.locator,
            "status": edge.reading or "",
            "guess": edge.guess or "",
            "best_path": edge.best,
        }
        for edge in picture.edges
    ]


def _words(node: Node) -> list[str]:
    """The lines of a box, for programs that measure text themselves."""
    lines = wrapped(clip(node.head, _MOST), 1, _WIDE / 2, 6)
    lines += wrapped(node.place, 1, _WIDE / 2, 2)
    if node.backing:
        lines.append(f"[{label('backing', node.backing)}]")
    if node.end:
        lines.append(f"{label('end', node.end).upper()}{' ' + clip(node.note, 60) if node.note else ''}")
    elif node.note:
        lines.append(clip(node.note, 60))
    return lines


def _said(edge: Edge) -> list[str]:
    """The lines of an arrow."""
    return [edge.label, *(clip(shift.text, 90) for shift in edge.shifts if shift.kind != "passes")]


def dot(picture: Picture) -> str:
    """Graphviz's language; text is quoted, so nothing in it is taken for more than text."""
    lines = [
        "digraph headwater {",
        f"  graph [label={_quoted([picture.title])}, labelloc=t, rankdir=TB];",
        '  node [shape=box, style="rounded", fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=10];',
    ]
    names = _names(picture)
    lines.extend(f"  {names[node.id]} [{_dot_box(node)}];" for node in picture.nodes)
    for edge in picture.edges:
        looks = [f"label={_quoted(_said(edge))}"]
        spoken = edge.role not in {"evidence", "input"}
        if spoken:
            looks += ['style="dashed"', f'color="{LIGHT["aside"]}"']
        elif edge.shown in {"prose", "not shown"}:
            looks.append(f'style="{"dashed" if edge.shown == "prose" else "dotted"}"')
        if edge.best:
            looks += ["penwidth=3", f'color="{LIGHT["ink"]}"']
        way = f"{names[edge.source]} -> {names[edge.target]}"
        if spoken:
            # Graphviz ranks by direction; what speaks to a box stands below it here as everywhere else.
            way = f"{names[edge.target]} -> {names[edge.source]}"
            looks.append("dir=back")
        lines.append(f"  {way} [{', '.join(looks)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_box(node: Node) -> str:
    looks = [f"label={_quoted(_words(node))}", f"tooltip={_quoted([clip(node.id, _MOST)])}"]
    unknown = node.backing == "not assessed" or node.end == "not traced further"
    if node.backing or unknown:
        looks.append(f'color="{LIGHT[color_of(node.backing)]}"')
    if unknown:
        looks.append('style="rounded,dashed"')
    if node.kind == "end":
        looks.append('style="dashed"' if unknown else 'style="solid"')
    if node.best or node.start:
        looks.append("penwidth=2.5")
    if node.url:
        looks.append(f"URL={_quoted([node.url])}")
    return ", ".join(looks)


def _quoted(lines: Iterable[str]) -> str:
    # Graphviz reads HTML entities in labels, so an ampersand is written as one.
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return '"' + "\\n".join(escaped) + '"'


def _names(picture: Picture) -> dict[str, str]:
    """Short names without meaning: ids of records may hold anything."""
    return {node.id: f"n{number}" for number, node in enumerate(picture.nodes, 1)}


def mermaid(picture: Picture) -> str:
    """A Mermaid flowchart, for Markdown pages that draw it; every sign with a meaning there is written as a code."""
    names = _names(picture)
    lines = ["flowchart TD"]
    for node in picture.nodes:
        opening, closing = ("([", "])") if node.aside else ("[[", "]]") if node.kind == "end" else ("[", "]")
        lines.append(f'  {names[node.id]}{opening}"{"<br/>".join(map(_coded, _words(node)))}"{closing}')
    for edge in picture.edges:
        said = "<br/>".join(map(_coded, _said(edge)))
        solid = edge.role in {"evidence", "input"} and edge.shown in {"reference", None}
        arrow = "==>" if edge.best else "-->" if solid else "-.->"
        lines.append(f'  {names[edge.source]} {arrow}|"{said}"| {names[edge.target]}')
    for name in ("well", "partly", "thinly", "none", "unknown"):
        members = [names[n.id] for n in picture.nodes if n.backing and color_of(n.backing) == name]
        if members:
            dashed = ",stroke-dasharray:6 4" if name == "unknown" else ""
            lines.append(f"  classDef {name}Backing stroke:{LIGHT[name]},stroke-width:2px{dashed}")
            lines.append(f"  class {','.join(members)} {name}Backing")
    return "\n".join(lines) + "\n"


def _coded(text: str) -> str:
    # A line that begins like a list would be read as Markdown.
    meaning = r"[^\w\s.,:;/()…–—→≠’‘“”?!+%·●○∅↻-]|_|^[+-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"
    return re.sub(meaning, lambda match: f"#{ord(match[0])};", text)
