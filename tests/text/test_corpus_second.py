"""The second labelled set, scored once as it came and then with what that showed mended; both are kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.text.reading import read_document
from kg.text.statements import statements
from tests.text.corpus_second import SEEN_FIRST, WRITTEN, Figure, Written
from tests.text.test_corpus import references_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def drafted(one: Written) -> list[Figure]:
    """The figures drafted from a document."""
    found = statements(read_document(one.name, one.data))
    return [
        (
            str(statement.figure.figure.stated),
            unit_of(statement.figure.figure.unit or statement.figure.figure.denominator),
            references_of(found, statement),
            statement.attribution.who if statement.attribution else None,
        )
        for statement in found.statements
        if statement.figure
    ]


def scores(documents: Sequence[Written] = WRITTEN) -> tuple[dict[str, float], list[str]]:
    """Precision and recall of figures, and the share that is right of each field of those found; and what differs."""
    right: Counter[str] = Counter()
    found = wanted = both = 0
    differs = []
    for one in documents:
        left = drafted(one)
        found += len(left)
        wanted += len(one.figures)
        for label in one.figures:
            match = next((figure for figure in left if figure[0].lower() == label[0].lower()), None)
            if match is None:
                differs.append(f"{one.name}: missed {label}")
                continue
            left.remove(match)
            both += 1
            for name, mine, theirs in zip(("unit", "references", "attribution"), match[1:], label[1:], strict=True):
                same = (
                    sorted(mine or ()) == sorted(theirs or ()) if name == "references" else _fold(mine) == _fold(theirs)
                )
                right[name] += same
                if not same:
                    differs.append(f"{one.name}: {label[0]}: {name} {mine}, not {theirs}")
        differs += [f"{one.name}: not labelled {figure}" for figure in left]
    shares = {name: number / both for name, number in right.items()}
    return {"precision": both / found, "recall": both / wanted, **shares}, differs


def _fold(text: object) -> str:
    return str(text or "").lower()


# As the unseen documents came, before anything was mended: the first 8 of the set, and the 10 that were labelled after mending.
FIRST = {"precision": 0.98, "recall": 1.0, "unit": 0.88, "references": 1.0, "attribution": 0.88}
LATER = {"precision": 0.918, "recall": 0.966, "unit": 0.929, "references": 1.0, "attribution": 0.982}
FLOORS = {"precision": 0.95, "recall": 0.95, "unit": 0.9, "references": 0.97, "attribution": 0.85}


def test_the_whole_set_stays_above_the_floors() -> None:
    found, differs = scores()
    assert {name: found[name] for name, floor in FLOORS.items() if found[name] < floor} == {}, differs


def test_documents_that_were_not_seen_before_mending_score_no_worse_than_at_first() -> None:
    found, differs = scores(WRITTEN[SEEN_FIRST:])
    assert {name: found[name] for name, first in LATER.items() if round(found[name], 3) < first} == {}, differs
