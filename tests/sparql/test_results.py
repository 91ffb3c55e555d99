"""Answers read as rows with typed values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg.sparql.query import Reply
from kg.sparql.results import Answers, answers_of

if TYPE_CHECKING:
    from pathlib import Path

XSD = "http://www.w3.org/2001/XMLSchema#"


def reply(**row: dict[str, Any]) -> Reply:
    document = {"head": {"vars": [*row, "none"]}, "results": {"bindings": [row]}}
    return Reply("rows", "application/sparql-results+json", json.dumps(document).encode())


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("5", "integer", 5),
        ("5", "nonNegativeInteger", 5),
        ("1.50", "decimal", Decimal("1.50")),
        ("1.5e0", "double", 1.5),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2026-07-02", "date", date(2026, 7, 2)),
        ("2026-07-02T10:00:00Z", "dateTime", datetime(2026, 7, 2, 10, tzinfo=UTC)),
        ("lots", "integer", "lots"),
        ("2026", "gYear", "2026"),
    ],
)
def test_a_literal_is_the_python_value_of_its_datatype(text: str, datatype: str, value: object) -> None:
    (row,) = answers_of(reply(x={"type": "literal", "value": text, "datatype": XSD + datatype}))
    assert (row["x"], row[0], row["none"]) == (value, value, None)
    assert type(row[0]) is type(value)
    assert row.to_dict() == {"x": value, "none": None}


def test_iris_and_plain_texts_are_texts() -> None:
    (row,) = answers_of(reply(a={"type": "uri", "value": "https://e.org/x"}, b={"type": "literal", "value": "5"}))
    assert [*row] == ["https://e.org/x", "5", None]
    assert len(row) == 3


def test_an_answer_has_a_length_and_a_truth_value() -> None:
    assert [bool(Answers(boolean=True)), bool(Answers(boolean=False)), bool(Answers(("x",)))] == [True, False, False]
    graph = Answers(triples=(("a", "b", "c"),))
    assert (len(graph), [[*row] for row in graph]) == (1, [["a", "b", "c"]])


def test_a_query_of_a_graph_is_gone_through_row_by_row_and_knows_ids(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("source: s\nclaims:\n  c: {says: x, figure: 5 owls}\n", encoding="utf-8")
    graph = kg.open(str(tmp_path))
    for query in (
        "SELECT ?claim ?value { BIND(<s/c> AS ?claim) ?claim hw:figure/schema:value ?value }",
        "SELECT ?claim ?value { ?claim schema:appearance id:s ; hw:figure/schema:value ?value }",
    ):
        ((claim, value),) = graph.query(query)
        assert str(claim).endswith("/s/c")
        assert value == 5
        assert isinstance(value, Decimal)
