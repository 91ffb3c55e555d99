"""Records survive RDF, and other people's RDF is read as what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import BadDataError, QueryError
from kg.formats.folder import read_file, read_folder
from kg.model.words import Operation, Relation
from kg.rdf.identity import Names
from kg.rdf.syntax import FORMATS, read_rdf, write_rdf
from kg.rdf.write import Writer
from kg.resources import seeds
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model.records import Records

BASE = "https://example.org/"
PREFIXES = (
    "@prefix cito: <http://purl.org/spar/cito/> . @prefix prov: <http://www.w3.org/ns/prov#> .\n"
    "@prefix dcterms: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
    "@prefix schema: <https://schema.org/> . @prefix hw: <https://w3id.org/headwater/ns#> . @prefix ex: <http://ex.org/> .\n"
)


def stored(tmp_path: Path, turtle: str) -> OxigraphStore:
    path = tmp_path / "x.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    store = OxigraphStore()
    store.add(read_rdf(path, BASE).quads)
    store.imply()
    return store


def read(tmp_path: Path, turtle: str) -> Records:
    store = stored(tmp_path, turtle)
    return store.records(store.nodes())


def test_the_seeds_survive_the_way_to_rdf_and_back() -> None:
    names = Names(BASE)
    store = OxigraphStore()
    files = read_folder(seeds())
    for file in files:
        store.add(Writer(names, f"{BASE}g/{file.path.name}").quads(file.records))
    back = store.records(store.nodes())
    claims = {claim.id: claim for claim in back.claims}
    sources = {source.id: source for source in back.sources}
    links = {link.id: link for link in back.links}
    for file in files:
        for claim in file.records.claims:
            again = claims[names.node(claim.id)]
            assert (again.says, again.locator, again.quote, again.making) == (
                claim.says,
                claim.locator,
                claim.quote,
                claim.making,
            )
            assert again.reading.status is claim.reading.status
            if claim.figure:
                assert again.figure is not None
                area = names.of("area", claim.figure.area) if claim.figure.area else None
                assert again.figure.model_copy(update={"area": claim.figure.area}) == claim.figure
                assert again.figure.area == area
        for source in file.records.sources:
            again_source = sources[names.node(source.id)]
            assert (again_source.title, again_source.issued, again_source.access, again_source.checked_by) == (
                source.title,
                source.issued,
                source.access,
                source.checked_by,
            )
        for link in file.records.links:
            again_link = links[names.node(link.id)]
            assert (again_link.relation, again_link.shown_as, again_link.outcome) == (
                link.relation,
                link.shown_as,
                link.outcome,
            )
    assert len(links) == sum(len(file.records.links) for file in files)


def test_an_operation_and_a_year_across_two_survive_the_way_to_rdf_and_back(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        "source: s\nclaims:\n  a: {says: x, figure: '20 deaths, 2022/23'}\n  b: {says: y, figure: 30 deaths}\n"
        "  t: {says: z, figure: 50 deaths, leans on: [{needs: [s/a, s/b], as: [uses-data-from, sum]}]}\n",
        encoding="utf-8",
    )
    file = read_file(path)
    store = OxigraphStore()
    store.add(Writer(Names(BASE), f"{BASE}g/r.yaml").quads(file.records))
    back = store.records(store.nodes())
    (group,) = back.groups
    assert (group.relation, group.operation) == (Relation.USES_DATA_FROM, Operation.SUM)
    (worded,) = [claim.figure for claim in back.claims if claim.figure and claim.figure.period]
    assert worded.period == file.records.claims[0].figure.period  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("turtle", "relation"),
    [
        ("ex:a cito:citesAsEvidence ex:b .", Relation.CITES),
        ("ex:a cito:cites ex:b .", Relation.CITES),
        ("ex:b cito:isCitedAsEvidenceBy ex:a .", Relation.CITES),
        ("ex:a dcterms:source ex:b .", Relation.CITES),
        ("ex:a prov:wasDerivedFrom ex:b .", Relation.DERIVES_FROM),
        ("ex:b cito:providesDataFor ex:a .", Relation.USES_DATA_FROM),
        ("ex:a cito:disputes ex:b .", Relation.DISPUTES),
        ("ex:b cito:isRetractedBy ex:a .", Relation.RETRACTS),
        ("ex:a hw:relays ex:b ; prov:wasDerivedFrom ex:b .", Relation.RELAYS),
        ("ex:a hw:relays ex:b ; prov:wasDerivedFrom ex:b ; dcterms:source ex:b ; cito:cites ex:b .", Relation.RELAYS),
        ("ex:a cito:disputes ex:b ; cito:cites ex:b .", Relation.DISPUTES),
        ("ex:a prov:wasQuotedFrom ex:b ; prov:wasDerivedFrom ex:b .", Relation.QUOTES),
    ],
)
def test_a_direct_triple_is_one_unread_link(tmp_path: Path, turtle: str, relation: Relation) -> None:
    (link,) = read(tmp_path, turtle).links
    assert (link.source, link.relation, link.target) == ("http://ex.org/a", relation, "http://ex.org/b")


def test_an_activity_that_used_several_entities_is_a_needs_all_group(tmp_path: Path) -> None:
    found = read(tmp_path, "ex:a prov:wasGeneratedBy ex:w . ex:w prov:used ex:b, ex:c . ex:a a prov:Entity .")
    (group,) = found.groups
    assert len(group.members) == 2


def test_a_dataset_that_leans_on_nothing_is_made_here(tmp_path: Path) -> None:
    found = read(tmp_path, "ex:a cito:cites ex:d . ex:d a dcat:Dataset .")
    assert {source.id: source.making is not None for source in found.sources} == {
        "http://ex.org/a": False,
        "http://ex.org/d": True,
    }


def test_revisions_are_never_evidence(tmp_path: Path) -> None:
    assert read(tmp_path, "ex:a prov:wasRevisionOf ex:b ; prov:wasDerivedFrom ex:b ; a prov:Entity .").links == []


def test_derived_terms_in_input_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(PREFIXES + "ex:a hw:backing hw:backing-well ; a prov:Entity .", encoding="utf-8")
    assert read_rdf(path, BASE).left_out == 1


def test_blank_nodes_get_the_same_names_each_time(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(PREFIXES + "[] cito:cites [ a prov:Entity ] .", encoding="utf-8")
    assert {str(q) for q in read_rdf(path, BASE).quads} == {str(q) for q in read_rdf(path, BASE).quads}


def test_broken_turtle_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("@prefix ex: <http://ex.org/> .\nex:a ex:b .\n", encoding="utf-8")
    with pytest.raises(BadDataError, match=r"x\.ttl:2"):
        read_rdf(path, BASE)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.nt"
    path.write_text(f"<http://a/{'x' * 17_000_000}> <http://b> <http://c> .", encoding="utf-8")
    with pytest.raises(BadDataError, match="longer than 16 MB"):
        read_rdf(path, BASE)


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_every_syntax_is_written_and_read_back(tmp_path: Path, ending: str) -> None:
    store = stored(tmp_path, 'ex:a cito:cites ex:b ; dcterms:title "x" .')
    path = tmp_path / f"y.{ending}"
    path.write_bytes(write_rdf(store.quads, ending))
    assert {str(q.triple) for q in read_rdf(path, BASE).quads} == {str(q.triple) for q in store.quads}


def test_the_closure_of_a_long_chain_is_walked(tmp_path: Path) -> None:
    store = stored(tmp_path, "\n".join(f"ex:n{i} cito:cites ex:n{i + 1} ." for i in range(3000)))
    assert len(store.closure(["http://ex.org/n0"])) == 3001


def test_service_is_refused_but_not_in_a_text(tmp_path: Path) -> None:
    store = stored(tmp_path, "ex:a cito:cites ex:b .")
    with pytest.raises(QueryError, match="SERVICE is refused"):
        store.query("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")
    assert store.query('SELECT ?s { ?s ?p ?o FILTER("SERVICE" != "x") }').rows


def test_a_syntax_error_has_the_readers_own_line(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="line 2"):
        stored(tmp_path, "ex:a cito:cites ex:b .").query("SELECT ?s {\n ?s ?p }")
