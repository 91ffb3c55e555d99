"""The relations of links as RDF properties: ours, the standard ones above them, and those that other people use."""

from __future__ import annotations

from typing import Final

from kg.model.words import Relation, Role
from kg.vocabulary import iri

# The property written for each relation; a quotation by a whole source has a term of its own.
PROPERTY: Final = {
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
SOURCE_QUOTES: Final = iri("cito:includesQuotationFrom")
NEVER_DIRECT: Final = frozenset({Relation.ABSENT_FROM})
CITES: Final = iri("cito:cites")
DERIVED: Final = iri("prov:wasDerivedFrom")

# The standard property above a minted one, written beside it.
SUPER: Final = {
    iri("hw:extrapolatesFrom"): DERIVED,
    iri("hw:relays"): DERIVED,
    iri("hw:names"): iri("cito:citesAsAuthority"),
    iri("hw:withdraws"): iri("cito:retracts"),
}

# The nearest CiTO property, where the relation's own is none.
CHARACTERIZATION: Final = {
    Relation.QUOTES: SOURCE_QUOTES,
    Relation.DERIVES_FROM: iri("cito:usesDataFrom"),
    Relation.EXTRAPOLATES_FROM: iri("cito:extends"),
    Relation.RELAYS: iri("cito:citesAsEvidence"),
    Relation.NAMES: iri("cito:citesAsAuthority"),
    Relation.WITHDRAWS: iri("cito:retracts"),
    Relation.SUPERSEDES: iri("cito:updates"),
    Relation.ABSENT_FROM: CITES,
}

# Properties that only say that there is some reference; anything finer between the same two replaces them.
GENERIC: Final = {
    CITES: Relation.CITES,
    iri("dcterms:source"): Relation.CITES,
    iri("schema:isBasedOn"): Relation.CITES,
    iri("schema:citation"): Relation.CITES,
}
PRIMARY: Final = iri("prov:hadPrimarySource")
QUALIFIED: Final = iri("prov:qualifiedDerivation")
ENTITY: Final = iri("prov:entity")
GENERATED: Final = iri("prov:wasGeneratedBy")
USED: Final = iri("prov:used")

DIRECT: Final[dict[str, Relation]] = {
    **{term: relation for relation, term in PROPERTY.items() if relation not in NEVER_DIRECT},
    **GENERIC,
    SOURCE_QUOTES: Relation.QUOTES,
    iri("cito:includesExcerptFrom"): Relation.QUOTES,
    iri("cito:citesAsAuthority"): Relation.CITES,
    iri("cito:citesAsSourceDocument"): Relation.CITES,
    iri("cito:citesAsDataSource"): Relation.USES_DATA_FROM,
    PRIMARY: Relation.CITES,
}

# Read from its object to its subject.
INVERSE: Final[dict[str, Relation]] = {
    iri("cito:isCitedAsEvidenceBy"): Relation.CITES,
    iri("cito:isCitedAsAuthorityBy"): Relation.CITES,
    iri("cito:isCitedAsSourceDocumentBy"): Relation.CITES,
    iri("cito:isCitedAsDataSourceBy"): Relation.USES_DATA_FROM,
    iri("cito:isCitedBy"): Relation.CITES,
    iri("cito:givesSupportTo"): Relation.RESTS_ON,
    iri("cito:providesQuotationFor"): Relation.QUOTES,
    iri("cito:providesDataFor"): Relation.USES_DATA_FROM,
    iri("cito:isConfirmedBy"): Relation.CORROBORATES,
    iri("cito:isDisputedBy"): Relation.DISPUTES,
    iri("cito:isRefutedBy"): Relation.REFUTES,
    iri("cito:isCritiquedBy"): Relation.CRITIQUES,
    iri("cito:isQualifiedBy"): Relation.QUALIFIES,
    iri("cito:hasReply"): Relation.REPLIES_TO,
    iri("cito:hasReplyFrom"): Relation.REPLIES_TO,
    iri("cito:isCorrectedBy"): Relation.CORRECTS,
    iri("cito:isRetractedBy"): Relation.RETRACTS,
    iri("dcterms:isReplacedBy"): Relation.SUPERSEDES,
    iri("prov:hadDerivation"): Relation.DERIVES_FROM,
    iri("prov:quotedAs"): Relation.QUOTES,
    iri("prov:wasPrimarySourceOf"): Relation.CITES,
}
GENERIC_INVERSE: Final = frozenset({iri("cito:isCitedBy")})
PRIMARY_INVERSE: Final = iri("prov:wasPrimarySourceOf")

# What follows from a more exact property about the same two, by the ontologies themselves.
_BELOW_DERIVED: Final = frozenset(
    {*(term for term, above in SUPER.items() if above == DERIVED),
     iri("prov:wasQuotedFrom"), iri("prov:quotedAs"), PRIMARY, PRIMARY_INVERSE}
)  # fmt: skip
_BELOW_RETRACTS: Final = frozenset({iri("hw:withdraws")})
_BELOW_AUTHORITY: Final = frozenset({iri("hw:names")})
# What PROV says of editions implies a derivation, and is never evidence.
SAME_WORK: Final = (iri("prov:wasRevisionOf"), iri("prov:specializationOf"), iri("prov:alternateOf"))
_CITO: Final = iri("cito:cites").removesuffix("cites")


def exact(terms: set[str]) -> set[str]:
    """The properties stated about one pair of nodes, without those that another of them implies."""
    drop = set()
    if terms & _BELOW_DERIVED:
        drop |= {DERIVED, iri("prov:hadDerivation")}
    if terms & _BELOW_RETRACTS:
        drop |= {iri("cito:retracts"), iri("cito:isRetractedBy")}
    if terms & _BELOW_AUTHORITY:
        drop |= {iri("cito:citesAsAuthority"), iri("cito:isCitedAsAuthorityBy")}
    kept = terms - drop
    if any(term.startswith(_CITO) for term in kept - {CITES} - GENERIC_INVERSE):
        kept -= {CITES, *GENERIC_INVERSE}
    if any(relation_of(term).role is Role.EVIDENCE for term in kept if not is_generic(term)):
        kept = {term for term in kept if not is_generic(term)}
    return kept


def is_generic(term: str) -> bool:
    """Whether a property only says that there is some reference."""
    return term in GENERIC or term in GENERIC_INVERSE


def relation_of(term: str) -> Relation:
    """The relation that a direct or inverse property states."""
    return DIRECT.get(term) or INVERSE[term]


def property_of(relation: Relation, from_claim: bool) -> str:
    """The property to write for a relation."""
    return SOURCE_QUOTES if relation is Relation.QUOTES and not from_claim else PROPERTY[relation]


def named_relation(term: str) -> Relation | None:
    """The relation of an IRI that stands in `hw:relation`; None where it is no property we know."""
    return BY_TERM.get(term)


BY_TERM: Final = {**DIRECT, **{term: relation for relation, term in PROPERTY.items()}}
FORWARD_EVIDENCE: Final = frozenset(term for term, relation in DIRECT.items() if relation.role is Role.EVIDENCE)
INVERSE_EVIDENCE: Final = frozenset(term for term, relation in INVERSE.items() if relation.role is Role.EVIDENCE)
ACTING: Final = frozenset(
    {Role.SUPPORT, Role.CHALLENGE, Role.REPLY, Role.TAKES_BACK, Role.STANDING}
)  # fmt: skip
FORWARD_ACTING: Final = frozenset(term for term, relation in DIRECT.items() if relation.role in ACTING)
INVERSE_ACTING: Final = frozenset(term for term, relation in INVERSE.items() if relation.role in ACTING)


def spelt(term: str) -> tuple[str, ...]:
    """The ways a property is spelt in the wild: schema.org terms with `https` and with `http`."""
    if term.startswith("https://schema.org/"):
        return term, f"http{term.removeprefix('https')}"
    return (term,)
