"""JSON in which any value is of another kind than its format says is read, or refused in words: never an error of the program."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

import pytest

from kg.cache.load import load
from kg.errors import BadDataError, HeadwaterError
from kg.formats.importing.context import Choices
from kg.formats.importing.run import Import, run_import
from tests.attack.fuzz_readers import ITEMS, PROV_JSON
from tests.formats.exchange.test_argument_maps import ARGDOWN, aif
from tests.formats.exchange.test_claimreview import API, REVIEW
from tests.formats.exchange.test_openlineage import COLUMNS, LINEAGE, READ, WRITTEN, event
from tests.formats.exchange.test_references import CROSSREF, ZOTERO
from tests.formats.exchange.test_ro_crate import crate
from tests.formats.exchange.test_schema_org import DATASET, OBSERVATION
from tests.formats.exchange.test_statistics import DESCRIPTION, MESSAGE, TABLE, second_version
from tests.formats.exchange.test_wikidata import ENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.report import Report

_ODD: Final[tuple[object, ...]] = (
    None,
    0,
    -1,
    1.5,
    "",
    "x",
    ";;",
    True,
    [],
    [1],
    ["x"],
    {},
    {"a": 1},
    [[]],
    [{}],
    10**30,
)
SAMPLES: Final[dict[str, tuple[str, Any]]] = {
    "aif": ("aif", aif()),
    "argdown": ("argdown", ARGDOWN),
    "openlineage": (
        "openlineage",
        event(
            run_facets={"lineage": LINEAGE},
            inputs=READ,
            outputs=[WRITTEN[0] | {"facets": {"columnLineage": COLUMNS}}],
        ),
    ),
    "sdmx 1.0": ("sdmx-json", MESSAGE),
    "sdmx 2": ("sdmx-json", second_version()),
    "csvw": ("csvw", DESCRIPTION),
    "wikidata": ("wikidata", ENTITY),
    "claimreview": ("claimreview", REVIEW),
    "fact-check tools": ("claimreview", API),
    "zotero": ("csl-json", ZOTERO),
    "crossref": ("csl-json", CROSSREF),
    "schema.org": ("schema-org", DATASET | {"hasPart": [OBSERVATION]}),
    "ro-crate": ("ro-crate", json.loads(crate())),
    "prov-json": ("prov-json", PROV_JSON),
    "items": ("items", ITEMS),
}


def _places(value: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield place
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in inside:
        yield from _places(inner, (*place, step))


def _with(value: Any, place: tuple[str | int, ...], new: object) -> object:  # noqa: ANN401 - any JSON value
    if not place:
        return new
    changed = parent = deepcopy(value)
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = new
    return changed


@pytest.mark.parametrize("one_in", [23, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_value_of_another_kind_is_an_error_of_the_program(tmp_path: Path, name: str, one_in: int) -> None:
    form, sample = SAMPLES[name]
    sample = json.loads(json.dumps(sample))
    path = tmp_path / "odd.json"
    tables = [sample, *(sample.get("tables") or [])] if form == "csvw" else []
    for one in tables:
        if "url" in one:
            (tmp_path / one["url"]).write_text(TABLE, encoding="utf-8")
    logging.disable()
    try:
        assert _read(path, form, sample).read
        for place, new in [(place, new) for place in _places(sample) for new in _ODD][::one_in]:
            with suppress(HeadwaterError):
                _read(path, form, _with(sample, place, new))
    finally:
        logging.disable(logging.NOTSET)


def _read(path: Path, form: str, value: object) -> Report:
    path.write_text(json.dumps(value), encoding="utf-8")
    return run_import(Import((path,), path.parent / "out", form, dry_run=True), Choices())


@pytest.mark.parametrize(
    ("name", "form", "text"),
    [
        ("bracket.csv", "table", "Claim,Source,URL\nThere are 12 wells,A report,https://[ttps:/e.example\n"),
        ("half.jsonl", "items", json.dumps(ITEMS[0]).replace("There", "There\\ud800")),
        ("author.ris", "ris", "TY  - JOUR\nTI  - A study\nAU  -  \nPY  - 2018\nER  - \n"),
    ],
)
def test_an_address_or_text_that_is_none_costs_nothing_else(tmp_path: Path, name: str, form: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert run_import(Import((path,), tmp_path / "out", form, dry_run=True), Choices()).read.total() == 1


def test_a_name_in_prov_that_is_no_iri_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(PROV_JSON | {"entity": {"ex:a": {"prov:l{abel": "x"}}}), encoding="utf-8")
    with pytest.raises(BadDataError, match="is not an IRI"):
        run_import(Import((path,), tmp_path / "out", "prov-json", dry_run=True), Choices())


def test_half_a_character_in_json_ld_is_a_parse_error(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    path.write_text(
        '{"@context": {"s": "https://schema.org/"}, "@type": "s:Claim", "s:te\\ud800xt": "x"}', encoding="utf-8"
    )
    with pytest.raises(BadDataError):
        load(path, "https://example.org/")
