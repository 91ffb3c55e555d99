"""If this falls: what falls with it, must be recalculated, weakens or survives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lineage.analysis import analyse
from kg.lineage.evidence import build
from kg.lineage.impact import Affected, impact
from kg.model.link import Link
from kg.model.records import Recommendation, Source
from kg.model.words import Relation
from tests.lineage.graphs import TABLE, records


def without(text: str, *targets: str) -> dict[str, Affected]:
    return {one.node: one for one in impact(build(records(text)), TABLE, targets).affected}


def test_what_needs_it_falls_and_what_has_another_way_survives_by_it() -> None:
    found = without("b made well\nc made well\na cites b\nd cites b\nd cites c\ne relays a", "b")
    assert {node: one.outcome for node, one in found.items()} == {"a": "falls", "e": "falls", "d": "survives"}
    assert found["d"].path == ("d#cites-c-0",)
    assert found["a"].lost == ("b",)


def test_a_figure_that_lost_an_input_must_be_recalculated() -> None:
    found = without("b made well\nc made well\na made well\na needs b c\nd cites a", "b")
    assert {node: (one.outcome, one.lost) for node, one in found.items()} == {
        "a": ("recalculate", ("b",)),
        "d": ("falls", ("a",)),
    }


def test_what_keeps_a_worse_documented_way_weakens() -> None:
    found = without("b made well\nc made thinly\na cites b\na cites c", "b")
    assert [(one.outcome, one.before, one.after, one.path) for one in found.values()] == [
        ("weakens", "well", "thinly", ("a#cites-c-0",))
    ]


def test_a_source_falls_with_all_its_claims() -> None:
    found = without("b made well\nb in doc\nc made well\nc in doc\na cites b\nd cites c\ne cites doc", "doc")
    assert {node for node, one in found.items() if one.outcome == "falls"} >= {"a", "d"}
    assert "b" not in found


def test_of_what_was_taken_back_already_it_is_said_what_rests_on_it_and_what_would_stand_again() -> None:
    text = "b made well\nb by x\nn withdraws b\nn by x\na cites b"
    found = impact(build(records(text)), TABLE, ["doc-b"])
    assert [(one.node, one.outcome) for one in found.affected] == [("a", "falls")]
    assert [(noticed.target, noticed.notice.word, noticed.notice.link.source) for noticed in found.already] == [
        ("doc-b", "withdrawn", "n")
    ]
    assert found.restored == ("a", "b")


def test_recommendations_that_hinge_on_what_is_affected_are_reached() -> None:
    advice = [
        Recommendation(id="r", says="Act.", hinges_on=("a", "z")),
        Recommendation(id="s", says="Wait.", hinges_on=("z",)),
    ]
    found = impact(build(records("b made well\na cites b")), TABLE, ["b"], advice)
    assert [(reached.recommendation.id, reached.claims) for reached in found.recommendations] == [
        ("r", (("a", "falls"),))
    ]


NODES = "abcdef"
LINES = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(NODES), st.sampled_from(["cites", "relays", "derives-from"]), st.sampled_from(NODES)
        ).map(" ".join),
        st.tuples(
            st.sampled_from(NODES), st.just("made"), st.sampled_from(["well", "partly", "thinly", "unknown"])
        ).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("needs"), st.sampled_from(NODES), st.sampled_from(NODES)).map(
            " ".join
        ),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=120, deadline=None)
@given(LINES, st.sampled_from(NODES))
def test_without_is_as_if_it_had_been_retracted(lines: list[str], target: str) -> None:
    bag = records("\n".join([*lines, f"{target} read"]))
    before = impact(build(bag), TABLE, [target])
    bag.sources.append(Source(id="notice"))
    bag.links.append(
        Link(id="notice#retracts", source="notice", relation=Relation.RETRACTS, target=target, empowered=True)
    )
    after = analyse(build(bag), TABLE)
    words = analyse(build(bag), TABLE, without=frozenset())
    for one in before.affected:
        level, reach = after.backing.level[one.node], after.backing.reach[one.node]
        expected = "not assessed" if level == 0 and reach > 0 else ("none", "thinly", "partly", "well")[level]
        assert one.after == expected
        assert (one.outcome in {"falls", "recalculate"}) == (one.node in after.on_withdrawn)
    assert words.backing.level == after.backing.level
