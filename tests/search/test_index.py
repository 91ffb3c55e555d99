"""A headline finds in the index of a large store what it finds when every claim is looked through."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from kg.cache.load import load
from kg.resources import seeds
from kg.search.index import SearchIndex, open_index
from kg.search.scoring import search
from kg.store.oxigraph import OxigraphStore
from kg.workspace.config import Config

if TYPE_CHECKING:
    from pathlib import Path

HEADLINES = (
    "1,400 children in Rotherham",
    "fourteen hundred rotherham",
    "250,000 victims",
    "one million",
    "67 per cent",
    "rotheram childern",
    "recommendations of the inquiry",
    "telford",
    "nothing like it at all",
    "1,400 in Rochdale",
    "Jay report",
)


@pytest.fixture(scope="module")
def whole() -> OxigraphStore:
    store = OxigraphStore()
    load(seeds(), Config().base).fill(store)
    return store


@pytest.fixture(scope="module")
def indexed(whole: OxigraphStore, tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    whole.write_index(path)
    return OxigraphStore(whole.quads, index=SearchIndex(path))


@pytest.mark.parametrize("headline", HEADLINES)
def test_the_best_hits_are_those_of_looking_through_everything(
    headline: str, whole: OxigraphStore, indexed: OxigraphStore
) -> None:
    wanted, found = search(whole, headline), search(indexed, headline)
    assert [(hit.iri, hit.score) for hit in found][:5] == [(hit.iri, hit.score) for hit in wanted][:5]


def test_a_claim_is_found_by_the_end_of_its_iri(whole: OxigraphStore, indexed: OxigraphStore) -> None:
    assert indexed.ending_in("true-scale-unknown") == whole.ending_in("true-scale-unknown") != set()


def test_an_index_answers_in_any_thread(indexed: OxigraphStore) -> None:
    here = search(indexed, "1,400 children in Rotherham")
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda text: search(indexed, text), ["1,400 children in Rotherham"] * 4)) == [here] * 4


def test_an_address_is_looked_up_in_its_usual_spellings(whole: OxigraphStore, indexed: OxigraphStore) -> None:
    row = whole.query("SELECT ?u { ?s schema:url ?u } LIMIT 1").rows[0][0]
    assert row is not None
    assert indexed.by_url(row) == whole.by_url(row) != set()
    assert indexed.by_url("no address at all") == set()


def test_a_file_that_is_no_index_is_left_alone(tmp_path: Path) -> None:
    assert open_index(tmp_path / "missing.sqlite") is None
    (tmp_path / "other.sqlite").write_bytes(b"not a database at all" * 100)
    assert open_index(tmp_path / "other.sqlite") is None
    sqlite3.connect(tmp_path / "old.sqlite").close()
    (tmp_path / "old.sqlite").touch()
    assert open_index(tmp_path / "old.sqlite") is None
