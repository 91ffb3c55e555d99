"""Figures, dates and readings as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import count
from kg.lineage.names import day as day  # offered here with the others
from kg.rdf.labels import label
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.compare.drift import Change
    from kg.model.words import ReadingStatus


def reading_words(status: ReadingStatus) -> str:
    """How something was seen."""
    return label("reading", status)


def open_words(number: int) -> str:
    """`; 3 results are open until more is read or recorded`: how many rules could not be decided; empty where all could."""
    return f"; {count(number, 'result is', 'results are')} open until more is read or recorded" if number else ""


_WHOSE: Final = {
    "fix": "fix: ask the author to correct the {document}, or correct our record of it if that is wrong",
    "check": "check: look yourself before you use the figure",
    "note": "note: good to know",
}


def whose_job(severities: Iterable[str], document: str) -> str:
    """`fix: ask the author to correct the article, …; note: good to know`: whose job findings are, by severity."""
    return "; ".join(_WHOSE[severity].format(document=document) for severity in severities)


def change_words(change: Change) -> str:
    """One change as before → after."""
    field, before, after = label("field", change.field), change.before, change.after
    if change.kind == "cannot tell until read":
        return plain_text(f"? {field}: {before} / {after}: {label('drift', change.kind)}")
    if change.kind == "dropped":
        return plain_text(f"{'≠ ' if change.stops else ''}{field} {label('drift', 'dropped')}: {before}")
    if change.kind == "added":
        return plain_text(f"{field} {label('drift', 'added')}: {after}")
    mark = "≠" if change.stops else "~"
    times = f" (× {change.factor:f})" if change.factor is not None and change.stops and _one_rate(change) else ""
    return plain_text(f"{mark} {field} {label('drift', change.kind)}: {before} → {after}{times}")


def _one_rate(change: Change) -> bool:
    """Whether both numbers are over the same time; a number a year is no multiple of a number a minute."""
    before, after = ((text or "").partition(" per ")[2] for text in (change.before, change.after))
    return before == after
