"""Who is credited with a figure: a claim may name a document that only repeated the figure of someone else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.lineage.standing import speakers
from kg.model.words import Relation, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lineage.evidence import Evidence

# Relations by which a document says in so many words whose figure it is.
_CREDITS: Final = frozenset({Relation.NAMES, Relation.RELAYS})
# Relations by which a document takes a figure over as it stands, without working anything out.
_REPEATS: Final = _CREDITS | {Relation.QUOTES, Relation.CITES, Relation.RESTS_ON}


def nearest_origins(graph: Evidence) -> dict[str, str]:
    """For every claim that took its figure over unchanged, the nearest claim that made it; one pass over the graph."""
    into: dict[str, list[str]] = defaultdict(list)
    for node, arcs in graph.alternatives.items():
        for arc in arcs:
            known = not (arc.ends or arc.inferred or arc.assumed)
            if known and not arc.hop.changed and arc.link.relation in _REPEATS:
                into[arc.target].append(node)
    waiting = sorted(node for node in graph.makings if graph.states_figure(node))
    found = {node: node for node in waiting}
    for node in waiting:  # breadth first: what is found is added at the end
        for citing in sorted(into[node]):
            if citing not in found:
                found[citing] = found[node]
                waiting.append(citing)
    return {node: origin for node, origin in found.items() if node != origin}


def credits_of(graph: Evidence, origins: dict[str, str], node: str) -> Iterator[tuple[str, str]]:
    """The links by which a claim credits a document that only repeated the figure, each with the claim that made it.

    None where makers are not recorded, where repeater and maker are the same, or where the document also links to the real maker.
    """
    for arc in graph.alternatives.get(node, ()):
        origin = origins.get(arc.target)
        if origin is None or arc.link.relation not in _CREDITS or arc.hop.changed or arc.inferred:
            continue
        credited, makers = speakers(graph, arc.target), speakers(graph, origin)
        differ = credited and makers and not credited & (makers | speakers(graph, node))
        if differ and not _mentions(graph, node, origin):
            yield arc.link.id, origin


def _mentions(graph: Evidence, node: str, origin: str) -> bool:
    """Whether any claim of a document, or the document itself, links to the work of an origin."""
    claim = graph.claims.get(node)
    places = (claim.made_in, *graph.claims_of.get(claim.made_in, ())) if claim and claim.made_in else (node,)
    work = graph.work_of(origin)
    return any(
        graph.work_of(link.target) == work
        for place in places
        for link in graph.links_of.get(place or "", ())
        if link.relation.role is Role.EVIDENCE
    )
