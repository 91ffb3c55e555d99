"""Nine citations, one origin: how many origins are independent, and what makes them one."""

from __future__ import annotations

import sys
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lineage.disjoint_paths import DisjointPaths
from kg.lineage.independence import Independence, independence, reaches_new_origin, unchanged, works_cited
from kg.model.words import Role
from tests.lineage.graphs import analysed, traced

if TYPE_CHECKING:
    from kg.lineage.evidence import Evidence


def of(text: str, start: str = "a") -> Independence:
    analysis = analysed(text)
    return independence(analysis.graph, start, analysis.fallen)


def test_two_makers_are_two_origins() -> None:
    found = of("a cites b\na cites c\nb made well\nc made well\nb by x\nc by y")
    assert (found.number, found.distinct, found.bottleneck) == (2, 2, ())


def test_many_citations_of_one_origin_name_it() -> None:
    found = of("a cites b\na cites c\na cites d\nb relays o\nc relays o\nd relays o\no made well")
    assert (found.number, found.distinct, found.bottleneck) == (1, 1, ("doc-o",))


def test_the_bottleneck_nearest_the_claim_is_named() -> None:
    found = of(
        "a cites b\na cites c\nb relays d\nc relays d\nd cites e\nd cites f\ne made well\nf made well\ne by x\nf by y"
    )
    assert (found.number, found.distinct, found.bottleneck) == (1, 2, ("doc-d",))


def test_a_shared_maker_makes_two_origins_one_and_is_the_bottleneck() -> None:
    found = of("a cites b\na cites c\nb made well\nc made well\nb by x\nc by x")
    assert (found.number, found.distinct, found.bottleneck) == (1, 2, ("x",))
    assert [(tie.kind, tie.id, tie.origins) for tie in found.ties] == [("maker", "x", ("b", "c"))]


def test_a_shared_dataset_makes_two_origins_one() -> None:
    found = of(
        "a cites b\na cites c\nb made well\nc made well\nb by x\nc by y\nb uses-data-from d\nc uses-data-from d\nd made well"
    )
    assert found.number == 1
    assert ("input", "doc-d", ("b", "c")) in [(tie.kind, tie.id, tie.origins) for tie in found.ties]


def test_an_origin_that_leads_to_another_is_not_independent_of_it() -> None:
    found = of("a cites b\na cites c\nb made well\nc made well\nb by x\nc by y\nb cites m\nm relays c")
    assert (found.number, found.distinct) == (1, 2)


def test_two_origins_that_lean_on_the_same_work_of_nobodys_making_stay_two() -> None:
    found = of("a cites b\na cites c\nb made well\nc made well\nb by x\nc by y\nb cites m\nc cites m")
    assert found.number == 2


def test_a_hop_that_changed_the_figure_is_not_walked() -> None:
    text = "a cites b\na cites c\nb made well\nc made well\nb by x\nc by y\na figure 5 owls\nb figure 5 owls\nc figure 9 owls"
    assert (of(text).number, of(text).origins) == (1, ("b",))


def test_a_claim_that_made_its_figure_has_inputs_and_no_number() -> None:
    found = of("a made well\na needs b c\nb made well\nc made well")
    assert (found.number, found.inputs) == (None, ("doc-b", "doc-c"))


def test_what_was_taken_back_is_no_origin() -> None:
    text = "a cites b\na cites c\nb made well\nc made well\nb by x\nc by y\nn withdraws c\nn by y"
    assert of(text).origins == ("b",)


def test_a_corroboration_with_an_origin_of_its_own_is_told_apart() -> None:
    text = (
        "a cites b\nb made well\nb by x\nc corroborates a\nc cites d\nd made well\nd by {}\ne corroborates a\ne cites b"
    )
    found = traced(text.format("y"), "a")
    assert {link for link in found.support.independent if link.startswith("c#")} == found.support.independent != set()
    assert found.independence.number == 1
    assert traced(text.format("x"), "a").support.independent == set()


