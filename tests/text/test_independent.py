"""Documents labelled by an independent hand: floors that only rise. tests/figures/README.md says how they were first scored."""

from __future__ import annotations

from tests.text.independent import documents, tally

FLOORS = {
    "precision": 0.98,
    "recall": 0.955,
    "value": 0.98,
    "unit": 0.895,
    "reference paired": 0.975,
    "attribution": 0.92,
}


def test_the_documents_of_an_independent_hand_are_drafted_no_worse_than_before() -> None:
    made = tally(documents())
    found = made.shares()
    assert {name: found[name] for name, floor in FLOORS.items() if found[name] < floor} == {}, "\n".join(made.differs)
