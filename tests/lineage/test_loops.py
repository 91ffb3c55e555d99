"""Circular reporting: the shortest way round, what came first, and what runs against time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg
from kg.lineage.analysis import analyse
from kg.lineage.evidence import build
from kg.model.link import Link
from kg.model.words import Relation
from tests.lineage.graphs import TABLE, analysed, records

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Trace


def cycle(place: Path, dates: dict[str, str], links: list[tuple[str, str]]) -> Trace:
    documents = []
    for source in sorted({node for link in links for node in link}):
        issued = f"issued: {dates[source]}\n" if source in dates else ""
        leans = ", ".join(f"{{cites: {target}/c, read: KG}}" for origin, target in links if origin == source)
        documents.append(f"source: {source}\n{issued}claims:\n  c: {{says: x, read: KG, leans on: [{leans}]}}\n")
    path = place / "r.yaml"
    path.write_text("---\n".join(documents), encoding="utf-8")
    return kg.open(str(path)).trace("a/c")


def test_the_shortest_way_round_is_named_link_by_link_with_what_came_first(tmp_path: Path) -> None:
    links = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("c", "a")]
    trace = cycle(tmp_path, {"a": "2012", "b": "2010", "c": "2011", "d": "2013"}, links)
    loop = trace.lineage.loops[0]
    assert [(trace.name(arc.origin), trace.name(arc.target)) for arc in loop.cycle] == [
        ("a/c", "b/c"),
        ("b/c", "c/c"),
        ("c/c", "a/c"),
    ]
    assert trace.name(loop.first or "") == "b/c"
    assert (
        "CIRCULAR a/c (2012) cites b/c (2010), which cites c/c (2011), which cites a/c (2012): none has a source "
        "outside the circle" in " ".join(str(trace).split())
    )


def test_dates_that_do_not_say_which_came_first_are_left_open(tmp_path: Path) -> None:
    assert cycle(tmp_path, {"a": "2012", "b": "2012-05"}, [("a", "b"), ("b", "a")]).lineage.loops[0].first is None
    assert cycle(tmp_path, {"a": "2012"}, [("a", "b"), ("b", "a")]).lineage.loops[0].first is None


def test_a_link_to_what_came_out_later_runs_against_time(tmp_path: Path) -> None:
    trace = cycle(tmp_path, {"a": "2012", "b": "2010", "c": "2012-03"}, [("a", "b"), ("b", "a"), ("a", "c")])
    assert [(trace.name(arc.origin), trace.name(arc.target)) for arc in trace.lineage.against_time] == [("b/c", "a/c")]
    assert "DATES DO NOT FIT" in str(trace)


def test_a_long_ring_and_a_dense_knot_are_gone_round(tmp_path: Path) -> None:
    ring = [(f"n{i}", f"n{(i + 1) % 300}") for i in range(300)] + [("a", "n0"), ("n7", "a")]
    assert len(cycle(tmp_path, {}, ring).lineage.loops[0].cycle) == 9
    knot = [(one, other) for one in "abcdefgh" for other in "abcdefgh" if one != other]
    assert len(cycle(tmp_path, {}, knot).lineage.loops[0].cycle) == 2


def test_a_link_that_leads_nowhere_closes_no_loop_whatever_else_the_graph_holds() -> None:
    text = "a cites b not found\nb cites a"
    assert analysed(text).ends.loops == ()
    assert analysed(f"{text}\nx in doc\nx about v\ny in doc\ny about v").ends.loops == ()


def test_a_source_that_is_walked_at_its_claims_is_no_place_of_a_loop() -> None:
    bag = records("a cites doc-a\nb cites a")
    bag.links.append(Link(id="doc-a#cites-b", source="doc-a", relation=Relation.CITES, target="b"))
    assert analyse(build(bag), TABLE).ends.loops == ()
