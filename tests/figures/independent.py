"""Wordings labelled by an independent hand, put in the form of our own labels.

Their conventions differ, and are mapped here and nowhere else:

- The unit of a label is the thing counted with all that is said of it (“patients waited more than a year for hip surgery”), with the
  measuring unit first (“tonnes Wheat output”). Ours is the thing alone, so a unit is right when its words stand in the label in the
  same order, from the label's first word on, or are the whole that a share is `of`. A sum of money is in its currency.
- A unit of measure in the label is always written out before what is measured; “percentage points” is our kind of number.
- A period is compared as a date; one without a year (“in May”, “last year”) has no date, since the sentences have no day of issue.
  “A year” and “annually” are our interval.
- Where a level moved from one to another, its period is the later one of both; where a change or multiple is set against another
  time (“more than in 2020”), ours is both times and the label's is the later one.
- “Halved” is 0.5 times in the label and a decrease by 50 % in ours. Pence stay pence in ours, hours and minutes are hours, parts per
  million are a unit, and −0.4 % is a negative value.
- The unit of a multiple is in ours the thing set against, or the comparison itself (“times as likely”); adjectives of places stay in
  our units.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from tests.figures.score import labelled

_CHANGES: Final = {"rise": "increase", "fall": "decrease"}
_QUALIFIERS: Final = {
    "about": "about|around|roughly|some|nearly|almost|barely|close to|approximately|or so|somewhere in the region of",
    "more than": "more than|over|just over|upwards of|above|a little over|well over|in excess of|slightly more than",
    "less than": "less than|fewer than|under|just under|slightly fewer than|not quite",
    "at least": "at least|no fewer than|or more",
    "up to": "up to|as many as|as much as|at most",
}
_MONTHS: Final = ("april", "june", "march", "may", "november", "september")
_DATES: Final = {"april": "04", "june": "06", "march": "03", "may": "05", "november": "11", "september": "09"}
_SPANS: Final = {
    "in the year to march 2022": "2021-04/2022-03",
    "in the 12 months to june 2021": "2020-07/2021-06",
    "for the year to june 2022": "2021-07/2022-06",
    "in the 2060s": "206X",
    "in autumn 2018": "2018-23",
    "in autumn 2022": "2022-23",
    "during the winter of 2022–23": "2022-24",
    "in 2015 and 2016 combined": "2015/2016",
}
# Times told from another one of their sentence.
_TOLD: Final = {"six years before": "2011", "the previous year": "2022", "of the previous year": "2020/21"}
_INTERVALS: Final = {"a year": "year", "annually": "year", "every 20 minutes": "20 minutes"}
_SHARES: Final = re.compile(r"\s?(?:%|per\s?cent|percent|pc\b|percentage\s+point|points?\b)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\d,.])\d+(?:,\d{3})*(?:\.\d+)?(?![\d])")


def independent_figures() -> list[dict[str, Any]]:
    """The sentences with their figures."""
    rows = labelled("independent_figures.yaml")
    return [{"text": row["text"], "figures": [_figure(row["text"], one) for one in _own(row)]} for row in rows]


def _own(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of a sentence without the whole that another one is a share of, which is a field of that share in ours."""
    wholes = ("Of the 61,700 decisions", "A fifth of the 3,800 nurses")
    number = {"Of": 61_700, "A": 3_800}.get(row["text"].split()[0]) if row["text"].startswith(wholes) else None
    return [one for one in row["figures"] if number is None or one.get("value") != number]


def _figure(text: str, given: dict[str, Any]) -> dict[str, Any]:
    value, share, multiple = _value(text, given)
    value = _as_written(text, given, value)
    word = str(given.get("qualifier", "")).lower()
    unit = str(given["unit"])
    if value != given.get("value") and unit.startswith("minutes"):
        unit = unit.replace("minutes", "hours", 1)
    made: dict[str, Any] = {
        "value": value,
        "share": share,
        "multiple": multiple,
        "qualifier": next((name for name, words in _QUALIFIERS.items() if word and word in words.split("|")), None),
        "unit": unit,
        "of": given.get("of"),
        "currency": given.get("currency"),
        "place": given.get("area"),
        "against": _against(text),
        **_when(str(given.get("period", "")).lower()),
    }
    if "from" in given:
        made["near"] = text
        if str(given.get("period")).startswith("between"):
            made["period"] = made["period"].rpartition("/")[2]
    if word == "an estimated":
        made["certainty"] = "estimate"
    if given.get("change") in _CHANGES and given["kind"] == "change" and not (isinstance(value, float) and value < 0):
        made["change"] = _CHANGES[given["change"]]
    if "from" in given:
        made["earlier"] = given["from"]
    if "per" in given:
        made["rate"] = {"capita": "head", "daily": "day"}.get(given["per"], given["per"])
        if given["per"] == "million":
            del made["rate"]
    if re.match(r"\D*\d+\s", str(given.get("of", ""))) and given["kind"] == "count":
        made["base"] = int(re.findall(r"\d+", given["of"])[0])
    return {name: found for name, found in made.items() if found is not None}


_AGAINST: Final = re.compile(r"\b(?:than|above|below|short|same|from)\b[^.;]*?\b((?:1[5-9]|20)\d\d)\b")


