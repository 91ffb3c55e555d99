"""Records that try to run code, break the page, hide text or write more than they may: none of it takes effect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from kg.api import Everything, Trace
from kg.lineage.analysis import analyse
from kg.lineage.evidence import build
from kg.lineage.trace import lineage
from kg.model.area import Area
from kg.model.figure import Figure
from kg.model.link import Group, Input, Link
from kg.model.reading import Reading, Sighting
from kg.model.records import (
    Access,
    Agent,
    Claim,
    Inquiry,
    Making,
    Recommendation,
    Records,
    Snapshot,
    Source,
    Variable,
)
from kg.model.words import AccessState, Relation
from kg.render.html import html, vis_network
from kg.render.report_html import report_html
from kg.render.report_markdown import report_markdown
from kg.rules.engine import Finding
from tests.lineage.graphs import TABLE
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from tests.render.conftest import Opener

RUNS = "window.__ran=1;document.title='ran'"
STRINGS = {
    "script": f"<script>{RUNS}</script>",
    "end of script": f"</script><script>{RUNS}</script><!--<script>",
    "handler": f"<img src=x onerror=\"{RUNS}\"><svg onload='{RUNS}'>",
    "href": f'<a href="javascript:{RUNS}">href</a>',
    "quotes": f'" autofocus onfocus="{RUNS}" x=\'',
    "style": "</style><style>body{display:none}</style><link rel=stylesheet href=//evil.example/x.css>",
    "comment": "<!-- --><![CDATA[ ]]> ]]>",
    "template": "{{ 7*7 }} {% raw %} ${7*7} {{ config }}",
    "bidi": "abc\u202eevil\u202c\u2066x\u2069\u200f",
    "control": "a\x00b\x08c\x1b[31md\x7fe\x85f\u2028g\ufffeh\uffff",
    "long": "x" * 10_000,
    "long words": "word " * 2_000,
    "markdown": "](https://evil.example) ![x](https://evil.example/x.png) **b** `c` | d | <https://evil.example> [^1]: @someone",
    "entities": "&lt;script&gt; &#60; &amp;",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 A\u030a \u070f \u6f22\u5b57",
}
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def hostile(text: str) -> Trace:
    """A trace with the text in every field of every record that holds a text."""
    made = Reading(read=Sighting(by=text), seen_in=text, copy_host=text)
    address = f"javascript:{text}"
    figure = Figure(
        low=None,
        stated=text,
        unit=text,
        population=text,
        denominator=text,
        comparator=text,
        category=text,
        area="area",
        duration=text,
        interval=text,
    )
    sources = [
        Source(
            id=f"doc {name} {text}",
            title=text,
            kind=text,
            publisher=(text,),
            authors=(text,),
            url=address,
            reading=made,
            access=Access(state=AccessState.OPEN),
            snapshot=Snapshot(at=address, taken=text),
        )
        for name in ("a", "b")
    ]
    ids = [f"{source.id}/claim{text}".strip() for source in sources]  # as the models do
    claims = [
        Claim(
            id=ids[0],
            made_in=sources[0].id,
            says=text,
            figure=figure,
            about=(text,),
            locator=text,
            quote=text,
            by=(text,),
            reading=made,
        ),
        Claim(
            id=ids[1],
            made_in=sources[1].id,
            says=text,
            figure=figure.model_copy(update={"unit": f"other {text}"}),
            quote=text,
            about=(text,),
            making=Making(how=text),
            reading=made,
        ),
        Claim(id=f"against {text}", made_in=sources[1].id, says=text, reading=made),
    ]
    links = [
        Link(
            id=f"{ids[0]}#1{text}",
            source=ids[0],
            relation=Relation.CITES,
            target=ids[1],
            locator=text,
            quote=text,
            reading=made,
        ),
        Link(id=f"{ids[0]}#2", source=ids[0], relation=Relation.NAMES, target=f"nowhere {text}", locator=text),
        Link(id="x", source=f"against {text}", relation=Relation.DISPUTES, target=ids[0], quote=text, locator=text),
    ]
    group = Group(
        id=f"{ids[1]}#g{text}",
        source=ids[1],
        relation=Relation.DERIVES_FROM,
        members=(),
        inputs=(Input(id=f"in {text}", group=f"{ids[1]}#g{text}", says=text),),
    )
    areas, agents = [Area(id="area", name=text)], [Agent(id=text, name=text)]
    records = Records(sources=sources, claims=claims, links=links, groups=[group], areas=areas, agents=agents)
    found = lineage(analyse(build(records), TABLE), ids[0])
    findings = tuple(Finding("P02", "fix", node, "fails", text, (node, text)) for node in (ids[0], f"{ids[0]}#1{text}"))
    return Trace(text, (text,), (text,), text, text, found, findings, 1, 0, {})


@pytest.mark.parametrize("name", some_at_once(STRINGS, ["end of script", "bidi"]))
def test_nothing_runs_and_the_page_still_works(show: Opener, name: str) -> None:
    text = STRINGS[name]
    written = html(hostile(text).picture())
    assert not CONTROLS.search(written.replace(vis_network(), ""))
    assert written.count("</script>") == 4
    shown = show(written)
    assert shown.js("window.__ran") is None
    assert shown.js("document.querySelectorAll('img, iframe, link, svg[onload], [onerror], [onfocus]').length") == 0
    assert shown.js("document.querySelectorAll('script').length") == 4
    assert shown.js("[...document.querySelectorAll('a')].filter((a) => !/^(https?|file):/.test(a.href)).length") == 0
    assert shown.inked() > 4_000
    shown.page.locator("#canvas").focus()
    for key in ("Home", "ArrowDown", "ArrowRight", "ArrowDown", "End"):
        shown.page.keyboard.press(key)
    shown.page.fill("#search", text[:60])
    assert shown.js("document.documentElement.scrollWidth") <= 1280
    assert shown.js("window.__ran") is None
    shown.clean()


def hostile_graph(text: str) -> Everything:
    """A whole graph with the text in every field of every kind of node."""
    trace = hostile(text)
    analysis = trace.lineage.analysis
    claims = tuple(sorted(analysis.graph.claims))
    return Everything(
        graph_name=text,
        digest=text,
        analysis=analysis,
        agents=(Agent(id=text, name=text, kind=text, part_of=(f"body {text}",)), Agent(id=f"body {text}", name=text)),
        inquiries=(Inquiry(id=f"inquiry {text}", title=text, mandate=text, legal_basis=text, led_by=(text,)),),
        variables=(Variable(id=f"variable {text}", name=text, measure=text, unit=text, population=text),),
        recommendations=(Recommendation(id=f"rec {text}", says=text, locator=text, hinges_on=claims),),
        findings=trace.findings,
        short={},
        centre=claims[0],
    )


@pytest.mark.parametrize("name", some_at_once(STRINGS, ["end of script"]))
def test_nothing_runs_in_the_page_of_a_whole_graph(show: Opener, name: str) -> None:
    text = STRINGS[name]
    written = hostile_graph(text).to_html()
    assert not CONTROLS.search(written)
    assert written.count("</script>") == 3
    # Once as it is, and once without the policy that would stop what runs.
    for page in (written, re.sub(r"<meta http-equiv[^>]*>", "", written)):
        shown = show(page)
        for view in ("overview", "time", "table"):
            shown.page.locator(f'[data-view="{view}"]').click()
            assert shown.js("document.documentElement.scrollWidth") <= 1280
        shown.page.fill("#search", text[:60])
        assert shown.js("window.__ran") is None
        assert shown.js("document.querySelectorAll('img, iframe, link, svg[onload], [onerror], [onfocus]').length") == 0
        assert shown.js("document.querySelectorAll('script').length") == 3
        assert (
            shown.js("[...document.querySelectorAll('a')].filter((a) => !/^(https?|file):/.test(a.href)).length") == 0
        )
        shown.clean()


@pytest.mark.parametrize("name", some_at_once(STRINGS, ["end of script", "quotes", "bidi", "control", "long words"]))
def test_svg_and_reports_hold_text_only(show: Opener, name: str) -> None:
    trace = hostile(STRINGS[name])
    still = trace.to_svg()
    root = ET.fromstring(still)  # noqa: S314 - our own output
    allowed = {"svg", "title", "desc", "style", "rect", "g", "path", "text"}
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= allowed
    assert not any(key.startswith("on") or "href" in key for element in root.iter() for key in element.attrib)
    page = report_html(trace)
    assert "<script" not in page
    assert not CONTROLS.search(still + page)
    shown = show(page, wait=False)
    assert shown.js("document.querySelectorAll('img, script, iframe, link').length") == 0
    assert shown.js("document.documentElement.scrollWidth") <= 1280
    shown.clean()


def test_the_policy_itself_stops_what_escaping_might_miss(show: Opener) -> None:
    smuggled = f"<main><script>{RUNS}</script><img src=x onerror=\"{RUNS}\"><b style='color:red'>b</b>"
    written = html(hostile("x").picture()).replace("<main>", smuggled)
    shown = show(written)
    assert shown.js("window.__ran") is None
    assert any("Content Security Policy" in line for line in shown.said)
    assert shown.inked() > 4_000


def test_markdown_text_is_only_text() -> None:
    written = report_markdown(hostile(STRINGS["markdown"]))
    assert re.search(r"(?<!\\)\]\(", written) is None
    assert re.search(r"(?<![\\])<https://evil", written) is None
    assert re.search(r"(?<!\\)@someone", written) is None
    written = report_markdown(hostile(STRINGS["script"]))
    assert re.search(r"(?<!\\)<script", written) is None


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "JAVASCRIPT:x",
        "https://x y",
        'https://x"onclick=',
        "//evil.example",
        "ftp://x",
    ],
)
def test_only_addresses_of_the_web_become_links(address: str) -> None:
    from kg.render.safe import web_address

    assert web_address(address) is None
    assert web_address(" https://www.gov.uk/a?b=c#d ") == "https://www.gov.uk/a?b=c#d"
