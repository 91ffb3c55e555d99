"""Quads as records: our own, and other people's RDF that has only the direct triples.

Ids of what is read are full IRIs. An unreadable literal in foreign data is skipped and reported, never fatal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kg.figures.scan import parse_number
from kg.model.figure import Figure
from kg.model.link import Group, Input, Link, Outcome
from kg.model.number import step_of
from kg.model.reading import NOT_SAID, Asked, CopyCheck, Reading, Sighting
from kg.model.records import (
    Access,
    Claim,
    Making,
    Snapshot,
    Source,
)
from kg.model.words import OutcomeKind, Relation, Working
from kg.rdf.field_codecs import decimal_number, enum_member, fields_of, flag
from kg.rdf.foreign_terms import ALSO, DIRECT, KIND_OF_TYPE
from kg.rdf.table import CHARACTERIZATION, COPY_CHECK, READING, RELATIONS, TABLE
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model.frozen import Frozen
    from kg.rdf.table import Entry

R = TypeVar("R", bound="Frozen")

# For each subject, its properties and their values: (text of the IRI or literal, whether it is an IRI).
Value = tuple[str, bool]
Described = dict[str, dict[str, list[Value]]]

TYPE: Final = iri("rdf:type")
_CHARACTERIZED: Final = {term: relation for relation, term in reversed(CHARACTERIZATION.items())}
_CLAIM_TYPES: Final = frozenset({iri("hw:Claim"), iri("schema:Claim")})
_CITING: Final = (iri("cito:hasCitingEntity"), iri("cito:hasCitedEntity"))
_FIGURE, _MADE_IN = iri("hw:figure"), iri("hw:madeIn")
_APPEARANCES: Final = frozenset({iri("schema:appearance"), iri("schema:firstAppearance")})
_READING: Final = frozenset(entry.path for entry in READING)
_NAMED_BY: Final = ("name", "title", "says")
_BOUNDS: Final = tuple((iri("schema:value"), iri(f"schema:{end}Value")) for end in ("min", "max"))
_EXACT, _NEAR = iri("hw:relation"), iri("cito:hasCitationCharacterization")
_OF_SOURCE: Final = frozenset(
    {term for entry in TABLE[Source] for term in (entry.term, *ALSO.get(entry.term, ()))}
    | {iri("dcterms:isVersionOf"), iri("hw:madeHere")}
)


class Reader:
    """Turns described subjects into records; `faults` collects what could not be read."""

    def __init__(self, described: Mapping[str, dict[str, list[Value]]], faults: list[str] | None = None) -> None:
        self.described = described
        self.faults: list[str] = [] if faults is None else faults
        self._figures: dict[tuple[tuple[str, Any], ...], Figure] = {}

    def values(self, node: str, cls: type[Frozen]) -> dict[str, Any]:
        """The attributes of a node by path; several values of a single attribute keep the first in order."""
        about = self.described.get(node, {})
        fields = fields_of(cls)
        found: dict[str, Any] = {}
        stated: dict[str, tuple[int, str]] = {}
        for term in about:
            for rank, entry, codec in fields.get(term, ()):
                before = stated.get(entry.path)
                if before is not None and before <= (rank, term):
                    continue
                stated[entry.path] = rank, term
                found.pop(entry.path, None)
                read = self._read(node, entry, codec, about[term])
                if read:
                    found[entry.path] = tuple(sorted(read)) if entry.many else read[0]
        return found

    def _read(self, node: str, entry: Entry, codec: Callable[[str], Any], values: Iterable[Value]) -> list[Any]:
        """The values of one attribute; those that cannot be read are faults."""
        read = []
        for text, is_iri in values:
            try:
                if entry.codec == "node" and not is_iri and entry.kind != "agent":
                    raise ValueError(f"“{text}” is a text where a node is expected")
                read.append(codec(text))
            except ValueError as error:
                self.faults.append(f"<{node}>: {error}")
        return read

    def claim(self, node: str) -> Claim:
        """One claim with its figure, making and reading."""
        found = self.values(node, Claim)
        about = self.described.get(node, {})
        figure = next((text for text, is_iri in about.get(_FIGURE, ()) if is_iri), None)
        return Claim.trusted(
            id=node,
            made_in=next((text for text, _ in about.get(_MADE_IN, ())), None) or found.get("made_in"),
            says=found.get("says"),
            figure=self.figure(figure) if figure else None,
            about=found.get("about", ()),
            locator=found.get("locator"),
            quote=found.get("quote"),
            by=found.get("by", ()),
            making=_making(about, found),
            checked_by=found.get("checked_by"),
            names_no_source=_sighting(found, "names_no_source"),
            reading=_reading(found),
            copy_check=_copy_check(found),
            draft=found.get("draft") or None,
        )

    def figure(self, node: str) -> Figure:
        """The figure at a node; its precision is read from how the number is worded."""
        found = self.values(node, Figure)
        about = self.described.get(node, {})
        bounds = []
        for terms in _BOUNDS:
            text = next((about[term][0][0] for term in terms if term in about), None)
            try:
                bounds.append(decimal_number(text) if text is not None else None)
            except ValueError as error:
                self.faults.append(f"<{node}>: {error}")
                bounds.append(None)
        low, high = bounds
        low, high = low if low is not None else high, high if high is not None else low
        values = {**found, "low": low, "high": high}
        key = tuple(sorted(values.items(), key=lambda pair: pair[0]))
        if key not in self._figures:
            # Restatements state the same figure: one object for all of them saves comparing it again.
            self._figures[key] = Figure.trusted(**values, step=_step(found.get("stated"), low, high))
        return self._figures[key]

    def source(self, node: str) -> Source:
        """One source."""
        about = self.described.get(node, {})
        if _OF_SOURCE.isdisjoint(about):
            return Source.trusted(id=node)
        found = self.values(node, Source)
        access = found.get("access.state")
        plain = {path: value for path, value in found.items() if "." not in path}
        if "kind" not in plain and (types := {text for text, _ in about.get(TYPE, ())}):
            plain["kind"] = next((kind for term, kind in KIND_OF_TYPE.items() if term in types), None)
        plain.setdefault("edition_of", tuple(sorted(t for t, _ in about.get(iri("dcterms:isVersionOf"), ()))))
        return Source.trusted(
            **{
                **plain,
                "id": node,
                "access": Access.trusted(state=access, when=_sighting(found, "access.when") or Sighting.trusted())
                if access
                else None,
                "snapshot": _small(
                    Snapshot,
                    at=found["snapshot.at"],
                    taken=found.get("snapshot.taken"),
                    sha256=found.get("snapshot.sha256"),
                )
                if "snapshot.at" in found
                else None,
                "making": _making(about, found),
                "reading": _reading(found),
            }
        )

    def plain(self, cls: type[Any], node: str) -> Any:  # noqa: ANN401 - one of the small record classes
        """An agent, area, variable, inquiry or recommendation."""
        found = self.values(node, cls)
        named = next((field for field in _NAMED_BY if field in cls.model_fields), "name")
        return _small(cls, **{named: node, **found, "id": node})

    def link(self, node: str) -> Link | None:
        """The link at a citation node; None where it does not say what cites what."""
        about = self.described.get(node, {})
        ends = [next((text for text, _ in about.get(term, ())), None) for term in _CITING]
        source, target = ends
        if source is None or target is None:
            return None
        exact = [text for text, _ in about.get(_EXACT, ())]
        near = [text for text, _ in about.get(_NEAR, ())]
        relation = next((RELATIONS[t] for t in exact if t in RELATIONS), None) or next(
            (DIRECT.get(t) or _CHARACTERIZED.get(t) or Relation.CITES for t in sorted(near)), Relation.CITES
        )
        found = self.values(node, Link)
        outcome = found.get("outcome.kind")
        return Link.trusted(
            id=node,
            source=source,
            target=target,
            relation=relation,
            group=found.get("group"),
            locator=found.get("locator"),
            quote=found.get("quote"),
            shown=found.get("shown"),
            on=found.get("on"),
            outcome=Outcome.trusted(
                kind=OutcomeKind(outcome), when=_sighting(found, "outcome.when") or Sighting.trusted()
            )
            if outcome
            else None,
            empowered=found.get("empowered"),
            used_for=found.get("used_for"),
            presumed=found.get("presumed"),
            recorded_by=found.get("recorded_by"),
            activity=found.get("activity"),
            role=found.get("role"),
            time=found.get("time"),
            reading=_reading(found),
            copy_check=_copy_check(found),
        )

    def group(self, node: str, source: str, inputs: Iterable[str], members: Iterable[str]) -> Group:
        """A needs-all group with the parts stated in the document itself."""
        about = self.described.get(node, {})
        relation = next((RELATIONS.get(text) for text, _ in about.get(iri("hw:relation"), ())), None)
        shown = next((enum_member("shown", text) for text, _ in about.get(iri("hw:shown"), ())), None)
        operation = next((enum_member("operation", text) for text, _ in about.get(iri("hw:operation"), ())), None)
        parts = []
        for part in sorted(inputs):
            said = self.described.get(part, {})
            value = next((decimal_number(text) for text, _ in said.get(iri("schema:value"), ())), None)
            says = next((text for text, _ in said.get(iri("schema:text"), ())), "an input")
            parts.append(_small(Input, id=part, group=node, says=says, value=value))
        return Group.trusted(
            id=node,
            source=source,
            relation=relation or Relation.DERIVES_FROM,
            members=tuple(sorted(members)),
            inputs=tuple(parts),
            operation=operation,
            shown=shown,
        )

    def is_claim(self, node: str) -> bool:
        """Whether what is said of a node makes it a claim rather than a source."""
        about = self.described.get(node, {})
        types = {text for text, _ in about.get(TYPE, ())}
        return bool(types & _CLAIM_TYPES) or _FIGURE in about or not about.keys().isdisjoint(_APPEARANCES)


@lru_cache(maxsize=65536)
def _step(stated: str | None, low: Decimal | None, high: Decimal | None) -> Decimal:
    if stated and (number := parse_number(stated)):
        return number.step
    return step_of(low) if low is not None and low == high else Decimal(0)


def _small(cls: type[R], **values: Any) -> R:  # noqa: ANN401 - what the codecs read
    """A small record from what its codecs read; its texts lose white space at their ends, as they do where people type them."""
    return cls.trusted(**{name: _stripped(value) for name, value in values.items()})


def _stripped(value: Any) -> Any:  # noqa: ANN401
    if type(value) is tuple:
        return tuple(map(_stripped, value))
    return value.strip() if type(value) is str else value


def _making(about: Mapping[str, list[Value]], found: Mapping[str, Any]) -> Making | None:
    made = any(flag(text) for text, _ in about.get(iri("hw:madeHere"), ()))
    if not made and "making.working" not in found:
        return None
    return Making.trusted(how=found.get("making.how"), working=found.get("making.working", Working.NOT_KNOWN))


def _copy_check(found: Mapping[str, Any]) -> CopyCheck | None:
    said = {entry.path.partition(".")[2]: found[entry.path] for entry in COPY_CHECK if entry.path in found}
    return _small(CopyCheck, **said) if said else None


def _sighting(found: Mapping[str, Any], path: str) -> Sighting | None:
    return _seen(found.get(f"{path}.on"), found.get(f"{path}.by"))


@lru_cache(maxsize=65536)
def _seen(on: date | None, by: str | None) -> Sighting | None:
    """A few people read many claims a day: the same sighting is one object."""
    return None if on is None and by is None else _small(Sighting, on=on, by=by or None)


def _reading(found: Mapping[str, Any]) -> Reading:
    said = _READING.intersection(found)
    return _as_read(tuple((path, found[path]) for path in sorted(said))) if said else NOT_SAID


@lru_cache(maxsize=65536)
def _as_read(said: tuple[tuple[str, Any], ...]) -> Reading:
    """Most claims of a document were read in the same way: the same reading is one object."""
    found = dict(said)
    whom = found.get("reading.asked.whom")
    return Reading.trusted(
        read=_sighting(found, "reading.read"),
        second=_sighting(found, "reading.second"),
        copy_read=_sighting(found, "reading.copy_read"),
        copy_host=found.get("reading.copy_host"),
        part=found.get("reading.part"),
        seen_in=found.get("reading.seen_in"),
        not_seen=found.get("reading.not_seen", ()),
        asked=_small(Asked, whom=whom, on=found.get("reading.asked.on"), answer=found.get("reading.asked.answer"))
        if whom
        else None,
        hold_until=found.get("reading.hold_until"),
        unread=found.get("reading.unread") or None,
    )
