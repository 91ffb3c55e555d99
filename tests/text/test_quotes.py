"""A quotation is found, altered, more than once or not found; numbers, signs, decimal points and negations are never folded."""

from __future__ import annotations

import pytest

from kg.text.quotes import Outcome, excerpt, find, normalise, split

TEXT = (
    "In 2024 the council counted 1,200 empty homes, which is 5.2% of all homes in Millbrook. Entry is not permitted without a key. "
    "The balance was −0.5 million pounds. “It’s a ﬁne town,” the mayor said [3]. The long-\nterm plan costs "
    "£40 million and may take ten years."
)


@pytest.mark.parametrize(
    ("quote", "folded"),
    [
        ("the council counted 1,200 empty homes", ()),
        ("Entry is not permitted", ()),
        ("The balance was −0.5 million", ()),
        ('"It\'s a fine town," the mayor said', ("typography",)),
        ("The balance was -0.5 million", ("typography",)),
        ("the long-term plan costs", ("typography", "hyphens at line ends")),
        ("the longterm plan costs", ("typography", "hyphens at line ends")),
        ("the mayor said. The", ("typography", "reference marks")),
        ("entry is not permitted", ("typography",)),
        ("counted 1,200   empty\nhomes", ("typography",)),
    ],
)
def test_what_stands_there_is_found_and_what_was_folded_is_said(quote: str, folded: tuple[str, ...]) -> None:
    found = find(quote, TEXT)
    assert (found.outcome, found.folded) == (Outcome.FOUND, folded)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("fell by 12.5% in", "Deaths fell by 12.5\u00a0% in the year."),
        ("fell by 12.5 % in", "Deaths fell by 12.5% in the year."),
        ("at 3.5°C today", "It stood at 3.5 °C today."),
        ("rose to £ 40", "It rose to £40."),
        ("cafe\u0301 owners", "The café owners left."),
        ("the café owners", "the cafe\u0301 owners left"),
    ],
)
def test_signs_set_apart_and_accents_written_apart_are_folded(quote: str, text: str) -> None:
    assert find(quote, text).outcome is Outcome.FOUND


@pytest.mark.parametrize("quote", ["examination of 46 files", "resident landlords"])
def test_a_compound_without_its_first_part_is_not_found_as_it_stands(quote: str) -> None:
    assert find(quote, "A re-examination of 46 files by non-resident landlords.").outcome is not Outcome.FOUND


@pytest.mark.parametrize(
    ("quote", "quoted", "stands"),
    [
        ("Entry is permitted without a key", "", "not"),
        ("The balance was 0.5 million pounds", "0.5", "-0.5"),
        ("which is 52% of all homes", "52%", "5.2%"),
        ("which is 5 2% of all homes", "5 2%", "5.2%"),
        ("the council counted 1,300 empty homes", "1,300", "1,200"),
        ("the council counted 1,200 empty houses", "houses", "homes"),
        ("costs £40 million and will take ten years", "will", "may"),
        ("costs $40 million and may take ten years", "$40", "£40"),
    ],
)
def test_one_altered_thing_is_shown(quote: str, quoted: str, stands: str) -> None:
    found = find(quote, TEXT)
    assert found.outcome is Outcome.ALTERED
    assert [(change.quoted, change.stands) for change in found.changes] == [(quoted, stands)]


@pytest.mark.parametrize(
    "quote", ["0.5 million", "which is 5", "200 empty homes", "permitted without a ke", "2% of all homes"]
)
def test_a_number_or_word_that_is_cut_is_not_found_as_it_stands(quote: str) -> None:
    assert find(quote, TEXT).outcome is not Outcome.FOUND


def test_parts_around_an_ellipsis_stand_in_order_with_their_distance() -> None:
    found = find("In 2024 … 1,200 empty homes [...] Millbrook", TEXT)
    assert found.outcome is Outcome.FOUND
    assert found.distances == (21, 32)
    turned = find("Millbrook … 1,200 empty homes", TEXT)
    assert turned.outcome is Outcome.ALTERED
    assert turned.changes[0].quoted == "the order of its parts"


def test_a_passage_that_stands_twice_asks_which() -> None:
    found = find("the same words", "Here are the same words, and again the same words.")
    assert (found.outcome, found.places) == (Outcome.TWICE, ((9, 23), (35, 49)))


def test_what_is_nowhere_near_is_not_found() -> None:
    assert find("Umbrellas were lost on the ferry", TEXT).outcome is Outcome.NOT_FOUND
    assert find("…", TEXT).outcome is Outcome.NOT_FOUND


def test_places_are_those_of_the_text_as_it_was_given() -> None:
    text = "A  “ﬁne”\n town."
    found = find('"fine" town', text)
    assert [text[start:end] for start, end in found.places] == ["“ﬁne”\n town"]


def test_parts_are_split_at_what_is_left_out_or_put_in() -> None:
    assert split("“one … two [...] three [she] four”") == ("one", "two", "three", "four")
    assert normalise("a\u00ad \u00a0b – c").text == "a b - c"


def test_an_excerpt_holds_the_figure_in_at_most_so_many_words() -> None:
    sentence = "After a long summer of counting the council said that there were 1,200 empty homes in the whole of the old town"
    short = excerpt(sentence, "1,200", 12)
    assert short in sentence
    assert "1,200" in short
    assert len(short.split()) == 12


@pytest.mark.parametrize(
    ("quote", "left_out"),
    [("1,400 children were abused", "at least"), ("They lost 300", "or more"), ("£1.2m a year", "about")],
)
def test_a_hedge_left_out_at_the_edge_of_a_quotation_makes_it_altered(quote: str, left_out: str) -> None:
    text = "It said that at least 1,400 children were abused. They lost 300 or more. It costs about £1.2m a year."
    found = find(quote, text)
    assert (found.outcome, [change.stands for change in found.changes]) == (Outcome.ALTERED, [left_out])


def test_a_quotation_that_holds_its_hedge_is_found() -> None:
    assert find("at least 1,400 children", "It said that at least 1,400 children were abused.").outcome is Outcome.FOUND
