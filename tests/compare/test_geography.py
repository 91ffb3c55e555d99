"""Names of places."""

from __future__ import annotations

import pycountry

from kg.compare.geography import named


def test_every_name_and_long_code_of_a_country_means_it_as_in_pycountry() -> None:
    for country in pycountry.countries:
        for value in (country.name, country.alpha_3):
            place = named(value)
            assert place is not None, value
            assert place.near or place.place == country.alpha_2, value


def test_small_letters_make_no_code_and_a_town_is_no_country() -> None:
    assert (named("fra"), named("Rotherham")) == (None, None)
