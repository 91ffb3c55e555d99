"""The node that a headline, an id, an IRI or an address names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import AmbiguousError, NotFoundError, UsageError, encodable
from kg.lineage.evidence import areas_of
from kg.model.figure_words import figure_words
from kg.model.identifiers import identify
from kg.search.scoring import MARGIN, best_match, search
from kg.search.words import closest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kg.search.scoring import Hit
    from kg.workspace.opened import Opened

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S+|(?:doi|urn):\S+|(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
# An id of two parts; what holds no letter on a side, as in 1/5 or 24/7, is a number.
_ID: Final = re.compile(r"(?=[^/\s]*[^\W\d_])[^/\s]+/(?=\S*[^\W\d_])\S+")
# Many claims may fit a vague headline; a list longer than this helps nobody.
MOST_CANDIDATES: Final = 20


def find(graph: Opened, text: str, until: date | None = None) -> tuple[str, tuple[str, ...]]:
    """The node that a headline, id, IRI or address names, and the others that fit.

    `until` leaves out of a search what came out after that day. Raises NotFoundError when nothing fits and
    AmbiguousError when several do and none clearly leads.
    """
    text = encodable(text).strip()
    if not text:
        raise UsageError("say which headline, id or address to trace")
    exact = _claims_named(graph, text)
    if exact is not None:
        if len(exact) > 1:
            raise AmbiguousError(text, describe(graph, exact))
        return exact[0], ()
    if _is_id(graph, text):
        raise _unknown(graph, text)
    hits = search(graph.store, text, frozenset(graph.examined()), until.isoformat() if until else None)
    if not hits:
        raise NotFoundError(
            f"no claim of {graph.name} fits “{text}”{_did_you_mean(graph, text)}; try other words, a number or a place",
            ", or `kg query` to look around",
        )
    best = best_match(hits, lambda node: _lineage(graph, node))
    if best is None:
        spoken_of = _spoken_of(graph, hits)
        best = best_match(spoken_of, lambda node: _lineage(graph, node))
        if best is None:
            raise AmbiguousError(text, describe(graph, (hit.iri for hit in (spoken_of or hits)[:MOST_CANDIDATES])))
    return best.iri, tuple(hit.iri for hit in hits[:MOST_CANDIDATES] if hit.iri != best.iri)


def find_node(graph: Opened, text: str) -> str:
    """The one claim or source that an id, IRI or address names, else the claim that a headline of several words does.

    Raises NotFoundError for one word that is not an id: a search would match it loosely.
    """
    named = _named(graph, encodable(text).strip())
    if named:
        return min(named)
    if len(text.split()) == 1:
        raise _unknown(graph, text.strip())
    return find(graph, text)[0]


def recorded_claims(graph: Opened, text: str) -> list[str]:
    """The claims that an id, an IRI or an address names. Raises NotFoundError if it names nothing."""
    found = _claims_named(graph, encodable(text).strip())
    if not found:
        raise _unknown(graph, text.strip())
    return found


def describe(graph: Opened, nodes: Iterable[str]) -> list[str]:
    """A line per claim: id, figure, source."""
    wanted = list(nodes)
    found = graph.store.records(set(wanted))
    areas = areas_of(found)
    claims = {claim.id: claim for claim in found.claims}
    titles = {source.id: source.title for source in found.sources}
    lines = []
    for node in wanted:
        claim = claims.get(node)
        figure = figure_words(claim.figure, areas) if claim and claim.figure else (claim and claim.says) or ""
        title = titles.get(claim.made_in or "") if claim else titles.get(node)
        lines.append("  ".join(part for part in (graph.short.get(node, node), figure, title) if part))
    return lines


def _claims_named(graph: Opened, text: str) -> list[str] | None:
    """The claims that an id, an IRI or an address names, or the source itself; None for any other text."""
    named = _named(graph, text)
    if named is None:
        return None
    inside = graph.store.claims_in(named)
    claims = sorted(claim for place in named for claim in inside.get(place, ()))
    return claims or sorted(named)


def _named(graph: Opened, text: str) -> set[str] | None:
    """The nodes that an id, an IRI or an address names; None for any other text."""
    store = graph.store
    named = _on_record(graph, store.named(text)) or _on_record(graph, [text])
    address = _ADDRESS.fullmatch(text) or identify(text)
    if not named and address:
        named = _on_record(graph, store.by_url(text))
    if not named and not address and len(text.split()) == 1:
        local = store.ending_in(text)
        named = local if len(local) == 1 else set()
    if not named and address:
        raise _unknown(graph, text)
    return named or None


def _is_id(graph: Opened, text: str) -> bool:
    """Whether a text is written as an id: one word with a `/` between words, or a known source before a `/`."""
    source, slash, _ = text.partition("/")
    if not slash:
        return False
    return bool(_ID.fullmatch(text)) or bool(_on_record(graph, graph.store.named(source.strip())))


def _unknown(graph: Opened, text: str) -> NotFoundError:
    return NotFoundError(f"nothing is recorded under {text} in {graph.name}{_did_you_mean(graph, text)}")


def _did_you_mean(graph: Opened, text: str) -> str:
    """The id that is spelt most like a single word, as a phrase to end an error with."""
    if len(text.split()) != 1:
        return ""
    close = closest(text, graph.short.values())
    return f"; did you mean “{close}”?" if close else ""


def _on_record(graph: Opened, nodes: Iterable[str]) -> set[str]:
    """Those of some nodes that are on record, under the one node that stands for a work with several names."""
    return {graph.store.first_name(node) for node in nodes if graph.store.is_node(node)}


def _spoken_of(graph: Opened, hits: list[Hit]) -> list[Hit]:
    """Of claims that fit about equally, those that speak to none of the others: not a verdict that repeats its claim's words."""
    near = [hit for hit in hits if hits[0].score - hit.score <= MARGIN]
    acting = graph.store.acting_on({hit.iri for hit in near})
    return [hit for hit in near if hit.iri not in acting]


def _lineage(graph: Opened, node: str) -> set[str]:
    """Everything in the lineage of a node: what it leans on, and what acts on that."""
    reached = graph.store.closure([node])
    return reached | graph.store.acting_on(reached)
