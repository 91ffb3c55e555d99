"""rdflib, networkx, pandas and polars are given what the graph holds, and change nothing in it."""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, BNode, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

import kg
from kg.api import Graph
from kg.errors import QueryError, UsageError
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.resources import seeds
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable

# rdflib warns of names that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.* is deprecated:DeprecationWarning")
CLAIM = URIRef(iri("hw:Claim"))
COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a hw:Claim }"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return kg.open(str(seeds()))


@pytest.fixture(scope="module")
def dataset(graph: Graph) -> rdflib.Dataset:
    return graph.to_rdflib()


def test_rdflib_sees_the_union_of_all_graphs_and_each_by_itself(graph: Graph, dataset: rdflib.Dataset) -> None:
    claims = set(dataset.subjects(RDF.type, CLAIM))
    assert len(claims) == int(graph.query(COUNT).rows[0][0] or 0)
    files = [one for one in dataset.graphs() if str(one.identifier).endswith(".yaml")]
    assert sum(len(set(one.subjects(RDF.type, CLAIM))) for one in files) >= len(claims)
    assert len(dataset) == int(
        graph.query("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }").rows[0][0] or 0
    )
    assert any((None, RDF.type, CLAIM) in one for one in files)


def test_rdflib_queries_are_answered_by_the_store_and_its_own_way_too(dataset: rdflib.Dataset) -> None:
    own = next(iter(dataset.query(prepareQuery(COUNT, initNs={"hw": iri("hw:Claim").removesuffix("Claim")}))))
    assert next(iter(dataset.query(COUNT))) == own
    assert bool(
        dataset.query("ASK { ?c a hw:Claim }", initBindings={"c": URIRef(str(next(dataset.subjects(RDF.type, CLAIM))))})
    )
    assert not bool(dataset.query("ASK { ?c a hw:Claim }", initBindings={"c": URIRef("x:none")}))
    made = dataset.query("CONSTRUCT { ?c a x:T } WHERE { ?c a hw:Claim }", initNs={"x": "x:"})
    assert made.graph is not None
    assert len(made.graph) > 0
    inside = dataset.graph(URIRef(CATALOGUE_GRAPH))
    assert not bool(inside.query("ASK { ?c a hw:Claim }"))
    with pytest.raises(QueryError, match="SERVICE"):
        dataset.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_a_fault_of_a_query_has_the_line_that_it_has_in_its_text(dataset: rdflib.Dataset) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 5, at “x:q \?o }”"):
        dataset.query("ASK {\n ?s x:q ?o }")
    with pytest.raises(QueryError, match=r"line 1, column 1, at “AK"):
        dataset.query("AK { ?s x:q ?o }", initNs={"x": "x:"})
    with pytest.raises(QueryError, match="there is no graph <x:none>"):
        dataset.query("ASK FROM x:none { ?s x:q ?o }", initNs={"x": "x:"})


def test_rdflib_reads_and_serialises_and_cannot_write(dataset: rdflib.Dataset) -> None:
    claim = next(dataset.subjects(RDF.type, CLAIM))
    assert isinstance(dataset.value(claim, URIRef(iri("schema:text"))), Literal)
    assert list(dataset.triples((BNode("x"), None, None))) == []
    assert list(dataset.triples((URIRef("not an iri"), None, None))) == []
    assert list(dataset.triples((None, None, Literal("x", lang="en")))) == []
    place = next(one for one in dataset.graphs() if (claim, None, None) in one)
    assert "hw:Claim" in place.serialize(format="turtle")
    for change in (dataset.add, dataset.remove):
        with pytest.raises(UsageError, match="only read"):
            change((claim, RDF.type, CLAIM))
    for update in ("INSERT DATA { <x:a> <x:b> <x:c> }", "CLEAR ALL"):
        with pytest.raises(UsageError, match="only read"):
            dataset.update(update)
    with pytest.raises(UsageError, match="only read"):
        dataset.remove_graph(place)


def test_a_view_is_live(graph: Graph) -> None:
    assert (None, URIRef(iri("hw:backing")), None) in graph.to_rdflib(facts=True)
    assert (None, URIRef(iri("hw:backing")), None) not in graph.to_rdflib()


@pytest.mark.parametrize("claim", [None, "seed-article/rotherham"])
def test_networkx_is_given_typed_edges_that_graphml_can_hold(graph: Graph, claim: str | None) -> None:
    made = graph.to_networkx(claim)
    assert made.nodes["seed-article/rotherham"]["kind"] == "claim"
    assert made.nodes["jay-2014"]["kind"] == "source"
    assert {"names", "made-in"} <= {row["relation"] for _, _, row in made.edges(data=True)}
    written = io.BytesIO()
    nx.write_graphml(made, written)
    read = nx.read_graphml(io.BytesIO(written.getvalue()), force_multigraph=True)
    assert (len(read), read.number_of_edges()) == (len(made), made.number_of_edges())


