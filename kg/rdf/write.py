"""Records as quads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.model.words import Certainty
from kg.rdf import codecs, table
from kg.rdf.codecs import node
from kg.rdf.identity import Identity, is_absolute
from kg.rdf.relations import (
    CHARACTERIZATION,
    ENTITY,
    NEVER_DIRECT,
    QUALIFIED,
    SUPER,
    property_of,
)
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from kg.model.figure import Figure
    from kg.model.frozen import Frozen
    from kg.model.link import Group, Link
    from kg.model.reading import Reading, Sighting
    from kg.model.records import Agent, Claim, Making, Records, Source

_TYPE: Final = node(iri("rdf:type"))
_IDENTIFIER: Final = node(iri("dcterms:identifier"))
_TRUE: Final = ox.Literal(True)
_OBSERVED: Final = frozenset({Certainty.COUNT, Certainty.ESTIMATE})


def quads(
    records: Records, identity: Identity, graph: str | None = None, known: Container[str] = frozenset()
) -> Iterator[ox.Quad]:
    """Everything that records state, as quads of one named graph (or the default graph).

    `known` are ids of sources recorded elsewhere, so that `seen in: OTHER` is a reference and not just words. Agents
    that are only named get a node with that name.
    """
    yield from _Writer(records, identity, graph, known).all()


class _Writer:
    """Writes one bag of records; the table decides the terms."""

    def __init__(self, records: Records, identity: Identity, graph: str | None, known: Container[str]) -> None:
        self.records = records
        self.identity = identity
        self.graph: ox.NamedNode | ox.DefaultGraph = node(graph) if graph else ox.DefaultGraph()
        self.sources = {source.id for source in records.sources}
        self.known = known
        self.claims = {claim.id for claim in records.claims}

    def all(self) -> Iterator[ox.Quad]:
        simple: tuple[tuple[Iterable[Frozen], tuple[table.Field, ...], Callable[[str], str], tuple[str, ...]], ...] = (
            (self.records.areas, table.AREA, self.identity.area, ("schema:AdministrativeArea",)),
            (self._agents(), table.AGENT, self.identity.agent, ("prov:Agent",)),
            (self.records.variables, table.VARIABLE, self.identity.variable, ("schema:StatisticalVariable",)),
            (self.records.inquiries, table.INQUIRY, self.identity.inquiry, ("prov:Activity",)),
            (
                self.records.recommendations,
                table.RECOMMENDATION,
                self.identity.recommendation,
                ("hw:Recommendation",),
            ),
        )
        for bag, fields, place, classes in simple:
            for record in bag:
                yield from self._node(record, fields, node(place(_id(record))), classes)
        for source in self.records.sources:
            yield from self._source(source)
        for claim in self.records.claims:
            yield from self._claim(claim)
        for link in self.records.links:
            yield from self._link(link)
        targets = {link.id: link.target for link in self.records.links}
        for group in self.records.groups:
            yield from self._group(group, targets)

    def _quad(self, subject: ox.NamedNode, term: str, value: codecs.Term) -> ox.Quad:
        return ox.Quad(subject, node(term), value, self.graph)

    def _fields(self, record: Frozen, fields: tuple[table.Field, ...], subject: ox.NamedNode) -> Iterator[ox.Quad]:
        for field in fields:
            value = _get(record, field.path)
            if value is None:
                continue
            for one in value if isinstance(value, tuple) else (value,):
                yield self._quad(subject, field.term, field.codec.encode(one, self.identity))

    def _node(
        self, record: Frozen, fields: tuple[table.Field, ...], subject: ox.NamedNode, classes: Iterable[str]
    ) -> Iterator[ox.Quad]:
        for name in classes:
            yield ox.Quad(subject, _TYPE, node(iri(name)), self.graph)
        short = _id(record)
        if not is_absolute(short):
            yield ox.Quad(subject, _IDENTIFIER, ox.Literal(short), self.graph)
        yield from self._fields(record, fields, subject)

    def _source(self, source: Source) -> Iterator[ox.Quad]:
        subject = node(self.identity.node(source.id))
        yield from self._node(source, table.SOURCE, subject, ("prov:Entity",))
        if kind := table.class_of(source.kind):
            yield ox.Quad(subject, _TYPE, node(kind), self.graph)
        if source.produced_by:
            yield self._quad(subject, iri("prov:wasGeneratedBy"), node(self.identity.inquiry(source.produced_by)))
        if source.access:
            yield from self._fields(source.access, table.ACCESS, subject)
        if source.snapshot:
            yield from self._fields(source.snapshot, table.SNAPSHOT, subject)
        yield from self._making(source.making, subject)
        yield from self._reading(source.reading, subject)

    def _claim(self, claim: Claim) -> Iterator[ox.Quad]:
        subject = node(self.identity.node(claim.id))
        yield from self._node(claim, table.CLAIM, subject, ("hw:Claim", "schema:Claim"))
        if claim.figure is not None:
            yield from self._figure(claim.figure, subject)
        yield from self._making(claim.making, subject)
        yield from self._sighting(claim.names_no_source, table.NAMES_NO_SOURCE, subject)
        yield from self._reading(claim.reading, subject)

    def _figure(self, figure: Figure, claim: ox.NamedNode) -> Iterator[ox.Quad]:
        mark = "-" if "#" in claim.value else "#"
        subject = node(f"{claim.value}{mark}figure")
        yield self._quad(claim, iri("hw:figure"), subject)
        yield ox.Quad(subject, _TYPE, node(iri("hw:Figure")), self.graph)
        if figure.certainty in _OBSERVED:
            yield ox.Quad(subject, _TYPE, node(iri("schema:Observation")), self.graph)
        ends = (("schema:value", figure.low),) if figure.low == figure.high else (
            ("schema:minValue", figure.low), ("schema:maxValue", figure.high))  # fmt: skip
        for name, value in ends:
            if value is not None:
                yield self._quad(subject, iri(name), codecs.DECIMAL.encode(value, self.identity))
        yield from self._fields(figure, table.FIGURE, subject)

    def _making(self, making: Making | None, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        if making is not None:
            yield self._quad(subject, iri("hw:madeHere"), _TRUE)
            yield from self._fields(making, table.MAKING, subject)

    def _sighting(
        self, sighting: Sighting | None, fields: tuple[table.Field, ...], subject: ox.NamedNode
    ) -> Iterator[ox.Quad]:
        """When and who; an empty name where neither is known, since the sighting itself must not be lost."""
        if sighting is None:
            return
        yield from self._fields(sighting, fields, subject)
        if sighting.on is None and sighting.by is None:
            yield self._quad(subject, fields[-1].term, ox.Literal(""))

    def _reading(self, reading: Reading, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        seen_in = reading.seen_in
        if seen_in and (is_absolute(seen_in) or seen_in in self.sources or seen_in in self.known):
            yield self._quad(subject, iri("hw:seenIn"), node(self.identity.node(seen_in)))
            reading = reading.model_copy(update={"seen_in": None})
        yield from self._fields(reading, table.READING, subject)
        for name, sighting in (("read", reading.read), ("second", reading.second), ("copy_read", reading.copy_read)):
            if sighting is not None and sighting.on is None and sighting.by is None:
                term = next(field.term for field in table.READING if field.path == f"{name}.by")
                yield self._quad(subject, term, ox.Literal(""))

    def _link(self, link: Link) -> Iterator[ox.Quad]:
        subject = node(self.identity.node(link.id))
        citing = node(self.identity.node(link.source))
        cited = node(self.identity.node(link.target))
        term = property_of(link.relation, self._is_claim(link.source))
        yield ox.Quad(subject, _TYPE, node(iri("cito:Citation")), self.graph)
        yield self._quad(subject, iri("cito:hasCitingEntity"), citing)
        yield self._quad(subject, iri("cito:hasCitedEntity"), cited)
        nearest = CHARACTERIZATION.get(link.relation, term)
        yield self._quad(subject, iri("cito:hasCitationCharacterization"), node(nearest))
        yield self._quad(subject, iri("hw:relation"), node(term))
        if link.relation not in NEVER_DIRECT:
            yield self._quad(citing, term, cited)
            if term in SUPER:
                yield self._quad(citing, SUPER[term], cited)
        yield from self._fields(link, table.LINK, subject)
        if link.outcome is not None:
            yield from self._fields(link.outcome, table.OUTCOME, subject)
        yield from self._reading(link.reading, subject)

    def _is_claim(self, short: str) -> bool:
        return short in self.claims or (not is_absolute(short) and "/" in short)

    def _group(self, group: Group, targets: dict[str, str]) -> Iterator[ox.Quad]:
        subject = node(self.identity.node(group.id))
        yield ox.Quad(subject, _TYPE, node(iri("prov:Derivation")), self.graph)
        yield self._quad(node(self.identity.node(group.source)), QUALIFIED, subject)
        yield self._quad(subject, iri("hw:relation"), node(property_of(group.relation, from_claim=True)))
        for member in group.members:
            if member in targets:
                yield self._quad(subject, ENTITY, node(self.identity.node(targets[member])))
        yield from self._fields(group, table.GROUP, subject)
        for part in group.inputs:
            part_node = node(self.identity.node(part.id))
            yield ox.Quad(part_node, _TYPE, node(iri("hw:Input")), self.graph)
            yield from self._fields(part, table.INPUT, part_node)
            yield self._quad(part_node, iri("hw:valueGiven"), ox.Literal(part.value is not None))

    def _agents(self) -> Iterator[Agent]:
        """The agents on record, then those that are only named."""
        from kg.model.records import Agent

        recorded = {self.identity.agent(agent.id) for agent in self.records.agents}
        yield from self.records.agents
        for name in dict.fromkeys(self._named()):
            if not is_absolute(name) and self.identity.agent(name) not in recorded:
                yield Agent(id=name, name=name)

    def _named(self) -> Iterator[str]:
        for source in self.records.sources:
            yield from (*source.publisher, *source.authors, *source.commissioned_by, *source.funded_by)
        for inquiry in self.records.inquiries:
            yield from (*inquiry.commissioned_by, *inquiry.funded_by, *inquiry.led_by)
        for claim in self.records.claims:
            yield from claim.by
        for link in self.records.links:
            if link.recorded_by:
                yield link.recorded_by


@lru_cache(maxsize=256)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _get(record: object, path: str) -> object:
    value: object = record
    for name in _steps(path):
        value = getattr(value, name)
        if value is None:
            return None
    return value


def _id(record: Frozen) -> str:
    return str(_get(record, "id"))
