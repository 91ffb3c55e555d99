"""The static site: every link leads to a file of it, nothing is asked for from elsewhere, and no text of records runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

import kg
from kg.render.static_site import site_files
from tests.render.test_explorer import RECORDS
from tests.render.test_hostile import CONTROLS, STRINGS, hostile_graph

if TYPE_CHECKING:
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
    return dict(site_files(kg.open(str(folder)).everything(), None, "https://example.org/x"))


def test_every_node_has_a_page_and_every_link_leads_to_a_file(site: dict[str, str]) -> None:
    assert len([name for name in site if name.startswith("n/")]) == 11
    for name, text in site.items():
        if name == "explore.html" or not name.endswith(".html"):
            continue
        for link in Links(text).links:
            target = PurePosixPath(name).parent / urlsplit(link).path
            assert str(target).replace("n/../", "") in site, (name, link)


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
