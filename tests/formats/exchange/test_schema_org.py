"""Datasets and observations of schema.org as sources and figures, and back."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

from kg.formats.exchange.schema_org import write
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

OBSERVATION: dict[str, Any] = {
    "@type": "Observation", "name": "Empty homes in Leeds", "value": 4385, "unitText": "homes",
    "observationAbout": {"@type": "Place", "name": "Leeds"}, "observationDate": "2023-10",
    "variableMeasured": {"@type": "StatisticalVariable", "name": "empty homes"},
    "measurementMethod": "council tax records", "marginOfError": {"@type": "QuantitativeValue", "value": 50},
}  # fmt: skip
DATASET: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "Dataset", "@id": "https://data.example/homes", "name": "Empty homes",
    "publisher": {"@type": "Organization", "name": "Example Office"}, "datePublished": "2024-02-01",
    "license": "https://l.example", "identifier": "https://doi.org/10.1000/homes", "isBasedOn": "https://data.example/raw",
}  # fmt: skip


def test_observations_become_figures_of_the_dataset_around_them(tmp_path: Path) -> None:
    share = {
        "@type": "Observation", "value": "2.1", "unitText": "%", "observationAbout": "York", "observationDate": "2023",
        "measurementDenominator": {"@type": "StatisticalVariable", "name": "all homes"}, "variableMeasured": "vacancy",
    }  # fmt: skip
    found = imported(
        tmp_path, "d.json", json.dumps(DATASET | {"hasPart": [OBSERVATION, share, {"@type": "Observation"}]})
    )
    source = found.sources["empty-homes"]
    assert (source.kind, source.publisher, source.same_as) == (
        "dataset", ("example-office",), ("https://doi.org/10.1000/homes",),
    )  # fmt: skip
    homes, vacancy = (claim.figure for claim in found.records.claims)
    assert homes is not None
    assert vacancy is not None
    assert (homes.number, homes.unit, homes.uncertainty) == ("4385", "homes", "± 50")
    assert (vacancy.share, vacancy.denominator) == (True, "all homes")
    assert ("empty-homes", "cites", "data-example-raw") in found.links
    assert "an observation without a value" in found.said


def test_an_observation_names_its_dataset_or_is_said_to_stand_in_the_file(tmp_path: Path) -> None:
    apart = [DATASET, OBSERVATION | {"isPartOf": {"@id": DATASET["@id"]}}]
    assert "empty-homes/empty-homes-in-leeds" in imported(tmp_path, "d.json", json.dumps(apart)).claims
    alone = imported(tmp_path, "o.json", json.dumps(OBSERVATION), folder=tmp_path / "alone")
    assert "does not say which dataset it stands in" in alone.said
    assert [claim.made_in for claim in alone.records.claims] == ["o-json"]


def test_figures_go_out_and_come_back(tmp_path: Path) -> None:
    first = imported(tmp_path, "d.json", json.dumps(DATASET | {"hasPart": [OBSERVATION]}), folder=tmp_path / "one")
    text = StringIO()
    assert write(first.records, text) == ()
    back = imported(tmp_path, "back.json", text.getvalue(), folder=tmp_path / "two")
    (before,), (after,) = first.records.claims, back.records.claims
    assert (after.id, after.says, after.about, after.making) == (before.id, before.says, before.about, before.making)
    assert after.figure == (before.figure and before.figure.model_copy(update={"uncertainty": None}))
    assert back.links == first.links
