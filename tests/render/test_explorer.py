"""The page of a whole graph in a browser: what is there, where it leads, and by which keys and links."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg.bridges.communities import communities
from kg.errors import NotFoundError
from kg.render.explorer import explorer_page
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph
    from tests.render.conftest import Opener, Shown

JAY = "jay-2014"
OVERVIEW = ".v-overview .ghead"

RECORDS = """
source: report
title: <b>The & report</b>
publisher: [council]
produced by: review
issued: 2014
claims:
  total: {says: Some children were counted., figure: "1,400 children", about: children, made here: {working: explained}}
---
source: paper
title: A paper
issued: 2015
claims:
  repeat: {says: It was said again., figure: "1,400 children", about: children, leans on: [{cites: report/total}]}
  again: {says: And once more., figure: "1,400 children", leans on: [{cites: paper/repeat}]}
  against: {says: It was disputed., speaks to: [{disputes: report/total}]}
---
inquiry: review
title: The review
led by: judge
---
agents: [{agent: council, name: The council}, {agent: judge, name: A judge}]
---
variables: [{variable: children, name: Children counted}]
---
recommendation: count
says: Count again.
made in: paper
hinges on: [paper/repeat]
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder: Path = tmp_path_factory.mktemp("small")
    (folder / "all.yaml").write_text(RECORDS, encoding="utf-8")
    return kg.open(str(folder))


@pytest.fixture(scope="module")
def page(graph: Graph) -> str:
    return graph.everything().to_html()


