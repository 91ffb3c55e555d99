"""A sentence with its figures and reference marks, and which of the marks belong to which figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.figures import Found, Stated
    from kg.text.references import Mark
    from kg.text.sentences import Sentence

_FURTHEST: Final = 3


class Reference(Struct, frozen=True):
    """A mark that a statement leans on, and how many sentences later it stands."""

    mark: Mark
    later: int = 0


class Said(Struct):
    """A sentence with what was found in it."""

    sentence: Sentence
    text: str
    bare: str
    found: Found
    marks: tuple[Mark, ...]


def references_of(said: Sequence[Said], number: int, stated: Stated | None) -> tuple[Reference, ...]:
    """The marks of a sentence; where it has several figures, those that follow the figure; without any, the next in the paragraph."""
    if said[number].marks:
        return tuple(map(Reference, _nearest(said[number], stated)))
    for later in range(1, min(_FURTHEST, len(said) - number - 1) + 1):
        if said[number + later].marks:
            return tuple(Reference(mark, later) for mark in said[number + later].marks)
    return ()


def _nearest(one: Said, stated: Stated | None) -> tuple[Mark, ...]:
    """The marks that belong to one of several figures: those up to the next figure, or else the first that follows it."""
    figures = one.found.stated
    if stated is None or len(figures) < 2:
        return one.marks
    marks = [mark for mark in one.marks if not _parted(one, stated, mark)]
    named = [mark for mark in marks if mark.end <= stated.start and mark.text[:1].isalpha() and mark.entries]
    if named and not any(named[-1].end <= figure.start < stated.start for figure in figures):
        return (named[-1],)  # “Smith (2014) found 7.1”: the work is named before its figure
    until = min((figure.start for figure in figures if figure.start > stated.start), default=one.sentence.end)
    after = tuple(mark for mark in marks if mark.end > stated.start)
    if own := tuple(mark for mark in after if mark.start < until):
        return own
    if not after:
        return tuple(mark for mark in marks if _leads(one, mark))
    return tuple(mark for mark in after if mark.start - after[0].end < 3 or mark is after[0])


def _parted(one: Said, stated: Stated, mark: Mark) -> bool:
    """Whether a semicolon stands between a figure and a mark: the mark is of another clause."""
    first, last = sorted((stated.start - one.sentence.start, mark.start - one.sentence.start))
    return ";" in one.text[first:last].rstrip("; ")


def _leads(one: Said, mark: Mark) -> bool:
    """Whether a mark is of the figures after it too: where no figure stands before it, or where it ends an opening.

    “A study [3] found 40 % and 60 %”; “According to a trial of 742 homes [2], …”.
    """
    before = one.text[: mark.start - one.sentence.start]
    after = one.text[mark.end - one.sentence.start :]
    opens = before.startswith(("According", "In ")) and "," not in before and after.startswith(",")
    return opens or not any(figure.start < mark.start for figure in one.found.stated)
