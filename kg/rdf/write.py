"""Records as quads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.model.period import Period
from kg.model.records import Claim, Source
from kg.model.words import Certainty, Relation, Role
from kg.rdf.identity import belonging
from kg.rdf.table import (
    ABOVE,
    CHARACTERIZATION,
    FIGURE,
    KINDS,
    LINK,
    QUALIFIED,
    QUOTES_SOURCE,
    RELATION_IRI,
    SOURCE_CLASSES,
    TABLE,
    TYPES,
)
from kg.vocabulary import EDTF, concept, iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model.figure import Figure
    from kg.model.link import Group, Link
    from kg.model.records import Records
    from kg.rdf.identity import Names
    from kg.rdf.table import Entry

Term = ox.NamedNode | ox.Literal
TYPE = ox.NamedNode(iri("rdf:type"))
_XSD_DATE = ox.NamedNode(iri("xsd:date"))
_XSD_ANYURI = ox.NamedNode(iri("xsd:anyURI"))
_XSD_DECIMAL = ox.NamedNode(iri("xsd:decimal"))
_EDTF = ox.NamedNode(EDTF)
_IDENTIFIER = ox.NamedNode(iri("dcterms:identifier"))
_MADE_HERE = ox.NamedNode(iri("hw:madeHere"))
# A reading without day or reader still says that it was done.
_UNDATED = {
    "reading.read": "hw:readBy",
    "reading.second": "hw:secondReadBy",
    "reading.copy_read": "hw:copyReadBy",
    "names_no_source": "hw:namesNoSourceBy",
}


@lru_cache(maxsize=65536)
def named(value: str) -> ox.NamedNode:
    """A named node, made once."""
    return ox.NamedNode(value)


class Writer:
    """Writes records into one named graph, with the IRIs of one workspace."""

    def __init__(self, names: Names, graph: str) -> None:
        self.names = names
        self.graph = ox.NamedNode(graph)

    def quads(self, records: Records) -> Iterator[ox.Quad]:
        """Every quad of the records."""
        claims = {claim.id for claim in records.claims}
        for record in records.nodes():
            kind = KINDS.get(type(record))
            node = named(self.names.of(kind, record.id) if kind else self.names.node(record.id))
            for cls in TYPES[type(record)]:
                yield self._quad(node, TYPE, named(cls))
            yield self._quad(node, _IDENTIFIER, ox.Literal(record.id))
            yield from self._entries(node, record, TABLE[type(record)])
            if isinstance(record, (Claim, Source)):
                if record.making is not None:
                    yield self._quad(node, _MADE_HERE, ox.Literal(True))
                yield from self._undated(node, record)
            if isinstance(record, Claim) and record.figure is not None:
                yield from self._figure(node, record.figure)
            if isinstance(record, Source) and record.kind:
                yield from self._class(node, record.kind)
        for group in records.groups:
            yield from self._group(group)
        for link in records.links:
            yield from self._link(link, link.source in claims)

    def _quad(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: Term) -> ox.Quad:
        return ox.Quad(subject, predicate, value, self.graph)

    def _entries(self, node: ox.NamedNode, record: object, entries: tuple[Entry, ...]) -> Iterator[ox.Quad]:
        for entry in entries:
            value = record
            for part in entry.path.split("."):
                value = getattr(value, part, None)
            if value is None or value == "":
                continue
            for item in value if isinstance(value, tuple) else (value,):
                yield self._quad(node, named(entry.term), self._term(entry, item))

    def _undated(self, node: ox.NamedNode, record: object) -> Iterator[ox.Quad]:
        for path, term in _UNDATED.items():
            value = record
            for part in path.split("."):
                value = getattr(value, part, None)
            if value is not None and not str(value):
                yield self._quad(node, named(iri(term)), ox.Literal(""))

    def _term(self, entry: Entry, value: object) -> Term:
        match entry.codec:
            case "text":
                return ox.Literal(str(value))
            case "node":
                text = str(value)
                return named(self.names.of(entry.kind, text) if entry.kind else self.names.node(text))
            case "flag":
                return ox.Literal(bool(value))
            case "number":
                return ox.Literal(decimal_text(Decimal(str(value))), datatype=_XSD_DECIMAL)
            case "edtf":
                if isinstance(value, Period) and value.worded:
                    return ox.Literal(value.worded)  # a year of the source's own, which EDTF cannot say
                return ox.Literal(value.edtf if isinstance(value, Period) else str(value), datatype=_EDTF)
            case "day":
                return ox.Literal(value.isoformat() if isinstance(value, date) else str(value), datatype=_XSD_DATE)
            case "link":
                return ox.Literal(str(value), datatype=_XSD_ANYURI)
            case scheme:
                return named(concept(scheme, str(value)))

    def _figure(self, claim: ox.NamedNode, figure: Figure) -> Iterator[ox.Quad]:
        node = named(belonging(claim.value, "figure"))
        yield self._quad(claim, named(iri("hw:figure")), node)
        yield self._quad(node, TYPE, named(iri("hw:Figure")))
        if figure.certainty in {Certainty.COUNT, Certainty.ESTIMATE}:
            yield self._quad(node, TYPE, named(iri("schema:Observation")))
        bounds = (
            {"schema:value": figure.low}
            if figure.low == figure.high
            else {"schema:minValue": figure.low, "schema:maxValue": figure.high}
        )
        for term, value in bounds.items():
            if value is not None:
                literal = ox.Literal(decimal_text(value), datatype=_XSD_DECIMAL)
                yield self._quad(node, named(iri(term)), literal)
        yield from self._entries(node, figure, FIGURE)

    def _class(self, node: ox.NamedNode, kind: str) -> Iterator[ox.Quad]:
        found = next((cls for word, cls in SOURCE_CLASSES if word in kind.casefold()), None)
        if found:
            yield self._quad(node, TYPE, named(found))

    def _group(self, group: Group) -> Iterator[ox.Quad]:
        node = named(self.names.node(group.id))
        yield self._quad(named(self.names.node(group.source)), named(iri("prov:qualifiedDerivation")), node)
        yield self._quad(node, TYPE, named(iri("prov:Derivation")))
        yield self._quad(node, named(iri("hw:relation")), named(RELATION_IRI[group.relation]))
        if group.operation:
            yield self._quad(node, named(iri("hw:operation")), named(concept("operation", group.operation)))
        if group.shown:
            yield self._quad(node, named(iri("hw:shown")), named(concept("shown", group.shown)))
        for part in group.inputs:
            inner = named(self.names.node(part.id))
            yield self._quad(inner, TYPE, named(iri("hw:Input")))
            yield self._quad(inner, named(iri("dcterms:isPartOf")), node)
            yield self._quad(inner, named(iri("schema:text")), ox.Literal(part.says))
            yield self._quad(inner, named(iri("hw:valueGiven")), ox.Literal(part.value is not None))
            if part.value is not None:
                literal = ox.Literal(decimal_text(part.value), datatype=_XSD_DECIMAL)
                yield self._quad(inner, named(iri("schema:value")), literal)

    def _link(self, link: Link, from_claim: bool) -> Iterator[ox.Quad]:
        node = named(self.names.node(link.id))
        source, target = named(self.names.node(link.source)), named(self.names.node(link.target))
        exact = RELATION_IRI[link.relation]
        if link.relation is Relation.QUOTES and not from_claim:
            exact = QUOTES_SOURCE
        yield self._quad(node, TYPE, named(iri("cito:Citation")))
        yield self._quad(node, named(iri("cito:hasCitingEntity")), source)
        yield self._quad(node, named(iri("cito:hasCitedEntity")), target)
        yield self._quad(node, named(iri("cito:hasCitationCharacterization")), named(CHARACTERIZATION[link.relation]))
        yield self._quad(node, named(iri("hw:relation")), named(exact))
        # A finding and a presumption are never asserted as a plain triple.
        if link.relation.role is not Role.FINDING and not link.presumed:
            yield self._quad(source, named(exact), target)
            if link.relation in ABOVE:
                yield self._quad(source, named(ABOVE[link.relation]), target)
        if link.group and not link.presumed:
            yield self._quad(named(self.names.node(link.group)), named(iri("prov:entity")), target)
        yield from self._entries(node, link, LINK + QUALIFIED)
        yield from self._undated(node, link)


def decimal_text(value: Decimal) -> str:
    """A decimal in the lexical form of xsd:decimal: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
