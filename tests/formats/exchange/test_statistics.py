"""Official statistics: observations of SDMX-JSON and of described tables as claims made in their dataset, with revisions."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import BadDataError
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path


def coded(name: str, *values: tuple[str, str]) -> dict[str, Any]:
    return {"id": name, "name": name, "values": [{"id": code, "name": words} for code, words in values]}


AREAS = coded("REF_AREA", ("N", "North"), ("S", "South"))
TIMES = coded("TIME_PERIOD", ("2023", "2023"), ("2024-Q1", "2024-Q1"))
STRUCTURE: dict[str, Any] = {
    "name": "Empty homes",
    "links": [{"rel": "dataflow", "urn": "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ST:HOMES(1.0)"}],
    "dimensions": {"dataset": [coded("FREQ", ("A", "Annual"))], "series": [AREAS], "observation": [TIMES]},
    "attributes": {
        "dataset": [coded("UNIT_MEASURE", ("H", "homes")), coded("UNIT_MULT", ("3", "Thousands"))],
        "series": [],
        "observation": [coded("OBS_STATUS", ("A", "Normal"), ("E", "Estimated"))],
    },
}
MESSAGE: dict[str, Any] = {
    "meta": {"prepared": "2024-05-01T10:00:00Z", "sender": {"id": "ST", "name": "Statistics Office"}},
    "data": {
        "structure": STRUCTURE,
        "dataSets": [{"series": {"0": {"observations": {"0": [12.5, 0], "1": [13, 1]}}, "1": {"observations": {"0": [None]}}}}],
    },
}  # fmt: skip


def second_version() -> dict[str, Any]:
    """The same in the flat form of version 2, a year later, with one value revised."""
    structure = copy.deepcopy(STRUCTURE) | {
        "dimensions": {"dataSet": STRUCTURE["dimensions"]["dataset"], "observation": [AREAS, TIMES]}
    }
    structure["attributes"] = {"dataSet": structure["attributes"].pop("dataset"), **structure["attributes"]}
    meta = MESSAGE["meta"] | {"prepared": "2025-05-01T10:00:00Z"}
    datasets = [{"structure": 0, "observations": {"0:0": [12.9, 0], "0:1": ["13", 1]}}]
    return {"meta": meta, "data": {"structures": [structure], "dataSets": datasets}}


def test_observations_of_sdmx_are_claims_made_in_the_dataset(tmp_path: Path) -> None:
    found = imported(tmp_path, "homes.json", json.dumps(MESSAGE))
    (source,) = found.sources.values()
    assert (source.title, source.kind, source.publisher) == ("Empty homes", "dataset", ("statistics-office",))
    claims = {claim.locator: claim for claim in found.records.claims}
    assert list(claims) == ["release of 2024-05-01, key A.N.2023", "release of 2024-05-01, key A.N.2024-Q1"]
    first, second = claims.values()
    assert first.figure is not None
    assert second.figure is not None
    assert (str(first.figure.low), first.figure.unit, first.figure.area) == ("12500", "homes", "north")
    assert (second.figure.period and second.figure.period.edtf, second.figure.certainty) == (
        "2024-01/2024-03",
        "estimate",
    )
    assert first.making is not None
    assert first.about == second.about == ("empty-homes",)
    assert "an observation without a value that is a number" in found.said


def test_a_revised_value_supersedes_the_one_before(tmp_path: Path) -> None:
    imported(tmp_path, "homes.json", json.dumps(MESSAGE))
    found = imported(tmp_path, "later.json", json.dumps(second_version()))
    assert len(found.records.claims) == 3
    link = found.link("supersedes")
    assert found.claims[link.target].figure.low == 12500  # type: ignore[union-attr]
    assert found.claims[link.source].figure.low == 12900  # type: ignore[union-attr]
    assert "a revised value supersedes the one before" in found.said
    again = imported(tmp_path, "later.json", json.dumps(second_version()))
    assert len(again.records.claims) == 3


DESCRIPTION: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/csvw",
    "url": "homes.csv",
    "dc:title": "Empty homes",
    "dc:publisher": {"schema:name": "Statistics Office"},
    "dc:issued": "2024-05-01",
    "dialect": {"delimiter": ";"},
    "tableSchema": {
        "columns": [
            {"titles": "Gebiet", "propertyUrl": "http://purl.org/linked-data/sdmx/2009/dimension#refArea"},
            {"titles": "Jahr", "propertyUrl": "http://purl.org/linked-data/sdmx/2009/dimension#refPeriod"},
            {"titles": "Leer", "datatype": {"base": "decimal", "format": {"decimalChar": ","}}, "null": "-"},
            {"titles": "Bewohnt", "datatype": "integer"},
            {"titles": "Notiz", "suppressOutput": True},
        ]
    },
}
TABLE = "Gebiet;Jahr;Leer;Bewohnt;Notiz\nNord;2023;1.212,5;90000;x\nSüd;2023;-;8000;\n"


def test_numbers_of_a_described_table_are_claims(tmp_path: Path) -> None:
    (tmp_path / "homes.csv").write_text(TABLE, encoding="utf-8")
    found = imported(tmp_path, "homes-metadata.json", json.dumps(DESCRIPTION))
    (source,) = found.sources.values()
    assert (source.title, source.issued and source.issued.edtf) == ("Empty homes", "2024-05-01")
    says = sorted(str(claim.says) for claim in found.records.claims)
    assert says == ["Bewohnt: 8,000 (Süd, 2023)", "Bewohnt: 90,000 (Nord, 2023)", "Leer: 1,212.5 (Nord, 2023)"]
    assert found.report.read == {"row": 2}


@pytest.mark.parametrize(
    "url", ["../homes.csv", "/etc/passwd", "https://x.example/homes.csv", "file:homes.csv", "..", "gone.csv"]
)
def test_only_a_table_beside_its_description_is_read(tmp_path: Path, url: str) -> None:
    (tmp_path / "homes.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "inner").mkdir()
    with pytest.raises(BadDataError, match="is not a file beside the description"):
        imported(tmp_path / "inner", "d.json", json.dumps(DESCRIPTION | {"url": url}), form="csvw")


def test_another_document_is_no_data_message(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="no SDMX-JSON data message"):
        imported(tmp_path, "x.json", "{}", form="sdmx-json")