def test_what_is_no_text_is_refused_as_such(graph: Graph) -> None:
    asked: tuple[Callable[[Any], object], ...] = (
        graph.to_networkx,
        graph.to_pandas,
        graph.trace,
        graph.query,
        graph.node,
        graph.survey,
        lambda day: graph.trace("x", as_of=day),
    )
    for ask in asked:
        with pytest.raises(UsageError, match="a text is expected, and 5 is none"):
            ask(5)
    assert kg.open(Path(seeds())).name == graph.name
    with pytest.raises(TypeError, match="not int"):
        kg.open(5)  # type: ignore[arg-type]


VALUES = """SELECT * { VALUES (?n ?d ?b ?day ?mixed ?big) {
  (1 1.5 true "2014-08-21"^^xsd:date 1 "x"^^xsd:integer) (2 2.5 false "2014-08-22"^^xsd:date "one" 3) } }"""


def test_frames_have_numbers_truth_values_and_dates_where_a_whole_column_has(graph: Graph) -> None:
    pandas, polars = graph.to_pandas(VALUES), graph.to_polars(VALUES)
    for row in (pandas.iloc[0].to_dict(), polars.row(0, named=True)):
        assert (row["n"], row["d"], bool(row["b"]), row["day"]) == (1, 1.5, True, date(2014, 8, 21))
        assert (row["mixed"], row["big"]) == ("1", "x")
    assert graph.to_pandas("ASK {}")["answer"].tolist() == [True]


XSD = "http://www.w3.org/2001/XMLSchema#"
GIVEN = [
    (True, "true", f"{XSD}boolean"),
    (False, "false", f"{XSD}boolean"),
    (5, "5", f"{XSD}integer"),
    (2.5, "2.5", f"{XSD}double"),
    (float("inf"), "INF", f"{XSD}double"),
    (Decimal("1E+2"), "100", f"{XSD}decimal"),
    (date(2014, 8, 21), "2014-08-21", f"{XSD}date"),
    (datetime(2014, 8, 21, 9, tzinfo=UTC), "2014-08-21T09:00:00Z", f"{XSD}dateTime"),
    (np.int64(7), "7", f"{XSD}integer"),
    (np.bool_(True), "true", f"{XSD}boolean"),
    (Literal(5), "5", f"{XSD}integer"),
    (Literal("x", lang="en"), "x", None),
    (URIRef("x:a"), "x:a", None),
    (ox.NamedNode("x:a"), "x:a", None),
    (ox.Literal("5"), "5", f"{XSD}string"),
    ("x y", "x y", f"{XSD}string"),
]


@pytest.mark.parametrize(("value", "text", "kind"), GIVEN)
def test_a_parameter_is_the_term_that_the_value_is(graph: Graph, value: object, text: str, kind: str | None) -> None:
    row = graph.to_pandas("SELECT (STR(?x) AS ?text) (DATATYPE(?x) AS ?kind) {}", params={"x": value}).iloc[0]
    assert row["text"] == text
    assert kind is None or row["kind"] == kind


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "None, which is not a value"),
        (pd.NaT, "not a value"),
        ([1], "(list); it can be"),
        (Decimal("NaN"), "(Decimal)"),
        (b"x", "(bytes)"),
        (BNode("b"), "(BNode)"),
        (ox.BlankNode("b"), "(BlankNode)"),
        (object(), "(object)"),
    ],
)
def test_a_parameter_that_is_no_term_is_refused(graph: Graph, value: object, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        graph.to_pandas("SELECT ?x {}", params={"x": value})


def test_parameters_are_values_by_names(graph: Graph) -> None:
    with pytest.raises(UsageError, match="values by the names"):
        graph.to_polars("SELECT ?x {}", params=[1])  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="not the name of a variable"):
        graph.to_polars("SELECT ?x {}", params={"1 2": 3})
    with pytest.raises(UsageError, match="bound twice"):
        graph.to_polars("SELECT ?x {}", params={"x": 1, "?x": 2})


def test_what_is_no_table_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match="SELECT"):
        graph.to_pandas("CONSTRUCT WHERE { ?s a hw:Claim }")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_not_there_is_named_with_what_installs_it(
    graph: Graph, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"pip install 'headwater\[{library}\]'"):
        getattr(graph, f"to_{library}")("SELECT ?s { ?s a hw:Claim }")
