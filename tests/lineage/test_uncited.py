"""Origins that a claim leaves uncited are counted as they would be listed, without a comparison for each pair."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lineage.facts import facts
from kg.lineage.origins import uncited_origins
from kg.lineage.uncited import Uncited
from tests.lineage.graphs import analysed

NODES = "abcdefgh"
FIGURES = [
    "5 owls, Leeds",
    "5 owls",
    "about 5 owls, Leeds",
    "5 owls, Leeds, 2001",
    "7 owls, Leeds",
    "900 owls, Leeds",
    "1,004 owls, Leeds",
    "about 1,000 owls, Leeds",
    "over 1,000 owls, Leeds",
    "5 owls, Leeds, since 2001",
    "5% of owls, Leeds",
]
LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NODES), st.just("figure"), st.sampled_from(FIGURES)).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("about"), st.sampled_from(["v", "w", "v w"])).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("made well")).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("issued"), st.sampled_from(["2001", "2005", "2005-03"])).map(
            " ".join
        ),
        st.tuples(st.sampled_from(NODES), st.just("in"), st.sampled_from(["doc-x", "doc-y"])).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("cites"), st.sampled_from(NODES)).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("unread")).map(" ".join),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_the_number_is_that_of_the_list(lines: list[str]) -> None:
    text = "\n".join(["a about v", "b about v", *(line for line in lines if line.split()[0] != line.split()[-1])])
    analysis = analysed(text)
    graph = analysis.graph
    index = Uncited(graph, analysis.makers, analysis.given)
    for node, claim in graph.claims.items():
        listed = uncited_origins(graph, claim, analysis.makers, analysis.given, analysis.backing)
        count, first = index.count(node)
        assert count == (len(listed[0]) if listed else 0)
        assert (first in listed[0]) if listed and listed[0] else first is None


def test_many_claims_of_one_variable_have_one_fact_each() -> None:
    makers = [f"m{number} made well\nm{number} about v\nm{number} figure 5 owls, Leeds" for number in range(40)]
    tellers = [f"t{number} about v\nt{number} figure 5 owls, Leeds" for number in range(40)]
    analysis = analysed("\n".join(makers + tellers))
    told = [fact for fact in facts(analysis, set(analysis.graph.nodes)) if fact.term.endswith("#uncitedOrigin")]
    assert [(fact.subject, fact.value) for fact in told] == [(f"t{n}", "m0") for n in sorted(range(40), key=str)]


def test_the_earliest_origin_is_named() -> None:
    lines = [f"{n} made well\n{n} about v\n{n} figure 5 owls, Leeds" for n in "abc"]
    text = "\n".join([*lines, "a issued 2009", "b issued 2003", "c issued 2006", "t about v", "t figure 5 owls, Leeds"])
    analysis = analysed(f"{text}\nt issued 2007")
    assert Uncited(analysis.graph, analysis.makers, analysis.given).count("t") == (2, "b")
