"""Stretches of a text whose number only names or labels something: references, versions, routes, ages after a name."""

from __future__ import annotations

import re
from typing import Final

from kg.figures.years import MONTHS
from kg.patterns import regex

_TENS: Final = "[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety"
_NTH: Final = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"

# Each form with what it is, and the signs without one of which a text holds none: most texts need no closer look.
LABELS: Final = (
    (regex(r"\b[24]x4\b|\b\d{1,3}-bit\b"), "name", ("x", "-bit")),
    (regex(r"\[(?:19|20)\d\d\]\s+(?:\d+\s+)?[A-Z]{2,6}(?:\s[A-Z][a-z]+)?\s+\d+"), "reference", ("[",)),
    (regex(rf"\b(?:{_TENS})[-\s](?:{_NTH})\b(?!-)"), "ordinal", ("y-", "y ")),
    (regex(r"\bNineteen\s+[A-Z][a-z]+-[A-Z][a-z]+"), "name", ("Nineteen",)),
    (regex(r"\b(?:Big|Final|Famous|Group\s+of)\s+(?:Three|Four|Five|Six|Seven|Eight|Ten)\b"), "name", ("Big", "F", "Group")),
    # Three Mile Island; not Two Million Children, nor a headline with capital letters all along.
    (
        regex(
            r"\b(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve)\s+(?!(?:Hundred|Thousand|Million|Billion|Trillion|Dozen|Per)\b)"
            r"[A-Z][a-z]+\s+[A-Z][a-z]+(?<!s)\b(?!\s+[A-Z])"
        ),
        "name",
        ("T", "F", "S", "E", "N"),
    ),
    (regex(r"\b(?:family|families|party|table)\s+of\s+(?:two|three|four|five|six|seven)\b"), "attribute", (" of ",)),
    (regex(r"(?<![\w.])[A-Z]\.\d+\b"), "reference", (".",)),
    (
        regex(
            r"\b(?:[A-Z]{2,6}\s+(?:number|no\.|code)(?::?|\s+(?:is|was)(?=\s+\d{6}))|"
            r"(?:[Uu]nique|[Ss]erial|[Aa]ccount|[Cc]harity|[Cc]ompany|[Pp]hone|[Rr]egistration|[Rr]eference|[Cc]ase|[Ff]ile)\s+"
            r"(?:number|no\.|code)(?:\s+is|\s+was|:)?)\s*\d[\d\s/-]*(?![\d,.]*\d)"
        ),
        "identifier",
        ("number", "no.", "code"),
    ),
    (regex(r"\b[Tt]he\s+\d{1,2}[.:]\d\d\s+(?:to|from|train|bus|service|ferry)\b"), "time of day", ("he ",)),
    # The 66 bus was late; not the 25 bus drivers.
    (
        regex(r"\b[Tt]he\s+\d{1,3}[A-Z]?\s+(?:bus|tram)\b(?!\s+(?!(?:is|was|has|does|goes|runs|stops|leaves)\b)[a-z]{2,}s\b)"),
        "name",
        ("bus", "tram"),
    ),
    # 12(3): 45–60; not 32 (4), 21 (3).
    (regex(r"\b\d+\s?\(\d+\)(?:\s?:\s*\d+(?:\s?[–-]\s?\d+)?|\s?,\s*\d+\s?[–-]\s?\d+)"), "reference", (")",)),
    (regex(r"\b(?:[Vv]ols?|[Cc]ols?)\.\s*\d+(?:\s?[–-]\s?\d+)?"), "reference", ("ol",)),
    (regex(r"\b[A-Z]{2,5}-\d{4}-\d+\b"), "identifier", ("-",)),
    (regex(r"(?<![\d.])(?!\d{1,3}(?:\.\d{3}){2,})\d+(?:\.\d+){2,}\b"), "version", (".",)),
    (regex(r"(?<![\d/.])(?!(?:1[5-9]|20)\d\d/\d\d(?!\d))\d{3,5}/\d{2,4}(?![\d/])"), "reference", ("/",)),
    (
        regex(r"\b(?:photo|image|picture|slide|page|episode)\s+\d+\s+of\s+\d+", re.IGNORECASE),
        "reference",
        (" of ",),
    ),
    (
        regex(r"\b(?:fact\s?sheet|agenda\s+item|ext\.|extension|reading\s+time)\s*:?\s*\d+(?:\s?[–-]\s?\d+)?", re.IGNORECASE),
        "reference",
        ("sheet", "item", "ext", "time"),
    ),
    (regex(r"\bsteps\s+\d\s?(?:[–-]|to|and)\s?\d\b(?![\d,])", re.IGNORECASE), "reference", ("teps",)),
    (regex(r"\b\d{1,3}\s+(?:min|mins|minutes?)\s+read\b|\b\d+\s+comments\Z", re.IGNORECASE), "label", ("min", "comments")),
    (regex(rf"\b\d{{1,2}}\s*(?:to|and|[–-])\s*\d{{1,2}}\s+{MONTHS}\b"), "date", ("to ", "and ", "–", "-")),
    (
        regex(r"\b[A-Z][\w'’-]+,\s\d{2}(?=,\s(?:who|from|of|an?|the|said|says|has|is|was|wears|lives|works|told|whose|and)\b)"),
        "age",
        (", ",),
    ),
    (regex(r"\bI(?:['’]m|\s+am|\s+was)\s+\d{1,2}(?=\s+(?:and|now|but|when)\b|[.,])"), "age", ("I",)),
    (regex(r"\b(?:graded|rated|grade)\s+\d(?=\s*(?:[.,;)]|\Z|and\b|in\b|by\b))"), "rank", ("rade", "rated")),
)  # fmt: skip