def data(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def heads(shown: Shown, selector: str) -> list[str]:
    return [text.split("\n")[0] for text in shown.page.locator(selector).all_inner_texts()]


def ids(shown: Shown, selector: str = "#sheet [data-i]") -> list[str]:
    script = f"[...document.querySelectorAll('{selector}')].map((box) => Number(box.dataset.i))"
    nodes = json.loads(shown.js("document.getElementById('data').textContent"))["nodes"]
    return [nodes[number]["id"] for number in shown.js(script)]


def test_every_kind_of_node_is_there_once(small: Graph) -> None:
    found = data(small.everything().to_html())
    assert Counter(found["kinds"][node["k"]] for node in found["nodes"]) == {
        "claim": 4,
        "source": 2,
        "inquiry": 1,
        "agent": 2,
        "variable": 1,
        "recommendation": 1,
    }
    assert len({node["id"] for node in found["nodes"]}) == len(found["nodes"])


def test_every_link_is_one_of_the_data(small: Graph) -> None:
    found = data(small.everything().to_html())
    name = [node["id"] for node in found["nodes"]]
    links = {(name[link["a"]], found["roles"][link["r"]], name[link["b"]]) for link in found["links"]}
    assert {link for link in links if link[1] in {"evidence", "challenge", "hinges"}} == {
        ("paper/repeat", "evidence", "report/total"),
        ("paper/again", "evidence", "paper/repeat"),
        ("paper/against", "challenge", "report/total"),
        ("count", "hinges", "paper/repeat"),
    }
    assert {("report", "by", "council"), ("report", "belongs", "review")} < links
    assert ("review", "by", "judge") in links


def test_heads_are_words_and_never_a_place_or_an_id_alone(graph: Graph, page: str) -> None:
    areas = {area.name for area in graph.short_records().areas}
    for node in data(page)["nodes"]:
        assert node["h"] not in areas
        assert node["h"] != node["id"]


def test_nothing_to_draw_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("agents: [{agent: a, name: A}]\n", encoding="utf-8")
    with pytest.raises(kg.errors.UsageError, match="there is no claim to draw"):
        kg.open(str(tmp_path)).everything()


def test_an_unknown_centre_is_an_error(small: Graph) -> None:
    with pytest.raises(NotFoundError, match="nothing is recorded under reprot"):
        small.everything("reprot")


@pytest.mark.parametrize(
    ("width", "scheme"),
    some_at_once([(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")], [(390, "dark"), (1440, "light")]),
)
def test_it_asks_for_nothing_and_fits_the_window(show: Opener, page: str, scheme: str, width: int) -> None:
    shown = show(page, width=width, height=844, scheme=scheme)
    assert shown.js("document.documentElement.scrollWidth") <= width
    first = shown.page.locator(OVERVIEW).first.bounding_box()
    assert first is not None
    assert first["y"] < 500
    shown.clean()


def test_groups_carry_names_and_counts_and_open(show: Opener, page: str) -> None:
    shown = show(page)
    box = shown.page.locator(OVERVIEW, has_text="National Audit on Group-based")
    assert re.search(r"\d+ claims", box.inner_text())
    box.click()
    assert shown.page.locator(".group.opened .node.k-claim").count() >= 14
    assert "open=node" in shown.js("location.hash")
    shown.page.go_back()
    assert shown.page.locator(".group.opened").count() == 0
    shown.clean()


@pytest.mark.parametrize("group", some_at_once(["source", "topic", "inquiry", "community"], ["topic"]))
def test_the_reader_chooses_how_nodes_are_grouped_and_no_node_is_there_twice(
    show: Opener, page: str, group: str
) -> None:
    shown = show(page, fragment=f"#view=overview&group={group}")
    shown.page.locator("#openAll").click()
    if shown.page.locator('[data-group="small"]').count():
        for _ in range(400):
            closed = shown.page.locator('.ghead[aria-expanded="false"]')
            if not closed.count():
                break
            closed.first.click()
    found = ids(shown)
    assert len(found) == len(set(found))
    if group == "source":
        kinds = shown.js(
            "[...new Set([...document.querySelectorAll('#sheet .node')].map((b) => b.classList[1]))].sort()"
        )
        assert kinds == ["k-agent", "k-claim", "k-inquiry", "k-recommendation", "k-source", "k-variable"]
    shown.clean()


def test_challenges_are_always_drawn_with_their_sign(show: Opener, page: str) -> None:
    shown = show(page)
    wires = shown.page.locator(".wire.against")
    assert wires.count() >= 5
    assert set(wires.locator("text").all_text_contents()) == {"✕"}
    shown.page.locator(OVERVIEW).first.click()
    faint = "Math.min(...[...document.querySelectorAll('.wire.against')].map((w) => Number(getComputedStyle(w).strokeOpacity)))"
    assert shown.js(faint) >= 0.9


@pytest.mark.slow
def test_around_a_source_opens_with_it_in_the_middle_and_all_that_rests_on_it(show: Opener, graph: Graph) -> None:
    shown = show(graph.everything(JAY).to_html())
    box = shown.page.locator(".subject")
    assert "Independent Inquiry into Child Sexual Exploitation in Rotherham" in box.inner_text()
    place = box.bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 800
    assert "Alexis Jay" in shown.page.locator("#details").inner_text()
    affected = {graph.name_of(one.node) for one in graph.impact([JAY]).impact.affected}
    assert affected <= set(ids(shown))
    assert shown.page.get_by_text("would fall without it").count() > 5
    shown.clean()


def test_any_claim_leads_to_all_that_challenges_it_in_one_step(show: Opener, page: str) -> None:
    found = data(page)
    name = [node["id"] for node in found["nodes"]]
    challenge = found["roles"].index("challenge")
    against = Counter(name[link["b"]] for link in found["links"] if link["r"] == challenge)
    claim, many = max((pair for pair in against.items() if "/" in pair[0]), key=lambda pair: pair[1])
    shown = show(page, fragment=f"#view=walk&id={claim.replace('/', '%2F')}")
    challengers = {name[link["a"]] for link in found["links"] if link["r"] == challenge and name[link["b"]] == claim}
    assert len(challengers) == many
    assert challengers <= set(ids(shown, "#details [data-i]"))


@pytest.mark.slow
def test_every_challenged_claim_lists_all_that_challenges_it(show: Opener, page: str) -> None:
    found = data(page)
    name = [node["id"] for node in found["nodes"]]
    challenge = found["roles"].index("challenge")
    challengers: dict[int, set[int]] = {}
    for link in found["links"]:
        if link["r"] == challenge:
            challengers.setdefault(link["b"], set()).add(link["a"])
    shown = show(page)
    listed = shown.page.evaluate(
        """(ids) => ids.map((id) => {
          location.hash = `#view=walk&id=${encodeURIComponent(id)}`;
          dispatchEvent(new PopStateEvent("popstate"));
          return [...document.querySelectorAll("#details [data-i]")].map((item) => Number(item.dataset.i));
        })""",
        [name[target] for target in challengers],
    )
    assert len(challengers) > 10
    assert [
        name[one] for one, there in zip(challengers, listed, strict=True) if not challengers[one] <= set(there)
    ] == []
    shown.clean()


def test_all_that_rests_on_a_report_is_two_presses_away_by_mouse_keyboard_and_table(
    show: Opener, graph: Graph, page: str
) -> None:
    shown = show(page, fragment=f"#view=walk&id={JAY}")
    found = data(page)
    number = {node["id"]: place for place, node in enumerate(found["nodes"])}
    affected = sorted(number[graph.name_of(one.node)] for one in graph.impact([JAY]).impact.affected)
    assert len(affected) >= 19
    heads = shown.page.evaluate(
        """(nodes) => nodes.map((i) => {
          document.querySelector(`#sheet [data-i="${i}"]`).click();
          return document.querySelector("#details h2").textContent;
        })""",
        affected,
    )
    assert all(found["nodes"][node]["h"] in head for node, head in zip(affected, heads, strict=True))
    shown.page.locator("#group").evaluate("() => document.querySelector('[data-view=table]').focus()")
    shown.page.keyboard.press("Enter")
    rows = shown.js("[...document.querySelectorAll('#sheet tbody [data-i]')].map((row) => Number(row.dataset.i))")
    assert set(affected) <= set(rows)
    reached: set[int] = set()
    for _ in range(len(rows) + 40):
        shown.page.keyboard.press("Tab")
        focused = shown.js("document.activeElement.closest('tbody') ? Number(document.activeElement.dataset.i) : -1")
        reached.add(focused)
    assert set(affected) <= reached
    shown.clean()


def test_every_inquiry_is_reached_in_one_step(show: Opener, page: str) -> None:
    shown = show(page)
    found = data(page)
    inquiries = {node["id"] for node in found["nodes"] if found["kinds"][node["k"]] == "inquiry"}
    assert len(inquiries) == 15
    assert inquiries <= set(ids(shown, "#details [data-i]"))
    shown.page.locator("#details").get_by_role(
        "button", name="Independent Inquiry into Child Sexual Exploit"
    ).last.click()
    assert shown.page.locator(".subject.k-inquiry").is_visible()
    shown.clean()


def test_the_most_repeated_figure_and_who_said_it_first_stand_beside_the_overview(show: Opener, page: str) -> None:
    first = show(page).page.locator("#details li").first.inner_text()
    assert "1,400 children" in first
    assert "24 claims and sources rest on it" in first
    assert "said first by Alexis Jay, 26 Aug 2014" in first


def test_depth_direction_and_hidden_neighbours(show: Opener, small: Graph) -> None:
    shown = show(small.everything("report/total").to_html(depth=1))
    assert "paper/again" not in ids(shown)
    more = shown.page.locator(".more")
    assert more.inner_text().startswith("+1")
    more.click()
    assert "paper/again" in ids(shown)
    shown.page.select_option("#dir", "down")
    assert "paper/repeat" not in ids(shown, ".band .cell [data-i]")
    shown.page.go_back()
    assert "paper/repeat" in ids(shown)
    shown.clean()


def test_a_click_lights_the_chain_to_the_origin_and_to_the_repeaters(show: Opener, small: Graph) -> None:
    shown = show(small.everything("report/total").to_html())
    shown.page.locator(".node", has_text="1,400 children").nth(1).click()
    lit = ids(shown, "#sheet .node.on")
    assert {"paper/again", "paper/repeat", "report/total"} <= set(lit)
    assert "1 origin" in shown.page.locator("#live").inner_text()


def test_the_path_between_two_nodes(show: Opener, small: Graph) -> None:
    shown = show(small.everything().to_html(), fragment="#view=walk&id=paper%2Fagain")
    shown.page.get_by_role("button", name="Path from here to").click()
    shown.page.fill("#search", "A judge")
    shown.page.press("#search", "Enter")
    assert ids(shown) == ["paper/again", "paper/repeat", "report/total", "report", "review", "judge"]
    assert shown.page.locator("#status").inner_text() == "a path of 5 links"
    shown.clean()


def test_the_keyboard_alone_walks(show: Opener, small: Graph) -> None:
    shown = show(small.everything("report/total").to_html())
    shown.page.locator(".subject").focus()
    shown.page.keyboard.press("ArrowUp")
    assert ids(shown, "#sheet :focus") == ["paper/repeat"]
    shown.page.keyboard.press("Enter")
    assert "It was said again." in shown.page.locator("#details").inner_text()
    shown.page.keyboard.press("Enter")
    assert ids(shown, "#sheet .subject") == ["paper/repeat"]
    shown.page.keyboard.press("1")
    assert shown.js("document.getElementById('depth').value") == "1"
    shown.page.keyboard.press("/")
    assert shown.js("document.activeElement.id") == "search"
    shown.page.locator(".subject").focus()
    shown.page.keyboard.press("o")
    assert shown.page.locator(OVERVIEW).first.is_visible()
    shown.clean()


def test_every_key_does_what_the_page_says(show: Opener, small: Graph) -> None:
    shown = show(small.everything("paper/repeat").to_html())
    press = shown.page.keyboard.press
    shown.page.locator(".subject").focus()
    press("ArrowDown")
    assert ids(shown, "#sheet :focus") == ["report/total"]
    press("m")
    assert ids(shown, "#sheet .subject") == ["report/total"]
    shown.page.locator(".subject").focus()
    press("ArrowLeft")
    assert ids(shown, "#sheet :focus") == ["paper/against"]
    press("ArrowRight")
    assert ids(shown, "#sheet :focus") == ["report/total"]
    for depth in "654321":
        press(depth)
        assert shown.js("document.getElementById('depth').value") == depth
    press("Escape")
    assert shown.page.locator("[aria-current]").count() == 0
    assert "Most repeated figures" in shown.page.locator("#details").inner_text()
    shown.clean()


def test_hovering_shows_the_neighbours(show: Opener, small: Graph) -> None:
    shown = show(small.everything("report/total").to_html())
    shown.page.locator(".node", has_text="1,400 children").first.hover()
    assert "paper/repeat" in ids(shown, "#sheet .node.on")


def test_filters_take_boxes_away_and_say_how_many_there_are(show: Opener, small: Graph) -> None:
    shown = show(small.everything().to_html(), fragment="#view=table")
    shown.page.locator(".filters summary").click()
    assert shown.page.locator("tbody tr").count() == 11
    shown.page.locator('input[name="kind"][value="agent"]').uncheck()
    assert shown.page.locator("tbody tr").count() == 9


def test_the_table_sorts_and_filters(show: Opener, small: Graph) -> None:
    shown = show(small.everything().to_html(), fragment="#view=table")
    shown.page.get_by_role("button", name="Date").click()
    assert shown.page.locator("th[aria-sort=ascending]").inner_text().startswith("Date")
    shown.page.fill("#only", "once more")
    assert ids(shown, "tbody [data-i]") == ["paper/again"]
    shown.clean()


def test_the_table_leads_to_every_row(show: Opener, page: str) -> None:
    shown = show(page)
    shown.page.get_by_role("button", name="Table", exact=True).click()
    many = len(data(page)["nodes"])
    assert shown.page.locator("#sheet tbody tr").count() == 500 < many
    shown.page.locator("button.rest").click()
    assert shown.page.locator("#sheet tbody tr").count() == min(many, 1000)
    assert (
        shown.page.locator("#sheet tbody tr")
        .nth(500)
        .locator("button")
        .evaluate("box => box === document.activeElement")
    )
    assert shown.page.locator("#status").inner_text() == f"{many} rows"
    shown.clean()


def test_back_in_the_overview_everything_is_the_heading(show: Opener, small: Graph) -> None:
    shown = show(explorer_page(small.everything()))
    shown.page.get_by_role("button", name="Table", exact=True).click()
    shown.page.locator("#sheet tbody button").first.click()
    shown.page.get_by_role("button", name="Around one").click()
    assert shown.page.locator("#subject").inner_text() != "Everything"
    shown.page.get_by_role("button", name="Overview").click()
    assert shown.page.locator("#subject").inner_text() == "Everything"
    assert not shown.page.locator("#everything").is_visible()


def test_on_a_phone_no_line_runs_behind_the_cards_of_the_overview(show: Opener, small: Graph) -> None:
    shown = show(explorer_page(small.everything()), width=390)
    assert shown.page.locator(".ghead").count() > 1
    assert shown.page.locator("svg.wires").count() == 0
    assert shown.page.locator(".ghead .links", has_text="on it").first.is_visible()


def test_the_time_axis_has_the_dated_nodes_in_order(show: Opener, small: Graph) -> None:
    shown = show(small.everything().to_html(), fragment="#view=time&id=report%2Ftotal")
    assert ids(shown)[0] == "report/total"
    assert set(ids(shown)) == {"report/total", "paper/repeat", "paper/again", "paper/against"}
    assert shown.page.locator(".wires .wire.against").count() == 1
    shown.clean()


def test_without_scripts_a_table_says_the_same(show: Opener, small: Graph) -> None:
    shown = show(small.everything().to_html(), scripts=False)
    text = shown.page.locator("noscript").inner_text()
    for words in ("<b>The & report</b>", "1,400 children", "A judge", "Count again."):
        assert words in text


def test_a_bad_address_opens_the_overview(show: Opener, small: Graph) -> None:
    shown = show(small.everything().to_html(), fragment="#view=nope&id=nope&depth=x&group=community&open=%E0%A4%A")
    assert shown.page.locator(OVERVIEW).first.is_visible()
    shown.clean()


def test_on_paper_the_picture_stands_on_the_first_page(show: Opener, small: Graph) -> None:
    shown = show(small.everything("report/total").to_html(), width=794, height=1123)
    shown.page.emulate_media(media="print")
    box = shown.page.locator(".subject").bounding_box()
    assert box is not None
    assert box["y"] < 1123
    assert not shown.page.locator("#details").is_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", shown.page.pdf(format="A4"))) == 1


def test_communities_are_the_same_for_the_same_graph_and_join_what_is_linked() -> None:
    pairs = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]
    assert communities(6, pairs) == communities(6, pairs) == [0, 0, 0, 1, 1, 1]


@pytest.mark.slow
def test_a_page_without_communities_does_not_offer_them(show: Opener, small: Graph) -> None:
    shown = show(explorer_page(small.everything()))
    assert shown.page.locator("#group option").all_inner_texts() == ["source", "topic", "inquiry"]
    shown.clean()
