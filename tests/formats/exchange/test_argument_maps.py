"""Argument maps: statements as claims, inferences as what they rest on, conflicts as challenges."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from kg.errors import BadDataError
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

NODES = [
    ("1", "I", "Half of the homes stand empty"),
    ("2", "I", "The register lists them"),
    ("3", "I", "The register is complete"),
    ("4", "I", "The register is ten years old"),
    ("5", "I", "Nobody has checked the step"),
    ("6", "RA", "Default Inference"),
    ("7", "CA", "Default Conflict"),
    ("8", "CA", "Default Conflict"),
    ("9", "L", "Jane : Half of the homes stand empty"),
    ("10", "YA", "Asserting"),
    ("11", "MA", "Default Rephrase"),
    ("12", "I", ""),
]
EDGES = ["2 6", "3 6", "6 1", "4 7", "7 3", "5 8", "8 6", "9 10", "10 1", "1 99"]


def aif() -> dict[str, Any]:
    return {
        "nodes": [{"nodeID": name, "type": kind, "text": text} for name, kind, text in NODES],
        "edges": [
            {"edgeID": str(number), "fromID": edge.split()[0], "toID": edge.split()[1]}
            for number, edge in enumerate(EDGES)
        ],
        "locutions": [],
    }


def test_statements_inferences_and_conflicts_of_aif(tmp_path: Path) -> None:
    found = imported(tmp_path, "homes.json", json.dumps(aif()))
    says = {claim.says: claim for claim in found.records.claims}
    empty, register, complete, old, step = (says[NODES[number][2]].id for number in range(5))
    assert found.links == {
        (empty, "derives-from", register),
        (empty, "derives-from", complete),
        (old, "disputes", complete),
        (step, "critiques", empty),
    }
    assert found.link("critiques").on == "working"
    assert len({link.group for link in found.records.links if link.relation == "derives-from"} - {None}) == 1
    assert says[NODES[0][2]].by == ("jane",)
    assert "an edge to or from a node that is not there (1 → 99)" in found.said
    assert "a statement without words (12)" in found.said
    assert "rephrases were not taken" in found.said


def test_as_many_supports_and_attacks_as_networkx_finds_paths(tmp_path: Path) -> None:
    value = aif()
    graph = nx.DiGraph((edge["fromID"], edge["toID"]) for edge in value["edges"])
    kinds = {name: kind for name, kind, _ in NODES}
    steps = [name for name, kind in kinds.items() if kind in {"RA", "CA"}]
    paths = [(a, b) for step in steps for a in graph.predecessors(step) for b in graph.successors(step)]
    expected = [(a, b) for a, b in paths if kinds[a] == "I" and kinds.get(b) in {"I", "RA"}]
    found = imported(tmp_path, "homes.json", json.dumps({"AIF": value}))
    assert len(found.links) == len(expected)


def statement(text: str, title: str = "", role: str = "") -> dict[str, Any]:
    return {"type": "statement", "text": text, "title": title, "role": role}


ARGDOWN = {
    "statements": {
        "Empty": {
            "type": "equivalence-class",
            "members": [statement("", "Empty") | {"isReference": True}, statement("Half of the homes stand empty.")],
        },
        "Register": {"type": "equivalence-class", "members": [statement("The register lists them.")]},
        "Complete": {"type": "equivalence-class", "members": [statement("The register is complete.")]},
        "Old": {"type": "equivalence-class", "members": [statement("The register is old.")]},
    },
    "arguments": {
        "From the register": {
            "type": "argument",
            "members": [],
            "pcs": [
                statement("The register lists them.", "Register", "premise"),
                statement("The register is complete.", "Complete", "premise"),
                statement("Half of the homes stand empty.", "Empty", "main-conclusion"),
            ],
        },
        "By eye": {"type": "argument", "members": [statement("One sees it in the street.")], "pcs": []},
    },
    "relations": [
        {"relationType": "support", "from": "By eye", "fromType": "argument", "to": "Empty", "toType": "equivalence-class"},
        {"relationType": "contrary", "from": "Old", "fromType": "equivalence-class", "to": "Complete", "toType": "equivalence-class"},
        {
            "relationType": "undercut", "from": "Old", "fromType": "equivalence-class",
            "to": {"argumentTitle": "From the register"}, "toType": "inference",
        },
        {"relationType": "support", "from": "Nobody", "fromType": "argument", "to": "Empty", "toType": "equivalence-class"},
    ],
}  # fmt: skip


def test_statements_arguments_and_relations_of_argdown(tmp_path: Path) -> None:
    found = imported(tmp_path, "homes.json", json.dumps(ARGDOWN))
    says = {str(claim.says): claim.id for claim in found.records.claims}
    empty, old = says["Half of the homes stand empty."], says["The register is old."]
    assert found.links == {
        (empty, "derives-from", says["The register lists them."]),
        (empty, "derives-from", says["The register is complete."]),
        (empty, "rests-on", says["One sees it in the street."]),
        (old, "disputes", says["The register is complete."]),
        (old, "critiques", empty),
    }
    assert "a relation to or from what is not there" in found.said


@pytest.mark.parametrize(("form", "said"), [("aif", "no AIF"), ("argdown", "no export of Argdown")])
def test_another_document_is_refused(tmp_path: Path, form: str, said: str) -> None:
    with pytest.raises(BadDataError, match=said):
        imported(tmp_path, "x.json", "{}", form=form)
