"""Who can take a figure back, what is only a challenge, and what then rests on withdrawn material."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lineage.standing import Footing
from tests.lineage.graphs import analysed, traced

if TYPE_CHECKING:
    from kg.lineage.evidence import Evidence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("w withdraws a\nw by maker\na by maker", ("withdrawn",)),
        ("w retracts a\nw by other\na by maker", ("challenged",)),
        ("w retracts a", ("challenged",)),
        ("w disputes a", ("challenged",)),
        ("w qualifies a\nw by maker\na by maker", ("no challenge recorded",)),
        ("w supersedes a", ("superseded",)),
        ("a cites b\nb made well\nw withdraws b\nw by maker\nb by maker", ("rests on withdrawn material",)),
        (
            "a cites b\na cites c\nb made well\nc made well\nw withdraws b\nw by maker\nb by maker",
            ("no challenge recorded",),
        ),
        ("a needs b c\nw withdraws b\nw by maker\nb by maker", ("rests on withdrawn material",)),
    ],
)
def test_standing_follows_from_who_spoke(text: str, expected: tuple[str, ...]) -> None:
    assert traced(text, "a").standing == expected


def test_a_makers_own_qualification_is_a_caveat_apart_from_challenges() -> None:
    (challenge,) = traced("w qualifies a\nw by maker\na by maker", "a").challenges
    assert challenge.caveat


def test_one_part_of_a_document_against_another_is_marked() -> None:
    (challenge,) = traced("a in doc\nw in doc\nw disputes a", "a").challenges
    assert challenge.same_document


def test_a_reply_stands_beside_the_challenge() -> None:
    (challenge,) = traced("w disputes a\nr replies-to w", "a").challenges
    assert challenge.replies == ("r",)


def test_renaming_agents_consistently_changes_nothing() -> None:
    text = "a cites b\nb made well\nw withdraws b\nw by {x}\nb by {x}\nv disputes b\nv by {y}"
    one, other = (analysed(text.format(x=x, y=y)) for x, y in (("ministry", "campaign"), ("campaign", "ministry")))
    assert one.backing.level == other.backing.level
    assert one.standings.taken_back.keys() == other.standings.taken_back.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("old made well\nb cites old\na cites b\nnew supersedes old", {"a": "old", "b": "old"}),
        ("old made well\nother made well\nb cites old\na cites b\na cites other\nnew supersedes old", {"b": "old"}),
        ("old made well\nold in report\nb cites old\na cites b\nnew supersedes report", {"a": "old", "b": "old"}),
        ("a made well\na derives-from old\nold made well\nnew supersedes old", {"a": "old"}),
        (
            "old made well\nb cites old\nc cites old\na cites b\na cites c\nnew supersedes old\nnewer supersedes b",
            {"a": "b", "c": "old"},
        ),
        ("old made well\na cites old\nnew corrects old", {}),
    ],
)
def test_what_rests_on_a_superseded_figure_names_the_nearest(text: str, expected: dict[str, str]) -> None:
    assert analysed(text).on_superseded == expected


def naive(graph: Evidence, fallen: frozenset[str]) -> set[str]:
    """What stands, by going over all nodes until nothing is added."""
    found: set[str] = set()
    grew = True
    while grew:
        grown = {
            node
            for node in graph.nodes
            if node not in fallen
            and (
                not any(graph.arcs(node))
                or any(arc.ends or arc.target in found for arc in graph.alternatives.get(node, ()))
            )
        }
        grew, found = grown != found, grown
    return found


@given(st.data())
def test_what_rests_on_something_is_what_falls_with_it(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 7))
    links = data.draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=14))
    graph = analysed(
        "\n".join(["n0 made well", *(f"n{one} cites n{other}" for one, other in links if one != other and one)])
    ).graph
    fallen = frozenset(f"n{node}" for node in data.draw(st.sets(st.integers(0, size - 1))) if f"n{node}" in graph.nodes)
    footing = Footing(graph)
    resting = footing.rest_on(fallen)
    before, after = naive(graph, frozenset()), naive(graph, fallen)
    assert set(resting) == before - after - fallen
    assert all(targets and not targets & after for targets in resting.values())
    nearest = footing.nearest_replaced(fallen)
    assert set(nearest) == set(resting)
    assert set(nearest.values()) <= fallen
