"""Accept headers, as RFC 9110 reads them."""

from __future__ import annotations

import pytest
from starlette.exceptions import HTTPException

from kg.serve.content_negotiation import choose

OFFERS = ("a/x", "a/y", "b/z")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "a/x"),
        ("", "a/x"),
        ("nonsense", "a/x"),
        ("*/*", "a/x"),
        ("b/*", "b/z"),
        ("a/y, a/x", "a/x"),
        ("a/x;q=0.5, a/y", "a/y"),
        ("a/x;q=0.1, */*;q=0.2", "a/y"),
        ("a/*;q=0, */*", "b/z"),
        ("*/*;q=0", None),
        ("c/c", None),
        ("A/Y;charset=utf-8;q=1.000", "a/y"),
        ("a/y;q=2, b/z;q=0.1", "b/z"),
        ("n/n", "b/z"),
        (",,a/y,,", "a/y"),
    ],
)
def test_the_best_offer_is_chosen(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERS, {"b/z": ("n/n",)}) == chosen


def test_more_than_a_hundred_media_ranges_are_refused() -> None:
    assert choose("c/c," * 98 + "c/c,a/y", OFFERS) == "a/y"
    with pytest.raises(HTTPException, match="more than 100 media ranges"):
        choose("*/*;q=0.1," * 100, OFFERS)
