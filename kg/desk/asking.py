"""A message that asks an outlet for a correction, or for what a figure rests on, made from what is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg.desk import fields
from kg.desk.links import links_of
from kg.errors import HeadwaterError, NotFoundError
from kg.render.prose import changes_prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.desk.desk import Desk
    from kg.desk.links import LinkView
    from kg.desk.record_files import Found
    from kg.desk.views import Asked


def view(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The message for one claim, with where its sending and its answer are recorded."""
    found = desk.find(asked.get("id"))
    source = desk.find(found.source)
    outlet = fields.shown(source.value.get("publisher")) or "editors"
    subject = f"A figure in “{source.value.get('title') or found.source}”"
    body = message(desk, found, source, outlet)
    before = found.value.get("asked")
    return {
        "node": found.node,
        "found": found,
        "subject": subject,
        "body": body,
        "mailto": f"mailto:?subject={quote(subject)}&body={quote(body)}",
        "outlet": outlet,
        "asked_of": before if isinstance(before, dict) else {},
        "today": desk.today(),
    }


def message(desk: Desk, found: Found, source: Found, outlet: str) -> str:
    """The message: what was said, what its source says, and a polite question."""
    place = ", ".join(filter(None, (fields.shown(source.value.get("issued")), fields.shown(source.value.get("url")))))
    where = f", {at}" if (at := _place(found, source)) else ""
    parts = [
        f"Dear {outlet},",
        f"in “{source.value.get('title') or source.node}”{f' ({place})' if place else ''}{where}, it says:",
        f"    {_said(found)}",
        *_grounds(desk, found),
        *_difference(desk, found),
        "Could you tell us what this figure rests on, and correct it if you find that it should be corrected? "
        "We will note your answer beside it.",
        f"With kind regards,\n{desk.reader or '(your name)'}",
    ]
    return "\n\n".join(parts)


def _place(found: Found, source: Found) -> str:
    """Where in the document it is said; its title, which is named already, left out."""
    at = fields.shown(found.value.get("at")).partition(", characters")[0]
    return at.removeprefix(f"“{source.value.get('title')}”").removeprefix(", ")


def _difference(desk: Desk, found: Found) -> Iterator[str]:
    """What the document changed in the figures that it took over, as the trace has it."""
    graph = desk.graph()
    try:
        trace = graph.trace(found.node) if graph else None
    except HeadwaterError:  # a draft, or nothing to trace
        return
    for arc in trace.lineage.drifted if trace else ():
        if trace and trace.name(arc.origin) == found.node:
            yield f"As we read the two, they differ: {changes_prose(arc.hop.changes)}."


def _said(found: Found) -> str:
    words = found.value.get("quote")
    return f"“{words}”" if words else fields.shown(found.value.get("says") or found.value.get("figure"))


def _grounds(desk: Desk, found: Found) -> Iterator[str]:
    """What is on record of each source that it rests on."""
    for link in links_of(found):
        if link.kind == "leans on" and link.target:
            yield _ground(desk, link)
    if "names no source" in found.value:
        yield "We found no source given for it."


def _ground(desk: Desk, link: LinkView) -> str:
    try:
        target = desk.find(link.target)
        source = desk.find(target.source)
    except NotFoundError:
        return f"We followed it to {link.target}."
    address = fields.shown(source.value.get("url"))
    name = f"“{source.value.get('title') or source.node}”{f' ({address})' if address else ''}"
    if "not found" in link.value:
        return f"It refers to {name}, which we could not find."
    if "not in it" in link.value:
        return f"It refers to {name}. We read that, and did not find the figure in it."
    if target.claim is None:
        return f"It refers to {name}."
    return f"It refers to {name}, where it says:\n\n    {_said(target)} [{fields.shown(target.value.get('figure'))}]"
