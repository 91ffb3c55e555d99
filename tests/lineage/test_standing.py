"""Who can take a figure back, what is only a challenge, and what then rests on withdrawn material."""

from __future__ import annotations

import pytest

from tests.lineage.graphs import analysed, traced


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
        ("old made well\nb cites old\nc cites old\na cites b\na cites c\nnew supersedes old\nnewer supersedes b", {"a": "b", "c": "old"}),
        ("old made well\na cites old\nnew corrects old", {}),
    ],
)  # fmt: skip
def test_what_rests_on_a_superseded_figure_names_the_nearest(text: str, expected: dict[str, str]) -> None:
    assert analysed(text).on_superseded == expected
