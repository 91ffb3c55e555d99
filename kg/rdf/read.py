"""Triples as records, tolerant of what other people write.

Values were validated by whoever recorded them or are decoded here one by one, so models are constructed without
validating them again: a lineage of ten thousand claims is read in a fraction of a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from kg.model.area import Area
from kg.model.figure import Figure
from kg.model.frozen import Frozen
from kg.model.link import Group, Input, Link, Outcome
from kg.model.number import parse_number
from kg.model.reading import UNREAD, Asked, Reading, Sighting
from kg.model.records import (
    Access,
    Agent,
    Claim,
    Inquiry,
    Making,
    Recommendation,
    Records,
    Snapshot,
    Source,
    Variable,
)
from kg.model.words import Working
from kg.rdf import table
from kg.rdf.foreign import Edge, Edges, find_edges, leaning
from kg.rdf.relations import GENERATED, USED
from kg.rdf.triples import TYPE, Props, Subjects, canonical, sort_triples
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kg.errors import Problem
    from kg.rdf.codecs import Term

M = TypeVar("M", bound=Frozen)

_CLASSES: Final = (
    ("claim", "hw:Claim schema:Claim"),
    ("recommendation", "hw:Recommendation"),
    ("link", "cito:Citation"),
    ("figure", "hw:Figure"),
    ("input", "hw:Input"),
    ("group", "prov:Derivation"),
    ("area", "schema:AdministrativeArea"),
    ("variable", "schema:StatisticalVariable"),
    ("agent", "prov:Agent prov:Person prov:Organization schema:Person schema:Organization"),
    ("activity", "prov:Activity"),
    ("none", "skos:Concept skos:ConceptScheme owl:Ontology owl:Class owl:ObjectProperty owl:DatatypeProperty "
             "rdfs:Class rdf:Property hw:Drift hw:Loop"),
)  # fmt: skip
_RANK: Final = {iri(name): (n, kind) for n, (kind, names) in enumerate(_CLASSES) for name in names.split()}
_SOURCE_CLASSES: Final = frozenset({iri("prov:Entity"), *table.KIND_OF_CLASS})
_APPEARANCE: Final = iri("schema:appearance")
_FIGURE: Final = iri("hw:figure")
_MADE_HERE: Final = iri("hw:madeHere")
_KIND: Final = iri("hw:kind")
_DATASETS: Final = frozenset({iri("dcat:Dataset"), iri("schema:Dataset")})
_READING_TERMS: Final = frozenset(field.term for field in table.READING)
_VALUE, _MIN, _MAX = iri("schema:value"), iri("schema:minValue"), iri("schema:maxValue")
_ENDS: Final = tuple(
    table.Field(name, (term,), table.INPUT[2].codec)
    for name, term in (("value", _VALUE), ("low", _MIN), ("high", _MAX))
)
_FIGURE_FIELDS: Final = (*table.FIGURE, *_ENDS)


def read_records(
    triples: Iterable[tuple[Term, Term, Term]],
    nodes: Collection[str] | None = None,
    problems: list[Problem] | None = None,
) -> Records:
    """The records that triples state, ids being full IRIs.

    `nodes` are the claims and sources wanted, with the links they assert and the sources of those claims; without it,
    everything is read. What cannot be read is left out and added to `problems`.
    """
    subjects = sort_triples(triples)
    records = _Reader(subjects, find_edges(subjects, nodes), nodes).records()
    if problems is not None:
        problems.extend(subjects.problems)
    return records


@dataclass(slots=True)
class _Reader:
    """Reads one bag of triples."""

    subjects: Subjects
    edges: Edges
    nodes: Collection[str] | None
    out: Records = field(default_factory=Records)
    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    leaning: set[str] = field(default_factory=set)

    def records(self) -> Records:
        self.leaning = leaning(self.edges)
        kinds = {subject: kind_of(props) for subject, props in self.subjects.props.items()}
        wanted = self._wanted(kinds)
        builders = {
            "area": self._area, "agent": self._agent, "variable": self._variable, "activity": self._inquiry,
            "recommendation": self._recommendation,
        }  # fmt: skip
        for subject, kind in kinds.items():
            if kind == "claim" and subject in wanted:
                self._claim(subject)
            elif kind in builders:
                builders[kind](subject)
        made_in = {claim.made_in for claim in self.out.claims if claim.made_in}
        for subject in sorted(wanted | made_in):
            if kinds.get(subject, "source") == "source":
                self._source(subject)
        for edge in self.edges.links:
            self._link(edge)
        self._groups(kinds)
        for name in Records.__slots__:
            getattr(self.out, name).sort(key=lambda record: record.id)
        return self.out

    def _wanted(self, kinds: dict[str, str]) -> set[str]:
        if self.nodes is not None:
            return set(self.nodes)
        ends = {end for edge in self.edges.links for end in (edge.source, edge.target)}
        described = {
            subject
            for subject, kind in kinds.items()
            if kind == "claim" or (kind == "source" and not self.subjects.types(subject).isdisjoint(_SOURCE_CLASSES))
        }
        return ends | described

    def _claim(self, subject: str) -> None:
        props = self.subjects.props[subject]
        values = self._decode(table.CLAIM, subject, props)
        if _FIGURE in props:
            values["figure"] = self._figure(props[_FIGURE])
        values["making"] = self._making(subject, props)
        seen = self._decode(table.NAMES_NO_SOURCE, subject, props)
        if seen:
            values["names_no_source"] = _sighting(seen.get("on"), seen.get("by"))
        values["reading"] = self._reading(subject, props)
        homes = self.subjects.values(subject, _APPEARANCE) if len(props.get(_APPEARANCE, ())) > 1 else []
        if len(homes) < 2:
            self.out.claims.append(_make(Claim, subject, values))
            return
        self.splits[subject] = tuple(split_id(subject, n) for n in range(1, len(homes) + 1))
        for name, home in zip(self.splits[subject], homes, strict=True):
            self.out.claims.append(_make(Claim, name, {**values, "made_in": home}))

    def _figure(self, terms: list[Term]) -> Figure | None:
        names = sorted({term.value for term in terms if hasattr(term, "value")})
        if not names:
            return None
        subject = names[0]
        values = self._decode(_FIGURE_FIELDS, subject, self.subjects.of(subject))
        if not values:
            return None
        value = values.pop("value", None)
        low = values.setdefault("low", value)
        high = values.setdefault("high", value)
        if low is not None and high is not None and high < low:  # type: ignore[operator]
            self.subjects.report(subject, f"the range ends ({high}) before it starts ({low}); its end was left out")
            values["high"] = high = low
        step, exact = _step(values.get("stated"), bool(values.get("share")), low, high)  # type: ignore[arg-type]
        values["step"] = step
        if exact is not None:
            values["low"], values["high"] = exact
        return Figure.model_construct(**values)  # type: ignore[arg-type]

    def _source(self, subject: str) -> None:
        props = self.subjects.of(subject)
        values = self._decode(table.SOURCE, subject, props) if props else {}
        types = self.subjects.types(subject)
        if "kind" not in values:
            kinds = sorted(table.KIND_OF_CLASS[name] for name in types if name in table.KIND_OF_CLASS)
            if kinds:
                values["kind"] = kinds[0]
        if access := self._decode(table.ACCESS, subject, props):
            if "state" in access:
                when = _sighting(access.pop("when.on", None), access.pop("when.by", None))
                values["access"] = Access.model_construct(state=access["state"], when=when)  # type: ignore[arg-type]
        if (snapshot := self._decode(table.SNAPSHOT, subject, props)) and "at" in snapshot:
            values["snapshot"] = Snapshot.model_construct(**snapshot)  # type: ignore[arg-type]
        for maker in self.subjects.values(subject, GENERATED):
            if USED not in self.subjects.of(maker):
                values["produced_by"] = maker
        values["making"] = self._making(subject, props)
        if values["making"] is None and types & _DATASETS and _KIND not in props and subject not in self.leaning:
            values["making"] = Making()
        values["reading"] = self._reading(subject, props)
        self.out.sources.append(_make(Source, subject, values))

    def _making(self, subject: str, props: Props) -> Making | None:
        if _MADE_HERE in props:
            if any(str(getattr(term, "value", "")) in {"true", "1"} for term in props[_MADE_HERE]):
                values = self._decode(table.MAKING, subject, props)
                return Making.model_construct(**{"working": Working.NOT_KNOWN, **values})  # type: ignore[arg-type]
            return None
        more = subject in self.leaning or iri("hw:namesNoSourceOn") in props or iri("hw:namesNoSourceBy") in props
        return Making() if subject in self.edges.primary and not more else None

    def _reading(self, subject: str, props: Props) -> Reading:
        if _READING_TERMS.isdisjoint(props):
            return UNREAD
        flat = self._decode(table.READING, subject, props)
        values: dict[str, object] = {name: flat[name] for name in _PLAIN_READING if name in flat}
        for name in ("read", "second", "copy_read"):
            if f"{name}.on" in flat or f"{name}.by" in flat:
                values[name] = _sighting(flat.get(f"{name}.on"), flat.get(f"{name}.by"))
        if "asked.whom" in flat:
            values["asked"] = Asked.model_construct(
                **{name: flat.get(f"asked.{name}") for name in ("whom", "on", "answer")}  # type: ignore[arg-type]
            )
        return Reading.model_construct(**values)  # type: ignore[arg-type]

    def _area(self, subject: str) -> None:
        self.out.areas.append(_make(Area, subject, self._named(table.AREA, subject)))

    def _agent(self, subject: str) -> None:
        self.out.agents.append(_make(Agent, subject, self._named(table.AGENT, subject)))

    def _variable(self, subject: str) -> None:
        self.out.variables.append(_make(Variable, subject, self._named(table.VARIABLE, subject)))

    def _inquiry(self, subject: str) -> None:
        if USED not in self.subjects.props[subject]:
            self.out.inquiries.append(_make(Inquiry, subject, self._named(table.INQUIRY, subject, "title")))

    def _recommendation(self, subject: str) -> None:
        values = self._named(table.RECOMMENDATION, subject, "says")
        self.out.recommendations.append(_make(Recommendation, subject, values))

    def _named(self, fields: tuple[table.Field, ...], subject: str, name: str = "name") -> dict[str, object]:
        values = self._decode(fields, subject, self.subjects.props[subject])
        values.setdefault(name, subject)
        return values

    def _link(self, edge: Edge) -> None:
        values: dict[str, object] = {}
        if edge.described:
            props = self.subjects.of(edge.id)
            values = self._decode(table.LINK, edge.id, props)
            outcome = self._decode(table.OUTCOME, edge.id, props)
            if "kind" in outcome:
                when = _sighting(outcome.get("when.on"), outcome.get("when.by"))
                values["outcome"] = Outcome.model_construct(kind=outcome["kind"], when=when)  # type: ignore[arg-type]
            values["reading"] = self._reading(edge.id, props)
        values["relation"] = edge.relation
        values["group"] = edge.group
        sources = self.splits.get(edge.source, (edge.source,))
        targets = self.splits.get(edge.target, (edge.target,))
        several = len(sources) * len(targets) > 1
        for n, source in enumerate(sources, 1):
            for m, target in enumerate(targets, 1):
                name = f"{edge.id}-{n}-{m}" if several else edge.id
                self.out.links.append(_make(Link, name, {**values, "source": source, "target": target}))

    def _groups(self, kinds: dict[str, str]) -> None:
        members: dict[str, list[str]] = {}
        for link in self.out.links:
            if link.group:
                members.setdefault(link.group, []).append(link.id)
        inputs: dict[str, list[Input]] = {}
        for subject, kind in kinds.items():
            if kind == "input":
                values = self._decode(table.INPUT, subject, self.subjects.props[subject])
                if {"group", "says"} <= values.keys():
                    inputs.setdefault(str(values["group"]), []).append(_make(Input, subject, values))
        for group, source, relation in self.edges.groups:
            values = self._decode(table.GROUP, group, self.subjects.of(group))
            values |= {
                "source": self.splits.get(source, (source,))[0],
                "relation": relation,
                "members": tuple(sorted(members.get(group, ()))),
                "inputs": tuple(sorted(inputs.get(group, ()), key=lambda part: part.id)),
            }
            self.out.groups.append(_make(Group, group, values))

    def _decode(self, fields: tuple[table.Field, ...], subject: str, props: Props) -> dict[str, object]:
        """The values of a table's attributes; the term we write goes before what others use for the same."""
        index = _index(fields)
        values: dict[str, object] = {}
        ranks: dict[str, int] = {}
        for term, terms in props.items():
            entry = index.get(term)
            if entry is None:
                continue
            path, decode, many, rank = entry
            if path in values and ranks.get(path, 0) <= rank:
                continue
            try:
                if many:
                    values[path] = tuple(sorted({decode(one) for one in terms}))  # type: ignore[type-var]
                else:
                    values[path] = decode(terms[0] if len(terms) == 1 else min(set(terms), key=str))
            except ValueError as error:
                self.subjects.report(subject, f"{term}: {error}; it was left out")
                continue
            if rank:
                ranks[path] = rank
        return values


