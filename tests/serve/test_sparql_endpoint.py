"""The endpoint, request by request, after the SPARQL 1.1 Protocol and its tests."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import pyoxigraph as ox
import pytest

from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.facts import FACTS_GRAPH
from tests.serve.conftest import post_head

if TYPE_CHECKING:
    import httpx

pytestmark = pytest.mark.end_to_end

ASK = "ASK { ?claim a hw:Claim }"
SELECT = "SELECT ?claim WHERE { ?claim a hw:Claim } LIMIT 1"
CONSTRUCT = "CONSTRUCT WHERE { ?claim a hw:Claim }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def direct(site: httpx.Client, query: str, address: str = "/sparql", **headers: str) -> httpx.Response:
    return site.post(address, content=query.encode(), headers={"content-type": DIRECT, **headers})


def number(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_answered_each_way(site: httpx.Client, way: str) -> None:
    done = {
        "get": lambda: site.get("/sparql", params={"query": ASK}),
        "form": lambda: site.post("/sparql", data={"query": ASK}),
        "direct": lambda: direct(site, ASK, **{"content-type": f"{DIRECT}; charset=UTF-8"}),
    }[way]()
    assert (done.status_code, done.headers["content-type"]) == (200, JSON)
    assert done.json()["boolean"] is True
    assert done.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "query", "media"),
    [
        ("*/*", SELECT, JSON),
        ("application/json", SELECT, JSON),
        (f"{XML};q=0.9, {JSON};q=0.2", SELECT, XML),
        ("text/csv", SELECT, "text/csv; charset=utf-8"),
        ("text/tab-separated-values", SELECT, "text/tab-separated-values; charset=utf-8"),
        ("text/*", SELECT, "text/csv; charset=utf-8"),
        ("application/xml", ASK, XML),
        ("text/turtle, */*;q=0.1", SELECT, JSON),
        ("*/*", CONSTRUCT, "text/turtle; charset=utf-8"),
        ("application/rdf+xml", CONSTRUCT, "application/rdf+xml"),
        ("application/ld+json", "DESCRIBE hw:x", "application/ld+json"),
        ("application/n-triples;q=1, text/turtle;q=0", CONSTRUCT, "application/n-triples"),
        ("text/turtle;q=0, */*", CONSTRUCT, "application/n-triples"),
    ],
)
def test_the_answer_has_the_form_that_the_client_prefers(
    site: httpx.Client, accept: str, query: str, media: str
) -> None:
    done = site.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert (done.status_code, done.headers["content-type"]) == (200, media)


@pytest.mark.parametrize(
    ("accept", "query"), [("image/png", SELECT), ("text/turtle", SELECT), (JSON, CONSTRUCT), ("*/*;q=0", ASK)]
)
def test_where_nothing_fits_the_status_is_406(site: httpx.Client, accept: str, query: str) -> None:
    done = site.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert (done.status_code, done.headers["vary"]) == (406, "Accept")


@pytest.mark.parametrize("node", ["id:jay-2014", "<jay-2014>"])
def test_ids_of_records_are_written_as_in_queries_on_the_command_line(site: httpx.Client, node: str) -> None:
    query = f"ASK {{ {node} dcterms:title ?title }}"
    assert site.get("/sparql", params={"query": query}).json()["boolean"]


@pytest.mark.parametrize("form", ["text/csv", "text/tab-separated-values", JSON, XML])
def test_all_variables_come_in_the_order_in_which_they_first_appear(site: httpx.Client, form: str) -> None:
    query = '# ?b\nSELECT DISTINCT * { ?s <x:?a> "?d" . $p ?o ?s OPTIONAL { ?s ?a ?c } }'
    head = site.get("/sparql", params={"query": query}, headers={"accept": form}).text
    assert re.findall(r"\b[spoac]\b", head.split("results")[0] if form == JSON else head.split("</head>")[0]) == [
        "s",
        "p",
        "o",
        "a",
        "c",
    ]


@pytest.mark.parametrize("address", ["/sparql", "/void", "/.well-known/void"])
def test_a_description_that_cannot_be_had_as_asked_is_406(site: httpx.Client, address: str) -> None:
    done = site.get(address, headers={"accept": "image/png"})
    assert (done.status_code, done.headers["vary"]) == (406, "Accept")


@pytest.mark.parametrize("address", ["/sparql", "/void", "/rules", "/node?iri=https://example.org/x"])
def test_a_list_in_several_lines_of_the_head_is_one_list(site: httpx.Client, address: str) -> None:
    lines = [
        ("accept", "image/png"),
        ("accept", "text/turtle;q=0.1, application/n-triples"),
        ("accept", "application/json;q=0.2"),
    ]
    one = site.get(address, headers={"accept": ", ".join(value for _, value in lines)})
    done = site.get(address, headers=lines)
    assert (done.status_code, done.headers["content-type"]) == (one.status_code, one.headers["content-type"])
    assert done.status_code != 406
    rows = site.get("/sparql", params={"query": SELECT}, headers=[("accept", "image/png"), ("accept", "text/csv")])
    assert rows.headers["content-type"] == "text/csv; charset=utf-8"


def test_headers_that_do_not_go_together_are_refused(site: httpx.Client) -> None:
    for sent, status in (
        ([("content-type", DIRECT), ("content-type", FORM)], 400),
        ([("content-type", DIRECT)] * 2, 200),
        ([("content-type", DIRECT), ("content-encoding", "identity"), ("content-encoding", "gzip")], 415),
        ([("content-type", DIRECT), ("content-encoding", "identity"), ("content-encoding", "identity")], 200),
    ):
        assert site.post("/sparql", content=ASK.encode(), headers=sent).status_code == status, sent


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("query", ASK)] * 2, "one query is expected, and 2 were sent\n"),
        ([("default-graph-uri", "x:y")], "one query is expected, and none was sent\n"),
        ([("query", " ")], "the query is empty\n"),
    ],
)
def test_a_request_without_one_query_is_told_so(site: httpx.Client, pairs: list[tuple[str, str]], said: str) -> None:
    done = site.get(f"/sparql?{urlencode(pairs)}")
    assert (done.status_code, done.text) == (400, said)


@pytest.mark.parametrize(
    ("method", "arguments", "status"),
    [
        ("GET", {"params": {"query": "SELECT {"}}, 400),
        ("GET", {"params": [("query", ASK), ("query", ASK)]}, 400),
        ("GET", {"params": {"default-graph-uri": "x:y"}}, 400),
        ("GET", {"params": {"update": "CLEAR ALL"}}, 403),
        ("POST", {"data": {"query": ASK, "update": "CLEAR ALL"}}, 400),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 403),
        ("POST", {"data": {"default-graph-uri": "x:y"}}, 400),
        ("POST", {"content": b"CLEAR ALL", "headers": {"content-type": "application/sparql-update"}}, 403),
        ("POST", {"content": ASK.encode()}, 415),
        ("POST", {"content": ASK.encode(), "headers": {"content-type": "text/plain"}}, 415),
        ("POST", {"content": ASK.encode("utf-16"), "headers": {"content-type": f"{DIRECT}; charset=UTF-16"}}, 415),
        (
            "POST",
            {"content": gzip.compress(ASK.encode()), "headers": {"content-type": DIRECT, "content-encoding": "gzip"}},
            415,
        ),
        ("POST", {"content": b"ASK { ?s ?p '\xff' }", "headers": {"content-type": DIRECT}}, 400),
        ("POST", {"content": b"query=%FF", "headers": {"content-type": FORM}}, 400),
        ("POST", {"content": ASK.encode(), "params": {"query": ASK}, "headers": {"content-type": DIRECT}}, 400),
        ("POST", {"content": b"x" * 5_000_000, "headers": {"content-type": DIRECT}}, 413),
        ("POST", {"content": b"ASK {}" + b" " * 1_000_000, "headers": {"content-type": DIRECT}}, 413),
        ("PUT", {"content": ASK.encode()}, 405),
        ("DELETE", {}, 405),
    ],
)
def test_what_the_protocol_does_not_allow_is_refused_in_a_line(
    site: httpx.Client, method: str, arguments: dict[str, Any], status: int
) -> None:
    done = site.request(method, "/sparql", **arguments)
    assert done.status_code == status
    assert len(done.text.splitlines()) == 1
    if status == 405:
        assert "POST" in done.headers["allow"]


@pytest.mark.parametrize(
    ("media", "length", "status"),
    [
        (DIRECT, 4_000_001, b"413"),
        (FORM, 1_000_001, b"413"),
        ("application/sparql-update", 10, b"403"),
        ("text/plain", 10, b"415"),
    ],
)
def test_what_the_headers_alone_rule_out_is_refused_before_the_body_comes(
    site: httpx.Client, media: str, length: int, status: bytes
) -> None:
    assert post_head(site, media, length)[9:12] == status


def test_more_than_a_thousand_parameters_or_a_hundred_media_ranges_are_refused(site: httpx.Client) -> None:
    done = site.post("/sparql", data={"query": ASK, **{f"x{number}": "" for number in range(1_000)}})
    assert (done.status_code, done.text) == (400, "there are more than 1,000 parameters\n")
    done = site.get("/sparql", params={"query": ASK}, headers={"accept": "*/*;q=0.1," * 200})
    assert (done.status_code, done.text) == (400, "the Accept header has more than 100 media ranges\n")


def test_a_large_form_is_read_like_a_small_one(site: httpx.Client) -> None:
    done = site.post("/sparql", data={"query": f"{ASK} # é{' ' * 500_000}"})
    assert (done.status_code, done.json()["boolean"]) == (200, True)


@pytest.mark.parametrize("escape", ["%", "%zz", "\\x41", "%41%", "+"])
def test_a_form_is_decoded_as_the_standard_library_does(site: httpx.Client, escape: str) -> None:
    form = f"query=SELECT+('{escape}'+AS+%3Fx)+%7B%7D".encode()
    done = site.post("/sparql", content=form, headers={"content-type": FORM})
    plain = parse_qsl(form.decode())[0][1].split("'")[1].replace("\\x41", "")
    if "\\" in escape:
        assert done.status_code == 400  # not an escape of SPARQL's
    else:
        assert done.json()["results"]["bindings"][0]["x"]["value"] == plain


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
        "INSERT DATA { <x:s> <x:p> 1 }",
        "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
    ],
)
def test_nothing_leaves_the_graph_and_nothing_is_changed(site: httpx.Client, query: str) -> None:
    assert site.get("/sparql", params={"query": query}).status_code == 400


def test_the_request_says_which_graphs_are_asked(site: httpx.Client) -> None:
    def count(query: str, *pairs: tuple[str, str]) -> int:
        return number(site.get("/sparql", params=[("query", query), *pairs]))

    facts, catalogue = ("default-graph-uri", FACTS_GRAPH), ("default-graph-uri", CATALOGUE_GRAPH)
    named = ("named-graph-uri", FACTS_GRAPH)
    assert 0 < count(COUNT, catalogue) < count(COUNT, facts) < count(COUNT, facts, catalogue) < count(COUNT)
    assert count(COUNT, named) == 0
    assert count(COUNT_NAMED, named) == count(COUNT, facts)
    assert count(COUNT_NAMED, facts) == 0
    assert count(COUNT_NAMED) == count(COUNT)


def test_the_dataset_of_a_request_comes_before_that_of_its_query(site: httpx.Client) -> None:
    query = COUNT.replace("{", f"FROM <{FACTS_GRAPH}> {{", 1)
    pairs = {"default-graph-uri": CATALOGUE_GRAPH}
    own = number(site.get("/sparql", params={"query": query}))
    assert (
        own
        > number(site.get("/sparql", params={"query": query, **pairs}))
        == number(site.post("/sparql", data={"query": query, **pairs}))
    )
    assert number(direct(site, query, f"/sparql?default-graph-uri={CATALOGUE_GRAPH}")) < own


def test_a_graph_that_is_not_there_is_refused(site: httpx.Client) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        assert site.get("/sparql", params={"query": ASK, name: "http://127.0.0.1:9/"}).status_code == 400
        assert site.get("/sparql", params={"query": ASK, name: "not an iri"}).status_code == 400


def test_head_has_the_headers_of_get_and_no_content(site: httpx.Client) -> None:
    got, headed = (site.request(method, "/sparql", params={"query": ASK}) for method in ("GET", "HEAD"))
    assert headed.content == b""
    assert {got.headers[name] == headed.headers[name] for name in ("content-type", "content-length")} == {True}


@pytest.mark.parametrize("address", ["/sparql", "/void", "/.well-known/void"])
@pytest.mark.parametrize(
    "media", ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"]
)
def test_the_service_and_its_dataset_describe_themselves(site: httpx.Client, address: str, media: str) -> None:
    done = site.get(address, headers={"accept": media})
    assert done.status_code == 200
    form = ox.RdfFormat.from_media_type(media)
    store = ox.Store()
    store.bulk_load(done.content, form)
    query = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
      PREFIX dcat: <http://www.w3.org/ns/dcat#>
      ASK { ?service a sd:Service ; sd:endpoint ?service ; sd:feature sd:UnionDefaultGraph ; dcat:servesDataset ?data ;
        sd:defaultDataset [ sd:namedGraph [ sd:name ?graph ] ] . ?data a void:Dataset, dcat:Dataset ; void:triples ?n ;
        void:sparqlEndpoint ?service }"""
    assert bool(store.query(query))


