"""A figure in one line: `at least 1,400 children, Rotherham, 1997/2013, estimate`.

`[qualifier] NUMBER unit[, part]…`; docs/records.md holds the table of parts. What the line cannot say is written long.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kg.model.figure import Figure
from kg.model.number import Number, parse_number, scan
from kg.model.period import Period, parse_period
from kg.model.words import Basis, Certainty, Qualifier, Unknowns

if TYPE_CHECKING:
    from collections.abc import Callable

LONG: Final = "write it long: figure: {value: …, unit: …, area: …, period: …}"

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
_DURATION: Final = re.compile(r"(\d+|[a-z-]+)\s+(year|month|week|day)s?", re.IGNORECASE)
_ISO: Final = re.compile(r"P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?")
_YEARS: Final = re.compile(r"(\d{4})\s*[–—]\s*(\d{4})")


def parse_figure(text: str) -> Figure:
    """Read the one-line form; an area stays as the name that was written.

    Raises ValueError naming the part that could not be read, and how to write it long.
    """
    head, *parts = [part.strip() for part in re.split(r"[,;]\s+", text.strip())]
    found = _head(head)
    for part in parts:
        for field, value in _part(part).items():
            if field in found and found[field] != value:
                raise ValueError(f"“{part}” gives {field.replace('_', ' ')} twice; {LONG}")
            found[field] = value
    return Figure(**found)


def number_fields(number: Number) -> dict[str, Any]:
    """The fields of a figure that its number sets."""
    return {"low": number.low, "high": number.high, "stated": number.stated, "step": number.step, "share": number.share}


def _head(text: str) -> dict[str, Any]:
    match = _HEAD.fullmatch(text)
    word = match["word"].lower() if match and match["word"] else None
    rest = match["rest"] if match else text
    numbers = [found for found in scan(rest) if found.start == 0]
    if not numbers:
        raise ValueError(f"“{text}” does not begin with a number (with or without “at least”, “about” …); {LONG}")
    number, end = numbers[0].number, numbers[0].end
    found = number_fields(number)
    if word:
        found["qualifier"] = next(q for q, words in _QUALIFIERS.items() if word in words)
    unit = rest[end:].strip()
    if per := re.fullmatch(r"(.*?)\s*\b(?:per|a|each|every)\s+(year|month|week|day)", unit, re.IGNORECASE):
        unit, found["interval"] = per[1], per[2].lower()
    if unit.lower().startswith("of "):
        unit, base = _of(unit[3:])
        found["denominator"] = unit
        if base is not None:
            found["base"] = base
        if base is not None and number.share is False:
            found["share"] = False
    if unit:
        found["unit"] = unit
    return found


def _of(text: str) -> tuple[str, Decimal | None]:
    """`940 suspects` as what and how many."""
    first = next((found for found in scan(text) if found.start == 0), None)
    if first is None or first.number.is_range or first.number.share:
        return re.sub(r"^(?:the|all)\s+", "", text.strip()), None
    return text[first.end :].strip(), first.number.low


def _part(part: str) -> dict[str, Any]:
    """The fields that one part after the head sets."""
    lower = part.lower()
    if lower in _CERTAINTIES:
        return dict(_CERTAINTIES[lower])
    if lower in set(Basis) - {Basis.NOT_KNOWN}:
        return {"basis": Basis(lower)}
    if lower in {"unknowns inside", "unknowns outside"}:
        return {"unknowns": Unknowns(lower.split()[1])}
    if (match := re.fullmatch(r"(.+?)\s+unknown", lower)) and (number := parse_number(match[1])) and number.share:
        return {"unknown_share": number.low}
    for lead, read in _LEADS.items():
        if lower.startswith(lead):
            return read(part[len(lead) :].strip())
    if duration := duration_of(part):
        return {"duration": duration}
    if period := _period(part):
        return {"period": period}
    if re.match(r"\d", part):
        raise ValueError(f"“{part}” is no date or period; write it as 2014, 2014-08 or 1997/2013, or {LONG}")
    if part.startswith("gss:") or any(word[:1].isupper() for word in part.split()):
        return {"area": part}
    raise ValueError(f"“{part}” is not understood; {LONG}")


def _period(text: str) -> Period | None:
    if years := _YEARS.fullmatch(text):
        return parse_period(f"{years[1]}/{years[2]}")
    if not re.match(r"[\d./]|\.\.", text) or " " in text:
        return None
    return parse_period(text)


def duration_of(text: str) -> str | None:
    """A length of time as an ISO 8601 duration, from `40 years` or `P40Y`; None for anything else."""
    text = re.sub(r"^over\s+", "", text.strip(), flags=re.IGNORECASE)
    if _ISO.fullmatch(text) and len(text) > 2:
        return text
    if match := _DURATION.fullmatch(text):
        number = parse_number(match[1])
        if number is not None and not number.share and number.low == int(number.low):
            return f"P{int(number.low)}{match[2][0].upper()}"
    return None


def _over(text: str) -> dict[str, Any]:
    duration = duration_of(text)
    if duration is None:
        raise ValueError(f"“over {text}” is no duration; write it as: over 40 years")
    return {"duration": duration}


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
    "per ": lambda text: {"interval": text},
    "category ": lambda text: {"category": text},
    "among ": lambda text: {"population": text},
    "of ": _denominator,
    "against ": lambda text: {"comparator": text},
}
