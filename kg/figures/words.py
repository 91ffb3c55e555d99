"""The words of the grammar of figures, as tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SMALL: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS: Final = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES: Final = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
    "quintillion": 10**18,
    "lakh": 10**5,
    "crore": 10**7,
}
# Written to the number without a space; those in SPACED also after one.
SUFFIXES: Final = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "tn": 10**12,
    "trn": 10**12,
    "mio": 10**6,
    "mrd": 10**9,
}
SPACED: Final = frozenset({"mn", "mln", "bn", "tn", "trn", "mio", "mrd"})
PARTS: Final = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twentieth": 20,
    "hundredth": 100,
    "thousandth": 1000,
}
PLURAL_PARTS: Final = {"halves": 2} | {f"{word}s": value for word, value in PARTS.items() if word != "half"}
VULGAR: Final = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
    "⅒": (1, 10),
}
# “Hundreds” is read as the order of magnitude: from one hundred to just under a thousand.
ORDERS: Final = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (100, 999),
    "thousands": (1000, 9999),
    "tens of thousands": (10_000, 99_999),
    "hundreds of thousands": (100_000, 999_999),
    "millions": (10**6, 10**7 - 1),
    "tens of millions": (10**7, 10**8 - 1),
    "hundreds of millions": (10**8, 10**9 - 1),
    "billions": (10**9, 10**10 - 1),
    "tens of billions": (10**10, 10**11 - 1),
    "hundreds of billions": (10**11, 10**12 - 1),
    "trillions": (10**12, 10**13 - 1),
    "several hundred": (200, 999),
    "a few hundred": (200, 999),
    "several thousand": (2000, 9999),
    "a few thousand": (2000, 9999),
    "several million": (2 * 10**6, 10**7 - 1),
    "a few million": (2 * 10**6, 10**7 - 1),
}
# Numbers that nobody can put in digits: kept as worded, without a value.
VAGUE: Final = ("a handful", "a small handful")
TIMES: Final = {"twice": 2, "thrice": 3, "double": 2, "triple": 3, "treble": 3, "quadruple": 4}
FOLD: Final = (*(word for word in SMALL if word not in {"zero", "one"}), *TENS, "hundred")

CURRENCIES: Final = {
    "£": "£",
    "$": "$",
    "€": "€",
    "¥": "¥",
    "₹": "₹",
    "₩": "₩",
    "₽": "₽",
    "US$": "US$",
    "A$": "A$",
    "AU$": "A$",
    "C$": "C$",
    "CA$": "C$",
    "NZ$": "NZ$",
    "HK$": "HK$",
    "S$": "S$",
    "R$": "R$",
    "GBP": "£",
    "UK£": "£",
    "USD": "US$",
    "EUR": "€",
    "JPY": "¥",
    "INR": "₹",
    "CHF": "CHF",
    "AUD": "A$",
    "CAD": "C$",
    "NZD": "NZ$",
    "SEK": "SEK",
    "NOK": "NOK",
    "DKK": "DKK",
    "ZAR": "ZAR",
    "CNY": "CNY",
    "RMB": "CNY",
    "BRL": "R$",
    "MXN": "MXN",
    "Rs": "₹",
    "Rs.": "₹",
}
INTERVALS: Final = {
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "night": "night",
    "week": "week",
    "fortnight": "fortnight",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "annually": "year",
    "yearly": "year",
    "annum": "year",
}
TIME_UNITS: Final = frozenset(
    "second minute hour day night week weekend fortnight month quarter year decade century".split()
)

# Things that statistics count: enough of them to tell a number from a year, and “no deaths” from “no doubt”.
COUNTED: Final = frozenset(
    "people persons children women men girls boys adults pupils students patients deaths cases offences crimes homes "
    "households houses jobs workers employees staff victims suspects prisoners migrants refugees families tonnes tons "
    "fatalities casualties injuries prosecutions convictions arrests incidents infections complaints accidents "
    "murders homicides births visitors passengers vehicles cars schools hospitals beds trees animals species "
    "businesses companies firms voters votes members respondents participants miles kilometres metres dollars pounds "
    "euros residents offenders survivors nurses doctors teachers officers claimants users customers tests doses "
    "attacks breaches collisions burglaries robberies thefts applications claims referrals admissions appointments".split()
)
IRREGULAR_PLURALS: Final = frozenset(
    "people children women men police staff crew cattle sheep fish species personnel policemen policewomen fishermen feet "
    "teeth mice geese oxen lives wives halves knives data".split()
)


def any_of(words: Iterable[str]) -> str:
    """A regular expression of words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