def test_a_browser_that_opens_the_endpoint_gets_the_query_page(site: httpx.Client) -> None:
    done = site.get("/sparql", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (done.status_code, done.headers["location"]) == (303, "/query")
    assert site.get("/sparql", headers={"accept": "image/png"}).status_code == 406
    assert site.get("/void", headers={"accept": "image/png"}).status_code == 406


def test_a_graph_that_is_named_twice_counts_once(site: httpx.Client) -> None:
    once = site.get("/sparql", params=[("query", COUNT), ("default-graph-uri", CATALOGUE_GRAPH)])
    twice = site.get("/sparql", params=[("query", COUNT), *[("default-graph-uri", CATALOGUE_GRAPH)] * 2])
    assert number(once) == number(twice) > 0


@pytest.mark.parametrize("name", ["query", "update"])
def test_the_query_of_a_form_stands_in_its_body(site: httpx.Client, name: str) -> None:
    told = site.post("/sparql", params={name: COUNT}, data={"query": COUNT})
    assert (told.status_code, told.text) == (
        400,
        "the form is in the body of the request; leave its query out of the address\n",
    )


def test_the_dataset_of_a_form_may_stand_in_the_address(site: httpx.Client) -> None:
    inside = site.post("/sparql", data={"query": COUNT, "default-graph-uri": CATALOGUE_GRAPH})
    outside = site.post("/sparql", params={"default-graph-uri": CATALOGUE_GRAPH}, data={"query": COUNT})
    assert number(inside) == number(outside) > 0
    assert number(outside) < number(site.post("/sparql", data={"query": COUNT}))
