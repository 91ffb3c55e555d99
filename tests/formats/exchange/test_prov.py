"""W3C PROV in its three syntaxes, in and out, counted against the library that reads them."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from prov.model import ProvDocument

from kg.api import open_graph
from kg.errors import BadDataError
from kg.formats.record_format import RecordFormat
from kg.formats.registry import named
from kg.rdf.syntax import read_rdf
from tests.formats.importing.support import imported
from tests.formats.test_round_trips import records_of

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/headwater/"
SYNTAXES = {"prov-json": "json", "prov-n": "provn", "prov-xml": "xml"}
PROV_N = """\
document
  prefix ex <https://example.org/>
  entity(ex:chart, [prov:label="Chart"])
  entity(ex:data)
  entity(ex:regions)
  agent(ex:bureau)
  activity(ex:compose, 2024-03-31T09:21:00, -)
  used(ex:compose, ex:data, -)
  used(ex:compose, ex:regions, -)
  wasGeneratedBy(ex:chart, ex:compose, -)
  wasAttributedTo(ex:chart, ex:bureau)
  wasDerivedFrom(ex:article, ex:chart, -, -, -, [prov:type='prov:Quotation'])
  bundle ex:notes
    entity(ex:inside)
    wasDerivedFrom(ex:inside, ex:chart, -, -, -)
  endBundle
endDocument
"""


def triples(folder: Path) -> set[tuple[str, str, str]]:
    (path,) = folder.glob("*.trig")
    quads = read_rdf(path, "https://x.example/").quads
    return {
        (getattr(q.subject, "value", ""), q.predicate.value.rpartition("#")[2], getattr(q.object, "value", ""))
        for q in quads
    }


@pytest.mark.parametrize("name", SYNTAXES)
def test_every_syntax_gives_the_same_statements(tmp_path: Path, name: str) -> None:
    document = ProvDocument.deserialize(content=PROV_N, format="provn")
    out = tmp_path / "out"
    form = named(name)
    text = document.serialize(format=SYNTAXES[name]) or ""
    found = imported(tmp_path, f"p{form.endings[0]}", text, folder=out)
    assert found.report.read["statement"] == sum(
        len(tuple(part.get_records())) for part in (document, *document.bundles)
    )
    assert {
        ("https://example.org/chart", "wasGeneratedBy", "https://example.org/compose"),
        ("https://example.org/compose", "used", "https://example.org/regions"),
        ("https://example.org/inside", "wasDerivedFrom", "https://example.org/chart"),
    } <= triples(out)


def test_records_come_back_but_for_the_declared_losses(tmp_path: Path) -> None:
    claim = {"says": "x", "by": ["A. Speaker"], "leans on": [{"quotes": "t"}, {"needs": ["t", "u"]}, {"cites": "u"}]}
    records = records_of(
        tmp_path / "d",
        {"source": "s", "title": "S", "kind": "report", "issued": "2019-03", "url": "https://o.example/s",
         "authors": ["B. Maker"], "claims": {"c": claim}},
        {"source": "t", "revision of": "u"}, {"source": "u"},
    )  # fmt: skip
    seen = []
    for name in SYNTAXES:
        text = StringIO()
        assert named(name).load().write(records, text) == ()
        out = tmp_path / name
        imported(tmp_path, f"p{named(name).endings[0]}", text.getvalue(), folder=out)
        back = open_graph(str(out)).short_records()
        sources = {source.id: source for source in back.sources}
        seen.append({(link.source, str(link.relation), link.target, bool(link.group)) for link in back.links})
        assert (sources[f"{BASE}s"].title, sources[f"{BASE}t"].revision_of) == ("S", (f"{BASE}u",))
        assert {claim.says for claim in back.claims} == {"x"}
    links = {("quotes", "t", False), ("derives-from", "t", True), ("derives-from", "u", True)}
    assert seen == [{(f"{BASE}s/c", relation, f"{BASE}{target}", group) for relation, target, group in links}] * 3


def test_what_prov_cannot_hold_is_said(tmp_path: Path) -> None:
    claim = {"says": "x", "figure": "12 pots", "speaks to": [{"disputes": "t"}]}
    records = records_of(tmp_path / "d", {"source": "s", "claims": {"c": claim}}, {"source": "t"})
    losses = named("prov-json").load().write(records, StringIO())
    assert sorted(loss.partition(": ")[2] for loss in losses) == ["disputes t", "its figure"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("prov-json", '{"entity": {"x": 1}}'),
        ("prov-json", '{"wasDerivedFrom": {"_:a": {}}, "entity": []}'),
        ("prov-n", "document\n entity(\nendDocument"),
        ("prov-n", f"document\n entity(ex:a, {'[' * 5000}\nendDocument"),
        ("prov-xml", '<document xmlns="http://www.w3.org/ns/prov#"><entity></document>'),
        (
            "prov-xml",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><document xmlns="http://www.w3.org/ns/prov#"/>',
        ),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(tmp_path: Path, name: str, text: str) -> None:
    form: RecordFormat = named(name)
    with pytest.raises(BadDataError) as refused:
        imported(tmp_path, f"p{form.endings[0]}", text, form=name)
    assert len(refused.value.problems) == 1
