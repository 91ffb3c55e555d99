"""The vocabulary in code against the ontology files, and the standard terms against their vocabularies."""

from __future__ import annotations

import json
import re
from enum import StrEnum

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DC, DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS

import kg
from kg.model import words
from kg.rdf.labels import label
from kg.resources import ontology
from kg.vocabulary import CLASSES, HW, MINTED, PREFIXES, SCHEMES, concept

ENUMS: dict[str, type[StrEnum]] = {
    "relation": words.Relation,
    "qualifier": words.Qualifier,
    "certainty": words.Certainty,
    "working": words.Working,
    "checking": words.Checking,
    "access": words.AccessState,
    "basis": words.Basis,
    "unknowns": words.Unknowns,
    "shown": words.Shown,
    "challenge": words.ChallengeOn,
    "outcome": words.OutcomeKind,
    "quotation": words.QuoteOutcome,
    "statement": words.FigureOutcome,
    "reading": words.ReadingStatus,
}
CLOSED = {
    "prov": PROV,
    "dcterms": DCTERMS,
    "skos": SKOS,
    "schema": SDO,
    "owl": OWL,
    "dcat": DCAT,
    "rdfs": RDFS,
    "dc": DC,
    "foaf": FOAF,
}
# Standard terms that rdflib's lists do not hold: newer schema.org terms, PROV-O's reserved names of inverses, and the attributes of
# PROV's data model that PROV-N, -JSON and -XML have and PROV-O has not.
NEWER = {
    "schema:StatisticalVariable",
    "schema:measurementDenominator",
    "schema:populationType",
    "prov:hadDerivation",
    "prov:label",
    "prov:quotedAs",
    "prov:type",
    "prov:wasPrimarySourceOf",
}
CITO = frozenset(
    re.split(
        r"\s+",
        "Citation hasCitingEntity hasCitedEntity hasCitationCharacterization cites citesAsAuthority "
        "citesAsDataSource citesAsEvidence citesAsRelated citesAsSourceDocument citesForInformation confirms "
        "containsAssertionFrom corrects credits critiques disagreesWith discusses disputes documents extends "
        "obtainsBackgroundFrom obtainsSupportFrom repliesTo includesExcerptFrom includesQuotationFrom "
        "qualifies refutes retracts reviews speculatesOn supports updates usesConclusionsFrom usesDataFrom "
        "usesMethodIn agreesWith isCitedBy isCitedAsAuthorityBy isCitedAsDataSourceBy isCitedAsEvidenceBy "
        "isCitedAsSourceDocumentBy isConfirmedBy isCorrectedBy isCritiquedBy isDisputedBy isQualifiedBy "
        "isRefutedBy isRetractedBy givesSupportTo hasReplyFrom providesDataFor providesQuotationFor "
        "providesExcerptFor isAgreedWithBy isDisagreedWithBy",
    )
)


@pytest.fixture(scope="module")
def terms() -> Graph:
    return Graph().parse(ontology("headwater.ttl"))


@pytest.fixture(scope="module")
def schemes() -> Graph:
    return Graph().parse(ontology("schemes.ttl"))


def test_every_minted_term_is_described_and_every_described_term_minted(terms: Graph) -> None:
    described = {str(s).removeprefix(HW) for s in terms.subjects(RDFS.label) if str(s).startswith(HW)}
    assert described == MINTED
    assert all(terms.value(URIRef(HW + term), SKOS.definition) for term in MINTED)
    assert {str(s).removeprefix(HW) for s in terms.subjects(RDF.type, OWL.Class)} == CLASSES


def test_every_word_of_a_scheme_is_a_concept_and_the_reverse(schemes: Graph) -> None:
    listed = {(concept(scheme, word), scheme, word) for scheme, members in SCHEMES.items() for word in members}
    found = set()
    for found_concept in schemes.subjects(RDF.type, SKOS.Concept):
        scheme = str(schemes.value(found_concept, SKOS.inScheme)).removeprefix(f"{HW}scheme-")
        found.add((str(found_concept), scheme, str(schemes.value(found_concept, SKOS.notation))))
    assert found == listed
    assert all(label(scheme, word) for _, scheme, word in listed)


@pytest.mark.parametrize("scheme", sorted(ENUMS))
def test_words_of_a_scheme_are_those_of_its_enumeration(scheme: str) -> None:
    assert SCHEMES[scheme] == tuple(ENUMS[scheme])


def test_the_context_holds_every_minted_term() -> None:
    context = json.loads(ontology("context.jsonld").read_text(encoding="utf-8"))["@context"]
    ids = {v["@id"] if isinstance(v, dict) else v for v in context.values() if not isinstance(v, float)}
    assert {i.removeprefix("hw:") for i in ids if i.startswith("hw:")} == MINTED


def _used() -> set[str]:
    names: set[str] = set()
    prefixes = "|".join((*CLOSED, "cito"))
    package = ontology().parent / kg.__name__
    for path in [*package.rglob("*.py"), *ontology().rglob("*.ttl"), *ontology().rglob("*.rq")]:
        text = path.read_text(encoding="utf-8")
        quoted = r'"[^"\n]*"' if path.suffix == ".py" else r".+"
        for chunk in re.findall(quoted, text):
            names.update(re.findall(rf"(?<![\w:/])((?:{prefixes}):[A-Za-z]\w*)", chunk))
    return names


def test_every_standard_term_in_use_exists() -> None:
    missing = set()
    for name in _used() - NEWER:
        prefix, _, local = name.partition(":")
        known = local in CITO if prefix == "cito" else URIRef(PREFIXES[prefix] + local) in CLOSED[prefix]
        if not known:
            missing.add(name)
    assert not missing
