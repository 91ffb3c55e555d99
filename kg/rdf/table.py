"""The one table that maps the model to RDF, both ways: for each class its attributes, terms and codecs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.model.area import Area
from kg.model.figure import Figure
from kg.model.figure_fields import FIELDS, WORDS
from kg.model.records import Agent, Claim, Inquiry, Recommendation, Source, Variable, Waiver
from kg.model.words import (
    AccessState,
    ChallengeOn,
    Checking,
    FigureOutcome,
    InputFor,
    Operation,
    OutcomeKind,
    QuoteOutcome,
    Relation,
    Shown,
    Working,
)
from kg.vocabulary import concept, iri

if TYPE_CHECKING:
    from enum import StrEnum

    from kg.model.frozen import Frozen


class Entry(Struct, frozen=True):
    """One attribute and its term; `codec` is `text`, `node`, `flag`, `number`, `edtf`, `day`, `link` or a scheme.

    `path` reaches into nested values (`reading.read.on`); `kind` is the kind of node that a `node` refers to.
    """

    path: str
    term: str
    codec: str = "text"
    many: bool = False
    kind: str = ""


ENUMS: Final[dict[str, type[StrEnum]]] = {
    **WORDS,
    "working": Working,
    "checking": Checking,
    "access": AccessState,
    "shown": Shown,
    "challenge": ChallengeOn,
    "input": InputFor,
    "outcome": OutcomeKind,
    "quotation": QuoteOutcome,
    "statement": FigureOutcome,
    "operation": Operation,
}


Row = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, bool] | tuple[str, str, str, bool, str]


def _entries(*rows: Row) -> tuple[Entry, ...]:
    return tuple(Entry(row[0], iri(row[1]), *row[2:]) for row in rows)


READING = _entries(
    ("reading.read.on", "hw:readOn", "day"),
    ("reading.read.by", "hw:readBy"),
    ("reading.second.on", "hw:secondReadOn", "day"),
    ("reading.second.by", "hw:secondReadBy"),
    ("reading.copy_read.on", "hw:copyReadOn", "day"),
    ("reading.copy_read.by", "hw:copyReadBy"),
    ("reading.copy_host", "hw:copyHost"),
    ("reading.part", "hw:partRead"),
    ("reading.seen_in", "hw:seenIn"),
    ("reading.not_seen", "hw:notSeen", "text", True),
    ("reading.asked.whom", "hw:askedOf"),
    ("reading.asked.on", "hw:askedOn", "day"),
    ("reading.asked.answer", "hw:answer"),
    ("reading.hold_until", "hw:holdUntil", "day"),
    ("reading.unread", "hw:unread", "flag"),
)

COPY_CHECK = _entries(
    ("copy_check.quotation", "hw:quotationOutcome", "quotation"),
    ("copy_check.figure", "hw:figureOutcome", "statement"),
    ("copy_check.on", "hw:copyCheckedOn", "day"),
    ("copy_check.sha256", "hw:checkedCopySha256"),
    ("copy_check.differs", "hw:quotationDiffers"),
    ("copy_check.figure_differs", "hw:figureDiffers"),
    ("copy_check.found_in", "hw:quotationFoundIn", "node"),
)

MAKING = _entries(("making.how", "hw:how"), ("making.working", "hw:working", "working"))

FIGURE = tuple(
    Entry(field.name, iri(field.term), "text" if field.codec == "duration" else field.codec, kind=field.kind)
    for field in FIELDS
    if field.term
)

TABLE: Final[dict[type[Frozen], tuple[Entry, ...]]] = {
    Figure: FIGURE,
    Claim: _entries(
        ("made_in", "schema:appearance", "node"),
        ("says", "schema:text"),
        ("about", "schema:about", "node", True, "variable"),
        ("locator", "bibo:locator"),
        ("quote", "hw:quote"),
        ("by", "prov:wasAttributedTo", "node", True, "agent"),
        ("names_no_source.on", "hw:namesNoSourceOn", "day"),
        ("names_no_source.by", "hw:namesNoSourceBy"),
        ("checked_by", "hw:checkedBy", "checking"),
        ("draft", "hw:draft", "flag"),
    )
    + MAKING
    + READING
    + COPY_CHECK,
    Source: _entries(
        ("title", "dcterms:title"),
        ("kind", "hw:kind"),
        ("edition_of", "prov:specializationOf", "node", True),
        ("revision_of", "prov:wasRevisionOf", "node", True),
        ("influenced_by", "prov:wasInfluencedBy", "node", True),
        ("produced_by", "prov:wasGeneratedBy", "node", False, "inquiry"),
        ("publisher", "dcterms:publisher", "node", True, "agent"),
        ("authors", "dcterms:creator", "node", True, "agent"),
        ("commissioned_by", "hw:commissionedBy", "node", True, "agent"),
        ("funded_by", "schema:funder", "node", True, "agent"),
        ("issued", "dcterms:issued", "edtf"),
        ("url", "schema:url", "link"),
        ("same_as", "owl:sameAs", "node", True),
        ("access.state", "hw:access", "access"),
        ("access.when.on", "hw:accessOn", "day"),
        ("access.when.by", "hw:accessBy"),
        ("snapshot.at", "schema:archivedAt", "link"),
        ("snapshot.taken", "hw:archivedOn"),
        ("snapshot.sha256", "hw:archivedSha256"),
        ("checked_by", "hw:checkedBy", "checking"),
        ("draft", "hw:draft", "flag"),
    )
    + MAKING
    + READING,
    Inquiry: _entries(
        ("title", "dcterms:title"),
        ("mandate", "hw:mandate"),
        ("legal_basis", "hw:legalBasis"),
        ("period", "dcterms:temporal", "edtf"),
        ("commissioned_by", "hw:commissionedBy", "node", True, "agent"),
        ("funded_by", "schema:funder", "node", True, "agent"),
        ("led_by", "prov:wasAssociatedWith", "node", True, "agent"),
    ),
    Agent: _entries(
        ("name", "schema:name"),
        ("kind", "hw:kind"),
        ("part_of", "schema:memberOf", "node", True, "agent"),
    ),
    Area: _entries(
        ("name", "schema:name"),
        ("also", "schema:alternateName", "text", True),
        ("within", "schema:containedInPlace", "node", True, "area"),
    ),
    Variable: _entries(
        ("name", "schema:name"),
        ("measure", "hw:measure"),
        ("unit", "schema:unitText"),
        ("population", "hw:population"),
        ("broader", "skos:broader", "node", True, "variable"),
    ),
    Recommendation: _entries(
        ("says", "schema:text"),
        ("made_in", "schema:appearance", "node"),
        ("locator", "bibo:locator"),
        ("hinges_on", "hw:hingesOn", "node", True),
    ),
    Waiver: _entries(
        ("code", "hw:waives"),
        ("node", "hw:waivedAt", "node"),
        ("because", "schema:text"),
        ("on", "dcterms:created", "day"),
        ("by", "hw:waivedBy"),
        ("until", "dcterms:valid", "day"),
    ),
}

LINK = (
    _entries(
        ("group", "dcterms:isPartOf", "node"),
        ("locator", "bibo:locator"),
        ("quote", "hw:quote"),
        ("shown", "hw:shown", "shown"),
        ("on", "hw:challengeOn", "challenge"),
        ("outcome.kind", "hw:outcome", "outcome"),
        ("outcome.when.on", "hw:outcomeOn", "day"),
        ("outcome.when.by", "hw:outcomeBy"),
        ("empowered", "hw:empowered", "flag"),
        ("used_for", "hw:inputFor", "input"),
        ("presumed", "hw:presumed", "flag"),
        ("recorded_by", "prov:wasAttributedTo", "node", False, "agent"),
    )
    + READING
    + COPY_CHECK
)

# What PROV's qualified terms say of a derivation beside its ends; roles are texts or nodes.
QUALIFIED: Final = _entries(
    ("activity", "prov:hadActivity", "node"),
    ("role", "prov:hadRole"),
    ("time", "prov:atTime"),
)

TYPES: Final[dict[type[Frozen], tuple[str, ...]]] = {
    Claim: (iri("hw:Claim"), iri("schema:Claim")),
    Source: (iri("prov:Entity"),),
    Inquiry: (iri("prov:Activity"),),
    Agent: (iri("prov:Agent"),),
    Area: (iri("schema:AdministrativeArea"),),
    Variable: (iri("schema:StatisticalVariable"),),
    Recommendation: (iri("hw:Recommendation"),),
    Waiver: (iri("hw:Waiver"),),
}
KINDS: Final[dict[type[Frozen], str]] = {
    Inquiry: "inquiry",
    Agent: "agent",
    Area: "area",
    Variable: "variable",
    Recommendation: "recommendation",
    Waiver: "waiver",
}

# The property that is written and read for each relation.
RELATION_IRI: Final[dict[Relation, str]] = {
    Relation.QUOTES: iri("prov:wasQuotedFrom"),
    Relation.DERIVES_FROM: iri("prov:wasDerivedFrom"),
    Relation.EXTRAPOLATES_FROM: iri("hw:extrapolatesFrom"),
    Relation.RELAYS: iri("hw:relays"),
    Relation.CITES: iri("cito:citesAsEvidence"),
    Relation.NAMES: iri("hw:names"),
    Relation.USES_DATA_FROM: iri("cito:usesDataFrom"),
    Relation.RESTS_ON: iri("cito:obtainsSupportFrom"),
    Relation.CORROBORATES: iri("cito:confirms"),
    Relation.DISPUTES: iri("cito:disputes"),
    Relation.REFUTES: iri("cito:refutes"),
    Relation.CRITIQUES: iri("cito:critiques"),
    Relation.QUALIFIES: iri("cito:qualifies"),
    Relation.REPLIES_TO: iri("cito:repliesTo"),
    Relation.CORRECTS: iri("cito:corrects"),
    Relation.RETRACTS: iri("cito:retracts"),
    Relation.WITHDRAWS: iri("hw:withdraws"),
    Relation.SUPERSEDES: iri("dcterms:replaces"),
    Relation.ABSENT_FROM: iri("hw:absentFrom"),
}
QUOTES_SOURCE: Final = iri("cito:includesQuotationFrom")

# The relation that a property or concept stands for.
RELATIONS: Final = {**{term: relation for relation, term in RELATION_IRI.items()}, QUOTES_SOURCE: Relation.QUOTES}

# The standard property above each minted one, written beside it so that other people's tools can follow.
ABOVE: Final[dict[Relation, str]] = {
    Relation.EXTRAPOLATES_FROM: iri("prov:wasDerivedFrom"),
    Relation.RELAYS: iri("prov:wasDerivedFrom"),
    Relation.NAMES: iri("cito:citesAsAuthority"),
    Relation.WITHDRAWS: iri("cito:cites"),
}

# The nearest CiTO property, for the citation node.
CHARACTERIZATION: Final[dict[Relation, str]] = {
    **RELATION_IRI,
    Relation.QUOTES: iri("cito:includesQuotationFrom"),
    Relation.DERIVES_FROM: iri("cito:obtainsSupportFrom"),
    Relation.EXTRAPOLATES_FROM: iri("cito:usesDataFrom"),
    Relation.RELAYS: iri("cito:obtainsSupportFrom"),
    Relation.NAMES: iri("cito:citesAsAuthority"),
    Relation.WITHDRAWS: iri("cito:retracts"),
    Relation.SUPERSEDES: iri("cito:updates"),
    Relation.ABSENT_FROM: iri("cito:cites"),
}

# FaBiO and DCAT classes by a word of the source's kind, the first that fits.
SOURCE_CLASSES: Final[tuple[tuple[str, str], ...]] = (
    ("dataset", iri("dcat:Dataset")),
    ("census", iri("dcat:Dataset")),
    ("journal", iri("fabio:JournalArticle")),
    ("book", iri("fabio:Book")),
    ("blog", iri("fabio:BlogPost")),
    ("news", iri("fabio:NewspaperArticle")),
    ("video", iri("fabio:MovingImage")),
    ("web", iri("fabio:WebPage")),
    ("report", iri("fabio:ReportDocument")),
    ("inspection", iri("fabio:ReportDocument")),
    ("review", iri("fabio:ReportDocument")),
)


def concepts() -> dict[str, tuple[str, str]]:
    """Scheme and word by the IRI of every concept that a record can hold."""
    return {concept(scheme, word): (scheme, word) for scheme, words in ENUMS.items() for word in words}