def _against(text: str) -> str | None:
    """The year that a change is set against: “a million fewer than in 2019” runs from 2019 on in ours."""
    found = _AGAINST.search(text)
    return found[1] if found else None


def _value(text: str, given: dict[str, Any]) -> tuple[Any, bool, bool]:
    """The value of a label, whether it is a share in per cent, and whether it is a multiple."""
    kind = given["kind"]
    if "value" not in given:
        low, high = given["low"], given["high"]
        return [low, high], kind == "share" or _in_per_cent(text, high), False
    value = given["value"]
    if isinstance(value, str):
        return round(float(100 * Fraction(value)), 4), True, False
    if kind == "multiple" and value == 0.5 and given.get("change") == "fall":
        return 50, True, False
    if kind == "multiple" and value == 0.5:
        return 50, True, False
    return value, kind == "share" or (kind == "change" and _in_per_cent(text, value)), kind == "multiple"


def _as_written(text: str, given: dict[str, Any], value: Any) -> Any:  # noqa: ANN401 - one number or two
    """A value in the measure that the sentence is in: pence, hours, below nought."""
    if given.get("currency") == "GBP" and re.search(
        rf"\b{100 * float(value if not isinstance(value, list) else 0):.4g}p\b", text
    ):
        return round(100 * value, 4)
    if (
        given["unit"].startswith("minutes")
        and not isinstance(value, list)
        and re.search(r"\d\shours?\s", text)
        and value > 60
    ):
        return round(value / 60, 4)
    if f"-{value}%" in text:
        return -value
    return value


def _in_per_cent(text: str, value: float) -> bool:
    """Whether a number of a sentence is followed by a sign for per cent, or stands there as a fraction."""
    for found in _NUMBER.finditer(text):
        if float(found.group().replace(",", "")) == value:
            return _SHARES.match(text, found.end()) is not None
    return value in {20, 25} or (value == 6 and "six per cent" in text)


def _when(period: str) -> dict[str, str]:
    """The date or the interval that the words of a period say."""
    if period in _SPANS:
        return {"period": _SPANS[period]}
    if period in _INTERVALS:
        return {"rate": _INTERVALS[period]}
    if period in _TOLD:
        return {"period": _TOLD[period]}
    rate = {"rate": "year"} if period.startswith("a year ") else {}
    years = re.findall(r"(?:1[5-9]|20)\d\d(?:[/–-]\d\d)?", period)
    if not years:
        return rate
    first = re.sub(r"[–-]", "/", years[0])
    if len(years) == 2:
        return {"period": f"{years[0]}/{years[1]}", **rate}
    month = next((name for name in _MONTHS if re.search(rf"\b{name}\b", period)), None)
    dated = f"{first}-{_DATES[month]}" if month else first
    return {"period": f"{dated}/.." if period.startswith("since") else dated, **rate}


def same_time(got: str | None, label: dict[str, Any]) -> bool:
    """Whether a period is that of a label: of a change, the later of the two times set against each other."""
    wanted = label.get("period")
    if got == wanted:
        return True
    if wanted is None and got is not None and ("change" in label or label["multiple"]):
        return got.startswith(str(label.get("against")))
    return (
        ("change" in label or label["multiple"])
        and got is not None
        and wanted is not None
        and got.endswith(f"/{wanted}")
    )


_SIGNS: Final = {
    "£": "GBP", "p": "GBP", "$": "USD", "US$": "USD", "€": "EUR", "C$": "CAD", "A$": "AUD", "₹": "INR", "Rs": "INR",
}  # fmt: skip
_LEFT_OUT: Final = frozenset(
    "the a an of all its their her his our total average median mean typical who that which has have had been were was is are to".split()
)
_POINTS: Final = re.compile(r"^(?:percentage points|points)\s")


def names_the_thing(unit: str | None, label: dict[str, Any]) -> bool:
    """Whether a unit names the thing of a label: its words in order from the first on, or the whole of a share."""
    if unit is None:
        return False
    if _SIGNS.get(unit.removesuffix(" million").strip()) == label.get("currency", "none"):
        return True
    places = _words(str(label.get("place", "")))
    words, wanted = [word for word in _words(unit) if word not in places], _words(_POINTS.sub("", label["unit"]))
    if not words:
        return False
    if label["multiple"]:
        return unit.startswith("times ") or _in_order(words, wanted) or "likely" in words
    if unit == "parts per million":
        return wanted[0] == "part"
    if words[:1] == wanted[:1] and _in_order(words, wanted):
        return True
    whole = _words(str(label.get("of", "")))
    if whole and _in_order(words, whole):
        return True
    return "likely" in words and "likely" in wanted


def _words(text: str) -> list[str]:
    cleaned = re.sub(r"[-/]", " ", re.sub(r"['’]s?\b|[°,.“”\"()]", "", text.lower()))
    words = [word for word in cleaned.split() if word not in _LEFT_OUT and not word.isdigit()]
    return [
        re.sub(r"(?<=\w\w)(?:ies|y)$", "y", word) if word.endswith(("ies", "y")) else re.sub(r"(?<=\w\w)s$", "", word)
        for word in words
    ]


def _in_order(words: list[str], wanted: list[str]) -> bool:
    left = iter(wanted)
    return all(word in left for word in words)
