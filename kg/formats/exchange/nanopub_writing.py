"""Claims as unsigned nanopublications: a claim with its links is the assertion, the document that makes it the provenance.

Addresses are temporary, as is usual before signing: the program that signs and publishes gives the final ones, with date and creator.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from kg.formats.exchange.nanopub_parts import NP, NPX, PARTS, TEMPORARY
from kg.model.records import Records
from kg.rdf.identity import Names, absolute
from kg.rdf.statements import Statement, as_trig, record_statements
from kg.vocabulary import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.model.link import Link
    from kg.model.records import Claim

_GRAPHS: Final = ("assertion", "provenance", "pubinfo")
_STRING: Final = iri("xsd:string")
_HEADWATER: Final = "https://w3id.org/headwater/"


def write(records: Records, stream: IO[str]) -> tuple[str, ...]:
    """Write every claim as a nanopublication, in one TriG file; returns what was left out."""
    writer = _Writer(records)
    stated = [one for claim in records.claims for one in writer.nanopub(claim)]
    stream.write(as_trig(stated, {**PREFIXES, "np": NP, "npx": NPX}))
    lost = [f"{source.id}: makes no claim" for source in records.sources if source.id not in writer.making]
    lost += [f"{link.id}: a link of a document" for link in records.links if link.source not in writer.claims]
    return (*lost, *(f"{one.id}: a recommendation" for one in records.recommendations))


def nanopub_texts(records: Records, claims: Collection[str]) -> list[str]:
    """Some claims as nanopublications, each a TriG text of its own; what they lean on is looked up in all of the records."""
    writer = _Writer(records)
    prefixes = {**PREFIXES, "np": NP, "npx": NPX}
    return [as_trig(list(writer.nanopub(claim)), prefixes) for claim in records.claims if claim.id in claims]


class _Writer:
    """Writes nanopublications from records, looked up once."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.claims = {claim.id: claim for claim in records.claims}
        self.making = {claim.made_in for claim in records.claims}
        self.sources = {source.id: source for source in records.sources}
        self.links: dict[str, list[Link]] = {}
        for link in records.links:
            self.links.setdefault(link.source, []).append(link)

    def nanopub(self, claim: Claim) -> Iterator[Statement]:
        """The statements of one claim's nanopublication."""
        this = f"{TEMPORARY}{Names('').node(claim.id).rpartition('#')[0] or Names('').node(claim.id)}/"
        head, *graphs = (f"{this}{name}" for name in ("Head", *_GRAPHS))
        assertion, provenance, published = graphs
        yield Statement(head, this, iri("rdf:type"), f"{NP}Nanopublication")
        for term, graph in zip(PARTS.values(), graphs, strict=True):
            yield Statement(head, this, term, graph)
        addresses = self._addresses(this)
        yield from (_moved(one, addresses) for one in record_statements(self._about(claim), this, assertion))
        node = Names(this).node(claim.id)
        yield from self._places(claim, assertion, this, addresses)
        document = addresses.get(Names(this).node(claim.made_in or ""), Names(this).node(claim.made_in or ""))
        yield Statement(provenance, assertion, iri("prov:hadPrimarySource"), document)
        yield Statement(published, this, f"{NPX}introduces", node)
        yield Statement(published, this, f"{NPX}wasCreatedAt", _HEADWATER)
        yield Statement(published, this, iri("rdfs:label"), claim.says or claim.id, _STRING)

    def _about(self, claim: Claim) -> Records:
        """The claim with its links, and what it names."""
        figure_area = claim.figure.area if claim.figure else None
        groups = {link.group for link in self.links.get(claim.id, ())}
        return Records(
            claims=[claim],
            links=self.links.get(claim.id, []),
            groups=[group for group in self.records.groups if group.id in groups],
            areas=[area for area in self.records.areas if area.id == figure_area],
            variables=[variable for variable in self.records.variables if variable.id in claim.about],
            agents=[agent for agent in self.records.agents if agent.id in claim.by],
        )

    def _addresses(self, base: str) -> dict[str, str]:
        """The address of every source that has one, by the IRI that its record would have."""
        found = {}
        for source in self.sources.values():
            address = absolute(source.url or next(iter(source.same_as), ""))
            if address:
                found[Names(base).node(source.id)] = address
        return found

    def _places(self, claim: Claim, graph: str, base: str, addresses: dict[str, str]) -> Iterator[Statement]:
        """The titles of the documents that the claim and its links name, and the words of the claims at their other ends."""
        ends = [link.target for link in self.links.get(claim.id, ())]
        for other in (self.claims[end] for end in dict.fromkeys(ends) if end in self.claims):
            node = Names(base).node(other.id)
            yield _moved(
                Statement(graph, node, iri("schema:appearance"), Names(base).node(other.made_in or "")), addresses
            )
            yield Statement(graph, node, iri("schema:text"), other.says or other.id, _STRING)
            ends.append(other.made_in or "")
        for end in dict.fromkeys([claim.made_in or "", *ends]):
            if end in self.sources and (title := self.sources[end].title):
                node = Names(base).node(end)
                yield _moved(Statement(graph, node, iri("dcterms:title"), title, _STRING), addresses)


def _moved(one: Statement, addresses: dict[str, str]) -> Statement:
    """A statement about sources at their own addresses."""
    value = one.value if one.is_literal else addresses.get(one.value, one.value)
    return one._replace(subject=addresses.get(one.subject, one.subject), value=value)
