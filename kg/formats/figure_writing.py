"""The one line that reads back as a figure, and what no line can say."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kg.figures.words import CURRENCIES
from kg.formats.figure_line import LONG, parse_figure
from kg.model.figure import Figure
from kg.model.figure_fields import FIELDS, FigureField
from kg.model.number import plain
from kg.model.period import Period, duration_words
from kg.model.words import Direction, Statistic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SIGNS: Final = frozenset(CURRENCIES.values())
# Numbers whose words say by themselves that they are a change, or a rank.
_ALONE: Final = re.compile(r"(?:doubl|trebl|tripl|quadrupl|quintupl|halv)\w+|ranked .+", re.IGNORECASE)


def figure_line(figure: Figure, areas: Mapping[str, str] | None = None) -> str:
    """The one line that reads back as this figure; `areas` gives the names of area ids.

    Raises ValueError naming the fields that only the long form can say.
    """
    line, unsaid = abridged(figure, areas)
    if unsaid:
        raise ValueError(f"one line cannot say: {', '.join(name.replace('_', ' ') for name in unsaid)}; {LONG}")
    return line


def abridged(figure: Figure, areas: Mapping[str, str] | None = None) -> tuple[str, tuple[str, ...]]:
    """As much of a figure as one line can say without saying anything else, and the fields that are left out."""
    area = (areas or {}).get(figure.area, figure.area) if figure.area else None
    wanted = figure.model_copy(update={"area": area})
    line = next((head for head in _heads(wanted) if _agrees(head, wanted)), "")
    for part in _parts(wanted) if line else ():
        if _agrees(f"{line}, {part}", wanted):
            line = f"{line}, {part}"
    said = parse_figure(line) if line else Figure()
    fields = [name for name in Figure.model_fields if getattr(wanted, name) not in {None, Decimal(0)} or name == "low"]
    return line, tuple(name for name in fields if getattr(said, name) != getattr(wanted, name))


def _agrees(line: str, wanted: Figure) -> bool:
    """Whether a line says nothing that the figure does not."""
    try:
        said = parse_figure(line)
    except ValueError:
        return False
    # A figure from elsewhere may keep silent on how its number is worded; digits word it.
    silent = {"stated", "step", "share"} if wanted.stated is None else set()
    return all(
        (value := getattr(said, name)) is None or value == getattr(wanted, name) or name in silent
        for name in Figure.model_fields
    )


def _heads(figure: Figure) -> Iterator[str]:
    if figure.number is None:
        return
    lead, sign = _lead(figure), (figure.unit or "").split(" ")[0]
    signed = sign in _SIGNS and not (figure.number or "").startswith(sign)  # “$1 in $4” has its signs
    number = f"{sign}{figure.number}" if signed else figure.number
    rest = (figure.unit or "").removeprefix(sign).strip() if sign in _SIGNS else figure.unit
    head = " ".join(filter(None, (lead, number)))
    plural = figure.statistic is Statistic.RANK
    if figure.base is not None and not rest:
        yield f"{head} of {plain(figure.base)}"
    if rest and not plural:
        if figure.base is not None:
            yield f"{head} of {plain(figure.base)} {rest}"
        if figure.denominator == figure.unit:
            yield f"{head} of {rest}"
        yield f"{head} {rest}"
        if figure.change and not lead:
            yield f"{head} {rest}"
    yield head


def _lead(figure: Figure) -> str:
    """What stands before the number: `an increase of`, a hedge, `median of`."""
    alone = _ALONE.fullmatch(figure.number or "") is not None
    changed = (
        f"{'an' if figure.change is Direction.INCREASE else 'a'} {figure.change} of"
        if figure.change and not alone
        else None
    )
    average = f"a {figure.statistic} of" if figure.statistic and figure.statistic is not Statistic.RANK else None
    implied = figure.number in {"most", "the majority", "a majority"}
    return " ".join(filter(None, (changed, None if implied else figure.qualifier, average)))


def _parts(figure: Figure) -> Iterator[str]:
    """Every part that could follow, in the order of the table of fields."""
    for field in sorted((field for field in FIELDS if field.line), key=lambda field: _ORDER.index(field.name)):
        value = getattr(figure, field.name)
        if value is not None:
            yield from _words(figure, field, value)


_FIRST: Final = ("area", "period", "as_of", "certainty", "duration", "interval")
_ORDER: Final = [*_FIRST, *(field.name for field in FIELDS if field.line and field.name not in _FIRST)]


def _words(figure: Figure, field: FigureField, value: Any) -> Iterator[str]:  # noqa: ANN401 - of many types
    form = field.line or "{}"
    if field.name == "certainty" and figure.conservative:
        yield f"conservative {value}"
    elif field.name == "denominator":
        yield f"of {plain(figure.base)} {value}" if figure.base is not None else f"of {value}"
    elif isinstance(value, Period):
        yield form.replace("{}", _when(value) if field.name == "period" else value.text)
    elif isinstance(value, Decimal):
        yield form.replace("{}", plain(value))
    elif field.codec == "duration":
        words = duration_words(value)
        yield f"over {words}" if words else value
    else:
        yield form.replace("{}", str(value))


def _when(period: Period) -> str:
    """A period, with `since` or `to` where it is open."""
    start, _, end = period.text.partition("/")
    return f"since {start}" if end == ".." else f"to {end}" if start == ".." else period.text
