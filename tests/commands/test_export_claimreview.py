"""`kg export claimreview` with a claim: the fact-check of that claim, with the sentence of its trace as context."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done


def test_the_sentence_of_the_trace_explains_a_rating_that_a_person_gives(
    kg: Callable[..., Done], workspace: Path
) -> None:
    done = kg(
        "export", "claimreview", "explainer/lost-umbrellas", "--rating", "Half true", "--url", "https://x.example/7"
    )
    assert done.code == 0
    rating = json.loads(done.out)["reviewRating"]
    assert rating["alternateName"] == "Half true"
    assert rating["ratingExplanation"] in " ".join(kg("trace", "explainer/lost-umbrellas").out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explainer/lost-umbrellas"], "needs its verdict in words (--rating) and the address of its page (--url)"),
        (["explainer/lost-umbrellas", "--document", "explainer"], "a CLAIM or --document, not both"),
        (["--rating", "False"], "go with a CLAIM"),
    ],
)
def test_what_is_missing_is_said(kg: Callable[..., Done], workspace: Path, arguments: list[str], said: str) -> None:
    done = kg("export", "claimreview", *arguments)
    assert (done.code, said in done.err) == (2, True)
