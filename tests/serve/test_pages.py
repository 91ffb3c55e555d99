"""The pages of nodes, rules and lists, and their other representations."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import kg
from kg.resources import seeds
from tests.sampling import some_at_once
from tests.serve.conftest import served

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

pytestmark = pytest.mark.end_to_end

ROOT = "/headwater/seeds/england-group-based-cse/"
CLAIM, SOURCE = f"{ROOT}jay-2014/children-exploited", f"{ROOT}jay-2014"
PAGES = [
    "/",
    "/claims",
    "/sources",
    "/claims?page=2",
    "/inquiries",
    "/variables",
    "/agents",
    "/recommendations",
    "/explore",
    "/rules",
    "/rules/P02",
    "/search?q=rotherham",
    "/query",
    "/query?query=ASK%20%7B%7D",
    "/query?query=SELECT%20*%20%7B%3Fs%20a%20hw%3AClaim%7D",
    "/query?query=CONSTRUCT%20WHERE%20%7B%3Fs%20a%20hw%3AClaim%7D",
    "/api",
    CLAIM,
    SOURCE,
    f"{ROOT}variable/known-to-services-share",
    f"{ROOT}inquiry/jay-inquiry",
    f"{ROOT}agent/home-office",
    "/node?iri=https%3A%2F%2Fw3id.org%2Fheadwater%2Fns%23Claim",
]


class Links(HTMLParser):
    """The addresses that a page leads to or loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [(tag, value or "") for name, value in attrs if name in {"href", "src", "action"}]


def page(site: httpx.Client, address: str) -> httpx.Response:
    return site.get(address, headers={"accept": "text/html,*/*;q=0.5"})


@pytest.mark.parametrize("address", some_at_once(PAGES, ["/", "/claims", "/search?q=rotherham", "/query", *PAGES[-6:]]))
def test_a_page_loads_nothing_from_elsewhere_and_its_links_lead_somewhere(site: httpx.Client, address: str) -> None:
    done = page(site, address)
    assert (done.status_code, done.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in done.headers["content-security-policy"]
    for tag, link in Links(done.text).links[:14]:
        assert tag == "a" or link.startswith("/"), link
        if link.startswith("/") and not link.startswith("/sparql"):
            assert page(site, link).status_code == 200, link


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/html,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/n-triples", "application/n-triples"),
        ("application/xml", "application/rdf+xml"),
    ],
)
@pytest.mark.parametrize("address", [CLAIM, SOURCE])
def test_the_iri_of_a_node_resolves_in_every_representation(
    site: httpx.Client, address: str, accept: str, media: str
) -> None:
    done = site.get(address, headers={"accept": accept})
    assert (done.status_code, done.headers["content-type"]) == (200, media)
    assert "children-exploited" in done.text


def test_what_a_node_states_in_rdf_is_about_its_iri(site: httpx.Client) -> None:
    found = list(ox.parse(site.get(f"{CLAIM}?format=nt").content, format=ox.RdfFormat.N_TRIPLES))
    assert {f"https://w3id.org{CLAIM}", f"https://w3id.org{CLAIM}#figure"} < {str(q.subject.value) for q in found}


def test_a_claim_in_json_is_its_trace_and_a_source_what_is_recorded(site: httpx.Client) -> None:
    assert site.get(f"{CLAIM}?format=json").json()["claim"]["id"] == "jay-2014/children-exploited"
    assert "http://purl.org/dc/terms/title" in site.get(f"{SOURCE}?format=json").json()["states"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nope", 404),
        ("/nope/%3Cscript%3E", 404),
        (f"{ROOT}nope", 404),
        ("/rules/X99", 404),
        ("/claims?page=99", 404),
        ("/claims?page=x", 404),
        ("/node", 400),
        ("/node?iri=", 400),
        ("/node?iri=%00", 404),
        (f"{CLAIM}?format=exe", 400),
        ("/static/../app.py", 404),
        ("/static/nope.css", 404),
        ("/node?iri=x&format=json", 404),
        ("/rules/X99?format=json", 404),
        ("/query?query=SELECT", 400),
    ],
)
def test_what_is_not_there_is_said_so(site: httpx.Client, address: str, status: int) -> None:
    done = page(site, address)
    assert done.status_code == status
    assert "<script>" not in done.text


def test_a_claim_has_its_verdict_picture_and_citation(site: httpx.Client) -> None:
    text = page(site, f"{ROOT}seed-article/rotherham").text
    for part in (
        "This figure comes from a report by Alexis Jay",
        "The figure",
        'class="hw narrow"',
        "As a footnote",
        "/explore#view=walk&amp;id=",
    ):
        assert part in text


def test_the_home_page_says_which_figure_is_most_repeated_and_who_said_it_first(site: httpx.Client) -> None:
    first = page(site, "/").text.partition('class="repeated"')[2].partition("</li>")[0]
    assert f'href="{CLAIM}"' in first
    assert "said first by Alexis Jay, 26 Aug 2014" in first


def test_every_inquiry_is_listed_and_has_a_page(site: httpx.Client) -> None:
    links = [link for _, link in Links(page(site, "/inquiries").text).links if "/inquiry/" in link]
    assert len(links) == len(set(links)) == len(kg.open(str(seeds())).short_records().inquiries)
    assert all(page(site, link).status_code == 200 for link in links)


def test_a_source_says_what_rests_on_it_and_what_would_become_of_that(site: httpx.Client) -> None:
    text = page(site, SOURCE).text
    for part in (
        "What is said in it (3)",
        "What rests on it (19)",
        "If it were withdrawn",
        "These would lose the documentation that they rest on (",
        "Alexis Jay",
    ):
        assert part in text


