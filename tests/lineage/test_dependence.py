"""What a changed record can affect, told from the links alone: enough, and not everything."""

from __future__ import annotations

import pytest

from kg.lineage.dependence import Dependence, Ties, ties_of
from tests.lineage.graphs import records


def graph(text: str) -> Dependence:
    found = records(text)
    return Dependence(ties_of(found.claims, found.sources, found.links))


CHAIN = """
a cites b
b cites c
c made well
d cites e
e made well
"""


@pytest.mark.parametrize(
    ("changed", "affected"),
    [("c", {"a", "b", "c"}), ("b", {"a", "b"}), ("a", {"a"}), ("e", {"d", "e"})],
)
def test_a_change_affects_all_that_rest_on_it_and_nothing_else(changed: str, affected: set[str]) -> None:
    found = graph(CHAIN).affected([changed])
    assert {node for node in found if not node.startswith("doc-")} == affected


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("a in paper\nb in paper\nc made well", {"a", "b"}),
        ("a about v\nb about v\nc about w", {"a", "b"}),
        ("a disputes b\nb cites c\nd cites b", {"a", "b", "d"}),
        ("x cites paper\na in paper\nc made well", {"a", "x"}),
    ],
    ids=[
        "of one document",
        "of one variable",
        "who is spoken to, and rests on that",
        "who cites the document as a whole",
    ],
)
def test_a_change_affects_what_stands_beside_it(text: str, affected: set[str]) -> None:
    found = graph(text).affected(["a"])
    assert {node for node in found if len(node) == 1} == affected


def test_a_change_in_a_circle_of_documents_affects_all_claims_in_them() -> None:
    found = graph("a in one\nb in one\nc in two\nd in two\na cites c\nd cites b\ne cites f").affected(["a"])
    assert {"a", "b", "c", "d"} <= found
    assert not found & {"e", "f"}


def test_a_node_is_judged_from_all_that_it_rests_on_and_what_speaks_to_that() -> None:
    found = graph(f"{CHAIN}x disputes c")
    assert found.basis(["a"], found.read_with(["a"])) >= {"a", "b", "c", "x", "doc-c", "doc-x"}
    assert not found.basis(["a"], ()) & {"d", "e"}


def test_a_link_that_is_gone_still_says_what_is_affected() -> None:
    now = {"a": Ties(True, "", (), (), (), ()), "b": Ties(True, "", (), (), (), ())}
    before = {"a": Ties(True, "", ("b",), (), (), ())}
    assert Dependence(now, before).affected(["b"]) == {"a", "b"}
