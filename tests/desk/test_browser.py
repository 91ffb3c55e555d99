"""The desk in headless Chromium: without barriers, by keyboard alone, and closed to what a hostile page or another site tries."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import uvicorn

from kg.desk.app import application
from tests.conftest import missing
from tests.desk.conftest import ARTICLE, RECORDS, desk_of, text_of
from tests.desk.test_documents import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 120_000  # milliseconds, on a machine that does other things too
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
DRAFT = "/claim?id=homes-stand-empty/1-200-homes-millbrook"
PAGES = [
    "/",
    "/claim?id=leaflet/total",
    DRAFT,
    "/source?id=homes-stand-empty",
    "/new?source=report",
    "/all",
    "/changes",
]
PAGES += [
    "/second?id=leaflet/total&field:figure=x",
    "/ask?id=leaflet/total",
    "/search?q=homes",
    "/from-page?url=https://a.example",
    "/lists",
    "/entry?id=areas:millbrook",
]


class Open(NamedTuple):
    """A desk that is served, with the browser's window on it and what was asked of other hosts or said on the console."""

    folder: Path
    base: str
    context: BrowserContext
    page: Page
    foreign: list[str]
    said: list[str]


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "kg.toml").write_text('name = "homes"\n', encoding="utf-8")
    (folder / "homes.yaml").write_text(RECORDS, encoding="utf-8")
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    desk = desk_of(folder, port=port)
    server = uvicorn.Server(uvicorn.Config(application(desk), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    base = f"http://127.0.0.1:{port}"
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    foreign: list[str] = []
    said: list[str] = []
    page.on("request", lambda one: None if one.url.startswith(base) else foreign.append(one.url))
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("dialog", lambda one: said.append(f"dialog {one.message}"))
    page.goto(f"{base}/enter?token={desk.keys.token}")
    page.set_input_files("#bring-file", {"name": "a.html", "mimeType": "text/html", "buffer": ARTICLE})
    page.get_by_role("button", name="Open the document").click()
    page.get_by_role("heading", name="Homes stand empty", level=1).wait_for()
    yield Open(folder, base, context, page, foreign, said)
    context.close()
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.mark.parametrize(("scheme", "width"), [("dark", 390), pytest.param("light", 700, marks=pytest.mark.slow)])
def test_no_page_has_a_barrier_or_is_wider_than_its_window(
    opened: Open, browser: Browser, scheme: str, width: int
) -> None:
    """700 pixels are what is left of 1,400 at 200 % zoom."""
    path = Path(os.environ.get("AXE_CORE", ""), "axe.min.js")
    if not path.is_file():
        missing("axe-core (AXE_CORE names its folder)")
    axe = path.read_text(encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
        storage_state=opened.context.storage_state(),
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    for address in PAGES:
        page.goto(f"{opened.base}{address}")
        page.evaluate(axe)
        found = page.evaluate(f"async () => (await axe.run(document, {{runOnly: {RULES}}})).violations")
        assert [(address, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()


def test_a_claim_is_changed_by_keyboard_alone_with_its_figure_read_as_it_is_typed(opened: Open) -> None:
    page = opened.page
    page.goto(f"{opened.base}/claim?id=leaflet/total")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "f-figure":
            break
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("about 1,300 homes, Millbrook, 2024")
    page.locator("[data-parts] .part", has_text="1,300").wait_for()
    page.keyboard.press("ControlOrMeta+Enter")
    page.get_by_text("Saved:").wait_for()
    assert text_of(opened.folder) == RECORDS.replace("more than 1,200 homes, M", "about 1,300 homes, M")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("undone: changed").wait_for()
    assert text_of(opened.folder) == RECORDS


def test_selected_words_become_the_quotation_and_are_checked_at_once(opened: Open) -> None:
    page = opened.page
    page.goto(f"{opened.base}{DRAFT}")
    page.evaluate("getSelection().selectAllChildren(document.querySelectorAll('#document p')[1])")
    page.get_by_role("button", name="Use the selected text").click()
    page.get_by_text("quotation found", exact=True).wait_for()
    assert page.locator("#f-quote").input_value() == "That is more than double the 500 homes counted in 2010 [2]."


def test_a_typed_target_is_searched_while_one_types(opened: Open) -> None:
    page = opened.page
    page.goto(f"{opened.base}{DRAFT}")
    page.locator("#q").fill("the report")
    page.get_by_label("New source: the report").wait_for()
    assert page.locator("[data-found] input").first.input_value() in {"report", "report/homes"}


def test_with_scripts_switched_off_a_figure_is_traced_all_the_same(opened: Open, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=opened.context.storage_state())
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{opened.base}/claim?id=leaflet/total")
    page.locator("#q").fill("empty homes")
    page.get_by_role("radio", name="disputes it").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("pick one in the list").wait_for()
    page.get_by_label("There are 1,200 empty homes.").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("Saved:").wait_for()
    page.get_by_role("button", name="I read this reference").last.click()
    page.get_by_role("button", name="I read this reference").last.wait_for()
    assert "      - disputes: report/homes\n        read: 2026-11-30 KG\n" in text_of(opened.folder)
    context.close()
    (opened.folder / "homes.yaml").write_text(RECORDS, encoding="utf-8")


def test_a_hostile_article_runs_nothing_and_loads_nothing(opened: Open) -> None:
    page = opened.page
    page.goto(f"{opened.base}/")
    page.set_input_files("#bring-file", {"name": "b.html", "mimeType": "text/html", "buffer": HOSTILE})
    page.get_by_role("button", name="Open the document").click()
    page.locator("#document").wait_for()
    for mark in page.locator("#document a").all()[:3]:
        mark.hover()
    assert opened.foreign == []
    assert opened.said == []


def test_another_site_in_the_same_browser_reads_and_writes_nothing(opened: Open) -> None:
    evil = opened.context.new_page()
    evil.route("http://evil.example/*", lambda route: route.fulfill(body="<h1>Evil</h1>", content_type="text/html"))
    evil.goto("http://evil.example/")
    read = f"fetch('{opened.base}/claim?id=leaflet/total', {{credentials: 'include'}}).then(a => a.text(), () => 'refused')"
    assert evil.evaluate(read) == "refused"
    evil.evaluate(
        f"""() => {{ const form = document.createElement('form'); form.method = 'post'; form.action = '{opened.base}/do/claim';
        form.innerHTML = '<input name=node value="leaflet/total"><input name="field:says" value=Evil>';
        document.body.append(form); form.submit(); }}"""
    )
    evil.wait_for_url(f"{opened.base}/do/claim")
    assert "another site may not ask the desk" in evil.locator("body").inner_text()
    evil.goto("http://evil.example/")
    evil.evaluate(f"location.href = '{opened.base}/claim?id=leaflet/total'")
    evil.wait_for_url(f"{opened.base}/claim?id=leaflet/total")
    assert "another site may not ask the desk" in evil.locator("body").inner_text()
    assert text_of(opened.folder) == RECORDS
    evil.close()
