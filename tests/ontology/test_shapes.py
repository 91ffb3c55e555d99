"""The shapes agree with the models: what one refuses, the other refuses, for every attribute of every record."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from kg.bridges.shacl import faults
from kg.cache.load import load
from kg.model.figure import Figure
from kg.model.link import Link, Outcome
from kg.model.period import parse_period
from kg.model.reading import Asked, CopyCheck, Reading, Sighting
from kg.model.records import Access, Agent, Claim, Making, Recommendation, Snapshot, Source, Variable
from kg.model.words import AccessState
from kg.rdf.syntax import write_rdf
from kg.rdf.table import ENUMS, LINK, TABLE, TYPES, Entry
from kg.resources import seeds
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import concept, iri
from tests.ontology.shapes import PATH, shapes

NESTED = {
    "reading": Reading,
    "copy_check": CopyCheck,
    "making": Making,
    "access": Access,
    "snapshot": Snapshot,
    "outcome": Outcome,
    "names_no_source": Sighting,
    "read": Sighting,
    "second": Sighting,
    "copy_read": Sighting,
    "asked": Asked,
    "when": Sighting,
}
BAD_TEXTS = {"flag": "perhaps", "number": "many", "edtf": "sometime", "day": "yesterday"}
CLASSES: dict[type[Any], tuple[Entry, ...]] = {**TABLE, Link: LINK}
EVERY = [(cls, entry) for cls, entries in CLASSES.items() for entry in entries]


def named(cls: type[Any]) -> str:
    return iri("hw:Figure") if cls is Figure else iri("cito:Citation") if cls is Link else TYPES[cls][0]


def required(cls: type[Any]) -> dict[str, Any]:
    filled = {name: day(field) or "x" for name, field in cls.model_fields.items() if field.is_required()}
    return filled | ({"relation": "cites"} if cls is Link else {})


def day(field: FieldInfo) -> date | None:
    """A day, where that is what the field holds."""
    return date(2014, 8, 21) if field.annotation is date else None


def made(cls: type[Any], path: str, value: object) -> object:
    """A record of a class with one attribute, however deep it lies."""
    first, _, rest = path.partition(".")
    if not rest:
        return cls(**{**required(cls), first: value})
    inner = NESTED[first]
    forced = {"state": AccessState.OPEN} if inner is Access else {"kind": "not found"} if inner is Outcome else {}
    deeper, _, deepest = rest.partition(".")
    told = NESTED[deeper](**{**required(NESTED[deeper]), deepest: value}) if deepest else value
    return cls(**{**required(cls), first: inner(**{**required(inner), **forced, deeper: told})})


def good(entry: Entry) -> object:
    return {
        "text": "x",
        "node": "x",
        "link": "https://x.example/",
        "flag": True,
        "number": Decimal("1.5"),
        "day": date(2014, 8, 21),
        "edtf": parse_period("2014-08"),
    }.get(entry.codec) or next(iter(ENUMS[entry.codec]))


def in_rdf(entry: Entry, value: object) -> str:
    if entry.codec in ENUMS:
        return f"<{concept(entry.codec, str(value))}>" if value in set(ENUMS[entry.codec]) else "<x:word>"
    datatype = {"flag": "boolean", "number": "decimal", "day": "date"}.get(entry.codec)
    text = str(getattr(value, "edtf", value)).replace("True", "true")
    return (
        f'"{text}"^^<{iri(f"xsd:{datatype}")}>' if datatype else f"<x:{text}>" if entry.codec == "node" else f'"{text}"'
    )


def base(cls: type[Any], node: str) -> list[str]:
    """A record of a class with no more than it must have."""
    lines = [f"<{node}> <{iri('rdf:type')}> <{named(cls)}> ."]
    entries = LINK if cls is Link else TABLE[cls]
    must = {name for name, field in cls.model_fields.items() if field.is_required()}
    filled = [(entry, good(entry) if entry.codec == "day" else "x") for entry in entries if entry.path in must]
    lines += [f"<{node}> <{entry.term}> {in_rdf(entry, value)} ." for entry, value in filled]
    if cls is Link:
        lines += [f"<{node}> <{iri(f'cito:has{end}Entity')}> <x:{end}> ." for end in ("Citing", "Cited")]
    return lines


def refused(lines: list[str]) -> set[tuple[str, str]]:
    return {(fault.node, fault.path) for fault in faults("\n".join(lines).encode())}


def test_the_file_is_the_one_that_the_table_makes() -> None:
    assert PATH.read_text(encoding="utf-8") == shapes(), "run python -m tests.ontology.shapes"


def test_what_the_models_take_the_shapes_take() -> None:
    lines = []
    for number, (cls, entry) in enumerate(EVERY):
        value = good(entry)
        assert made(cls, entry.path, (value,) if entry.many else value)
        node = f"x:n{number}"
        lines += [line for line in base(cls, node) if f"<{entry.term}>" not in line]
        lines.append(f"<{node}> <{entry.term}> {in_rdf(entry, value)} .")
    assert refused(lines) == set()


def test_what_the_models_refuse_the_shapes_refuse() -> None:
    lines, expected = [], set()
    for number, (cls, entry) in enumerate(EVERY):
        bad = {"wrong": BAD_TEXTS.get(entry.codec, "no such word")} if entry.codec in {*BAD_TEXTS, *ENUMS} else {}
        for kind, value in bad.items():
            with pytest.raises(ValidationError):
                made(cls, entry.path, value)
            lines += [*base(cls, f"x:{kind}{number}"), f"<x:{kind}{number}> <{entry.term}> {in_rdf(entry, value)} ."]
            expected.add((f"x:{kind}{number}", entry.term))
        if not entry.many:
            with pytest.raises(ValidationError):
                made(cls, entry.path, (good(entry), good(entry)))
            twice = sorted({in_rdf(entry, good(entry)), *_others(entry)})[:2]
            lines += [line for line in base(cls, f"x:two{number}") if f"<{entry.term}>" not in line]
            lines += [f"<x:two{number}> <{entry.term}> {value} ." for value in twice]
            expected.add((f"x:two{number}", entry.term))
    assert refused(lines) == expected


def _others(entry: Entry) -> set[str]:
    if entry.codec in ENUMS:
        return {in_rdf(entry, word) for word in ENUMS[entry.codec]}
    return {in_rdf(entry, {"flag": "false", "number": "2", "day": "2015-01-01", "edtf": "2015"}.get(entry.codec, "y"))}


def test_both_engines_refuse_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyshacl_turbo")
    lines = [line for number, (cls, _) in enumerate(EVERY) for line in base(cls, f"x:n{number}")]
    lines += [
        f'<x:n{number}> <{entry.term}> "no such {word}" .'
        for number, (_, entry) in enumerate(EVERY)
        for word in ("word", "node")
    ]
    fast = faults("\n".join(lines).encode())
    monkeypatch.setitem(sys.modules, "pyshacl_turbo", None)
    assert fast == faults("\n".join(lines).encode())
    assert len(fast) > len(EVERY)


@pytest.mark.parametrize("cls", [Agent, Variable, Recommendation, Link])
def test_what_must_be_stated_is_missed_by_both(cls: type[Any]) -> None:
    with pytest.raises(ValidationError):
        cls(id="x")
    assert refused([f"<x:bare> <{iri('rdf:type')}> <{named(cls)}> ."])


def test_a_range_that_ends_before_it_starts_is_refused_by_both() -> None:
    with pytest.raises(ValidationError, match="before it starts"):
        Figure(low=Decimal(2), high=Decimal(1))
    number = iri("xsd:decimal")
    lines = [f'<x:f> <{iri(f"schema:{end}Value")}> "{value}"^^<{number}> .' for end, value in (("min", 2), ("max", 1))]
    assert refused([f"<x:f> <{iri('rdf:type')}> <{iri('hw:Figure')}> .", *lines]) == {("x:f", iri("schema:minValue"))}


def test_the_seeds_conform() -> None:
    store = OxigraphStore()
    load(seeds(), "https://x.example/").fill(store)
    assert faults(write_rdf(store.everything(), "nt")) == []


def test_claims_and_sources_need_nothing_but_their_class() -> None:
    assert Claim(id="x")
    assert Source(id="x")
    assert refused([*base(Claim, "x:c"), *base(Source, "x:s")]) == set()
