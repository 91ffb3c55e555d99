"""Statements of Wikidata with their references, the same from its JSON and its RDF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import BadDataError
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path


def snak(name: str, value: object) -> dict[str, Any]:
    return {"snaktype": "value", "property": name, "datavalue": {"value": value}}


def statement(amount: str, rank: str = "normal", **more: object) -> dict[str, Any]:
    return {"mainsnak": snak("P1082", {"amount": amount, "unit": "1"}), "rank": rank} | more


WHEN = {"P585": [snak("P585", {"time": "+2021-06-30T00:00:00Z", "precision": 11})]}
REFERENCE = {"snaks": {"P854": [snak("P854", "https://stats.example/leeds")], "P304": [snak("P304", "12")]}}
STATED_IN = {"snaks": {"P248": [snak("P248", {"id": "Q42"})]}}
ENTITY = {
    "id": "Q39121",
    "labels": {"en": {"language": "en", "value": "Leeds"}},
    "claims": {
        "P1082": [
            statement("+812000", references=[REFERENCE, STATED_IN], qualifiers=WHEN),
            statement("+1", "deprecated"),
        ],
        "P6": [{"mainsnak": {"snaktype": "novalue", "property": "P6"}, "rank": "normal"}],
    },
}
TURTLE = """\
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix p: <http://www.wikidata.org/prop/> . @prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix psv: <http://www.wikidata.org/prop/statement/value/> . @prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pr: <http://www.wikidata.org/prop/reference/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix wikibase: <http://wikiba.se/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q39121 rdfs:label "Leeds"@en ; p:P1082 wds:one, wds:two .
wds:one ps:P1082 "+812000"^^xsd:decimal ; psv:P1082 <http://www.wikidata.org/value/v> ; wikibase:rank wikibase:NormalRank ;
  pq:P585 "2021-06-30T00:00:00Z"^^xsd:dateTime ;
  prov:wasDerivedFrom <http://www.wikidata.org/reference/r>, <http://www.wikidata.org/reference/s> .
<http://www.wikidata.org/value/v> wikibase:quantityAmount "+812000"^^xsd:decimal ; wikibase:quantityUnit wd:Q199 .
<http://www.wikidata.org/reference/r> pr:P854 <https://stats.example/leeds> ; pr:P304 "12" .
<http://www.wikidata.org/reference/s> pr:P248 wd:Q42 .
wds:two ps:P1082 "+1"^^xsd:decimal ; wikibase:rank wikibase:DeprecatedRank .
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("leeds.json", json.dumps({"entities": {"Q39121": ENTITY}})), ("leeds.jsonl", json.dumps(ENTITY)), ("leeds.ttl", TURTLE)],
)  # fmt: skip
def test_a_statement_is_a_claim_that_cites_its_references(tmp_path: Path, name: str, text: str) -> None:
    found = imported(tmp_path, name, text)
    (claim,) = found.records.claims
    assert claim.says == "Leeds: population 812000 (2021-06-30)"
    assert claim.figure is not None
    assert claim.figure.low == 812000
    assert claim.figure.area == "leeds"
    assert claim.figure.period is not None
    assert claim.figure.period.edtf == "2021-06-30"
    addresses = {source.id: source.url for source in found.records.sources}
    assert {addresses[target] for _, relation, target in found.links if relation == "cites"} == {
        "https://stats.example/leeds",
        "http://www.wikidata.org/entity/Q42",
    }
    assert "page 12" in {link.locator for link in found.records.links}
    assert addresses["wikidata-leeds"] == "https://www.wikidata.org/wiki/Q39121"
    assert "a deprecated statement was left out" in found.said


def test_a_file_without_statements_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="no items of Wikidata"):
        imported(tmp_path, "x.json", "{}", form="wikidata")