def test_a_variable_compares_its_figures_in_a_plot(site: httpx.Client) -> None:
    text = page(site, f"{ROOT}variable/children-exploited").text
    assert "<title>Counts: " in text
    assert "Rotherham, 1997–2013 · Alexis Jay, 26 Aug 2014" in text


def test_an_inquiry_and_an_agent_say_what_they_made(site: httpx.Client) -> None:
    assert "Independent Inquiry into Child Sexual Exploitation" in page(site, f"{ROOT}inquiry/jay-inquiry").text
    assert "What it made, led, commissioned or paid for" in page(site, f"{ROOT}agent/home-office").text


def test_search_results_have_figure_outlet_date_and_grade(site: httpx.Client) -> None:
    text = page(site, "/search?q=1,400 children in Rotherham").text
    for part in ("About 1,400 children", "Alexis Jay, 26 Aug 2014", "not assessed"):
        assert part in text


def test_of_results_that_fit_equally_the_one_on_which_most_rests_is_first(site: httpx.Client) -> None:
    links = [
        link for _, link in Links(page(site, "/search?q=1,400 children").text).links if "/children-exploited" in link
    ]
    assert links[0] == CLAIM


def test_a_search_finds_people_inquiries_and_variables_by_name(site: httpx.Client) -> None:
    links = [link for _, link in Links(page(site, "/search?q=alexis jay").text).links]
    assert f"{ROOT}agent/alexis-jay" in links
    assert SOURCE in links


def test_an_answer_without_the_editor_calls_nodes_by_their_names(site: httpx.Client) -> None:
    text = page(site, "/query?query=SELECT+*+%7B+VALUES+%3Fx+%7B+id%3Ajay-2014+%7D+%7D").text
    assert ">Independent Inquiry into Child Sexual Exploitation in Rotherham" in text


def test_the_explorer_leads_to_the_pages_of_the_site(site: httpx.Client) -> None:
    done = page(site, "/explore")
    assert "script-src 'self'" in done.headers["content-security-policy"]
    assert f'"page":"{CLAIM}"' in done.text


def test_a_node_that_cannot_be_had_as_asked_is_406(site: httpx.Client) -> None:
    assert site.get(CLAIM, headers={"accept": "image/png"}).status_code == 406


def test_a_graph_without_a_claim_says_so_and_offers_no_walk(tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(
        '<https://x.example/a> <http://xmlns.com/foaf/0.1/name> "Ann" .', encoding="utf-8"
    )
    with served(graph=str(tmp_path)) as client:
        home = page(client, "/").text
        assert "There is no claim in this graph" in home
        assert 'href="/explore"' not in home.partition("<main>")[2]
        assert "there is no claim in this graph" in client.get("/explore").text


def test_a_rule_has_json(site: httpx.Client) -> None:
    assert site.get("/rules/P02", headers={"accept": "application/json"}).json()["code"] == "P02"


def test_hostile_text_of_records_stays_text(tmp_path: Path) -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    record = {
        "source": "evil",
        "title": attack,
        "kind": attack,
        "url": 'https://x.example/"onmouseover=alert(3)',
        "claims": {"one": {"says": attack, "figure": f"1,400 {attack.replace('1', '').replace('2', '')}"}},
    }
    (tmp_path / "evil.yaml").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "kg.toml").write_text(f"name = {json.dumps(attack)}\n", encoding="utf-8")
    (tmp_path / "bad.ttl").write_text(
        '<https://x.example/a> <https://schema.org/url> "javascript:alert(4)"^^<http://www.w3.org/2001/XMLSchema#anyURI> ;'
        " a <https://schema.org/Claim> ; <https://schema.org/text> '<script>alert(5)</script>' .",
        encoding="utf-8",
    )
    with served(graph=str(tmp_path)) as client:
        for address in (
            "/",
            "/claims",
            "/sources",
            "/search?q=1400",
            "/headwater/evil",
            "/headwater/evil/one",
            "/node?iri=https%3A%2F%2Fx.example%2Fa",
            "/nope<script>",
            "/rules/O01",
        ):
            done = page(client, address)
            assert "<script>" not in done.text
            assert "<img" not in done.text
            assert 'href="javascript:' not in done.text


def test_control_characters_of_records_are_on_no_page(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(
        "<https://x.example/a> a <https://schema.org/Claim> ; <https://schema.org/text> 'one\\u001B[31m two\\u0001\\u202E\\u009B\\uFFFF' ;"
        " <https://schema.org/appearance> <https://x.example/s> . <https://x.example/s> <http://purl.org/dc/terms/title> 'S\\u001B[2J' .",
        encoding="utf-8",
    )
    with served(graph=str(tmp_path)) as client:
        query = "/query?query=SELECT+*+%7B+%3Fs+schema%3Atext+%3Ft+%7D"
        for address in (
            "/claims",
            "/sources",
            "/search?q=two",
            "/node?iri=https%3A%2F%2Fx.example%2Fa",
            "/node?iri=nope%1B",
            query,
        ):
            told = client.get(address).text
            assert [sign for sign in told if sign != "\n" and not sign.isprintable() and sign != "\xa0"] == []
            assert "one[31m two" in told or "S[2J" in told or "nope" in told


def test_the_rules_come_as_json_too(site: httpx.Client) -> None:
    listed = site.get("/rules", headers={"Accept": "application/json"}).json()["rules"]
    assert site.get("/rules/P02", headers={"Accept": "application/json"}).json() in listed
    assert "text/html" in site.get("/rules").headers["content-type"]
