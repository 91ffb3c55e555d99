"""What is counted, of whom and out of what."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.compare.changes import Change, stated
from kg.compare.measures import currency
from kg.compare.pair import Pair
from kg.compare.units import negates_of, same_text, words_beyond
from kg.compare.values import Extent, factor, value_kind
from kg.compare.wording import WORDING, difference
from kg.figures.nouns import MEASURED
from kg.model.number import plain, step_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model.figure import Figure

# Fields in which a restriction may be worded.
_WORDED: Final = ("unit", "population", "denominator", "category")


def things(pair: Pair) -> Iterator[Change]:
    """The unit, the population and the denominator; a unit that is also the denominator is compared once."""
    for field in ("unit", "population", "denominator"):
        yield from _thing(pair, field)


def _thing(pair: Pair, field: str) -> Iterator[Change]:
    before, after = pair.before, pair.after
    was, now = getattr(before, field), getattr(after, field)
    if was == now or told_elsewhere(field, before, after):
        return
    if one_sided := stated(field, was, now):
        # “5 of 12 owls” states its denominator with its unit, and its size is compared below.
        if field != "denominator" or (was or now) not in (before.unit, after.unit):
            yield one_sided
        return
    as_unit = field == "denominator" and (was, now) == (before.unit, after.unit)
    if was is None or now is None or as_unit or (pair.complement and negates_of(was, now)):
        return
    if kind := _kind(pair, was, now):
        yield _named(field, kind, was, now)


def _kind(pair: Pair, was: str, now: str) -> str | None:
    """The kind of difference between two units: two currencies are two things, a bare dollar may be any."""
    first, second = currency(was), currency(now)
    if first and second and first != second:
        return WORDING if {first, second} == {"$", "US$"} else "changed"
    if first and second:
        return (
            None if was == now else difference(_after_sign(was), _after_sign(now)) if len(was) > 1 < len(now) else None
        )
    measures = [unit.partition(" of ") for unit in (was, now)]
    if measures[0][0] == measures[1][0] and all(of and MEASURED.fullmatch(measure) for measure, of, _ in measures):
        return difference(measures[0][2], measures[1][2], *pair.places)
    if _silent_of(was, now) or _silent_of(now, was):
        return WORDING
    return difference(was, now, *pair.places)


def _silent_of(one: str, other: str) -> bool:
    """Whether one measure says of what it is, where the other is the measure alone: kg of food, and kg."""
    return one.startswith(f"{other} of ") and MEASURED.fullmatch(other) is not None


def _after_sign(unit: str) -> str:
    return unit.partition(" ")[2]


def _named(field: str, kind: str, was: str, now: str) -> Change:
    if kind == WORDING:
        return Change(field, kind, was, now, stops=False)
    if kind == "moved":
        return Change("area", kind, was, now, stops=True)
    if field == "denominator":
        kind = "rebased"
    return Change(field, kind, was, now, stops=True)


def told_elsewhere(field: str, before: Figure, after: Figure) -> bool:
    """Whether one figure says in this field what the other does and more, and the other says that in its other fields.

    “236 refusals, among refusals reviewed” is “236 reviewed refusals”, from either field.
    """
    was, now = getattr(before, field) or "", getattr(after, field) or ""
    left_out, added = words_beyond(was, now), words_beyond(now, was)
    if bool(left_out) == bool(added):
        return False
    silent = before if added else after
    others = " ".join(getattr(silent, name) or "" for name in _WORDED if name != field)
    return not words_beyond(" ".join(left_out or added), others)


def category(pair: Pair) -> Iterator[Change]:
    """The category, unless the division is told from its other side or the other figure says it in its unit."""
    was, now = pair.before.category, pair.after.category
    if pair.complement is None and was != now and not told_elsewhere("category", pair.before, pair.after):
        yield from text("category", was, now)


def text(field: str, was: str | None, now: str | None, stops: bool = True, kind: str = "changed") -> Iterator[Change]:
    """Two texts of one field: one-sided, the same in other words, to be checked, or changed."""
    if one_sided := stated(field, was, now):
        yield one_sided
    elif was is not None and now is not None and not same_text(was, now):
        found = difference(str(was), str(now))
        if found is not None:
            note = found == WORDING
            yield Change(field, WORDING if note else kind, str(was), str(now), stops=stops and not note)


def base(pair: Pair) -> Iterator[Change]:
    """The size of the denominator, whether unknowns are inside it, and how much of it is unknown."""
    before, after = pair.before, pair.after
    if not _in_its_words(before, after):
        yield from _size(before.base, after.base, "{}", share=False)
    yield from _size(before.unknown_share, after.unknown_share, "{}% unknown", share=True)
    unknowns = [f"unknowns {figure.unknowns}" if figure.unknowns else None for figure in (before, after)]
    yield from text("denominator", unknowns[0], unknowns[1], kind="rebased")


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
        times = None if share else factor(was, now)
        yield Change("denominator", kind, texts[0], texts[1], stops=kind != "rounded", factor=times)
    elif change := stated("denominator", *texts):
        yield change
