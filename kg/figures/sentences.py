"""Where the sentences of a text begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.patterns import regex

if TYPE_CHECKING:
    from kg.figures.span import Span

SENTENCE: Final = regex(r"(?<!\b[A-Z]\.)(?<!\bvs)(?<!\bSt)(?<!\bDr)(?<!\bMr)[.!?]['’”\"]?\s+(?=[A-Z“\"'‘(])|\n\s*\n")


def begin_of(text: str, span: Span) -> int:
    """Where the sentence of a figure begins."""
    return max((match.end() for match in SENTENCE.finditer(text, 0, span.start)), default=0)
