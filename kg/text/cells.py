"""The figure of a table cell, with what its heads and the caption of its table say of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from kg.figures.nouns import MEASURED
from kg.figures.scan import parse_number, scan
from kg.model.figure import Figure
from kg.model.number import step_of
from kg.model.words import Statistic
from kg.text.figures import Stated, figure_of, figures_in
from kg.text.scripts import RAISED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_COMPOUND_HEAD: Final = re.compile(r"(?P<name>[^()]+?)\s*\((?P<unit>[^()]{1,30})\)\s*\Z")
_SCALES: Final = {
    "thousands": 3,
    "thousand": 3,
    "000s": 3,
    "000": 3,
    "'000": 3,
    "’000": 3,
    "k": 3,
    "millions": 6,
    "million": 6,
    "m": 6,
    "billions": 9,
    "billion": 9,
    "bn": 9,
}
_CELL: Final = re.compile(
    r"(?P<sign>[-−–]?)\s?(?P<money>[£$€]?)\s?(?P<number>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s?(?P<unit>%|[a-z]{1,3})?(?:\s?[*†‡a-z])?"
)
_MARKS: Final = re.compile(rf"\s*(?:\[\^?[\w,;\s–-]{{1,30}}\]|[{RAISED}]+)")
_NUMBERED: Final = re.compile(r"\A(?:Table|Figure|Chart)\s+\w{1,4}[.:]\s*", re.IGNORECASE)
_MEAN: Final = re.compile(
    r"\A(?P<statistic>mean|average|median)\s+(?:(?:number|catch|count|total|amount)\s+of\s+)?|\A(?:total\s+)?numbers?\s+of\s+",
    re.IGNORECASE,
)
# A share of those who say so: “Problems reported by workers (%)”.
_REPORTED: Final = re.compile(r"\b(?:reported|given|named|chosen|mentioned|stated|cited)\s+by\s+(?P<who>[a-z][a-z -]*)")
_PERCENTAGE: Final = re.compile(r"\A(?:percentages?|per\s?cent|shares?|proportions?)\s+of\s+(?:the\s+)?", re.IGNORECASE)
_IN_PER_CENT: Final = re.compile(r"\(%\)|\(per\s?cent\)|,\s*(?:in\s+)?(?:%|per\s?cent)(?:\Z|,)", re.IGNORECASE)
_MONEY: Final = re.compile(r"(?:,\s*|\(|\bin\s+)(?P<sign>[£$€])(?=\W|\Z)")
_IN_MEASURE: Final = re.compile(rf"(?:,\s*in|\s+in|\()\s*(?P<unit>(?![%p])(?:{MEASURED.pattern}))(?=\W|\Z)")
_TIMES: Final = re.compile(r"[\s,]*\b(?:1[5-9]|20)\d\d(?:\s?[-/–]\s?\d{2,4})?\b[\s,]*")
_MONTHS: Final = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}"
_BY: Final = re.compile(r"\s+by\s+[a-z]")
_REST: Final = re.compile(r"\s*(?:,|;|\(|\s(?:by|in|on|at|between|from)\s).*\Z", re.DOTALL)
_STATISTICS: Final = {"mean": "mean", "average": "mean", "median": "median"}
_NO_UNIT: Final = frozenset({"total", "all", "value", "number", "percentage", "year", "area"})


class _Caption(Struct, frozen=True):
    """What the caption of a table says that its cells count; `whole` where it says so of all cells, whatever their heads."""

    words: frozenset[str]
    unit: str | None
    share: bool
    whole: bool
    statistic: Statistic | None = None


def cell_figure(
    text: str, heads: Sequence[str], start: int = 0, issued: date | None = None, caption: str | None = None
) -> Stated | None:
    """The figure of a table cell, with what its heads and caption say: a period, a place, the unit, the category.

    None where the cell holds no number alone.
    """
    figure = _cell(text.strip(), issued)
    if figure is None:
        return None
    names = [_MARKS.sub("", head).strip() for head in heads]
    said = _caption(_MARKS.sub("", caption)) if caption else None
    dated = all(_is_time(head, issued) for head in names[:-1])
    if said is not None and (said.whole or dated) and not any(_is_named(head, said) for head in names):
        update: dict[str, Any] = {} if figure.unit or not said.unit else {"unit": said.unit}
        if said.statistic and figure.statistic is None:
            update["statistic"] = said.statistic
        figure = figure.model_copy(update=update)
        figure = _as_share(figure) if said.share else figure
    for head in names:
        figure = _with_head(figure, head, issued)
    return Stated(figure, start, start + len(text))


def _cell(text: str, issued: date | None) -> Figure | None:
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    found = scan(text, issued).figures
    if len(found) == 1 and found[0].number is not None:
        return figure_of(found[0])
    number = parse_number(match["number"].replace(" ", ",")) if match["unit"] is None else None
    if number is None:
        return None
    return Figure(low=number.low, high=number.high, stated=match["number"], step=number.step, share=False)


def _caption(text: str) -> _Caption:
    words = _NUMBERED.sub("", text)
    money, measure, share = _MONEY.search(words), _IN_MEASURE.search(words), _PERCENTAGE.match(words)
    who = _REPORTED.search(words)
    thing = who["who"] if who else _MEAN.sub("", _REST.sub("", _PERCENTAGE.sub("", words)).strip())
    mean = _MEAN.match(words)
    unit = money["sign"] if money else measure["unit"] if measure else thing[:1].lower() + thing[1:] or None
    whole = any((money, measure, share, _IN_PER_CENT.search(words), _BY.search(words)))
    said = frozenset(re.findall(r"[^\W\d_]{3,}", words.lower()))
    statistic = Statistic(_STATISTICS[mean["statistic"].lower()]) if mean and mean["statistic"] else None
    return _Caption(said, unit, bool(share or _IN_PER_CENT.search(words)), whole, statistic)


def _is_time(head: str, issued: date | None) -> bool:
    return bool(figures_in(head, 0, issued).periods) and not re.search(
        r"[a-z]{3,}", _TIMES.sub("", head).replace("year", "")
    )


def _is_named(head: str, said: _Caption) -> bool:
    """Whether a head names one of the things that the caption says the cells count, or has a unit of its own."""
    words = re.findall(r"[^\W\d_]{3,}", head.lower())
    return _COMPOUND_HEAD.fullmatch(head) is not None or "%" in head or (bool(words) and words[0] in said.words)


def _with_head(figure: Figure, head: str, issued: date | None) -> Figure:
    """A cell's figure with what one of its heads says."""
    parts = _COMPOUND_HEAD.fullmatch(head.strip())
    name, unit = (parts["name"], parts["unit"]) if parts else (head.strip(), "")
    found = figures_in(name, 0, issued)
    if figure.period is None and len(found.periods) == 1:
        figure = figure.model_copy(update={"period": found.periods[0]})
        dated = re.fullmatch(rf"[\W\d_]*(?:(?:year|to|in|ending|{_MONTHS})[\W\d_]*)*", name)
        name = "" if dated else re.sub(r"\s+(?:by|in|to)\Z", "", _TIMES.sub(" ", name).strip())
    elif figure.area is None and name in found.areas:
        figure, name = figure.model_copy(update={"area": name}), ""
    figure = _with_unit(figure, unit)
    if not name or name.lower() in _NO_UNIT:
        return figure
    if "%" in name or name.lower().startswith(("per cent", "percentage", "share")):
        figure = _as_share(figure)
    if figure.unit is None:
        return figure.model_copy(update={"unit": name})
    return figure.model_copy(update={"category": f"{figure.category}, {name}" if figure.category else name})


def _with_unit(figure: Figure, unit: str) -> Figure:
    words = unit.strip().lower()
    if not words:
        return figure
    if words in {"%", "per cent", "percent", "percentage"}:
        return _as_share(figure)
    money = next((sign for sign in "£$€" if sign in words), None)
    scale = _SCALES.get(words.strip("£$€ ").removeprefix("in ").strip())
    update: dict[str, Any] = {"unit": money} if money and figure.unit is None else {}
    if scale and figure.low is not None and figure.high is not None:
        low, high = figure.low.scaleb(scale), figure.high.scaleb(scale)
        update |= {"low": low, "high": high, "stated": None, "step": step_of(low)}
    elif not money and figure.unit is None and not scale:
        update["unit"] = unit.strip()
    return figure.model_copy(update=update)


def _as_share(figure: Figure) -> Figure:
    if figure.share:
        return figure
    stated = f"{figure.stated}%" if figure.stated else None
    return figure.model_copy(update={"share": True, "stated": stated})
