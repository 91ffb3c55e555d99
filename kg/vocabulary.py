"""The terms of the graph: prefixes, what Headwater mints, and the words of its SKOS schemes.

Standard terms are written as `iri("cito:citesAsEvidence")`; a minted one must be listed here, and a test compares
the list with `ontology/*.ttl` in both directions.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, get_args

HW: Final = "https://w3id.org/headwater/ns#"

PREFIXES: Final[dict[str, str]] = {
    "hw": HW,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "cito": "http://purl.org/spar/cito/",
    "fabio": "http://purl.org/spar/fabio/",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "gss": "http://statistics.data.gov.uk/id/statistical-geography/",
}

EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"

CLASSES: Final = frozenset({"Claim", "Figure", "Recommendation", "Input", "Drift", "Loop", "Waiver"})

RELATIONS: Final = frozenset({"extrapolatesFrom", "relays", "names", "withdraws", "absentFrom"})

# What a record states.
PROPERTIES: Final = frozenset(
    "figure madeHere how working checkedBy namesNoSourceOn namesNoSourceBy readOn readBy secondReadOn secondReadBy "
    "copyReadOn copyReadBy copyHost partRead seenIn notSeen askedOf askedOn answer holdUntil unread draft stated "
    "qualifier certainty conservative share population denominator base unknowns unknownShare comparator asOf "
    "duration change interval horizon uncertainty multiple statistic earlier category basis measure kind "
    "commissionedBy access accessOn accessBy archivedOn archivedSha256 mandate legalBasis hingesOn relation "
    "operation quote shown challengeOn outcome outcomeOn outcomeBy empowered inputFor presumed valueGiven waives "
    "quotationOutcome quotationDiffers quotationFoundIn figureOutcome figureDiffers copyCheckedOn checkedCopySha256 "
    "waivedAt waivedBy".split()
)

# What the analysis derives; ignored and reported when it stands in input.
DERIVED: Final = frozenset(
    "backing couldReach documentBacking documentCouldReach provisional pathEnd standing readingStatus uncitedOrigin "
    "uncitedOrigins onLink driftFrom driftTo field driftKind before after stopsBacking byWayOf loopMember asserted "
    "hasWayOut restsOnWithdrawn restsOnSuperseded unreferenced showsNoSource creditsRepeater worksCited "
    "independentOrigins distinctOrigins worksToOrigins untracedWorks bottleneck againstTime disagreesWith "
    "addsOverlapping challengedBy caveatBy unattributed overlaps mayOverlap sharedMaker sharedFunder sameNumberOnly doesNotComeOut "
    "takenBackBy sameWork madeIn recordedAs".split()
)

Severity = Literal["fix", "check", "note"]
# The most severe first.
SEVERITIES: Final[tuple[str, ...]] = get_args(Severity)
SCHEMES: Final[dict[str, tuple[str, ...]]] = {
    "relation": tuple(
        "quotes derives-from extrapolates-from relays cites names uses-data-from rests-on corroborates disputes "
        "refutes critiques qualifies replies-to corrects retracts withdraws supersedes absent-from".split()
    ),
    "qualifier": ("exactly", "about", "at least", "more than", "up to", "less than"),
    "certainty": ("count", "estimate", "projection", "asked"),
    "change": ("increase", "decrease"),
    "statistic": ("mean", "median", "rank"),
    "operation": ("sum", "product", "ratio", "difference", "share"),
    "working": (
        "redoable",
        "explained",
        "partly explained",
        "own count, unexplained",
        "estimate, unexplained",
        "not known",
    ),
    "checking": ("the figure itself", "the document", "its maker only", "nobody", "not known"),
    "access": ("open", "paywalled", "not found", "taken down", "lost"),
    "basis": ("court record", "police record", "self-report", "inferred from names", "not known"),
    "unknowns": ("inside", "outside"),
    "shown": ("reference", "prose", "not shown"),
    "challenge": ("value", "working", "scope", "use"),
    "input": ("denominator", "population", "comparison"),
    "outcome": ("not found", "not in it"),
    "quotation": ("found", "altered", "elsewhere", "not found", "more than once", "not checked"),
    "statement": ("stated", "stated otherwise", "not stated", "not checked"),
    "reading": ("verified", "read in a copy", "reported", "recorded", "unread"),
    "end": (
        "made here",
        "not in it",
        "not found",
        "taken down",
        "lost",
        "names no source",
        "goes round",
        "not traced further",
    ),
    "backing": ("well", "partly", "thinly", "none", "not assessed", "no figure"),
    "standing": (
        "no challenge recorded",
        "challenged",
        "corrected",
        "retracted",
        "withdrawn",
        "superseded",
        "rests on withdrawn material",
    ),
    "noticed": ("author", "publisher", "host", "registry", "empowered body"),
    "field": (
        "variable",
        "value",
        "change",
        "qualifier",
        "certainty",
        "unit",
        "population",
        "denominator",
        "share or count",
        "statistic",
        "interval",
        "duration",
        "time horizon",
        "margin of error",
        "comparator",
        "period",
        "as-of date",
        "area",
        "category",
        "basis",
    ),
    "drift": (
        "changed",
        "rounded",
        "sharpened",
        "only the top kept",
        "only the bottom kept",
        "complement",
        "raised",
        "lowered",
        "reversed",
        "tightened",
        "loosened",
        "widened",
        "narrowed",
        "moved",
        "rebased",
        "swapped",
        "dropped",
        "added",
        "told as a level",
        "count told as a share",
        "check the wording",
        "cannot tell until read",
    ),
    "severity": SEVERITIES,
    "sentence": tuple(
        "taken-back rests-on-taken-back quotation-differs figure-differs no-figure made-by-itself origin unread reader-unknown unchecked "
        "unexplained both-unknown origin-by-itself-alone changed circular earliest repeated not-in-source gone gives-no-source "
        "gives-no-source-itself not-traced not-traced-itself names-only shows-nothing references-fail part-seen "
        "names-and-fails rests-on rests-on-nothing corrected-to came-before came-after reaches-origin also-not-traced replaced "
        "maybe-circular".split()
    ),
    "verdict": ("fails", "cannot tell"),
}

MINTED: Final = CLASSES | RELATIONS | PROPERTIES | DERIVED


@cache
def iri(name: str) -> str:
    """The full IRI of a prefixed name; a `hw:` name must be minted here.

    Raises KeyError for an unknown prefix or an unlisted `hw:` name: a misspelt term fails at import.
    """
    prefix, _, local = name.partition(":")
    if prefix == "hw" and local not in MINTED:
        raise KeyError(name)
    return PREFIXES[prefix] + local


@cache
def concept(scheme: str, word: str) -> str:
    """The IRI of a word in one of the SKOS schemes, such as `concept("qualifier", "at least")`."""
    if word not in SCHEMES[scheme]:
        raise KeyError(f"{scheme}: {word}")
    return f"{HW}{scheme}-{word.replace(',', '').replace(' ', '-')}"


@cache
def words(scheme: str) -> dict[str, str]:
    """The words of a scheme by the IRI of their concept."""
    return {concept(scheme, word): word for word in SCHEMES[scheme]}
