"""The static site: every link leads to a file of it, nothing is asked for from elsewhere, and no text of records runs."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

import kg
from kg.rdf.syntax import write_rdf
from kg.render.static_query import query_files, query_words
from kg.render.static_site import GraphData, site_files
from tests.render.test_explorer import RECORDS
from tests.render.test_hostile import CONTROLS, STRINGS, hostile_graph
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


class Links(HTMLParser):
    """The addresses that a page leads to or loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the addresses of a tag."""
        del tag
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("graph")
    (folder / "all.yaml").write_text(RECORDS, encoding="utf-8")
    found = site_files(kg.open(str(folder)).everything(), None, "https://example.org/x")
    return {name: content for name, content in found if isinstance(content, str)}


def test_every_node_has_a_page_and_every_link_leads_to_a_file(site: dict[str, str]) -> None:
    assert len([name for name in site if name.startswith("n/")]) == 11
    for name, text in site.items():
        if name == "explore.html" or not name.endswith(".html"):
            continue
        for link in Links(text).links:
            target = PurePosixPath(name).parent / urlsplit(link).path
            assert str(target).replace("n/../", "") in site, (name, link)


def test_the_home_page_says_which_figure_is_most_repeated_and_who_said_it_first(site: dict[str, str]) -> None:
    first = site["index.html"].partition('class="repeated"')[2].partition("</li>")[0]
    assert "n/claim-report-total.html" in first
    assert "2 claims and sources rest on it · said first by The council, 2014" in first
    assert "goes back to The council, 2014" in site["index.html"]


def test_the_explorer_leads_to_the_pages(site: dict[str, str]) -> None:
    pages = re.findall(r'"page":"([^"]+)"', site["explore.html"])
    assert len(pages) == 11
    assert set(pages) <= site.keys()


def test_the_feed_has_challenges_with_absolute_links(site: dict[str, str]) -> None:
    items = list(ET.fromstring(site["feed.xml"]).iter("item"))  # noqa: S314 - our own output
    assert [item.findtext("link") for item in items] == ["https://example.org/x/n/claim-paper-against.html"]
    assert items[0].findtext("pubDate") == "Thu, 01 Jan 2015 00:00:00 +0000"


@pytest.mark.parametrize("name", ["script", "end of script", "handler", "href", "quotes", "control", "template"])
def test_text_of_records_stays_text_and_names_no_file_outside(name: str) -> None:
    for path, text in site_files(hostile_graph(STRINGS[name]), None, "https://example.org"):
        assert isinstance(text, str)
        assert re.fullmatch(r"(index|explore)\.html|feed\.xml|n/[a-z0-9._-]+\.html", path)
        assert not CONTROLS.search(text)
        if path.startswith("n/"):
            assert "<script" not in text
            assert "<img" not in text
            assert not [link for link in Links(text).links if link.startswith("javascript:")]


def test_the_pages_open_in_a_browser_without_requests_or_errors(
    browser: Browser, tmp_path: Path, site: dict[str, str]
) -> None:
    (tmp_path / "n").mkdir()
    for name, text in site.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((tmp_path / "index.html").as_uri())
    page.get_by_role("link", name="Explore and search").first.click()
    page.fill("#search", "1,400")
    page.press("#search", "Enter")
    page.get_by_role("link", name="Its page").click()
    page.wait_for_url("**/n/*.html")
    assert "1,400 children" in page.locator("h1").inner_text()
    assert said == []
    context.close()


class Quiet(SimpleHTTPRequestHandler):
    """A plain web server that prints nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address under which a folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with its query page on a plain web server."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "all.yaml").write_text(RECORDS, encoding="utf-8")
    opened = kg.open(str(folder))
    data = GraphData(write_rdf(opened.with_facts().everything(), "ttl"), opened.config.base)
    for name, content in site_files(opened.everything(), None, None, data):
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with serving(folder / "site") as address:
        yield address


def test_a_query_is_answered_in_the_page_and_nothing_is_asked_elsewhere(browser: Browser, served: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request", lambda request: said.append(request.url) if not request.url.startswith((served, "data:")) else None
    )
    page.goto(f"{served}/query.html")
    editor = "document.querySelector('.yasqe .CodeMirror').CodeMirror"
    page.wait_for_function(f"{editor}.getValue().includes('LIMIT 20')")
    page.locator(".yasqe_queryButton").first.click()
    page.get_by_role("link", name="Some children were counted.").first.click()
    page.wait_for_url("**/n/claim-report-total.html")
    page.goto(f"{served}/query.html")
    page.wait_for_function(f"{editor}.getValue().includes('LIMIT 20')")
    page.evaluate(f"{editor}.setValue('SELECT ?s {{ ?s <http://purl.org/dc/terms/title> ?t }}')")
    page.locator(".yasqe_queryButton").first.click()
    page.get_by_role("link", name="<b>The & report</b>").wait_for()
    page.goto(f"{served}/query.html#hedge-lost")
    page.wait_for_function(f"{editor}.getValue().includes('PREFIX hw:')")
    page.evaluate(f"{editor}.setValue('SELECT ?x {{ broken')")
    page.locator(".yasqe_queryButton").first.click()
    page.get_by_text("error at").first.wait_for()
    assert said == []
    context.close()


@pytest.mark.parametrize("scheme", some_at_once(["light", "dark"], ["dark"]))
def test_no_page_of_the_site_has_a_barrier_or_is_wider_than_a_phone(
    browser: Browser, served: str, axe: str, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for name in ("index", "query", "explore", "n/claim-report-total", "n/source-report", "n/inquiry-review"):
        page.goto(f"{served}/{name}.html", wait_until="networkidle")
        page.evaluate(axe)
        found = page.evaluate("async () => (await axe.run(document)).violations")
        assert [(name, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []
        if name != "query":
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    context.close()


def test_the_query_page_opened_from_a_folder_says_how_to_serve_it(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "engine.js").write_bytes(dict(query_files({}, b""))["static/engine.js"])
    words = f'{query_words("https://example.org/")}<script src="static/engine.js"></script>'
    (tmp_path / "query.html").write_text(words, encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "query.html").as_uri())
    assert page.get_by_text("python3 -m http.server").is_visible()
    page.close()
