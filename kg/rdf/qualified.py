"""PROV's qualified terms as the direct properties that they mean (PROV-O, section 3.3 and appendix A).

The node of a qualified derivation keeps its role, time and activity, so that it is the link itself and is described as a citation
is. A derivation by an activity says that the activity used the one entity and generated the other (PROV-CONSTRAINTS, inference 11).
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from kg.model.words import Relation
from kg.vocabulary import iri


class Influence(Struct, frozen=True):
    """What a kind of qualified influence means: the direct property, what leads to the other end, and the link that it is, if any."""

    direct: str
    leads: str
    relation: Relation | None = None


def _influence(direct: str, leads: str, relation: Relation | None = None) -> Influence:
    return Influence(iri(f"prov:{direct}"), iri(f"prov:{leads}"), relation)


# By the class of the qualified influence: a node may say it more finely than the property that leads to it.
BY_CLASS: Final[dict[str, Influence]] = {
    iri(f"prov:{name}"): influence
    for name, influence in {
        "PrimarySource": _influence("hadPrimarySource", "entity", Relation.CITES),
        "Quotation": _influence("wasQuotedFrom", "entity", Relation.QUOTES),
        "Revision": _influence("wasRevisionOf", "entity"),
        "Derivation": _influence("wasDerivedFrom", "entity", Relation.DERIVES_FROM),
        "Usage": _influence("used", "entity"),
        "Generation": _influence("wasGeneratedBy", "activity"),
        "Invalidation": _influence("wasInvalidatedBy", "activity"),
        "Communication": _influence("wasInformedBy", "activity"),
        "Start": _influence("wasStartedBy", "entity"),
        "End": _influence("wasEndedBy", "entity"),
        "Attribution": _influence("wasAttributedTo", "agent"),
        "Association": _influence("wasAssociatedWith", "agent"),
        "Delegation": _influence("actedOnBehalfOf", "agent"),
        "Influence": _influence("wasInfluencedBy", "influencer"),
    }.items()
}
# The finest first: a derivation that a quotation or revision explains is not a second link.
BY_PROPERTY: Final[dict[str, Influence]] = {
    name.replace("#", "#qualified"): influence for name, influence in BY_CLASS.items()
}
# Every property that may lead from a qualified influence to its other end.
ENDS: Final = tuple(iri(f"prov:{name}") for name in ("entity", "activity", "agent", "influencer"))
FINER_THAN_DERIVED: Final = tuple(
    iri(f"prov:{name}") for name in ("wasQuotedFrom", "hadPrimarySource", "wasRevisionOf")
)
# The moment of a generation or invalidation, as a property of the entity itself.
MOMENTS: Final = {
    iri("prov:wasGeneratedBy"): iri("prov:generatedAtTime"),
    iri("prov:wasInvalidatedBy"): iri("prov:invalidatedAtTime"),
    iri("prov:wasStartedBy"): iri("prov:startedAtTime"),
    iri("prov:wasEndedBy"): iri("prov:endedAtTime"),
}
ACTIVITY, GENERATION, TIME = iri("prov:hadActivity"), iri("prov:hadGeneration"), iri("prov:atTime")
