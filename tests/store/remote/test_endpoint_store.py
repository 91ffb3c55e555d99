"""The same lineage from an embedded store and from real servers, which are only ever read."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from kg.api import Graph, open_graph
from kg.errors import NotFoundError, QueryError
from kg.rdf.syntax import write_rdf
from kg.render.check_json import check_document
from kg.render.impact import impact_document
from kg.render.trace_json import trace_document
from kg.resources import seeds
from kg.sparql.query import ROW_FORMS, Limits, Question
from kg.sparql.results import answers_of
from kg.store.oxigraph import OxigraphStore
from kg.store.remote.client import Endpoint
from kg.store.remote.endpoint_store import EndpointStore
from kg.vocabulary import iri
from kg.workspace.query import ask, graph_iris
from tests.store.remote.servers import VIRTUOSO_ROWS, oxigraph_server, virtuoso_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.end_to_end

_SERVERS = {"oxigraph": oxigraph_server, "virtuoso": virtuoso_server}
_TRACED = 16


@pytest.fixture(scope="module")
def seed_graph() -> Graph:
    return open_graph(str(seeds()))


@pytest.fixture(scope="module")
def seed_file(seed_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "seeds.nq"
    path.write_bytes(write_rdf(seed_graph.store.everything(), "nq"))
    return path


@pytest.fixture(scope="module", params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, seed_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _SERVERS[request.param](tmp_path_factory.mktemp(request.param), seed_file) as address:
        yield address


def answer(graph: Graph, text: str) -> Any:  # noqa: ANN401 - a JSON document
    document = trace_document(graph.trace(text))
    document.pop("graph")
    return json.loads(json.dumps(_canonical(document), default=str))


def _canonical(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same document with numbers to twelve digits: Virtuoso keeps fifteen of a decimal."""
    if isinstance(value, dict):
        return {key: _canonical(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(inner) for inner in value]
    try:
        return f"{float(value):.12g}" if isinstance(value, str) else value
    except ValueError:
        return value


def test_a_lineage_is_the_same_from_a_server_as_from_the_records(url: str, seed_graph: Graph) -> None:
    claims = sorted(
        seed_graph.short[node] for node in seed_graph.store.nodes() if "/" in seed_graph.short.get(node, "")
    )
    chosen = random.Random(7).sample(claims, _TRACED)  # noqa: S311 - which claims are traced is no secret
    far = open_graph(url)
    for claim in ["seed-article/rotherham", *chosen]:
        assert answer(far, claim) == answer(seed_graph, claim), claim


def test_a_headline_is_found_on_a_server_by_number_words_and_place(url: str, seed_graph: Graph) -> None:
    far = open_graph(url)
    assert answer(far, "250,000 young white girls") == answer(seed_graph, "250,000 young white girls")
    with pytest.raises(NotFoundError):
        far.trace("zebras upon the moon")


def test_one_request_a_hop_fetches_the_whole_frontier(url: str) -> None:
    endpoint = Endpoint(url)
    graph = Graph(open_graph(url).config, EndpointStore(endpoint), open_graph(url).table)
    assert len(graph.trace("seed-article/rotherham").lineage.members) > 1
    assert endpoint.requests < 45


def test_a_check_of_a_server_finds_what_a_check_of_the_records_finds(url: str, seed_graph: Graph) -> None:
    ours, theirs = (check_document(graph.check()) for graph in (seed_graph, open_graph(url)))
    for document in (ours, theirs):
        document.pop("graph")
        for finding in [*document["findings"], *document["cannot_tell"]]:
            finding.pop("place", None)
    assert theirs == ours


def test_a_query_is_answered_by_the_server_in_every_form(url: str) -> None:
    graph = open_graph(url)
    assert graph.query("ASK { ?claim a hw:Claim }").boolean is True
    assert graph.query("ASK { ?claim a hw:NoSuchThing }").boolean is False
    assert len(graph.query("SELECT ?claim { ?claim a hw:Claim } LIMIT 3").rows) == 3
    made = graph.query("CONSTRUCT { ?claim a hw:Claim } WHERE { ?claim a hw:Claim } LIMIT 3").triples
    assert made is not None
    assert len(made) == 3
    assert graph.notes == ()


def test_an_answer_that_the_server_cuts_is_said_to_be_cut(url: str) -> None:
    graph = open_graph(url)
    rows = graph.query("SELECT ?s ?p ?o { ?s ?p ?o }").rows
    assert (f"{url}: the server cut the answer after {VIRTUOSO_ROWS} rows" in graph.notes) == (
        len(rows) == VIRTUOSO_ROWS
    )


def test_an_update_and_a_service_never_reach_the_server(url: str) -> None:
    graph = open_graph(url)
    with pytest.raises(QueryError, match="only reads"):
        graph.query("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="SERVICE"):
        graph.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_all_nodes_come_over_however_small_a_server_cuts_its_answers(url: str, seed_graph: Graph) -> None:
    assert EndpointStore(Endpoint(url)).nodes() == seed_graph.store.nodes()


def test_an_empty_store_has_no_named_graphs_to_ask() -> None:
    assert OxigraphStore().named("nothing") == set()


def test_what_falls_with_a_source_is_the_same_from_a_server(url: str, seed_graph: Graph) -> None:
    ours, theirs = (impact_document(graph.impact(["jay-2014"])) for graph in (seed_graph, open_graph(url)))
    assert ours["affected"]
    for document in (ours, theirs):
        document.pop("graph")
    assert theirs == ours


def test_a_lineage_is_drawn_from_a_server(url: str, seed_graph: Graph) -> None:
    ours, theirs = (graph.survey(document="seed-article") for graph in (seed_graph, open_graph(url)))
    assert (theirs.starts, theirs.nodes) == (ours.starts, ours.nodes)
    assert {finding.fingerprint for finding in theirs.findings} == {finding.fingerprint for finding in ours.findings}


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_of_a_server_come_in_the_syntax_that_was_asked_for(url: str, form: str) -> None:
    question = Question(
        "SELECT ?claim { ?claim a ?kind } ORDER BY ?claim LIMIT 2", None, (("kind", f"<{iri('hw:Claim')}>"),), rows=form
    )
    reply = ask(open_graph(url), question, Limits())
    assert (reply.kind, reply.media) == ("rows", ROW_FORMS[form])
    assert reply.body.count(b"https://") >= 2
    truth = ask(open_graph(url), replace(question, sparql="ASK { ?claim a ?kind }"), Limits())
    assert (truth.kind, b"true" in truth.body) == ("boolean", True)


def test_the_derived_facts_of_a_server_are_asked_in_a_copy_here(url: str, seed_graph: Graph) -> None:
    query = "SELECT ?claim ?level { ?claim hw:backing ?level }"
    assert set(open_graph(url).query(query, facts=True).rows) == set(seed_graph.query(query, facts=True).rows)


def test_a_mistake_in_a_query_is_told_by_line_and_column(url: str) -> None:
    with pytest.raises(QueryError, match="line 1, column"):
        open_graph(url).query("SELECT ?x WHERE { ?x }")


def test_one_graph_of_a_server_can_be_asked_alone(url: str) -> None:
    graph = open_graph(url)
    everywhere = graph.query("SELECT ?claim { ?claim a hw:Claim }").rows
    places = graph_iris(graph, ["article.yaml"])
    alone = answers_of(
        ask(graph, Question("SELECT ?claim { ?claim a hw:Claim }", default_graphs=places), Limits())
    ).rows
    assert 0 < len(alone) < len(everywhere)


def test_everything_is_fetched_for_an_export(url: str) -> None:
    graph = open_graph(url)
    figures = sum(quad.predicate.value == iri("hw:figure") for quad in graph.store.everything())
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?c ?f { ?c hw:figure ?f } }").rows
    assert figures == int(str(row[0])) > 100


DRAFTS = """
@prefix schema: <https://schema.org/> . @prefix cito: <http://purl.org/spar/cito/> . @prefix hw: <https://w3id.org/headwater/ns#> .
<http://x/a> a schema:Claim ; schema:text "There are 30 owls." ; cito:citesAsEvidence <http://x/b> .
<http://x/b> a schema:Claim ; schema:text "30 owls." .
<http://x/n> a schema:Claim ; hw:draft true ; schema:text "No owls." ; cito:disputes <http://x/a> .
"""


def test_drafts_on_a_server_are_outside_every_answer(tmp_path: Path) -> None:
    path = tmp_path / "drafts.ttl"
    path.write_text(DRAFTS, encoding="utf-8")
    with oxigraph_server(tmp_path, path) as address:
        traced = trace_document(open_graph(address).trace("http://x/a"))
    assert traced["challenges"] == []
    assert {node["id"] for node in traced["nodes"]} == {"http://x/a", "http://x/b"}
