"""The lineage of a claim as its page shows it, and the page of a record that is not changed here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg.errors import HeadwaterError
from kg.render.safe import plain_text
from kg.render.svg import svg

if TYPE_CHECKING:
    from kg.desk.desk import Desk
    from kg.desk.record_files import Found

_MOST_DRAWN: Final = 60
# A picture of so many pixels can still be read when it is drawn as wide as its column.
_WIDEST: Final = 1000
_WIDTH: Final = re.compile(r'<svg[^>]* width="([\d.]+)"')


def in_a_table(desk: Desk, node: str) -> str:
    """Where a record stands that the desk does not change; empty for one that it changes."""
    return "" if desk.files.holds(node) else desk.place_elsewhere(node)


def readonly(desk: Desk, node: str, place: str) -> dict[str, Any]:
    """A claim or source that stands in a table: its lineage, and where it is changed."""
    graph = desk.graph()
    claims = sorted(graph.places()) if graph and "/" not in node else []
    return {
        "template": "readonly",
        "node": node,
        "place": place.partition(":")[0],
        "lineage": {"fault": "", "verdict": ""} if "/" not in node or graph is None else _lineage(graph, node),
        "claims": [one for one in claims if one.startswith(f"{node}/")],
    }


def lineage(desk: Desk, found: Found, *, draft: bool) -> dict[str, Any]:
    """The verdict, picture, findings and tasks of a claim as it stands; a fault where it cannot be traced."""
    graph = desk.graph(drafts=draft)
    if graph is None:
        return {"fault": desk.graph_fault() or "the records do not load"}
    made: dict[str, Any] = desk.cached(f"lineage {found.node} {draft}", lambda: _lineage(graph, found.node))
    return made


def _lineage(graph: Any, node: str) -> dict[str, Any]:  # noqa: ANN401 - an opened graph
    try:
        trace = graph.trace(node)
    except HeadwaterError as error:
        return {"fault": plain_text(str(error))}
    picture = trace.picture()
    drawn = svg(picture, heading=False) if 0 < len(picture.nodes) <= _MOST_DRAWN else ""
    tasks = [(trace.name(task.node), task.what) for task in trace.lineage.todo]
    return {
        "fault": "",
        "verdict": picture.verdict,
        "verdicts": picture.verdicts,
        "svg": drawn,
        "fits": float(width[1]) <= _WIDEST if (width := _WIDTH.search(drawn)) else False,
        "findings": [(one.severity, one.code, one.message) for one in trace.findings],
        "tasks": tasks,
    }