def test_what_rests_on_the_claim_that_it_corroborates_is_no_origin_of_its_own() -> None:
    text = "t cites a\nt figure 5 girls\na made well\na by x\na figure 5 children\nc corroborates a\nc cites a\nc figure 5 children"
    found = traced(text, "t")
    assert found.corroborations
    assert found.support.independent == set()


def test_a_corroboration_is_not_decided_while_what_the_claim_rests_on_is_not_traced() -> None:
    text = "a cites b\na cites x\nb made well\nb by m\nc corroborates a\nc cites d\nd made well\nd by n\ne corroborates a\ne cites b"
    found = traced(text, "a").support
    assert (found.independent, found.undecided) == (frozenset(), frozenset({"c#corroborates-a-0"}))


def test_a_corroboration_that_is_not_traced_itself_is_not_decided() -> None:
    found = traced("a cites b\nb made well\nc corroborates a\nc cites d", "a").support
    assert (found.independent, found.undecided) == (frozenset(), frozenset({"c#corroborates-a-0"}))


def test_behind_a_changed_figure_the_origins_of_what_it_was_changed_from_are_counted() -> None:
    text = "a cites b\nb cites c\nb cites d\nb cites e\nc made well\nd made well\nc by x\nd by y"
    figures = "\n".join(f"{node} figure {9 if node == 'a' else 5} owls" for node in "abcde")
    found = traced(f"{text}\n{figures}", "a")
    assert found.independence.number == 0
    assert found.before_change is not None
    node, behind = found.before_change
    assert (node, behind.number, behind.untraced) == ("b", 2, ("doc-e",))


NODES = "abcdef"
LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NODES), st.just("cites"), st.sampled_from(NODES)).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("derives-from"), st.sampled_from(NODES)).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("made well")).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("by"), st.sampled_from("xyz")).map(" ".join),
        st.tuples(st.sampled_from(NODES), st.just("figure"), st.sampled_from(["5 owls", "9 owls"])).map(" ".join),
    ),
    min_size=1,
    max_size=16,
)


def once(lines: list[str]) -> list[str]:
    """The lines with one figure and one maker a node, since what is said last holds."""
    kept: dict[object, str] = {}
    for number, line in enumerate(lines):
        node, verb, *_ = line.split()
        kept[(node, verb) if verb in {"figure", "by"} else number] = line
    return list(kept.values())


CASES = LINES.map(lambda lines: "\n".join(["a unread", *once(lines)]))


def inputs(graph: Evidence, origin: str) -> frozenset[str]:
    """What a figure was worked from, directly or further down, the slow and obvious way."""
    found: set[str] = set()
    waiting = [arc.target for need in graph.workings.get(origin, ()) for member in need.members for arc in member]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(arc.target for arc in graph.arcs(node) if not arc.ends)
    return frozenset(f"input {node}" for node in found - {origin})


def brute(graph: Evidence, found: Independence, start: str) -> int:
    """The most paths from the claim to a group that share no claim, group or input, among all sets of simple paths."""
    group = {origin: number for number, members in enumerate(found.groups) for origin in members}
    paths: list[frozenset[str]] = []

    def walk(node: str, seen: tuple[str, ...]) -> None:
        for arc in unchanged(graph, node):
            if arc.target not in seen and arc.target != start:
                path = (*seen, arc.target)
                if arc.target in group:
                    paths.append(frozenset({*path, f"group {group[arc.target]}", *inputs(graph, arc.target)}))
                walk(arc.target, path)

    walk(start, ())
    paths = [path for path in set(paths) if not any(other < path for other in paths)]
    most = 0
    for size in range(1, len(paths) + 1):
        if not any(
            all(one.isdisjoint(other) for one, other in combinations(chosen, 2)) for chosen in combinations(paths, size)
        ):
            break
        most = size
    return most


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_the_number_is_that_of_brute_force_and_within_its_bounds(text: str) -> None:
    graph = analysed(text).graph
    found = independence(graph, "a")
    if found.number is None:
        assert graph.making("a") is not None
        return
    links = [link for link in graph.links_of.get("a", ()) if link.relation.role is Role.EVIDENCE]
    assert found.number == brute(graph, found, "a")
    assert found.number <= found.distinct <= len(found.origins)
    assert found.number <= len(links)
    assert len(found.bottleneck) <= found.number or not found.bottleneck
    assert bool(found.bottleneck) == (0 < found.number < works_cited(graph, "a") and not found.untraced)


