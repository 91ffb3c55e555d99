"""The queries that a lineage asks of an endpoint: a whole frontier in one request, one `VALUES` to each pattern.

(Two `VALUES` in one pattern are planned as a cross product by some servers, and a `FILTER IN` instead as a scan by others.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from kg.model.words import EVIDENCE, Relation
from kg.rdf.foreign_terms import ALSO, DIRECT, INVERSE
from kg.rdf.normalize import OLD_SCHEMA
from kg.rdf.table import CHARACTERIZATION
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

FIGURE, APPEARANCE, ABOUT = iri("hw:figure"), iri("schema:appearance"), iri("schema:about")
CITING, CITED = iri("cito:hasCitingEntity"), iri("cito:hasCitedEntity")
CHARACTER, GROUP, PART_OF = (
    iri("cito:hasCitationCharacterization"),
    iri("prov:qualifiedDerivation"),
    iri("dcterms:isPartOf"),
)
BY_ACTIVITY, GENERATED, USED = iri("prov:wasGeneratedBy"), iri("prov:generated"), iri("prov:used")
PRIMARY, TYPE, IDENTIFIER = iri("prov:hadPrimarySource"), iri("rdf:type"), iri("dcterms:identifier")
CLAIMS: Final = (iri("hw:Claim"), iri("schema:Claim"))
ENTITY, RECOMMENDATION = iri("prov:Entity"), iri("hw:Recommendation")
TEXTS: Final = tuple(
    dict.fromkeys(term for ours in ("schema:text", "dcterms:title") for term in (iri(ours), *ALSO.get(iri(ours), ())))
)
NAMES: Final = (iri("schema:name"), *ALSO[iri("schema:name")], iri("schema:alternateName"))
ADDRESSES: Final = (iri("schema:url"), *ALSO[iri("schema:url")], iri("owl:sameAs"))
BOUNDS: Final = (iri("schema:value"), iri("schema:minValue"), iri("schema:maxValue"))
# Every property that a query may ask for: whichever a server does not hold costs nothing afterwards.
_ASKED: Final = tuple(
    sorted(
        {
            *DIRECT,
            *INVERSE,
            FIGURE,
            APPEARANCE,
            ABOUT,
            CITING,
            CITED,
            CHARACTER,
            GROUP,
            PART_OF,
            BY_ACTIVITY,
            GENERATED,
            USED,
            PRIMARY,
            IDENTIFIER,
            iri("schema:firstAppearance"),
            *TEXTS,
            *NAMES,
            *ADDRESSES,
            *BOUNDS,
        }
    )
)


def old_spelling(term: str) -> str | None:
    """The older IRI of a term of schema.org."""
    return OLD_SCHEMA + term.removeprefix("https://schema.org/") if term.startswith("https://schema.org/") else None


def all_spellings(terms: Iterable[str]) -> list[str]:
    """The terms with the older IRIs of those that have one."""
    return [spelling for term in terms for spelling in (term, old_spelling(term)) if spelling]


class Queries(Struct):
    """Queries for one server: `known` are the properties that it has, `split` says that named graphs stand apart."""

    known: frozenset[str] = frozenset()
    split: bool = False
    _graphs: int = field(default=0)

    def forms(self, *terms: str) -> list[str]:
        """The spellings of the terms that the server holds."""
        return [spelling for spelling in all_spellings(terms) if spelling in self.known]

    def probe(self) -> str:
        """Which of the properties that matter the server holds, as ?p."""
        listed = " ".join(f"<{term}>" for term in all_spellings(_ASKED))
        return f"SELECT DISTINCT ?p WHERE {{ VALUES ?p {{ {listed} }} FILTER EXISTS {{ {self.triple('?s ?p ?o')} }} }}"

    def triple(self, pattern: str) -> str:
        """One triple pattern over whichever graph it stands in."""
        if not self.split:
            return f"{pattern} ."
        self._graphs += 1
        return f"{{ {pattern} }} UNION {{ GRAPH ?g{self._graphs} {{ {pattern} }} }}"

    def _branch(self, nodes: str, *patterns: str, then: str = "") -> str:
        body = " ".join(f"{{ {self.triple(pattern)} }}" if self.split else self.triple(pattern) for pattern in patterns)
        return f"{{ VALUES ?n {{ {nodes} }} {body} {then} }}"

    def about(self, nodes: Collection[str]) -> str:
        """All statements about the nodes themselves, as ?s ?p ?o."""
        return _rows([f"{self._branch(_values(nodes), '?n ?p ?o', then='BIND(?n AS ?s)')}"])

    def around(self, nodes: Collection[str]) -> str:
        """All statements about the nodes, their figures, documents and groups, and the links that they assert."""
        listed = _values(nodes)
        branches = [self._branch(listed, "?n ?p ?o", then="BIND(?n AS ?s)")]
        branches += [
            self._branch(listed, f"?s <{term}> ?n", then=f"BIND(<{term}> AS ?p) BIND(?n AS ?o)")
            for term in self.forms(*INVERSE, PRIMARY, GENERATED)
        ]
        further = [f"?n <{term}> ?s" for term in self.forms(FIGURE, APPEARANCE, GROUP, BY_ACTIVITY)]
        further += [f"?s <{term}> ?n" for term in self.forms(CITING, GENERATED)]
        branches += [self._branch(listed, step, "?s ?p ?o") for step in further]
        if self.forms(GROUP) and self.forms(PART_OF):
            branches.append(self._branch(listed, f"?n <{GROUP}> ?group", f"?s <{PART_OF}> ?group", "?s ?p ?o"))
        return _rows(branches)

    def claims_with(self, term: str, values: Collection[str]) -> str:
        """The claims, ?s, that have each of the values, ?n, for a property; recommendations are none."""
        listed = _values(values)
        apart = f"FILTER NOT EXISTS {{ {self.triple(f'?s <{TYPE}> <{RECOMMENDATION}>')} }}"
        branches = [self._branch(listed, f"?s <{form}> ?n", then=apart) for form in self.forms(term)]
        return _rows(branches, "?s ?n") if branches else ""

    def acting(self, nodes: Collection[str], relations: Collection[Relation]) -> str:
        """What asserts one of the relations, ?s, to one of the nodes."""
        branches = self._acting(nodes, relations)
        return _rows(branches, "?s") if branches else ""

    def leaning(self, nodes: Collection[str]) -> str:
        """What leans on one of the nodes, ?s, over evidence of any form."""
        branches = self._acting(nodes, EVIDENCE)
        if self.forms(USED):
            listed = _values(nodes)
            branches += [
                self._branch(listed, f"?activity <{USED}> ?n", f"?s <{term}> ?activity")
                for term in self.forms(BY_ACTIVITY)
            ]
            branches += [
                self._branch(listed, f"?activity <{USED}> ?n", f"?activity <{term}> ?s")
                for term in self.forms(GENERATED)
            ]
        return _rows(branches, "?s") if branches else ""

    def _acting(self, nodes: Collection[str], relations: Collection[Relation]) -> list[str]:
        listed = _values(nodes)
        direct = self.forms(*(term for term, relation in DIRECT.items() if relation in relations))
        inverse = self.forms(*(term for term, of in INVERSE.items() if DIRECT[of] in relations))
        branches = [self._branch(listed, f"?s <{term}> ?n") for term in direct]
        branches += [self._branch(listed, f"?n <{term}> ?s") for term in inverse]
        if self.forms(CITED) and self.forms(CHARACTER):
            how = ", ".join(sorted({f"<{CHARACTERIZATION[relation]}>" for relation in relations}))
            branches.append(
                self._branch(
                    listed,
                    f"?link <{CITED}> ?n",
                    f"?link <{CHARACTER}> ?how",
                    f"?link <{CITING}> ?s",
                    then=f"FILTER(?how IN ({how}))",
                )
            )
        return branches

    def nodes(self) -> list[str]:
        """The queries whose rows, ?s, together are every claim and every source that a link or a claim mentions."""
        ends = [("?s", "?o"), ("?o", "?s")]
        links = [self.triple(f"{a} <{term}> {b}") for term in self.forms(*DIRECT, *INVERSE) for a, b in ends]
        links += [self.triple(f"?o <{term}> ?s") for term in self.forms(CITING, CITED, APPEARANCE, USED)]
        if self.forms(USED):
            links += [self.triple(f"?s <{term}> ?o") for term in self.forms(BY_ACTIVITY)]
        links += [self.triple(f"?s <{TYPE}> <{cls}>") for cls in all_spellings((*CLAIMS, ENTITY))]
        apart = f"FILTER NOT EXISTS {{ {self.triple(f'?s <{TYPE}> <{RECOMMENDATION}>')} }} FILTER(isIRI(?s))"
        return [_rows([f"{{ {link} {apart} }}"], "?s") for link in links]

    def standing(self, node: str) -> str:
        """Whether a claim or source is on record: its types as ?t, and what links it as ?t too."""
        named = f"<{node}>"
        links = (*DIRECT, *INVERSE, BY_ACTIVITY)
        back = (*DIRECT, *INVERSE, CITING, CITED, APPEARANCE, USED)
        branches = [f"{{ {self.triple(f'{named} <{TYPE}> ?t')} }}"]
        branches += [f"{{ {self.triple(f'{named} <{t}> ?x')} BIND(<{ENTITY}> AS ?t) }}" for t in self.forms(*links)]
        # One of what may be a million is enough to know.
        branches += [
            f"{{ SELECT (<{ENTITY}> AS ?t) WHERE {{ {self.triple(f'?x <{t}> {named}')} }} LIMIT 1 }}"
            for t in self.forms(*back)
        ]
        return _rows(branches, "?t")


def _rows(branches: list[str], variables: str = "?s ?p ?o") -> str:
    return f"SELECT DISTINCT {variables} WHERE {{ {' UNION '.join(branches)} }}"


def _values(nodes: Collection[str]) -> str:
    return " ".join(f"<{node}>" for node in sorted(nodes))


NOT_EVIDENCE: Final = frozenset(Relation) - frozenset(EVIDENCE)
