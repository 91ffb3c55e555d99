"""Where the sentences of a text begin and end."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.patterns import regex

if TYPE_CHECKING:
    from kg.figures.span import Span

SENTENCE: Final = regex(r"(?<!\b[A-Z]\.)(?<!\bvs)(?<!\bSt)(?<!\bDr)(?<!\bMr)[.!?]['’”\"]?\s+(?=[A-Z“\"'‘(])|\n\s*\n")


def begin_of(text: str, span: Span) -> int:
    """Where the sentence of a figure begins."""
    begins = _begins(text)
    return begins[bisect_left(begins, span.start) - 1] if begins and begins[0] < span.start else 0


@lru_cache(maxsize=4)
def _begins(text: str) -> tuple[int, ...]:
    """Where every sentence but the first begins: each is asked for by every figure of a text."""
    return tuple(match.end() for match in SENTENCE.finditer(text))
