"""A graph opens from every place that it may live in, and other people's RDF goes the whole way."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import kg
from kg.commands import run
from kg.errors import BadDataError, UsageError
from kg.resources import ontology, seeds

if TYPE_CHECKING:
    from pathlib import Path

HASHES = """
@prefix cito: <http://purl.org/spar/cito/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix old: <http://schema.org/> . @prefix hw: <https://w3id.org/headwater/ns#> . @prefix ex: <http://ex.org/doc#> .
ex:a a old:Claim ; old:text "Seven cats" ; old:appearance ex:paper ; hw:figure ex:f ; hw:names ex:b .
ex:f a hw:Figure ; old:value 7 ; old:unitText "cats" .
ex:b a old:Claim ; old:text "Seven cats, the survey found" ; old:appearance ex:survey .
ex:c cito:cites ex:d ; prov:wasGeneratedBy ex:act . ex:act prov:used ex:d , ex:e . ex:d cito:cites ex:c .
[] cito:hasCitingEntity ex:b ; cito:hasCitedEntity ex:c .
"""


@pytest.fixture
def turtle(tmp_path: Path) -> Path:
    path = tmp_path / "x.ttl"
    path.write_text(HASHES, encoding="utf-8")
    return path


def test_iris_with_fragments_go_the_whole_way(turtle: Path) -> None:
    graph = kg.open(str(turtle))
    trace = graph.trace("seven cats")
    assert trace.claim.id == "http://ex.org/doc#a"
    assert "http://ex.org/doc#c" in trace.lineage.members
    assert str(trace)
    assert trace.to_dict()["schema_version"]


def test_rules_see_links_that_only_a_triple_states(turtle: Path) -> None:
    report = kg.open(str(turtle)).check()
    assert ("P02", "http://ex.org/doc#a") in {(f.code, f.node) for f in report.findings}


def test_a_store_folder_is_opened_for_reading(turtle: Path, tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.bulk_load(path=str(turtle), format=ox.RdfFormat.TURTLE)
    store.flush()
    del store
    assert kg.open(str(tmp_path / "store")).trace("http://ex.org/doc#c").lineage.members


def test_a_csv_of_claims_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        'source,title,claim,says,figure\nleaflet,Leaflet,homes,Empty homes,"1,200 homes, Millbrook"\n', encoding="utf-8"
    )
    assert kg.open(str(path)).trace("1,200 homes").claim.id == "leaflet/homes"


def test_a_workspace_replaces_the_backing_table(tmp_path: Path) -> None:
    shutil.copytree(seeds(), tmp_path / "w")
    table = ontology("backing.csv").read_text(encoding="utf-8")
    harsh = re.sub(r"(?<=,)(well|partly|thinly)", "none", table.split("\n", 1)[1])
    (tmp_path / "w" / "table.csv").write_text(table.split("\n", 1)[0] + "\n" + harsh, encoding="utf-8")
    with (tmp_path / "w" / "kg.toml").open("a", encoding="utf-8") as file:
        file.write('backing = "table.csv"\n')
    analysis = kg.open(str(tmp_path / "w")).analysis()
    assert set(analysis.backing.level.values()) == {0}
    assert set(kg.open(str(seeds())).analysis().backing.level.values()) != {0}


def test_a_table_with_a_hole_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('backing = "t.csv"\n', encoding="utf-8")
    (tmp_path / "t.csv").write_text("checked before publication,redoable\nnobody,well\n", encoding="utf-8")
    (tmp_path / "r.yaml").write_text("source: s\n", encoding="utf-8")
    with pytest.raises(BadDataError, match="no level for"):
        kg.open(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "message"), [("nam = 'x'", "unknown setting"), ("base = 'x'", "absolute IRI"), ("=", "TOML")]
)
def test_faulty_settings_are_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "kg.toml").write_text(text, encoding="utf-8")
    (tmp_path / "r.yaml").write_text("source: s\n", encoding="utf-8")
    with pytest.raises(BadDataError, match=message):
        kg.open(str(tmp_path))


def test_an_endpoint_is_asked_only_over_https() -> None:
    with pytest.raises(UsageError, match="only https"):
        kg.open("http://example.org/sparql")


def test_two_files_of_one_name_are_two_graphs(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "r.yaml").write_text(f"source: {folder}\n", encoding="utf-8")
    rows = kg.open(str(tmp_path)).query("SELECT DISTINCT ?g { GRAPH ?g { ?s a prov:Entity } }").rows
    assert len(rows) == 2


def test_the_catalogue_says_which_file_contributed_which_graph(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("source: s\n", encoding="utf-8")
    trig = tmp_path / "more.trig"
    trig.write_text(
        "@prefix ex: <http://ex.org/> . ex:g { ex:a a ex:B } ex:h { ex:a a ex:C } ex:a ex:p ex:b .", encoding="utf-8"
    )
    rows = (
        kg.open(str(tmp_path))
        .query(
            """SELECT ?path ?form ?sha (GROUP_CONCAT(STR(?part); separator=" ") AS ?parts) {
             GRAPH <https://w3id.org/headwater/graph/catalogue> {
               ?file a schema:MediaObject ; schema:name ?path ; schema:encodingFormat ?form ; schema:sha256 ?sha ;
                 schema:dateModified ?when . OPTIONAL { ?file schema:hasPart ?part } FILTER(DATATYPE(?when) = xsd:dateTime)
             }
           } GROUP BY ?path ?form ?sha ORDER BY ?path"""
        )
        .rows
    )
    assert [row[:2] for row in rows] == [("more.trig", "application/trig"), ("r.yaml", "application/yaml")]
    assert rows[0][2] == sha256(trig.read_bytes()).hexdigest()
    assert set(str(rows[0][3]).split()) == {"http://ex.org/g", "http://ex.org/h"}


def test_a_claim_of_several_appearances_is_one_claim_in_each(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        "@prefix s: <https://schema.org/> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix ex: <http://ex.org/> .\n"
        "ex:c a s:Claim ; s:text 'Nine owls' ; s:appearance ex:p , ex:q ; s:firstAppearance ex:q ; prov:wasDerivedFrom ex:d .",
        encoding="utf-8",
    )
    graph = kg.open(str(path)).analysis().graph
    made = {claim.made_in: claim.id for claim in graph.claims.values()}
    assert made["http://ex.org/q"] == "http://ex.org/c"
    assert set(made) == {"http://ex.org/p", "http://ex.org/q"}
    assert {link.source for link in graph.links} == set(made.values())


def test_no_rule_or_table_reads_who_an_agent_is(tmp_path: Path) -> None:
    """Swapping every kind of body and renaming every agent leaves each finding and each judgement as it was."""
    shutil.copytree(seeds(), tmp_path / "w")
    path = tmp_path / "w" / "agents.yaml"
    text = path.read_text(encoding="utf-8")
    kinds = sorted(set(re.findall(r"kind: ([^,}\n]+)", text)))
    turned = dict(zip(kinds, kinds[1:] + kinds[:1], strict=True))
    text = re.sub(r"kind: ([^,}\n]+)", lambda match: f"kind: {turned[match[1]]}", text)
    numbers = iter(range(10_000))
    path.write_text(re.sub(r"name: ([^,}\n]+)", lambda _: f"name: Agent {next(numbers)}", text), encoding="utf-8")
    one, other = kg.open(str(seeds())), kg.open(str(tmp_path / "w"))
    assert one.analysis().backing.level == other.analysis().backing.level
    found, again = ({(f.code, f.node, f.verdict) for f in graph.check().findings} for graph in (one, other))
    assert found == again


def test_a_percentage_is_never_a_count(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        "source: s\nclaims:\n  a: {says: Cats., figure: 26% of cats}\n  b: {says: Cats., figure: 26 cats}\n"
    )
    assert run(["trace", "26% cats", "-g", str(path)]) == 0
    assert "Claim (s/a)" in capsys.readouterr().out


def test_a_table_of_claims_lies_beside_other_records_and_other_tables_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("source,claim,says,leans on\nt,c,Nine owls.,cites s/d\n", encoding="utf-8")
    (tmp_path / "data.csv").write_text("year,owls\n2019,9\n", encoding="utf-8")
    (tmp_path / "r.yaml").write_text("source: s\nclaims: {d: {says: Nine owls were counted.}}\n", encoding="utf-8")
    trace = kg.open(str(tmp_path)).trace("t/c")
    assert {trace.name(node) for node in trace.lineage.members} == {"t/c", "s/d"}
    (tmp_path / "r.yaml").write_text("source: s\n", encoding="utf-8")
    with pytest.raises(BadDataError, match=r"claims\.csv:2:4: no source or claim “s/d” is recorded"):
        kg.open(str(tmp_path))


def test_what_was_left_out_or_could_not_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        "@prefix hw: <https://w3id.org/headwater/ns#> . @prefix s: <https://schema.org/> . @prefix ex: <http://ex.org/> .\n"
        "ex:c a s:Claim ; hw:backing hw:backing-well ; s:appearance ex:p ; hw:readOn 'soon' .",
        encoding="utf-8",
    )
    assert run(["validate", str(path)]) == 0
    said = capsys.readouterr().err
    assert f"{path}: 1 derived triple left out" in said
    assert "soon" in said
    assert run(["check", "-g", str(path), "--exit-zero"]) == 0
    assert "soon" in capsys.readouterr().err


def test_other_peoples_words_for_makers_and_dates_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        "@prefix s: <https://schema.org/> . @prefix cito: <http://purl.org/spar/cito/> . @prefix ex: <http://ex.org/> .\n"
        "ex:c a s:Claim ; s:isPartOf ex:p ; cito:citesAsEvidence ex:d . ex:d a s:Claim ; s:appearance ex:r .\n"
        "ex:r s:publisher 'ONS' ; s:headline 'A report' ; s:datePublished '2024-01-02T10:00:00Z' .\n"
        "ex:notice s:publisher 'ONS' ; cito:retracts ex:r .",
        encoding="utf-8",
    )
    trace = kg.open(str(path)).trace("http://ex.org/c")
    assert "rests on withdrawn material" in trace.lineage.standing
    source = trace.lineage.analysis.graph.sources["http://ex.org/r"]
    assert (source.title, str(source.issued)) == ("A report", "2 Jan 2024")
    assert trace.lineage.figure.shown == "no figure"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"@context": "https://other.example/c"}', "nothing is fetched"),
        ('{"@context": {', ":2:"),
        ('{"@context": ' + "[" * 100_000, "nested more than 200 deep"),
    ],
)
def test_json_ld_that_needs_the_network_or_is_broken_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "x.jsonld"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(BadDataError) as caught:
        kg.open(str(path))
    assert says in str(caught.value)


def test_the_context_of_schema_org_is_known(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    path.write_text(
        '{"@context": "https://schema.org", "@type": "Claim", "@id": "http://ex.org/c", "text": "Nine owls",'
        ' "appearance": {"@id": "http://ex.org/p"}, "isBasedOn": "http://ex.org/s"}',
        encoding="utf-8",
    )
    trace = kg.open(str(path)).trace("nine owls")
    assert "http://ex.org/s" in trace.lineage.members
