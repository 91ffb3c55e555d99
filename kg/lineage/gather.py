"""Fetch from a store all that the lineage of some claims can depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model.records import Records
from kg.model.words import Role
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.protocol import Store

# The id of a record, where others write words of their own.
_SHORT_ID: Final = regex(r"[a-z0-9][a-z0-9._-]*")


def gather(store: Store, starts: Iterable[str]) -> Records:
    """Everything reachable over evidence, what acts on it, and the other claims about the same variables.

    The closure is fetched at once; only where a link leads to a source as a whole does it go on at that source's
    claims about the same variable, a round for each such step.
    """
    found = Records()
    fetched: set[str] = set()
    starts = set(starts)
    _fetch(store, store.closure(starts), found, fetched)
    expanded: set[str] = set()
    _expand(store, found, fetched, expanded)
    variables = {v for claim in found.claims if claim.id in starts for v in claim.about}
    about = {claim for claims in store.claims_about(variables).values() for claim in claims} if variables else set()
    if about - fetched:
        _fetch(store, store.closure(about), found, fetched)
        _expand(store, found, fetched, expanded)
    acting = store.acting_on(fetched | {claim.made_in for claim in found.claims if claim.made_in})
    _fetch(store, acting, found, fetched)
    _shown_elsewhere(store, found, fetched)
    _seen_in(store, found, fetched)
    return unique(found)


def _seen_in(store: Store, found: Records, fetched: set[str]) -> None:
    """Fetch the documents in which a claim or link was seen, to name them; their ids are short and lie beside the document's own."""
    documents = {claim.id: claim.made_in or claim.id for claim in found.claims}
    seen = [(claim.id, claim.reading.seen_in) for claim in found.claims]
    seen += [(link.source, link.reading.seen_in) for link in found.links]
    wanted = {
        f"{documents.get(node, '').rpartition('/')[0]}/{part.strip()}"
        for node, places in seen
        for part in (places or "").split(";")
        if _SHORT_ID.fullmatch(part.strip())
    }
    if new := wanted - fetched:
        others = store.records(new)
        found.sources.extend(source for source in others.sources if source.title or source.publisher)
        found.agents.extend(others.agents)


def _shown_elsewhere(store: Store, found: Records, fetched: set[str]) -> None:
    """Fetch the other claims of documents, with what they name: a document cites a source wherever it does so."""
    documents = _asking(found)
    siblings = {claim for claims in store.claims_in(documents).values() for claim in claims} - fetched
    if siblings:
        _fetch(store, siblings, found, fetched)
        _fetch(store, {link.target for link in found.links if link.source in siblings}, found, fetched)


def _asking(found: Records) -> set[str]:
    """The documents of which it matters what else they say.

    Where a claim is under a variable, another part may disagree with it or cite the origin that it does not; where a
    reference led nowhere or none is given, another part may give it; where a claim leans on what is challenged, another part
    may say so. To fetch the rest of all documents is most of the work for a large lineage, and answers nothing.
    """
    acted_on = {link.target for link in found.links if link.relation.role is not Role.EVIDENCE}
    made_in = {claim.id: claim.made_in for claim in found.claims}
    acted_on |= {claim for claim, document in made_in.items() if document in acted_on}
    asking = {claim.id for claim in found.claims if claim.about}
    asking |= {
        link.source for link in found.links if link.target in acted_on or link.outcome or link.shown_as != "reference"
    }
    return {document for claim in asking if (document := made_in.get(claim))}


def _expand(store: Store, found: Records, fetched: set[str], expanded: set[str]) -> None:
    """Go on at the claims of every source that is linked to as a whole, until nothing new turns up."""
    while True:
        about = {claim.id: set(claim.about) for claim in found.claims}
        wanted: dict[str, set[str]] = {}
        for link in found.links:
            if link.relation.role is Role.EVIDENCE and link.target not in about and link.outcome is None:
                wanted.setdefault(link.target, set()).update(about.get(link.source, ()))
        new = {target: variables for target, variables in wanted.items() if target not in expanded}
        if not new:
            return
        expanded.update(new)
        inside = store.claims_in(new)
        claims = {claim for claims in inside.values() for claim in claims} - fetched
        _fetch(store, claims, found, fetched)
        variables_of = {claim.id: set(claim.about) for claim in found.claims if claim.id in claims}
        fitting = {
            claim
            for target, variables in new.items()
            for claim in inside.get(target, ())
            if variables_of.get(claim, set()) & variables
        }
        _fetch(store, store.closure(fitting) if fitting else set(), found, fetched)


def _fetch(store: Store, nodes: Iterable[str], found: Records, fetched: set[str]) -> None:
    new = set(nodes) - fetched
    if new:
        fetched |= new
        found.extend(store.records(new))


def unique(records: Records) -> Records:
    """The same records with each node once, the first of each id, in the order of ids."""
    once = Records()
    for name in Records.__struct_fields__:
        by_id = {record.id: record for record in reversed(getattr(records, name))}
        setattr(once, name, [by_id[key] for key in sorted(by_id)])
    return once
