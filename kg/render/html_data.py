"""A picture as the data of a page: boxes and arrows with their places, and the rows of the tables that say the same."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from kg.rdf.labels import definition, label
from kg.render.palette import LIGHT, SQUARES
from kg.render.scene import BAND, MOST_LABELLED, PAD, SQUARES_WIDTH, STYLES, line_height
from kg.vocabulary import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.render.picture import Edge, Flag, Node, Picture
    from kg.render.scene import Box, Line, Scene

_SHOWN_SCHEMES: Final = ("backing", "end", "reading", "shown", "severity")


def box_data(node: Node, box: Box, slim: Box | None) -> dict[str, Any]:
    """A box as the explorer needs it; `slim` is its place in one column."""
    texts = (node.id, node.head, node.place, node.says, node.quote, node.note, *(flag.code for flag in node.flags))
    return {
        "id": node.id,
        "x": box.x,
        "y": box.y,
        "w": box.width,
        "h": box.height,
        "layer": box.layer,
        "slim": [slim.x, slim.y] if slim else None,
        "lines": _lines(box.lines),
        "kind": node.kind,
        "head": node.head,
        "place": node.place,
        "says": node.says,
        "backing": node.backing,
        "reach": node.reach,
        "reading": node.reading,
        "readingNote": node.reading_note,
        "end": node.end,
        "note": node.note,
        "standing": list(node.standing),
        "locator": node.locator,
        "quote": node.quote,
        "url": node.url,
        "copy": node.copy,
        "access": node.access,
        "flags": _flags(node.flags),
        "aside": node.aside,
        "start": node.start,
        "best": node.best,
        "limit": node.limit,
        "text": " ".join(texts).lower(),
    }


def edge_data(edge: Edge, placed: Scene, slim: Scene | None) -> dict[str, Any]:
    """An arrow as the explorer needs it; `tag` is its label, `way` the points it takes, `slim` both in one column."""
    return {
        "id": edge.id,
        "from": edge.source,
        "to": edge.target,
        "relation": edge.relation,
        "label": edge.label,
        "role": edge.role,
        "shown": edge.shown,
        "shifts": [[shift.text, shift.kind] for shift in edge.shifts],
        "stops": any(shift.kind == "stops" for shift in edge.shifts),
        "same": edge.same,
        "locator": edge.locator,
        "quote": edge.quote,
        "reading": edge.reading,
        "guess": edge.guess,
        "note": edge.note,
        "flags": _flags(edge.flags),
        "best": edge.best,
        "limit": edge.limit,
        "tag": _tag(edge, placed),
        "way": _way(edge, placed),
        "slim": {**(_tag(edge, slim) or {}), "way": _way(edge, slim)} if slim else None,
    }


def _tag(edge: Edge, placed: Scene) -> dict[str, Any] | None:
    tag = placed.labels.get(edge.id)
    if tag is None:
        return None
    return {"x": tag.x, "y": tag.y, "w": tag.width, "h": tag.height, "layer": tag.layer, "lines": _lines(tag.lines)}


def _way(edge: Edge, placed: Scene) -> list[list[float]] | None:
    return [list(point) for point in placed.wires[edge.id].points] if edge.id in placed.labels else None


def _lines(lines: Iterable[Line]) -> list[list[str | None]]:
    return [[line.text, line.style, line.backing] if line.backing else [line.text, line.style] for line in lines]


def _flags(flags: Iterable[Flag]) -> list[dict[str, str]]:
    return [{"code": f.code, "severity": f.severity, "message": f.message, "fix": f.fix} for f in flags]


def settings(picture: Picture, slim: Scene | None) -> dict[str, Any]:
    """What the scripts of a page must know besides its boxes and arrows."""
    best = [edge for edge in picture.edges if edge.best]
    leading_on = {edge.source for edge in best}
    origin = next((edge.target for edge in best if edge.target not in leading_on), None)
    whole = len(picture.opening) == len(picture.nodes)
    return {
        "opening": [node.id for node in picture.nodes] if whole else sorted(picture.opening),
        "roots": list(picture.roots),
        "origin": origin,
        "column": [slim.width, slim.height] if slim else None,
        "labelled": len(picture.nodes) <= MOST_LABELLED,
        "colors": list(LIGHT),
        "squares": SQUARES,
        "squaresWidth": SQUARES_WIDTH,
        "pad": PAD + BAND / 2,
        "styles": {style: [size, 700 if bold else 400, line_height(style)] for style, (size, bold) in STYLES.items()},
        "words": {scheme: {word: label(scheme, word) for word in SCHEMES[scheme]} for scheme in _SHOWN_SCHEMES},
        "file": "".join(
            sign if sign.isalnum() and sign.isascii() else "-" for sign in (picture.roots or ("picture",))[0]
        )[:60],
    }


def filters(picture: Picture) -> list[dict[str, Any]]:
    """The boxes to tick: relations, backings and findings that occur, each with how often."""
    relations = Counter(edge.relation for edge in picture.edges)
    backings = Counter(node.backing or "" for node in picture.nodes)
    codes = Counter(code for node in picture.nodes for code in {flag.code for flag in node.flags} or {""})
    titles = {flag.code: flag.title for flag in picture.flags}
    return [
        {
            "name": "relation",
            "heading": "Relations",
            "options": [
                {"value": word, "label": label("relation", word), "count": relations[word]}
                for word in SCHEMES["relation"]
                if relations[word]
            ],
        },
        {
            "name": "backing",
            "heading": "Backing",
            "options": [
                {
                    "value": word,
                    "label": label("backing", word) if word else "nothing to grade",
                    "count": backings[word],
                }
                for word in (*SCHEMES["backing"], "")
                if backings[word]
            ],
        },
        {
            "name": "finding",
            "heading": "Findings",
            "options": [
                {
                    "value": code,
                    "label": f"{code} {titles.get(code, '')}" if code else "no finding",
                    "count": codes[code],
                }
                for code in sorted(codes, key=lambda code: (not code, code))
            ],
        },
    ]


def glossary(picture: Picture) -> list[tuple[str, str]]:
    """The words that a picture uses, each with what it means."""
    used: dict[str, set[str | None]] = {
        "relation": {*(edge.relation for edge in picture.edges)},
        "backing": {node.backing for node in picture.nodes} | {node.reach for node in picture.nodes},
        "end": {node.end for node in picture.nodes},
        "reading": {node.reading for node in picture.nodes},
    }
    return [
        (label(scheme, word), definition(scheme, word))
        for scheme, words in used.items()
        for word in SCHEMES[scheme]
        if word in words
    ]


def node_rows(picture: Picture) -> list[dict[str, Any]]:
    """The first table: what every box says."""
    order = {node.id: number for number, node in enumerate(picture.nodes, 1)}
    kinds = {"all of": "inputs needed together", "input": "input", "end": "cited source"}
    return [
        {
            "number": order[node.id],
            "node": node,
            "kind": (
                "the claim asked about"
                if node.start
                else "speaks to it"
                if node.aside
                else kinds.get(node.kind, node.kind)
            ),
            "backing": label("backing", node.backing) if node.backing else "",
            "end": label("end", node.end) if node.end else "",
            "reading": label("reading", node.reading) if node.reading else "",
            "flags": [{"flag": flag, "severity": label("severity", flag.severity)} for flag in node.flags],
        }
        for node in picture.nodes
    ]


def edge_rows(picture: Picture) -> list[dict[str, Any]]:
    """The second table: what leans on what, and what changed there."""
    order = {node.id: number for number, node in enumerate(picture.nodes, 1)}
    by_id = picture.by_id
    return [
        {
            "edge": edge,
            "from": order[edge.source],
            "to": order[edge.target],
            "source": by_id[edge.source].head,
            "target": by_id[edge.target].head,
            "shown": label("shown", edge.shown) if edge.shown else "",
            "reading": label("reading", edge.reading) if edge.reading else "",
        }
        for edge in picture.edges
    ]
