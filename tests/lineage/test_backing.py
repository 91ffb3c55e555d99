"""The two backings: levels, what they could reach, and the properties they must have."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lineage.analysis import analyse, document_backing
from kg.lineage.answer import Limit
from kg.lineage.backing import LEVELS
from kg.lineage.evidence import build
from kg.model.records import Records
from tests.lineage.graphs import TABLE, analysed, records, traced


def both(text: str, start: str = "a") -> tuple[str | None, str | None]:
    figure = traced(text, start).figure
    return figure.level, figure.could_reach


def test_a_claim_without_a_figure_is_never_graded_and_shows_its_ends() -> None:
    found = traced("a cites b\nb figure 12 children\nb made partly\nn disputes b", "a")
    assert (found.figure.level, found.figure.shown, found.figure.best_path) == (None, "no figure", None)
    assert (found.document.level, found.document.shown) == (None, "no figure")
    assert [(end.node, end.kind) for end in found.ends] == [("b", "made here")]
    assert [challenge.link.source for challenge in found.challenges] == ["n"]


def test_a_figure_gets_nothing_from_a_claim_without_one() -> None:
    assert both("a cites b\na figure 5 owls\nb cites c\nc figure 5 owls\nc made well") == ("none", "none")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a made well", ("well", "well")),
        ("a made unknown", ("none", "well")),
        ("a cites b\nb made partly", ("partly", "partly")),
        ("a cites b\na cites c\nb made thinly\nc made well", ("well", "well")),
        ("a cites b\na figure 5 cats\nb figure 5 cats\nb made well", ("well", "well")),
        ("a cites b\na figure 5 cats\nb figure 5 dogs\nb made well", ("none", "none")),
        ("a cites b\na figure 5 cats\nb figure 5 dogs\nb made well\nb unread", ("none", "well")),
        ("a cites b\na figure 5 cats\nb made well", ("none", "none")),
        ("a cites b\nb figure 5 cats\nb made well", (None, None)),
        ("a cites b", ("none", "well")),
        ("a cites b\nb none", ("none", "none")),
        ("a cites b\nb cites a", ("none", "none")),
        ("a needs b c\na made well\nb made well\nc made thinly", ("thinly", "thinly")),
        ("a needs b c\nb made well\nc made well", ("none", "well")),
        ("a made well\na derives-from b\nb made thinly", ("thinly", "thinly")),
        ("a made well\na derives-from b\nb none", ("none", "none")),
        ("a made thinly\na cites b\nb made well", ("well", "well")),
        ("a cites doc-x", ("none", "well")),
        ("a cites b\nb made well\nw withdraws b\nw by maker\nb by maker", ("none", "none")),
        ("a cites b\nb made well\nw withdraws b\nw by other\nb by maker", ("well", "well")),
    ],
)
def test_level_and_could_reach_follow_the_table(text: str, expected: tuple[str, str]) -> None:
    assert both(text) == expected


def test_a_document_answers_only_for_what_it_shows_as_a_reference() -> None:
    found = traced("a names b\nb made well\na cites c not found", "a")
    assert (found.figure.level, found.document.level, found.document.could_reach) == ("well", "none", "none")


def test_a_document_cannot_be_raised_by_its_own_hidden_source_through_a_circle() -> None:
    found = traced("a names o\no made well\na cites b\nb cites a", "a")
    assert (found.figure.level, found.document.level) == ("well", "none")


def test_the_hop_that_changed_the_figure_is_what_limits_it() -> None:
    found = traced("a cites b\na figure 1,400 girls\nb figure 1,400 children\nb made well", "a")
    limit = found.figure.limited_by
    assert limit is not None
    assert (limit.kind, limit.id, limit.changed_from) == ("link", "a#cites-b-0", "b")
    assert "children → girls" in limit.why


@st.composite
def graphs(draw: st.DrawFn) -> str:
    size = draw(st.integers(2, 5))
    names = [f"n{i}" for i in range(size)]
    lines = [
        f"{name} made {kind}" for name in names if (kind := draw(st.sampled_from(["", "well", "thinly", "unknown"])))
    ]
    for source, target in product(names, names):
        if source != target and draw(st.booleans()) and draw(st.booleans()):
            lines.append(f"{source} {draw(st.sampled_from(['cites', 'derives-from']))} {target}")
    if draw(st.booleans()):
        lines.append(f"n0 needs {' '.join(names[1:3])}")
    return "\n".join(lines) or "n0 cites n1"


def brute_force(text: str, mode: str) -> dict[str, int]:
    """Values by naive iteration of the definition from nothing upwards: the least fixed point."""
    analysis = analysed(text)
    graph = analysis.graph
    from kg.lineage.backing import cell

    value = dict.fromkeys(graph.nodes, 0)
    while True:
        after = {}
        for node in graph.nodes:
            options = [0]
            made = graph.making(node)
            if made is not None:
                own = getattr(cell(graph, node, TABLE), mode)
                inputs = [
                    min(max(value[arc.target] for arc in member) for member in need.members)
                    for need in graph.workings.get(node, ())
                ]
                options.append(min(own, max(inputs)) if inputs else own)
            options += [value[arc.target] for arc in graph.alternatives.get(node, ()) if not arc.ends]
            if mode == "reach" and analysis.ends.leaf.get(node) == "not traced further":
                options.append(3)
            after[node] = max(options)
        if after == value:
            return value
        value = after


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_both_reckonings_equal_brute_force(text: str) -> None:
    backing = analysed(text).backing
    assert backing.level == brute_force(text, "level")
    assert backing.reach == brute_force(text, "reach")


@settings(max_examples=100, deadline=None)
@given(graphs(), st.randoms())
def test_the_order_of_records_does_not_matter(text: str, random: object) -> None:
    bag = records(text)
    turned = Records(claims=bag.claims[::-1], sources=bag.sources[::-1], links=bag.links[::-1], groups=bag.groups[::-1])
    one, other = (analyse(build(r), TABLE) for r in (bag, turned))
    assert (one.backing.level, one.backing.reach) == (other.backing.level, other.backing.reach)
    assert one.backing.why.keys() == other.backing.why.keys()
    assert one.ends.leaf == other.ends.leaf


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_adding_an_alternative_never_lowers_a_level(text: str) -> None:
    before = analysed(text)
    after = analysed(f"{text}\nn0 cites extra\nextra made partly")
    assert all(after.backing.level[node] >= level for node, level in before.backing.level.items())


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_a_document_never_answers_better_than_the_record(text: str) -> None:
    analysis = analysed(text)
    for node in analysis.graph.claims:
        level, reach = document_backing(analysis, node)
        assert level <= analysis.backing.level[node]
        assert reach <= analysis.backing.reach[node]


def test_levels_are_the_four_words_in_order() -> None:
    assert LEVELS == ("none", "thinly", "partly", "well")


FALLEN = "n withdraws {0}\nn by p\n{0} by p"


@pytest.mark.parametrize("made", ["unknown", "partly"])
@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (
            f"b needs c\nc made well\n{FALLEN.format('c')}",
            ("link", "b#needs-0-c", "an input was corrected, retracted or withdrawn"),
        ),
        (
            f"b derives-from c\nc made well\n{FALLEN.format('c')}",
            ("link", "b#derives-from-c-0", "an input was corrected, retracted or withdrawn"),
        ),
        (
            f"b needs c\nc cites d\nd made well\n{FALLEN.format('d')}",
            ("link", "c#cites-d-0", "an input is not documented: what it cites was corrected, retracted or withdrawn"),
        ),
        (
            f"b needs c\nc made well\nc needs d\nd made well\n{FALLEN.format('d')}",
            ("link", "c#needs-1-d", "an input was corrected, retracted or withdrawn"),
        ),
        ("b needs c\nc lost", ("link", "b#needs-0-c", "an input: lost")),
        (
            "b needs c d\nc made none\nd made unknown",
            ("origin", "c", "an input is not documented: checked by nobody; its own estimate, not explained"),
        ),
        ("b needs c\nc made well\nc needs b", ("origin", "b", "an input is not documented")),
        ("b needs c\nc cites b", ("origin", "b", "an input is not documented")),
    ],
)
def test_the_limit_is_the_input_that_fails_however_far_away(made: str, text: str, limit: tuple[str, str, str]) -> None:
    for start in ("a", "z"):
        found = traced(f"z cites a\na cites b\nb made {made}\n{text}", start).figure
        assert (found.could_reach, found.limited_by) == ("none", Limit(*limit))


def test_a_chain_of_inputs_without_end_is_told_from_its_near_end() -> None:
    lines = [line for number in range(400) for line in (f"c{number} made well", f"c{number} needs c{number + 1}")]
    found = traced("\n".join([*lines, "c400 lost"]), "c0").figure
    assert found.limited_by is not None
    assert found.limited_by.why == "an input is not documented"
