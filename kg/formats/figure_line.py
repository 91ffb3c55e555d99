"""A figure in one line: `at least 1,400 children, Rotherham, 1997/2013, estimate`.

`[qualifier] NUMBER unit[, part]…`; docs/records.md holds the table of parts. What the line cannot say is written long.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kg.model.figure import Figure
from kg.model.number import Number, parse_number, plain, scan
from kg.model.period import Period, duration_words, parse_period
from kg.model.words import Basis, Certainty, Direction, Qualifier, Unknowns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONG: Final = "write it long: figure: {value: …, unit: …, area: …, period: …}"
LONGEST: Final = 600
_MOST_DIGITS: Final = 24

_QUALIFIERS: Final = {
    Qualifier.EXACTLY: ("exactly", "precisely"),
    Qualifier.ABOUT: ("about", "around", "approximately", "roughly", "circa", "some", "nearly", "almost"),
    Qualifier.AT_LEAST: ("at least", "at the very least", "no fewer than", "no less than", "a minimum of"),
    Qualifier.MORE_THAN: ("more than", "over", "upwards of", "in excess of", "just over"),
    Qualifier.UP_TO: ("up to", "at most", "no more than", "a maximum of"),
    Qualifier.LESS_THAN: ("less than", "fewer than", "under", "below", "just under"),
}
_HEAD: Final = re.compile(
    r"(?:(?P<word>{})\s+)?(?P<rest>.*)".format(
        "|".join(sorted((word for words in _QUALIFIERS.values() for word in words), key=len, reverse=True))
    ),
    re.IGNORECASE | re.DOTALL,
)
_AFTER: Final = re.compile(
    r"(?P<more>\+|[- ]plus\b| or more\b| or over\b)|(?P<less> or fewer\b| or less\b)", re.IGNORECASE
)
_DURATION: Final = re.compile(r"(\d+|[a-z-]+)\s+(year|month|week|day)s?", re.IGNORECASE)
_ISO: Final = re.compile(r"P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?")
_CODE: Final = re.compile(r"[a-z][a-z0-9+.-]+:\S+")
_YEARS: Final = re.compile(r"(\d{4})\s*[–—]\s*(\d{4})")
# A year written with the last two digits of the next one; EDTF reads 2020-21 to 2023-24 as seasons.
_SPLIT_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*[-–—/]\s*(\d\d)")
_DATED: Final = re.compile(r".*\b(?:19|20)\d\d\b")
_MORE: Final = ("increase", "rise", "growth")
_CHANGED: Final = re.compile(
    rf"(?:an?\s+)?(?P<word>{'|'.join(_MORE)}|decrease|fall|drop|reduction)\s+of\s+", re.IGNORECASE
)
_CURRENCY: Final = "£$€¥"


def parse_figure(text: str) -> Figure:
    """Read the one-line form; an area stays as the name that was written.

    Raises ValueError naming the part that could not be read, and how to write it long.
    """
    if len(text) > LONGEST:
        raise ValueError(f"the line is longer than {LONGEST} characters; {LONG}")
    head, *parts = re.split(r"[,;] ", " ".join(text.split()).rstrip(",;"))
    found = _head(head)
    for part in parts:
        for field, value in _part(part.strip()).items():
            if field in found and found[field] != value:
                raise ValueError(f"“{part}” gives {field.replace('_', ' ')} twice; {LONG}")
            found[field] = value
    return Figure(**found)


def read_number(text: str) -> Number | None:
    """The number that a whole text states; None for anything else, or for more digits than a statistic has."""
    return None if _too_long(text) else parse_number(text)


def split_currency(text: str) -> tuple[str, str]:
    """The currency sign that a number is written after, or an empty text, and the rest."""
    return (text[0], text[1:].lstrip()) if text[:1] and text[0] in _CURRENCY else ("", text)


def read_period(text: str) -> Period:
    """A date or period as people type it in records.

    Raises ValueError with an example, also for `2023-24`, which is a season to EDTF and two years to most people.
    """
    split = _SPLIT_YEAR.fullmatch(text.strip())
    if split and (int(split[1]) + 1) % 100 == int(split[2]) and not re.fullmatch(r"\d{4}-(?:0\d|1[0-2])", text.strip()):
        following = int(split[1]) + 1
        raise ValueError(
            f"“{text}” may be two years or a season; write it as {split[1]}/{following}, or as the months meant, "
            f"such as {split[1]}-04/{following}-03"
        )
    return parse_period(text)


def number_fields(number: Number) -> dict[str, Any]:
    """The fields of a figure that its number sets."""
    return {"low": number.low, "high": number.high, "stated": number.stated, "step": number.step, "share": number.share}


def _too_long(text: str) -> bool:
    return len(text) > LONGEST or re.search(rf"\d{{{_MOST_DIGITS}}}", re.sub(r"[,.\s]", "", text)) is not None


def _first(text: str) -> tuple[Number, str] | None:
    """The number that a text begins with, and what stands after it."""
    first = None if _too_long(text) else next(iter(scan(text)), None)
    if first is None or first.start != 0 or not re.match(r"$|[\s+]|-plus\b", text[first.end :]):
        return None
    return first.number, text[first.end :]


def _head(text: str) -> dict[str, Any]:
    if (lead := _CHANGED.match(text)) is not None:
        more = lead["word"].lower() in _MORE
        return {"change": Direction.INCREASE if more else Direction.DECREASE, **_head(text[lead.end() :])}
    match = _HEAD.fullmatch(text)
    word = match["word"].lower() if match and match["word"] else None
    sign, amount = split_currency(match["rest"] if match else text)
    first = _first(amount)
    if first is None:
        raise ValueError(f"“{text}” does not begin with a number (with or without “at least”, “about” …); {LONG}")
    number, unit = first
    found = number_fields(number)
    if word:
        found["qualifier"] = next(q for q, words in _QUALIFIERS.items() if word in words)
    if after := _AFTER.match(unit):
        if word:
            raise ValueError(f"“{text}” has two qualifiers; {LONG}")
        unit = unit[after.end() :]
        found["qualifier"] = Qualifier.AT_LEAST if after["more"] else Qualifier.UP_TO
    unit = unit.strip()
    if per := re.fullmatch(r"(.*?)\s*\b(?:per|a|each|every)\s+(year|month|week|day)", unit, re.IGNORECASE):
        unit, found["interval"] = per[1], per[2].lower()
    return found | ({"unit": f"{sign} {unit}".strip()} if sign else _unit(unit, number))


def _unit(text: str, number: Number) -> dict[str, Any]:
    """What the words after the number say: the unit alone, or with what it is counted out of."""
    if not text:
        return {}
    text = re.sub(r"^out\s+of\b", "of", text, flags=re.IGNORECASE)
    if not text.lower().startswith("of "):
        out_of = {"denominator": text} if number.share and re.search(r"\sin\s", number.stated) else {}
        return {"unit": text, **out_of}
    unit, base = _of(text[3:])
    if not number.share and base is None and number.step == 0:
        return {"unit": unit}  # tens of thousands of children: an order of magnitude, not a part of a whole
    found: dict[str, Any] = {"unit": unit, "denominator": unit} if unit else {}
    return found if base is None else {**found, "base": base}


def _of(text: str) -> tuple[str, Decimal | None]:
    """`940 suspects` as what and how many."""
    text = re.sub(r"^(?:the|all)\s+", "", text.strip(), flags=re.IGNORECASE)
    first = _first(text)
    if first is None or first[0].is_range or first[0].share:
        return text, None
    return first[1].strip(), first[0].low


def _part(part: str) -> dict[str, Any]:
    """The fields that one part after the head sets."""
    lower = part.lower()
    if lower in _CERTAINTIES:
        return dict(_CERTAINTIES[lower])
    if lower in set(Basis) - {Basis.NOT_KNOWN}:
        return {"basis": Basis(lower)}
    if lower in {"unknowns inside", "unknowns outside"}:
        return {"unknowns": Unknowns(lower.split()[1])}
    if (match := re.fullmatch(r"(.+?)\s+unknown", lower)) and (number := read_number(match[1])) and number.share:
        return {"unknown_share": number.low}
    for lead, read in _LEADS.items():
        if lower.startswith(lead):
            return read(part[len(lead) :].strip())
    if duration := duration_of(part):
        return {"duration": duration}
    if period := _period(part):
        return {"period": period}
    if re.match(r"\d", part) or _DATED.fullmatch(part):
        raise ValueError(f"“{part}” is no date or period; write it as 2014, 2014-08 or 1997/2013, or {LONG}")
    if part[:1].isupper() or _CODE.fullmatch(part):
        return {"area": part}
    place = "a place begins with a capital letter; " if re.fullmatch(r"[^\W\d_]+", part) else ""
    raise ValueError(f"“{part}” is not understood; {place}{LONG}")


def _period(text: str) -> Period | None:
    if years := _YEARS.fullmatch(text):
        return parse_period(f"{years[1]}/{years[2]}")
    if _SPLIT_YEAR.fullmatch(text):
        return read_period(text)
    if not re.match(r"[\d./]|\.\.", text) or " " in text:
        return None
    return parse_period(text)


def duration_of(text: str) -> str | None:
    """A length of time as an ISO 8601 duration, from `40 years` or `P40Y`; None for anything else."""
    text = re.sub(r"^over\s+", "", text.strip(), flags=re.IGNORECASE)
    if _ISO.fullmatch(text) and len(text) > 2:
        return text
    if match := _DURATION.fullmatch(text):
        number = read_number(match[1])
        if number is not None and not number.share and number.low == int(number.low):
            return f"P{int(number.low)}{match[2][0].upper()}"
    return None


def _over(text: str) -> dict[str, Any]:
    duration = duration_of(text)
    if duration is None:
        raise ValueError(f"“over {text}” is no duration; write it as: over 40 years")
    return {"duration": duration}


def _interval(text: str) -> dict[str, Any]:
    if text[:1].isdigit():
        raise ValueError(
            f"“per {text}” is no time; a rate stands with its number, as in: 50 offences per 100,000 people"
        )
    return {"interval": text}


def _denominator(text: str) -> dict[str, Any]:
    what, base = _of(text)
    return {"denominator": what} if base is None else {"denominator": what, "base": base}


_CERTAINTIES: Final[dict[str, dict[str, Any]]] = {
    "count": {"certainty": Certainty.COUNT},
    "estimate": {"certainty": Certainty.ESTIMATE},
    "conservative estimate": {"certainty": Certainty.ESTIMATE, "conservative": True},
    "projection": {"certainty": Certainty.PROJECTION},
    "asked": {"certainty": Certainty.ASKED},
    "rhetorical": {"certainty": Certainty.ASKED},
}
_LEADS: Final[dict[str, Callable[[str], dict[str, Any]]]] = {
    "as of ": lambda text: {"as_of": parse_period(text)},
    "since ": lambda text: {"period": parse_period(f"{text}/..")},
    "to ": lambda text: {"period": parse_period(f"../{text}")},
    "over ": _over,
    "per ": _interval,
    "category ": lambda text: {"category": text},
    "among ": lambda text: {"population": text},
    "of ": _denominator,
    "against ": lambda text: {"comparator": text},
}


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
    fields = [name for name in Figure.model_fields if getattr(wanted, name) not in {None, Decimal(0)}]
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
    changed = f"{figure.change} of" if figure.change else None
    lead = " ".join(filter(None, (changed, figure.qualifier, figure.number)))
    if figure.unit:
        if figure.base is not None:
            yield f"{lead} of {plain(figure.base)} {figure.unit}"
        if figure.denominator == figure.unit:
            yield f"{lead} of {figure.unit}"
        sign, rest = split_currency(figure.unit)
        if sign:
            yield " ".join(filter(None, (changed, figure.qualifier, f"{sign}{figure.number}", rest)))
        yield f"{lead} {figure.unit}"
    yield lead


def _parts(figure: Figure) -> Iterator[str]:
    """Every part that could follow, in the order of docs/records.md."""
    base = f"{plain(figure.base)} " if figure.base is not None else ""
    unknown = f"{plain(figure.unknown_share)}%" if figure.unknown_share is not None else None
    texts = (
        ("{}", figure.area),
        ("{}", _when(figure.period)),
        ("as of {}", figure.as_of and figure.as_of.edtf),
        ("conservative {}" if figure.conservative else "{}", figure.certainty),
        ("{}", figure.duration and _spoken(figure.duration)),
        ("per {}", figure.interval),
        ("category {}", figure.category),
        ("among {}", figure.population),
        (f"of {base}{{}}", figure.denominator),
        ("against {}", figure.comparator),
        ("unknowns {}", figure.unknowns),
        ("{} unknown", unknown),
        ("{}", figure.basis),
    )
    return (form.replace("{}", str(text)) for form, text in texts if text)


def _when(period: Period | None) -> str | None:
    """A period, with `since` or `to` where it is open."""
    if period is None:
        return None
    start, _, end = period.edtf.partition("/")
    return f"since {start}" if end == ".." else f"to {end}" if start == ".." else period.edtf


def _spoken(duration: str) -> str:
    """`P40Y` as `over 40 years`; a length in several units stays as it is."""
    words = duration_words(duration)
    return f"over {words}" if words else duration
