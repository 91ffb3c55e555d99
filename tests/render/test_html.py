"""The page in a browser: what is drawn, what it asks for, and what can be done with it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from kg.render.html import html
from kg.render.picture import Edge, Node, Picture
from tests.render.graphs import grown
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from kg.api import Graph
    from tests.render.conftest import Opener

INK = 8_000


def made_up(count: int) -> Picture:
    """A picture of so many boxes, as a citation network grows."""
    nodes = tuple(
        Node(
            id=f"doc-{n}/claim",
            kind="claim",
            head=f"{n} children, Anytown, 2014",
            place=f"2014 · Report {n}",
            backing=("well", "partly", "thinly", "none", "not assessed")[n % 5],
            reading="verified",
            start=n == 0,
        )
        for n in range(count)
    )
    edges = tuple(
        Edge(f"link-{number}", nodes[tail].id, nodes[head].id, "cites", "cites", "evidence", "reference")
        for number, (tail, head) in enumerate(grown(count))
    )
    from kg.render.build_picture import opening

    first = opening(nodes, edges, (nodes[0].id,))
    return Picture(
        "0 children, Anytown, 2014",
        f"{count} claims",
        "",
        (),
        (),
        nodes,
        edges,
        (nodes[0].id,),
        first,
        (),
        "g",
        "",
        "End.",
    )


def test_a_page_asks_for_nothing_says_nothing_and_draws_something(show: Opener, extrapolation: str) -> None:
    shown = show(extrapolation)
    assert shown.inked() > INK
    shown.clean()


@pytest.mark.parametrize("scheme", some_at_once(["light", "dark"], ["dark"]))
def test_the_picture_is_drawn_on_a_phone_in_light_and_dark(show: Opener, rotherham: str, scheme: str) -> None:
    shown = show(rotherham, width=390, height=844, scheme=scheme)
    assert shown.inked() > INK / 2
    assert shown.js("document.documentElement.scrollWidth") <= 390
    light = shown.js("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert light == (scheme == "light")
    shown.clean()


def test_the_two_answers_stand_on_the_first_screen(show: Opener, rotherham: str) -> None:
    shown = show(rotherham)
    for text in ("The figure", "This article", "not assessed", "not documented"):
        box = shown.page.get_by_text(text, exact=True).first.bounding_box()
        assert box is not None
        assert box["y"] < 300
    canvas = shown.page.locator("#canvas").bounding_box()
    assert canvas is not None
    assert canvas["y"] < 500


def test_the_keyboard_alone_goes_from_headline_to_origin(show: Opener, rotherham: str) -> None:
    shown = show(rotherham)
    for _ in range(40):
        shown.page.keyboard.press("Tab")
        if shown.js("document.activeElement.id") == "canvas":
            break
    assert shown.js("document.activeElement.id") == "canvas"
    shown.page.keyboard.press("Home")
    assert shown.js("location.hash") == "#node=seed-article%2Frotherham"
    shown.page.keyboard.press("ArrowDown")
    assert shown.js("location.hash") == "#node=jay-2014%2Fchildren-exploited"
    assert "origin" in shown.page.locator("#details").inner_text()
    assert "1,400 children" in shown.page.locator("#live").inner_text()
    shown.page.keyboard.press("ArrowUp")
    assert shown.js("location.hash") == "#node=seed-article%2Frotherham"
    shown.page.keyboard.press("End")
    assert shown.js("location.hash") == "#node=jay-2014%2Fchildren-exploited"
    shown.page.keyboard.press("Enter")
    assert shown.js("document.activeElement.id") == "details"
    shown.clean()


def test_a_deep_link_opens_at_its_box(show: Opener, extrapolation: str) -> None:
    from playwright.sync_api import expect

    shown = show(extrapolation, fragment="#node=oxon-373%2Fknown-children")
    assert "373 children" in shown.page.locator("#details h3").inner_text()
    shown.js("location.hash = '#node=hansard-2019-05-14/250000'")
    expect(shown.page.locator("#details h3")).to_contain_text("More than 250,000")
    shown.clean()


def test_a_bad_deep_link_is_no_error(show: Opener, rotherham: str) -> None:
    show(rotherham, fragment="#node=%E0%A4%A").clean()


def test_search_finds_by_label_and_says_how_many(show: Opener, extrapolation: str) -> None:
    shown = show(extrapolation)
    shown.page.fill("#search", "oxon-373/known-children")
    assert shown.page.locator("#foundCount").inner_text() == f"{shown.page.locator('#found li').count()} found"
    shown.page.press("#search", "Enter")
    assert shown.js("location.hash") == "#node=oxon-373%2Fknown-children"


@pytest.mark.parametrize(
    ("name", "value"),
    some_at_once([("relation", "critiques"), ("backing", "not assessed"), ("finding", "")], [("finding", "")]),
)
def test_filters_take_boxes_away(show: Opener, extrapolation: str, name: str, value: str) -> None:
    shown = show(extrapolation)
    shown.page.locator("details.filters summary").click()
    shown.page.click("#fit")
    before = shown.inked()
    option = shown.page.locator(f'input[name="{name}"][value="{value}"]')
    status = shown.page.locator("#status").inner_text()
    left, _, many, *_ = status.split()
    assert left == many
    option.uncheck()
    assert 0 < int(shown.page.locator("#status").inner_text().split()[0]) < int(many)
    assert shown.inked() != before
    option.check()
    shown.status(status)
    shown.clean()


def test_a_click_on_a_box_opens_its_details_with_quote_source_and_links(show: Opener, extrapolation: str) -> None:
    shown = show(extrapolation)
    shown.page.keyboard.press("Tab")
    shown.page.locator("#canvas").focus()
    shown.page.keyboard.press("Home")
    center = shown.page.locator("#canvas").bounding_box()
    assert center is not None
    shown.page.keyboard.press("Escape")
    shown.page.mouse.click(center["x"] + center["width"] / 2, center["y"] + center["height"] / 2)
    text = shown.page.locator("#details").inner_text()
    for part in (
        "at the very least, 250,000 young white girls",
        "The Rape Gang Inquiry Report",
        "D03",
        "How to put it right",
    ):
        assert part in text


@pytest.mark.slow
def test_a_large_picture_opens_with_the_neighbourhood_and_expands(show: Opener) -> None:
    picture = made_up(600)
    outside = [edge for edge in picture.edges if edge.source in picture.opening and edge.target not in picture.opening]
    shown = show(html(picture))
    shown.status("80 of 600 boxes shown")
    assert shown.inked() > INK / 2
    shown.page.fill("#search", outside[0].source)
    shown.page.press("#search", "Enter")
    hidden = int(shown.page.locator("#expand").inner_text().removeprefix("Show ").removesuffix(" more"))
    shown.page.locator("#expand").click()
    shown.status(f"{80 + hidden} of 600 boxes shown")
    shown.page.click("#all")
    shown.status("600 of 600 boxes shown")
    assert shown.inked() > INK / 2
    shown.clean()


def test_without_scripts_the_picture_and_the_tables_say_the_same(show: Opener, extrapolation: str) -> None:
    shown = show(extrapolation, scripts=False)
    assert shown.page.locator("figure.still svg").first.is_visible()
    assert not shown.page.locator("#canvas").is_visible()
    text = shown.page.locator("#tables").inner_text()
    data = json.loads(shown.page.locator("#data").inner_text() or shown.page.locator("#data").text_content() or "")
    for node in data["nodes"]:
        assert node["head"] in text
    for edge in data["edges"]:
        for words, _ in edge["shifts"]:
            assert words in text
    assert shown.requests == []


def test_in_print_there_is_no_canvas_and_everything_is_on_paper(show: Opener, rotherham: str) -> None:
    shown = show(rotherham, scheme="dark")
    shown.page.emulate_media(media="print")
    assert not shown.page.locator("#canvas").is_visible()
    assert shown.page.locator("figure.still svg").first.is_visible()
    assert shown.page.locator("table").first.is_visible()
    assert shown.js("getComputedStyle(document.body).color") == "rgb(31, 35, 40)"


def test_a_small_lineage_is_one_page_of_paper_with_its_picture_and_the_meaning_of_words(
    show: Opener, rotherham: str
) -> None:
    shown = show(rotherham)
    pages = re.findall(rb"/Type\s*/Page\b", shown.page.pdf(format="A4", prefer_css_page_size=True))
    assert len(pages) == 1
    assert shown.js("document.querySelector('details.glossary').open")


@pytest.mark.slow
def test_the_page_works_in_a_sandboxed_frame(show: Opener, rotherham: str) -> None:
    from html import escape

    frame = f'<!doctype html><title>t</title><iframe sandbox="allow-scripts" width=1200 height=900 srcdoc="{escape(rotherham)}"></iframe>'
    shown = show(frame, wait=False)
    inside = shown.page.frames[1]
    inside.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
    inside.locator("#canvas").focus()
    shown.page.keyboard.press("ArrowDown")
    shown.page.keyboard.press("ArrowDown")
    assert "case files" in inside.locator("#details").inner_text()
    assert [url for url in shown.requests if not url.startswith("about:")] == []
    assert shown.said == []


@pytest.mark.parametrize(
    ("button", "start"), some_at_once([("saveSvg", b"<svg"), ("savePng", b"\x89PNG")], [("savePng", b"\x89PNG")])
)
def test_the_picture_is_saved_as_a_file(show: Opener, rotherham: str, button: str, start: bytes) -> None:
    shown = show(rotherham)
    with shown.page.expect_download() as download:
        shown.page.click(f"#{button}")
    content = download.value.path().read_bytes()
    assert content.startswith(start)
    assert len(content) > 5_000
    shown.clean()


@pytest.mark.slow
def test_the_pages_of_several_claims_are_drawn(show: Opener, graph: Graph) -> None:
    for survey in (
        graph.survey(),
        graph.survey(around="jay-2014/children-exploited", hops=2),
        graph.survey(document="rgi-2026"),
    ):
        shown = show(html(survey.picture()))
        assert shown.inked() > INK / 2
        assert shown.page.locator("details.filters").get_attribute("open") is not None
        shown.clean()


def test_on_a_phone_the_picture_is_in_the_first_screen_and_one_finger_scrolls(
    browser: Browser, tmp_path: Path, rotherham: str
) -> None:
    path = tmp_path / "page.html"
    path.write_text(rotherham, encoding="utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    assert box["y"] < 600
    assert page.locator("details.filters").get_attribute("open") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator(".bar button:visible").all():
        size = button.bounding_box()
        assert size is not None
        assert size["height"] >= 44
    touches = context.new_cdp_session(page)
    for kind, y in (("touchStart", 700), *(("touchMove", 700 - 20 * step) for step in range(10))):
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": 200, "y": y}]})
    touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("scrollY > 50")
    context.close()
