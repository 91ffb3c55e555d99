"""PROV's qualified terms mean their direct forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg
from kg.render.trace_json import trace_document
from tests.cases.judged import opened

if TYPE_CHECKING:
    from pathlib import Path

CASE = "qualified-prov"


def links(file: str) -> list[tuple[str, str, str]]:
    """The links of a file, by the last part of the names of their ends."""
    store = opened(CASE, file).store
    found = store.records(store.nodes()).links
    return sorted(
        (link.source[-4:].strip("rg./"), str(link.relation), link.target[-4:].strip("rg./")) for link in found
    )


def test_each_qualified_term_is_one_link() -> None:
    assert links("qualified.ttl") == [("e2", "derives-from", "e1"), ("e3", "quotes", "e2"), ("e4", "cites", "e3")]


def test_a_revision_is_no_evidence_and_an_activity_needs_all_that_it_used() -> None:
    assert links("more.ttl") == [
        ("a", "derives-from", "b"),
        ("b", "cites", "c"),
        ("c", "quotes", "d"),
        ("x", "derives-from", "a"),
        ("x", "derives-from", "c"),
        ("z", "derives-from", "a"),
    ]
    store = opened(CASE, "more.ttl").store
    found = store.records(store.nodes())
    assert {group.source: len(group.members) for group in found.groups} == {"http://e.org/a": 1, "http://e.org/x": 2}
    assert {source.id: source.revision_of for source in found.sources}["http://e.org/d"] == ("http://e.org/e",)


def test_role_time_and_activity_are_kept() -> None:
    store = opened(CASE, "by-prov.trig").store
    (link,) = [
        n
        for n in store.records(store.nodes()).links
        if (n.source, n.target) == ("http://e.org/fig", "http://e.org/data")
    ]
    assert (link.activity, link.time) == ("http://e.org/run", "2024-01-01T00:00:00")


def test_an_influence_is_shown_and_never_evidence(tmp_path: Path) -> None:
    path = tmp_path / "influence.ttl"
    path.write_text(
        """@prefix prov: <http://www.w3.org/ns/prov#> . @prefix e: <https://e.org/> .
        e:a a prov:Entity ; prov:wasInfluencedBy e:b .
        e:c a prov:Entity ; prov:wasDerivedFrom e:a ; prov:qualifiedInfluence [ a prov:Influence ; prov:influencer e:d ] .
        e:b a prov:Entity . e:d a prov:Entity .""",
        encoding="utf-8",
    )
    trace = kg.open(path).trace("https://e.org/c")
    document = trace_document(trace)
    assert document["influences"] == [
        {"node": "https://e.org/a", "by": ["https://e.org/b"]},
        {"node": "https://e.org/c", "by": ["https://e.org/d"]},
    ]
    assert [(link["from"], link["to"]) for link in document["links"]] == [("https://e.org/c", "https://e.org/a")]
    assert "https://e.org/c was influenced by https://e.org/d; an influence is not evidence" in " ".join(
        str(trace).split()
    )
