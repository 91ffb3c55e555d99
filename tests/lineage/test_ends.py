"""How paths end, and how many."""

from __future__ import annotations

import sys

import pytest

from tests.lineage.graphs import traced


def ends(text: str, start: str = "a") -> dict[str, str]:
    return {end.node: end.kind for end in traced(text, start).ends}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cites b\nb made well", {"b": "made here"}),
        ("a cites b", {"b": "not traced further"}),
        ("a read\na about v", {"a": "not traced further"}),
        ("a cites b\nb none", {"b": "names no source"}),
        ("a cites b\nb lost", {"b": "lost"}),
        ("a cites b not found", {"b": "not found"}),
        ("a cites b not in it\nb made well", {"b": "not in it"}),
        ("a cites b\nb cites a", {"a": "goes round"}),
        ("a cites b\nb cites a\nb unread", {"a": "not traced further"}),
        ("a cites b\nb cites a\nb cites c\nc made well", {"c": "made here"}),
        ("a names b\nb made well\nb derives-from c\nc none", {"b": "made here"}),
    ],
)
def test_each_path_ends_as_recorded(text: str, expected: dict[str, str]) -> None:
    assert ends(text) == expected


def test_the_same_work_met_again_is_circular_though_the_claim_is_another() -> None:
    text = "a about v\na2 about v\nb about v\na in encyclopedia\na2 in encyclopedia\na cites b\nb cites a2"
    assert ends(text) == {"a2": "goes round"}


def test_a_loop_inside_one_work_is_no_circular_reporting() -> None:
    found = traced("a in doc\nb in doc\na about v\nb about v\na rests-on b\nb rests-on a", "a")
    assert found.loops == ()
    assert [end.kind for end in found.ends] == ["not traced further"]


def test_a_loop_with_a_way_out_is_reported_as_a_loop_and_not_as_an_end() -> None:
    found = traced("a cites b\nb cites a\nb cites c\nc made well", "a")
    assert [(loop.members, loop.way_out) for loop in found.loops] == [(("a", "b"), True)]
    assert found.figure.level == "well"


def test_parallel_paths_are_counted_and_never_enumerated() -> None:
    layers = 200
    lines = [f"n{i}x{j} cites n{i + 1}x{k}" for i in range(layers) for j in range(2) for k in range(2)]
    lines += [f"n{layers}x{j} made well" for j in range(2)]
    found = traced("\n".join(lines), "n0x0")
    assert sum(end.paths for end in found.ends) == 2**layers


def test_a_long_chain_is_walked_without_recursion() -> None:
    length = 2 * sys.getrecursionlimit()
    lines = [f"n{i} cites n{i + 1}" for i in range(length)] + [f"n{length} made well"]
    found = traced("\n".join(lines), "n0")
    assert [(end.node, end.kind, end.paths) for end in found.ends] == [(f"n{length}", "made here", 1)]
    assert found.figure.best_path is not None
    assert len(found.figure.best_path) == length
