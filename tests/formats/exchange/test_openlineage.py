"""OpenLineage events: exact edges before column lineage, and everything a run read only where nothing finer is stated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

WAREHOUSE = "postgres://warehouse:5432"


def dataset(name: str, **facets: object) -> dict[str, Any]:
    return {"namespace": WAREHOUSE, "name": name} | ({"facets": facets} if facets else {})


def given(name: str, column: str = "") -> dict[str, Any]:
    return dataset(name) | {"type": "DATASET"} | ({"field": column} if column else {})


def event(
    state: str = "COMPLETE", run: str = "3b452093-782c-4ef2-9c0c-aafe2aa6f34d", **other: object
) -> dict[str, Any]:
    return {
        "eventType": state,
        "eventTime": "2024-12-09T23:37:31.081Z",
        "run": {"runId": run, "facets": other.pop("run_facets", {})},
        "job": {"namespace": "stats", "name": "monthly.homes"},
        "producer": "https://example.org/producer",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    } | other


LINEAGE = {
    "entries": [
        {
            **given("homes_total"),
            "inputs": [given("homes_raw")],
            "fields": {"empty": {"inputs": [given("homes_raw", "status")]}},
        },
        {**given("rents"), "inputs": [given("leases"), {"type": "JOB"}]},
        {**given("noise"), "inputs": []},
        {"type": "JOB", "inputs": [given("calendar")]},
    ]
}
COLUMNS = {
    "fields": {
        "empty": {"inputFields": [given("homes_raw", "status"), given("areas", "code")]},
        "area": {"inputFields": [given("areas", "code")]},
    }
}
WRITTEN = [dataset("homes_total"), dataset("rents"), dataset("noise")]
READ = [dataset("homes_raw"), dataset("areas")]


@pytest.mark.parametrize(
    ("events", "links"),
    [
        (
            [event(inputs=[*READ, dataset("unused")], outputs=WRITTEN, run_facets={"lineage": LINEAGE})],
            {("homes-total", "homes-raw"), ("rents", "leases"), ("rents", "calendar")},
        ),
        (
            [event(inputs=[*READ, dataset("unused")], outputs=[dataset("homes_total", columnLineage=COLUMNS)])],
            {("homes-total", "homes-raw"), ("homes-total", "areas")},
        ),
        ([event("START", inputs=READ), event(outputs=[dataset("homes_total")])], {("homes-total", "homes-raw"), ("homes-total", "areas")}),
        ([event("START", inputs=READ), event("FAIL", outputs=[dataset("homes_total")])], set()),
        (
            [{"eventTime": "2024-12-09T23:37:31Z", "dataset": dataset("view", lineage={"inputs": [given("homes_raw")]})}],
            {("view", "homes-raw")},
        ),
    ],
    ids=["lineage facet", "column lineage", "inferred, over two events", "failed", "dataset event"],
)  # fmt: skip
def test_the_finest_lineage_that_is_stated_counts(
    tmp_path: Path, events: list[dict[str, Any]], links: set[tuple[str, str]]
) -> None:
    lines = "\n".join(json.dumps(one) for one in events)
    found = imported(tmp_path, "events.jsonl", lines, form="openlineage" if "job" not in events[0] else None)
    assert {(source, target) for source, _, target in found.links} == links
    assert {relation for _, relation, _ in found.links} <= {"derives-from"}


def test_columns_and_job_stand_with_the_link_and_inputs_are_needed_together(tmp_path: Path) -> None:
    text = json.dumps([event(inputs=READ, outputs=[dataset("homes_total", columnLineage=COLUMNS)])])
    found = imported(tmp_path, "events.json", text)
    assert {link.group for link in found.records.links} == {"homes-total#needs-1"}
    assert {link.locator for link in found.records.links} == {
        "area from areas.code, empty from areas.code, empty from homes_raw.status"
    }
    making = found.sources["homes-total"].making
    assert making is not None
    assert making.how == "job monthly.homes (stats)"
    assert found.sources["areas"].title == "areas (postgres://warehouse:5432)"


def test_what_is_only_inferred_is_marked_and_with_several_outputs_presumed(tmp_path: Path) -> None:
    one = imported(
        tmp_path / "", "a.json", json.dumps(event(inputs=READ, outputs=[dataset("t")])), folder=tmp_path / "a"
    )
    assert {(link.locator, link.presumed) for link in one.records.links} == {
        ("inferred: everything that the run read", None)
    }
    assert "inferred: the run is linked as a whole" in one.said
    two = imported(tmp_path, "b.json", json.dumps(event(inputs=READ, outputs=[dataset("t"), dataset("u")])))
    assert {(link.locator, link.presumed) for link in two.records.links} == {("inferred: the run read it", True)}
    assert len(two.links) == 4


def test_a_second_import_knows_the_datasets_again(tmp_path: Path) -> None:
    text = json.dumps(event(inputs=READ, outputs=[dataset("homes_total")]))
    first = imported(tmp_path, "a.json", text)
    second = imported(tmp_path, "b.json", text)
    assert second.records == first.records
    assert second.report.unchanged == 3