_PLAIN_READING: Final = ("copy_host", "seen_in", "not_seen", "hold_until")
_ZERO: Final = Decimal(0)
_CLOSE: Final = Decimal("0.000001")


def kind_of(props: Props) -> str:
    """What a subject is by its classes, and else by what is said of it: `claim`, `source`, `link` …"""
    best = (len(_CLASSES), "")
    for term in props.get(TYPE, ()):
        best = min(best, _RANK.get(canonical(str(getattr(term, "value", ""))), best))
    if best[1] and best[1] != "none":
        return best[1]
    if _FIGURE in props or _APPEARANCE in props:
        return "claim"
    return best[1] or "source"


def split_id(claim: str, n: int) -> str:
    """The id of one of several appearances of somebody's claim."""
    return f"{claim}#in-{n}"


@lru_cache(maxsize=64)
def _index(fields: tuple[table.Field, ...]) -> dict[str, tuple[str, Callable[[Term], object], bool, int]]:
    return {
        term: (field.path, field.codec.decode, field.many, rank)
        for field in fields
        for rank, term in enumerate(field.terms)
    }


def _make(model: type[M], name: str, values: dict[str, object]) -> M:
    return model.model_construct(id=name, **values)


@lru_cache(maxsize=4096)
def _sighting(on: object, by: object) -> Sighting:
    return Sighting.model_construct(on=on, by=by or None)  # type: ignore[arg-type]


@lru_cache(maxsize=65536)
def _step(
    stated: str | None, share: bool, low: Decimal | None, high: Decimal | None
) -> tuple[Decimal, tuple[Decimal, Decimal] | None]:
    """How coarsely a number is worded, and its exact ends where the wording tells them better than the literal."""
    text = stated
    if not text:
        if low is None:
            return _ZERO, None
        text = f"{low:f}" if high is None or low == high else f"{low:f}–{high:f}"
        text += "%" if share else ""
    number = parse_number(text)
    if number is None:
        return _ZERO, None
    close = low is not None and high is not None and max(abs(number.low - low), abs(number.high - high)) < _CLOSE
    return number.step, (number.low, number.high) if stated and close else None
