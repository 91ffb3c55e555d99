"""Who corrected, retracted or withdrew something, from the makers of the notice."""

from __future__ import annotations

import pytest

from kg.lineage.analysis import analyse
from kg.lineage.evidence import build
from kg.lineage.impact import impact
from kg.lineage.notices import notice_about, repeated
from kg.model.link import Link
from kg.model.period import parse_period
from kg.model.records import Agent, Claim, Records, Source
from kg.model.words import Relation
from tests.lineage.graphs import TABLE, records

AUTHORS, JOURNAL, SERVER, WATCH = "authors", "journal", "server", "watch"


def bag(notice: dict[str, tuple[str, ...]], publisher: str = JOURNAL, empowered: bool = False) -> Records:
    """A paper by its authors, and a notice by whoever is given that withdraws it."""
    return Records(
        sources=[Source(id="paper", authors=(AUTHORS,), publisher=(publisher,)), Source(id="notice", **notice)],
        claims=[Claim(id="paper/c", made_in="paper")],
        links=[Link(id="l", source="notice", relation=Relation.WITHDRAWS, target="paper", empowered=empowered or None)],
        agents=[
            Agent(id=SERVER, name="A server", kind="preprint server"),
            Agent(id=WATCH, name="A registry", kind="registry"),
        ],
    )


@pytest.mark.parametrize(
    ("notice", "publisher", "empowered", "role", "by"),
    [
        ({"authors": (AUTHORS,), "publisher": (JOURNAL,)}, JOURNAL, False, "author", (AUTHORS,)),
        ({"authors": ("editors",), "publisher": (JOURNAL,)}, JOURNAL, False, "publisher", (JOURNAL,)),
        ({"publisher": (JOURNAL,)}, JOURNAL, False, "publisher", (JOURNAL,)),
        ({"publisher": (SERVER,)}, SERVER, False, "host", (SERVER,)),
        ({"publisher": (SERVER,)}, JOURNAL, True, "host", (SERVER,)),
        ({"publisher": (WATCH,)}, JOURNAL, True, "registry", (WATCH,)),
        ({"publisher": ("a court",)}, JOURNAL, True, "empowered body", ("a court",)),
        ({}, JOURNAL, True, None, ()),
    ],
)
def test_a_notice_is_told_by_whom_it_was_made(
    notice: dict[str, tuple[str, ...]], publisher: str, empowered: bool, role: str | None, by: tuple[str, ...]
) -> None:
    found = analyse(build(bag(notice, publisher, empowered)), TABLE)
    told = notice_about(found.graph, found.standings, "paper/c")
    assert told is not None
    assert (told.place, told.word, told.role, told.by) == ("paper", "withdrawn", role, by)


def test_an_input_that_was_withdrawn_hides_nothing_of_what_rests_on_the_others() -> None:
    text = "t needs a b\nt made well\na made well\nb made well\na by x\nn withdraws a\nn by x\nu cites t"
    found = impact(build(records(text)), TABLE, ["b"])
    assert [(one.node, one.outcome, one.rested, one.lost) for one in found.affected] == [
        ("u", "falls", True, ()),
        ("t", "recalculate", True, ("b",)),
    ]


def test_what_leans_on_a_target_and_was_withdrawn_itself_is_listed_apart() -> None:
    found = impact(build(records("m cites b\nm by x\nn withdraws m\nn by x\nb made well")), TABLE, ["b"])
    assert (found.affected, [one.node for one in found.fallen]) == ((), ["m"])


DATED = {
    "paper": "2010",
    "early": "2010",
    "correction": "2011",
    "between": "2012",
    "retraction": "2015",
    "late": "2016",
}


@pytest.mark.parametrize(
    ("repeater", "notice", "word", "timing"),
    [
        ("early", "retraction", "retracted", "before"),
        ("between", "correction", "corrected", "after"),
        ("late", "retraction", "retracted", "after"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_of_several_notices_the_one_is_given_that_was_known_when_it_was_repeated(
    repeater: str, notice: str, word: str, timing: str, order: int
) -> None:
    text = {"correction": Relation.CORRECTS, "retraction": Relation.RETRACTS}
    sources = [
        Source(id=name, authors=(AUTHORS if name in {"paper", *text} else name,), issued=parse_period(year))
        for name, year in DATED.items()
    ]
    taken = [Link(id=name, source=name, relation=text[name], target="paper") for name in list(text)[::order]]
    cited = Link(id="cited", source=f"{repeater}/c", relation=Relation.CITES, target="paper/c")
    claims = [Claim(id=f"{name}/c", made_in=name) for name in ("paper", repeater)]
    graph = build(Records(sources=sources, claims=claims, links=[*taken, cited]))
    found = analyse(graph, TABLE)
    (step,) = graph.arcs(f"{repeater}/c")
    again = repeated(graph, found.standings, step)
    assert again is not None
    assert (again.notice.link.source, again.notice.word, again.timing) == (notice, word, timing)
    gone = impact(graph, TABLE, ["paper"])
    assert [(gone.already[0].notice.word, [one.word for one in gone.already[0].others])] == [
        ("retracted", ["corrected"])
    ]
    assert [one.timing for one in gone.affected] == ["after" if repeater == "late" else "before"]  # of the retraction
