"""The travelling numbers: valid records, honest readings, short quotations, and the score that the documentation states."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from benchmarks.lineages_scored import NAME, Answer, expected, headwater, score, table
from kg.api import Graph, open_graph
from kg.formats.folder import read_folder
from kg.resources import bundled_graphs
from tests.seeds.readings import faults
from tests.seeds.test_records import UNFAIR, texts

DOCS: Final = Path(__file__).parents[2] / "docs" / "travelling-numbers.md"
FOLDER: Final = bundled_graphs()[NAME]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return open_graph(str(FOLDER))


@pytest.fixture(scope="module")
def documents() -> list[dict[str, Any]]:
    return [
        document
        for path in sorted(FOLDER.glob("*.yaml"))
        for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    ]


def test_our_own_words_settle_no_dispute(documents: list[dict[str, Any]]) -> None:
    ours = texts(documents, frozenset({"quote", "title", "url"}))
    assert [text for text in ours if UNFAIR.search(text)] == []


def test_readings_happened_and_absence_is_reported_by_the_document_that_found_it() -> None:
    files = [file.records for file in read_folder(FOLDER)]
    reported = {
        link.id
        for part in files
        for link in part.links
        if link.outcome and link.reading.seen_in and not link.outcome.when.on
    }
    own = [fault for fault in faults(files) if fault.split(": ")[0] not in reported]
    # The day on which another's enquiry ended is that of its article.
    assert own == ["attention-research: read on 2017-03-10, before this work began"]


def test_every_document_with_an_address_was_seen_at_its_own_host_or_is_named_in_another() -> None:
    for source in (source for file in read_folder(FOLDER) for source in file.records.sources):
        reading = source.reading
        assert reading.copy_host or reading.seen_in or reading.unread, source.id
        assert not (reading.copy_host and reading.part is None), source.id


def test_the_score_is_the_one_that_the_documentation_states(graph: Graph) -> None:
    wanted = expected()
    stated = DOCS.read_text(encoding="utf-8").split("<!-- score -->")[1].split("```")[1].strip()
    assert table(score(wanted, {one.claim: headwater(graph, one.claim) for one in wanted})) == stated


def test_right_answers_have_the_full_score_and_absent_ones_none() -> None:
    wanted = expected()
    full = score(wanted, {one.claim: one for one in wanted})
    assert (full.origin, full.ends, full.independent, full.precision, full.recall) == (len(wanted),) * 3 + (1.0, 1.0)
    none = score(wanted, {})
    assert (none.origin, none.ends, none.precision, none.recall) == (0, 0, 0.0, 0.0)


def test_a_change_that_the_reader_does_not_name_is_counted_and_silence_is_not() -> None:
    data = {"claim": "a/b", "origin": "", "ends": ["origin"], "circular": False, "independent": 1}
    hop = {"from": "a/b", "to": "c/d"}
    wanted = Answer.of({**data, "changes": [{**hop, "fields": ["value", "area"]}]})
    given = Answer.of({**data, "changes": [{**hop, "fields": ["value", "unit"]}]})
    one = score([wanted], {"a/b": given})
    assert (one.found, one.missed, one.invented) == (1, 1, 1)
