"""Precision and recall on labelled documents, field by field: a floor that only rises."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.text.reading import read_document
from kg.text.statements import statements
from tests.text.corpus import SAMPLES

if TYPE_CHECKING:
    from kg.text.statements import Statement, Statements
    from tests.text.corpus import Label, Sample


def unit_of(unit: str | None) -> str | None:
    """A unit without what it is per, which the labels leave out of it but where a measure is meant."""
    return f" {unit}".partition(" per ")[0].strip() or None if unit and not unit.startswith("milligrams") else unit


def references_of(found: Statements, statement: Statement) -> tuple[str, ...]:
    """The labels of what a statement's own marks lead to; those of later sentences are not counted."""
    names = []
    for reference in statement.references:
        if reference.later:
            continue
        mark = reference.mark
        entries = [found.references.entries[number] for number in mark.entries]
        names += [entry.label or (entry.key.name.split()[0] if entry.key else "?") for entry in entries]
        names += [mark.address] if mark.address else []
    return tuple(names)


def _drafted(sample: Sample) -> list[Label]:
    found = statements(read_document(sample.name, sample.text.encode()))
    return [
        (
            str(one.figure.figure.stated),
            unit_of(one.figure.figure.unit or one.figure.figure.denominator),
            references_of(found, one),
            one.attribution.who if one.attribution else None,
        )
        for one in found.statements
        if one.figure
    ]


def scores() -> dict[str, float]:
    """Precision and recall of figures, and the share that is right of each field of those that were found."""
    right: Counter[str] = Counter()
    found = wanted = both = 0
    for sample in SAMPLES:
        drafted = _drafted(sample)
        found += len(drafted)
        wanted += len(sample.labels)
        left = list(drafted)
        for label in sample.labels:
            match = next((one for one in left if one[0].lower() == label[0].lower()), None)
            if match is None:
                continue
            left.remove(match)
            both += 1
            right["unit"] += (match[1] or "").lower() == (label[1] or "").lower()
            right["references"] += sorted(match[2]) == sorted(label[2])
            right["attribution"] += (match[3] or "").lower() == (label[3] or "").lower()
    return {
        "precision": both / found,
        "recall": both / wanted,
        **{name: number / both for name, number in right.items()},
    }


def test_figures_and_their_fields_are_drafted_as_labelled() -> None:
    found = scores()
    floors = {"precision": 0.95, "recall": 0.95, "unit": 0.9, "references": 0.97, "attribution": 0.85}
    assert {name: round(found[name], 3) for name, floor in floors.items() if found[name] < floor} == {}
