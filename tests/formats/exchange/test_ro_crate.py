"""RO-Crate metadata and the runs in it; its context comes with Headwater."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import BadDataError
from kg.rdf.syntax import read_rdf
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

ROOT: dict[str, Any] = {"@id": "./", "@type": "Dataset", "name": "A run", "datePublished": "2024-05-01T10:00:00Z"}
NODES: list[dict[str, Any]] = [
    {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
     "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}},
    ROOT | {"identifier": {"@id": "https://doi.org/10.5281/zenodo.123"}, "author": {"@id": "#jd"}},
    {"@id": "#jd", "@type": "Person", "name": "J. Doe"},
    {"@id": "in.csv", "@type": "File", "name": "Extract", "isBasedOn": {"@id": "https://data.example/x"}},
    {"@id": "other.csv", "@type": "File"},
    {"@id": "out.csv", "@type": ["File"], "name": "Table"},
    {"@id": "count.py", "@type": ["File", "SoftwareSourceCode"], "name": "count.py"},
    {"@id": "#months", "@type": "PropertyValue", "name": "months", "value": "6"},
    {"@id": "#run", "@type": "CreateAction", "name": "Counting", "instrument": {"@id": "count.py"},
     "object": [{"@id": "in.csv"}, {"@id": "other.csv"}, {"@id": "#months"}], "result": {"@id": "out.csv"}},
]  # fmt: skip
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context"]


def crate(*more: dict[str, Any]) -> str:
    return json.dumps({"@context": CONTEXT, "@graph": [*NODES, *more]})


def test_what_a_run_made_needs_all_that_it_was_given(tmp_path: Path) -> None:
    found = imported(tmp_path, "ro-crate-metadata.json", crate())
    (group,) = found.records.groups
    assert (group.source, [item.says for item in group.inputs]) == ("table", ["months"])
    assert {("table", "derives-from", "extract"), ("table", "derives-from", "other-csv")} <= found.links
    assert ("extract", "cites", "data-example-x") in found.links
    making = found.sources["table"].making
    assert making is not None
    assert making.how == "Counting (by count.py)"
    root = found.sources["a-run"]
    assert (root.same_as, root.authors) == (("https://doi.org/10.5281/zenodo.123",), ("j-doe",))


def test_a_run_that_failed_made_nothing(tmp_path: Path) -> None:
    failed = {
        "@id": "#two", "@type": "CreateAction", "actionStatus": {"@id": "http://schema.org/FailedActionStatus"},
        "object": {"@id": "out.csv"}, "result": {"@id": "other.csv"},
    }  # fmt: skip
    found = imported(tmp_path, "ro-crate-metadata.json", crate(failed))
    assert "the action failed" in found.said
    assert not any(source == "other-csv" for source, _, _ in found.links)


def test_the_context_is_known_and_nothing_is_fetched(tmp_path: Path) -> None:
    path = tmp_path / "crate.jsonld"
    path.write_text(crate(), encoding="utf-8")
    about = {
        (quad.predicate.value, getattr(quad.object, "value", "")) for quad in read_rdf(path, "https://x.example/").quads
    }
    assert ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://schema.org/MediaObject") in about
    assert ("https://schema.org/isBasedOn", "https://data.example/x") in about
    path.write_text(crate().replace("ro/crate/1.1/context", "ro/crate/9.9/context"), encoding="utf-8")
    with pytest.raises(BadDataError, match="nothing is fetched"):
        read_rdf(path, "https://x.example/")


def test_a_document_without_a_graph_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="one @graph is expected"):
        imported(tmp_path, "x.json", "{}", form="ro-crate")
