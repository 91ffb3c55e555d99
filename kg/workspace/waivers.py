"""The waivers on record: which findings they set aside, and which of them name an unknown rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import nearest
from kg.results.check import Waived

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from kg.cache.load import Loaded
    from kg.rules.engine import Finding
    from kg.workspace.opened import Opened

_WAIVERS: Final = """SELECT DISTINCT ?waiver ?code ?node ?because ?on ?by ?until WHERE {
  ?waiver a hw:Waiver ; hw:waives ?code ; hw:waivedAt ?node ; schema:text ?because ; dcterms:created ?on .
  OPTIONAL { ?waiver hw:waivedBy ?by } OPTIONAL { ?waiver dcterms:valid ?until }
} ORDER BY ?code ?node"""


def waivers_of(graph: Opened, today: date) -> tuple[Waived, ...]:
    """The waivers on record, those included that ran out or are yet to come; a waiver holds until the end of its last day."""
    found = []
    for row in graph.query(_WAIVERS).rows:
        iri, code, node, because, on, by, until = (value or "" for value in row)
        expired, ahead = bool(until) and until < today.isoformat(), on > today.isoformat()
        found.append(Waived(code, node, because, on, by, until, expired=expired, ahead=ahead, iri=iri))
    return tuple(found)


def set_aside(
    waivers: Iterable[Waived], findings: Iterable[Finding]
) -> tuple[dict[Finding, Waived], tuple[Finding, ...]]:
    """Findings that a waiver sets aside, and the rest."""
    by_place = {(waiver.code, waiver.node): waiver for waiver in waivers if not waiver.expired and not waiver.ahead}
    waived: dict[Finding, Waived] = {}
    left = []
    for finding in findings:
        waiver = by_place.get((finding.code, finding.node))
        if waiver is None:
            left.append(finding)
        else:
            waived[finding] = waiver
    return waived, tuple(left)


def unknown_codes(graph: Opened, waivers: Iterable[Waived], known: Collection[str]) -> list[str]:
    """A line for each waiver of an unknown rule, with its file and line where a record file has it."""
    places = graph.places()
    return [
        _no_such_rule(places.get(f"waiver/{graph.name_of(w.iri)}", graph.name), w.code, graph.name_of(w.node), known)
        for w in waivers
        if w.code not in known
    ]


def unknown_in_files(loaded: Loaded, known: Collection[str]) -> list[str]:
    """The same for record files that are only read."""
    places = loaded.places
    return [
        _no_such_rule(places[f"waiver/{w.id}"], w.code, w.node, known)
        for file in loaded.records
        for w in file.records.waivers
        if w.code not in known
    ]


def _no_such_rule(place: str, code: str, node: str, known: Collection[str]) -> str:
    return f"{place}: no rule {code} is there to be waived at “{node}”{nearest(code, known)}"
