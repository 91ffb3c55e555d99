# ruff: noqa: E501 - a table of sentences and alterations
"""A hundred quotations that stand in a text are found; a hundred altered in one thing are told, each with what differs."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from kg.text.quotes import Outcome, find

if TYPE_CHECKING:
    from collections.abc import Callable

# Sentences of our own; each is filled with four sets of words and numbers.
SENTENCES = (
    "In {year} the council of {place} counted {count} empty homes, which is {share}% of all homes in the town.",
    "The balance of the {place} fund was −{small} million pounds, and it is not permitted to borrow more than {count} pounds.",
    "About {count} people may have been affected in {place}, though the inquiry could not rule out a larger number.",
    "Officials in {place} were never told that {share}% of the samples had failed the test before {year}.",
    "The ferry to {place} carried at least {count} passengers a day and cost £{small} million a year to run.",
    "No more than {count} of the pupils of {place} had eaten breakfast, the survey of {year} suggests.",
    "The hospital at {place} probably treated {count} patients for falls, of whom {share}% were over eighty.",
    "Rents in {place} rose by {small} percentage points between spring and autumn {year}, before they fell again.",
    "The bridge near {place} is {small} km long and was not closed in {year} despite {count} complaints.",
    "Some {count} tonnes of waste were estimated to lie under {place}, and the clean-up cannot begin before {year}.",
    "Fewer than {count} trees were planted in {place}, whereas the plan of {year} had promised {share}% more.",
    "The temperature at {place} fell to −{small} degrees, which was {share}% below the mean of {count} days.",
    "Nobody in {place} disputes that {count} letters were lost, and none of them has been found since {year}.",
    "The trial in {place} found no effect in {share}% of the {count} patients who completed it.",
    "Up to {count} jobs could go in {place}, the company said, unless it sells {share}% of its shares by {year}.",
    "The library of {place} lent {count} books, {small} times as many as in {year}, and bought hardly any.",
    "Of the fines issued in {place}, {share}% were not paid, leaving a debt of {count} pounds in {year}.",
    "The mayor of {place} denied that {count} votes were missing, but did not deny that {share}% were late.",
    "Water use in {place} was {small} litres per person per hour, less than the {count} litres of {year}.",
    "The museum in {place} may open in {year} with {count} objects, {share}% of which have never been shown.",
    "At least {count} cyclists pass {place} each day, and not one accident was recorded in {year}.",
    "The court of {place} did not find that {share}% of the claims were false; it found {count} of them unproved.",
    "Milk prices in {place} rose from {small} to {share} pence, although {count} farms had closed by {year}.",
    "The survey reached {count} homes in {place}, with a response of {share}%, which is not enough to compare years.",
    "Pollution at {place} exceeded the limit on {small} days, and is estimated to have cost {count} pounds.",
)  # fmt: skip
FILLED = (
    {"place": "Millbrook", "year": "2019", "count": "1,240", "share": "12", "small": "2.5"},
    {"place": "Eastham", "year": "2021", "count": "38,600", "share": "47", "small": "0.8"},
    {"place": "Norfield", "year": "2016", "count": "915", "share": "63", "small": "7.1"},
    {"place": "Westbury", "year": "2023", "count": "204,000", "share": "85", "small": "3.4"},
)
TEXTS = [sentence.format(**words) for sentence, words in product(SENTENCES, FILLED)]
BEFORE = "The record of the town begins long ago. "
AFTER = " The rest of the page is about gardens and their owners."


def _digit(text: str) -> str:
    place = next(n for n, letter in enumerate(text) if letter.isdigit())
    return text[:place] + str((int(text[place]) % 9) + 1) + text[place + 1 :]


def _replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for before, after in pairs:
            if before in text:
                return text.replace(before, after, 1)
        return text

    return change


# One thing altered at a time; the first that applies to a sentence is taken, turn by turn.
ALTERATIONS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("negation", _replaced((" not ", " "), (" never ", " "), (" no ", " an "), ("cannot", "can"), ("Nobody", "Everybody"), ("No more", "More"))),
    ("sign", _replaced(("−", ""))),
    ("decimal point", _replaced((".5 ", "5 "), (".8 ", "8 "), (".1 ", "1 "), (".4 ", "4 "))),
    ("hedge", _replaced(("may have been", "have been"), ("at least ", ""), ("probably ", ""), ("estimated to lie", "said to lie"), (" may ", " will "),
                        ("Up to", "Exactly"), ("could go", "will go"), ("Fewer than", "More than"), ("suggests", "shows"), ("At least", "Exactly"))),
    ("unit", _replaced(("percentage points", "per cent"), ("£", "$"), (" km ", " miles "), (" tonnes ", " kilos "), (" litres ", " pints "), ("% ", " "))),
    ("digit", _digit),
)  # fmt: skip


def _altered(number: int, text: str) -> tuple[str, str]:
    for turn in range(len(ALTERATIONS)):
        name, change = ALTERATIONS[(number + turn) % len(ALTERATIONS)]
        if (made := change(text)) != text:
            return name, made
    raise AssertionError(text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_true_quotation_is_found(text: str) -> None:
    assert find(text, f"{BEFORE}{text}{AFTER}").outcome is Outcome.FOUND


@pytest.mark.parametrize(("number", "text"), list(enumerate(TEXTS)))
def test_an_altered_quotation_is_told_with_what_differs(number: int, text: str) -> None:
    _, altered = _altered(number, text)
    found = find(altered, f"{BEFORE}{text}{AFTER}")
    assert found.outcome is Outcome.ALTERED
    assert 1 <= len(found.changes) <= 2


def test_every_kind_of_alteration_is_among_them() -> None:
    assert {_altered(number, text)[0] for number, text in enumerate(TEXTS)} == {name for name, _ in ALTERATIONS}
    assert len(TEXTS) == len(set(TEXTS)) == 100