@settings(max_examples=80, deadline=None)
@given(CASES, st.sampled_from("xyz"), st.sampled_from("xyz"))
def test_merging_two_makers_never_raises_it(text: str, one: str, other: str) -> None:
    merged = "\n".join(line.replace(f" by {one}", f" by {other}") for line in text.splitlines())
    assert (of(merged).number or 0) <= (of(text).number or 0)


@settings(max_examples=80, deadline=None)
@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_records_and_the_spelling_of_ids_do_not_matter(text: str, random: object) -> None:
    lines = text.splitlines()
    random.shuffle(lines)  # type: ignore[attr-defined]
    names = dict(zip(NODES, "qwerty", strict=True))
    renamed = [" ".join(names.get(word, word) for word in line.split()) for line in lines]
    assert of("\n".join(renamed), "q").number == of(text).number


@pytest.mark.parametrize("length", [3, 2 * sys.getrecursionlimit()])
def test_long_chains_need_no_recursion(length: int) -> None:
    lines = [f"n{i} cites n{i + 1}" for i in range(length)]
    assert of("\n".join([*lines, f"n{length} made well"]), "n0").number == 1


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 7), st.data())
def test_as_many_paths_as_the_narrowest_place_is_wide(size: int, data: st.DataObject) -> None:
    vertices = st.integers(0, size - 1)
    follows = [sorted(data.draw(st.sets(vertices, max_size=3)) - {v}) for v in range(size)]
    starts, ends = data.draw(st.sets(vertices, min_size=1)), data.draw(st.sets(vertices))
    found = DisjointPaths(follows, starts, ends)
    cut = set(found.narrowest())
    assert len(cut) == found.count
    waiting, seen = [v for v in starts if v not in cut], set()
    while waiting:
        vertex = waiting.pop()
        if vertex not in seen:
            seen.add(vertex)
            waiting.extend(v for v in follows[vertex] if v not in cut)
    assert not seen & ends


@settings(max_examples=100, deadline=None)
@given(CASES)
def test_whether_two_origins_are_independent_does_not_depend_on_where_one_starts(text: str) -> None:
    graph = analysed(text).graph
    origins = [node for node in sorted(graph.claims) if graph.making(node) is not None]
    for one, other in combinations(origins, 2):
        there = reaches_new_origin(graph, one, other, independence(graph, other), ())
        assert there == reaches_new_origin(graph, other, one, independence(graph, one), ())


def test_beyond_twelve_origins_the_number_is_a_bound() -> None:
    lines = [f"a cites o{n}\no{n} made well\no{n} by m{n}\no{n} derives-from d{n % 2}" for n in range(14)]
    found = of("\n".join(lines))
    assert (found.number, found.exact, found.shared) == (2, False, ("doc-d0", "doc-d1"))
    assert of("\n".join(lines[:12])).exact


def test_an_input_further_down_is_shared_as_well() -> None:
    text = "a cites b\na cites c\nb made well\nc made well\nb by x\nc by y\nb derives-from d\nc derives-from e\nd cites f\ne cites f"
    assert (of(text).number, of(text).shared) == (1, ("doc-f",))


def test_four_estimates_of_which_two_pairs_share_a_study_are_two_origins() -> None:
    lines = [f"a cites o{n}\no{n} made well\no{n} by m{n}\no{n} derives-from d{n % 2}" for n in range(4)]
    assert of("\n".join(lines)).number == 2
