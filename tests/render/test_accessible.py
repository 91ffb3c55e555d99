"""An axe-core run over the pages, and the contrast of every colour that text is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.render.html import html
from kg.render.palette import DARK, LIGHT
from kg.render.report_html import report_html
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from kg.api import Graph
    from tests.render.conftest import Opener, Shown

TEXT = ("ink", "muted", "accent", "well", "partly", "thinly", "none", "unknown", "stops", "aside")
GROUNDS = ("paper", "box", "soft")
WALK = "#view=walk&id=jay-2014"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXT)
def test_every_text_has_a_contrast_of_four_and_a_half(colors: dict[str, str], ground: str, name: str) -> None:
    light, dark = sorted((luminance(colors[name]), luminance(colors[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def violations(shown: Shown, axe: str) -> list[str]:
    """What axe-core finds of level A or AA, a line each."""
    shown.js(axe)
    found = shown.js(f"async () => await axe.run(document, {{runOnly: {TAGS}}})")
    assert len(found["passes"]) > 10
    return [f"{v['id']}: {v['help']} {[node['target'] for node in v['nodes']][:3]}" for v in found["violations"]]


@pytest.mark.parametrize(
    ("claim", "width", "scheme"),
    [
        ("seed-article/rotherham", 390, "dark"),
        pytest.param("seed-article/rotherham", 1280, "light", marks=pytest.mark.slow),
        pytest.param("seed-article/rotherham", 1280, "dark", marks=pytest.mark.slow),
        pytest.param("seed-article/rotherham", 390, "light", marks=pytest.mark.slow),
        pytest.param("rgi-2026/at-the-very-least", 1280, "dark", marks=pytest.mark.slow),
        pytest.param("rgi-2026/at-the-very-least", 390, "light", marks=pytest.mark.slow),
    ],
)
def test_a_page_has_no_violation(show: Opener, graph: Graph, axe: str, claim: str, scheme: str, width: int) -> None:
    shown = show(html(graph.trace(claim).picture()), scheme=scheme, width=width)
    assert violations(shown, axe) == []
    shown.page.locator("details.filters summary").click()
    shown.page.fill("#search", "children")
    shown.page.locator("#canvas").focus()
    for key in ("Home", "ArrowDown"):
        shown.page.keyboard.press(key)
    assert violations(shown, axe) == []


@pytest.mark.slow
def test_the_page_of_a_whole_graph_has_no_violation(show: Opener, graph: Graph, axe: str) -> None:
    assert violations(show(html(graph.survey().picture())), axe) == []


@pytest.mark.parametrize(("width", "scheme"), some_at_once([(1280, "light"), (390, "dark")], [(390, "dark")]))
@pytest.mark.parametrize("view", some_at_once(["", WALK, "#view=time&id=jay-2014", "#view=table"], [WALK]))
def test_the_explorer_has_no_violation(
    show: Opener, graph: Graph, axe: str, view: str, scheme: str, width: int
) -> None:
    shown = show(graph.everything().to_html(), fragment=view, scheme=scheme, width=width)
    assert violations(shown, axe) == []
    shown.page.locator(".filters summary").click()
    shown.page.fill("#search", "1,400 children")
    assert violations(shown, axe) == []


@pytest.mark.parametrize("scheme", some_at_once(["light", "dark"], ["dark"]))
def test_a_printed_report_has_no_violation(show: Opener, graph: Graph, axe: str, scheme: str) -> None:
    shown = show(report_html(graph.trace("rgi-2026/at-the-very-least")), scheme=scheme, wait=False)
    assert violations(shown, axe) == []
