"""Records → format → records, for every format that is both written and read: equal but for what the format declares to lose."""

from __future__ import annotations

from io import BytesIO, StringIO
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.api import open_graph
from kg.formats.folder import read_file
from kg.formats.record_format import RecordFormat
from kg.formats.registry import FORMATS
from kg.formats.yaml_text import document_text
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model.records import Records

BOTH = [form for form in FORMATS if form.writes and form.imported]
TABLES = [form for form in FORMATS if form.name in {"csv", "xlsx"}]
_NUMBERS = count()
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
DATES = st.sampled_from(["2019", "2019-03", "2019-03-05"])


def written(form: RecordFormat, records: Records) -> bytes:
    if form.binary:
        packed = BytesIO()
        form.load().write(records, packed)
        return packed.getvalue()
    text = StringIO(newline="")
    form.load().write(records, text)
    return text.getvalue().encode()


def records_of(folder: Path, *documents: dict[str, object]) -> Records:
    folder.mkdir(exist_ok=True)
    path = folder / "r.yaml"
    path.write_text("---\n".join(document_text(document) for document in documents), encoding="utf-8")
    return read_file(path).records


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.name)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXTS, says=TEXTS, at=TEXTS, issued=DATES)
def test_what_a_table_holds_comes_back_the_same(
    tmp_path: Path, form: RecordFormat, title: str, says: str, at: str, issued: str
) -> None:
    place = tmp_path / str(next(_NUMBERS))
    claim = {"says": says, "at": at, "figure": "at least 1,400 children, Leeds, 2019", "leans on": [{"cites": "t"}]}
    before = records_of(
        place, {"source": "s", "title": title, "issued": issued, "claims": {"c": claim}}, {"source": "t", "title": says}
    )
    after = imported(
        place, f"t{form.endings[0]}", written(form, before), form="table" if form.name == "csv" else form.name
    )
    assert after.said == ""
    assert sorted(after.records.sources, key=lambda s: s.id) == before.sources
    assert after.records.claims == before.claims
    assert after.records.links == before.links


@pytest.mark.parametrize(
    "form", [form for form in BOTH if form.name in {"csl-json", "bibtex", "ris"}], ids=lambda form: form.name
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.lists(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8), min_size=1, max_size=6).map(
        " ".join
    ),
    issued=DATES,
    kind=st.sampled_from(["article", "report", "book", "dataset", "web page"]),
)
def test_a_source_comes_back_from_a_reference_list(
    tmp_path: Path, form: RecordFormat, title: str, issued: str, kind: str
) -> None:
    place = tmp_path / str(next(_NUMBERS))
    document: dict[str, object] = {
        "source": "s", "title": title, "kind": kind, "publisher": ["A Journal"], "authors": ["Jane Doe", "Statistics Office"],
        "issued": issued, "url": "https://o.example/r", "same as": ["https://doi.org/10.1000/abc"],
    }  # fmt: skip
    (before,) = records_of(place, document).sources
    (after,) = imported(
        place, f"r{form.endings[0]}", written(form, records_of(place, document)), form=form.name
    ).records.sources
    assert after.model_copy(update={"id": "s"}) == before


# Nanopublications hold the RDF of a claim whole.
@pytest.mark.parametrize("form", [form for form in BOTH if form.name != "nanopub"], ids=lambda form: form.name)
def test_what_is_lost_is_said(tmp_path: Path, form: RecordFormat) -> None:
    claim = {"says": "x", "quote": "a fragment", "leans on": [{"needs": ["t", "u"]}]}
    records = records_of(tmp_path / "d", {"source": "s", "claims": {"c": claim}}, {"source": "t"}, {"source": "u"})
    losses = form.load().write(records, BytesIO() if form.binary else StringIO())
    assert any(loss.startswith("s/c") for loss in losses)


@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(st.characters(categories=("L", "N")), min_size=4, max_size=12), issued=DATES)
def test_what_every_format_writes_it_reads(tmp_path: Path, form: RecordFormat, title: str, issued: str) -> None:
    place = tmp_path / str(next(_NUMBERS))
    says = f"There are 12 {title}"
    claim = {"says": says, "figure": "12 homes, Leeds, 2019", "leans on": [{"cites": "t"}]}
    verdict = {"says": f"Rated “False”: {says}", "speaks to": [{"disputes": "s/c"}]}
    before = records_of(
        place,
        {"source": "s", "title": title, "url": "https://o.example/s", "issued": issued, "claims": {"c": claim}},
        {"source": "t", "title": f"{title} t", "url": "https://o.example/t"},
        {"source": "v", "title": f"{title} v", "url": "https://o.example/v", "claims": {"d": verdict}},
    )
    out = place / "out"
    imported(place, f"r{form.endings[0]}", written(form, before), folder=out, form=form.name)
    after = open_graph(str(out)).short_records()
    if "sources" in form.writes or form.name.startswith("prov"):
        assert {source.title for source in before.sources} <= {source.title for source in after.sources}
    if "claims" in form.writes or form.name == "claimreview":
        assert {says, verdict["says"]} <= {claim.says for claim in after.claims}
    assert form.loses
