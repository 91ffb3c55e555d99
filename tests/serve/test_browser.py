"""Every page opened in headless Chromium: no console error, no request to another host, and the editor asks the endpoint."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.conftest import missing
from tests.sampling import some_at_once
from tests.serve.test_pages import CLAIM, PAGES

if TYPE_CHECKING:
    import httpx
    from playwright.sync_api import Browser


class Watched:
    """A page with what it said and asked for."""

    def __init__(self, browser: Browser, scripts: bool = True) -> None:
        context = browser.new_context(java_script_enabled=scripts)
        self.page = context.new_page()
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        self.page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type in {"error", "warning"} else None,
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))


@pytest.mark.parametrize("address", some_at_once(PAGES, ["/", "/explore", "/query", *PAGES[-6:-3]]))
def test_a_page_opens_without_errors_and_asks_no_other_host(site: httpx.Client, browser: Browser, address: str) -> None:
    watched = Watched(browser)
    watched.page.goto(f"{site.base_url}{address}", wait_until="networkidle")
    assert watched.page.locator("h1").is_visible()
    assert watched.errors == []
    assert watched.hosts - {""} == {site.base_url.netloc.decode()}
    watched.page.context.close()


EDITOR = "document.querySelector('.yasqe .CodeMirror').CodeMirror"
COUNTS = (
    "PREFIX hw: <https://w3id.org/headwater/ns#> PREFIX schema: <https://schema.org/> SELECT ?source (COUNT(?c) AS ?claims)"
    " { ?c a hw:Claim ; schema:appearance ?source } GROUP BY ?source ORDER BY DESC(?claims) LIMIT 9"
)


def test_the_editor_opens_a_named_query_and_shows_its_answer(site: httpx.Client, browser: Browser) -> None:
    watched = Watched(browser)
    page = watched.page
    page.goto(f"{site.base_url}/query#hedge-lost", wait_until="networkidle")
    assert "hw:Drift" in page.evaluate(f"{EDITOR}.getValue()")
    page.locator(".yasqe_queryButton").first.click()
    page.locator(".yasr table tbody tr").first.wait_for()
    assert page.get_by_label("Query in SPARQL").count() >= 1
    named = page.get_by_role("link", name="The inquiry's conservative estimate").first
    named.wait_for()
    assert str(named.get_attribute("href")).endswith("/jay-2014/children-exploited")
    page.get_by_label("Addresses instead of names").check()
    assert named.count() == 0
    page.evaluate(f"{EDITOR}.setValue({COUNTS!r})")
    page.locator(".yasqe_queryButton").first.click()
    page.locator(".yasr_btnGroup .select_chart").click()
    page.locator("canvas[aria-label^='Bars: claims by source, 9 rows']").wait_for()
    page.goto(f"{site.base_url}/query", wait_until="networkidle")
    page.evaluate("location.hash = '#hedge-lost'")
    page.wait_for_function(f"{EDITOR}.getValue().includes('hw:Drift')")
    assert watched.errors == []
    assert watched.hosts - {""} == {site.base_url.netloc.decode()}
    page.context.close()


KINDS = [
    "/",
    "/query",
    CLAIM,
    "/explore",
    "/claims",
    "/search?q=rotherham",
    *(page for page in PAGES[-6:] if page != CLAIM),
]
AXE = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"


@pytest.mark.parametrize("scheme", some_at_once(["light", "dark"], ["dark"]))
@pytest.mark.parametrize("addresses", some_at_once([KINDS[:3], KINDS[3:]], [KINDS[:3]]))
def test_no_page_has_a_barrier_or_is_wider_than_a_phone(
    site: httpx.Client, browser: Browser, addresses: list[str], scheme: str
) -> None:
    path = Path(os.environ.get("AXE_CORE", ""), "axe.min.js")
    if not path.is_file():
        missing("axe-core (AXE_CORE names its folder)")
    axe = path.read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for address in addresses:
        page.goto(f"{site.base_url}{address}", wait_until="networkidle")
        page.evaluate(axe)
        found = page.evaluate(f"async () => (await axe.run(document, {{runOnly: {AXE}}})).violations")
        assert [(address, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []
        if address != "/query":
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    context.close()


def test_on_a_phone_the_picture_of_a_claim_is_in_the_first_screen(site: httpx.Client, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site.base_url}{PAGES[-6]}")
    box = page.locator("figure.still").bounding_box()
    assert box is not None
    assert box["y"] < 500
    lines = page.locator("figure.still svg.narrow text.small").all()
    assert lines
    for line in (lines[0], lines[-1]):
        place = line.bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= 390
        assert place["height"] >= 12
    page.get_by_role("button", name="Menu").click()
    assert page.get_by_role("navigation", name="Main").get_by_role("link", name="API").is_visible()
    context.close()


def test_the_explorer_walks_to_the_page_of_a_node(site: httpx.Client, browser: Browser) -> None:
    watched = Watched(browser)
    page = watched.page
    page.goto(f"{site.base_url}/explore#view=walk&id=jay-2014", wait_until="networkidle")
    assert page.locator(".subject").is_visible()
    page.get_by_role("link", name="Its page").click()
    page.wait_for_load_state()
    assert "What is said in it" in page.locator("main").inner_text()
    assert watched.errors == []
    assert watched.hosts - {""} == {site.base_url.netloc.decode()}
    page.context.close()


def test_without_scripts_everything_but_the_editor_works(site: httpx.Client, browser: Browser) -> None:
    watched = Watched(browser, scripts=False)
    page = watched.page
    page.goto(f"{site.base_url}/")
    page.get_by_label("Find", exact=True).fill("1,400 children in Rotherham")
    page.get_by_role("button", name="Search").click()
    page.locator("main li a").first.click()
    page.get_by_text("The trace as text").click()
    assert page.locator("pre.trace").is_visible()
    page.goto(f"{site.base_url}/query")
    page.locator("#plain summary").click()
    page.locator("#plain button").click()
    page.wait_for_load_state()
    assert page.locator("tbody tr").count() == 20
    page.context.close()
