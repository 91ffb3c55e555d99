"""What changed in the base of a figure: its size, and what is unknown in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.compare.changes import Change, stated, text_change
from kg.compare.values import Extent, factor, value_kind
from kg.model.number import plain, step_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from kg.model.figure import Figure


def base_changes(before: Figure, after: Figure) -> Iterator[Change]:
    """The size of the denominator, whether unknowns are inside it, and how much of it is unknown."""
    if (before.base is None and after.base is None) or not _in_its_words(before, after):
        yield from _size(before.base, after.base, "{}", share=False)
    yield from _size(before.unknown_share, after.unknown_share, "{}% unknown", share=True)
    yield from text_change(
        "denominator",
        f"unknowns {before.unknowns}" if before.unknowns else None,
        f"unknowns {after.unknowns}" if after.unknowns else None,
        kind="rebased",
    )


def _in_its_words(before: Figure, after: Figure) -> bool:
    """Whether one figure has the size of the whole in the words of its number, as “3 out of 10” has that of “3 of 10”."""
    silent, told = (before, after) if before.base is None else (after, before)
    words = re.search(r"(?:in|out of) (?:every )?(\d+)$", silent.stated or "") if silent.base is None else None
    return words is not None and told.base is not None and int(words[1]) == told.base


def _size(before: Decimal | None, after: Decimal | None, words: str, share: bool) -> Iterator[Change]:
    was, now = (
        Extent(size, size, step_of(size), None, share=share, everyday=False) if size is not None else None
        for size in (before, after)
    )
    texts = [words.format(plain(extent.low)) if extent else None for extent in (was, now)]
    if was and now and (kind := value_kind(was, now)):
        kind = kind if kind == "rounded" else "rebased"
        yield Change(
            "denominator", kind, texts[0], texts[1], stops=kind != "rounded", factor=None if share else factor(was, now)
        )
    elif change := stated("denominator", *texts):
        yield change
