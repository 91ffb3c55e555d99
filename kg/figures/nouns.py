"""What is counted: the words after a number, as far as they name a thing, and per what."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from kg.figures.changes import COMPARATIVES, NOUNS_OF_CHANGE
from kg.figures.places import KNOWN
from kg.figures.words import INTERVALS, IRREGULAR_PLURALS, SCALES, TIME_UNITS, any_of
from kg.patterns import regex

_STOP: Final = frozenset(
    "a about above across after against aged ago all along already also although always am among amongst an and any are "
    "around as at away back be because been before behind being below beneath besides between beyond both but by can cannot "
    "compared could currently despite did do does down due during each either else even every except few fewer for from had "
    "has have he her here hers him his how however i if in inside instead into is it its itself just last least less may me "
    "might more most much must my near neither never next no nor not now of off often on once only onto or other our out "
    "outside over overall own past per perhaps please plus quite rather same she should since so some still such than that the "
    "their them then there these they this those though through throughout thus till to today together too toward towards "
    "under unless until up upon us versus very via vs was we were what when where whereas whether which while who whom whose "
    "why will with within without would yet you your worldwide globally nationwide nationally year-on-year higher lower "
    "likely unlikely annually yearly monthly weekly daily hourly respectively apiece alone ie eg i.e. e.g. "
    "somebody someone anybody anyone everybody everyone nobody themselves".split()
)
_VERBS: Final = frozenset(
    "said says say died dies die fell fall rose rise took take takes had went goes go came comes come got get gets gave give "
    "saw see sees felt feel feels found find finds told tell left leave lost lose won win met meet kept keep held hold led "
    "paid pay pays spent spend chose choose knew know knows thought think thinks began begin became become becomes grew "
    "grow grows made make makes sold sell stood stand brought bought buy caught sought fought live lives work works own owns "
    "use uses drink smoke smokes eat suffer suffers lack need needs face faces want wants believe believes support supports "
    "oppose agree agrees expect expects plan plans report reports attend remain remains stay stays occur occurs happen "
    "happens involve involves rely relies depend depends receive receives earn earns rent rents wait waits struggle struggles "
    "skip fail fails belong belongs consist consists account accounts contain contains ends stem stems show shows include "
    "includes read vote play speak speaks sit sits lie lies exceed exceeds reached reach hit hits stood cost costs equal "
    "killed injured arrested charged convicted hospitalised hospitalized infected affected displaced employed unemployed "
    "thinks wants likes like love loves prefer prefers consider considers describe describes experience experienced ate "
    "slept sleep sleeps drove drive drives set put cut grew shrank sank swore wrote write ran run runs "
    "cover covers drawn sent seen taken given known done born driven grown worn leaves enter enters".split()
)
# Verbs that are things too: 300 reports, 300 attacks.
_THINGS_TOO: Final = frozenset(
    "reports plans uses needs works plays votes costs cuts drinks supports faces visits claims calls stops searches starts attacks "
    "wins deals leaves fails drives ends lives wants rents reads hits runs sets".split()
)
_LEAVES: Final = frozenset(
    "sick sickness maternity paternity parental annual unpaid paid take-home weekly regular basic hourly gross net real average".split()
)
_AMOUNTS: Final = frozenset({"more", "less", "fewer"})
_OFTEN: Final = frozenset({"daily", "weekly", "monthly", "yearly", "hourly"})
_NO_ADVERBS: Final = frozenset({"elderly", "family", "monthly", "weekly", "daily", "early", "supply", "assembly"})
# Plurals that stand before another noun: sports clubs, women prisoners.
_ATTRIBUTIVE: Final = frozenset(
    "fish sheep cattle sports arms savings women men drugs jobs sales goods systems benefits police data staff human".split()
)
# What follows a thing and no verb: “two thirds of the fraud reports, …”, “drug claims were …”.
_NOUN_AFTER: Final = regex(r"\s*(?:[,.;)]|\Z|\s(?:were|are|was|is|have|had|has|that|which|never)\b)")
_DETERMINER: Final = regex(
    rf"\s+(?:the|an?(?!\s+(?:single\s+)?(?:{any_of(TIME_UNITS)})\b)|their|its|his|her|our|this|these|those|my|your|him|them|it|us)\b"
)
_NOT_PLURAL: Final = frozenset(
    "this was has is does less across plus its his us as yes thus perhaps news gas bus".split()
)
_CONTENT: Final = regex(
    r"\s+(?P<word>(?:[A-Z]\.){2,}|[^\W\d_](?:[^\s,;:!?()\[\]“”\"…/]*[^\s.,;:!?()\[\]“”\"'…/])?)(?P<tail>['’](?=\s))?"
)
_SCALES: Final = any_of(SCALES)
_OF: Final = regex(
    rf"\s+(?:out\s+)?of\s+(?:(?:the|an?|all|its|these|those|their|our|his|her|every|such|total|global(?=\s+population)|world(?=\s+population)|(?:{KNOWN}|world|country|nation|ocean|oceans|planet)['’]s)\s+){{0,3}}(?!\d)(?!(?:{_SCALES})\b)(?!(?:previous|last|preceding|same)\s)",
    re.IGNORECASE,
)
_DONE: Final = regex(r"\s+[a-z]+ed\s+(?:or|and)\s+(?:[a-z]+ly\s+)?[a-z]+ed\s+(?!(?:as|this|was|is|has)\b)[a-z]{2,}s\b")
_CHANGE_IN: Final = regex(
    r"\s+(?:increase|rise|growth|fall|drop|decline|reduction|decrease)\s+in\s+(?!(?:the|a|an|this|that)\b)[a-z-]+(?:\s[a-z-]+s)?\b"
)
_AS: Final = regex(r"\s+as\s+(?P<thing>[a-z]{3,}s)\b(?=\s*(?:[.,;]|and\b|\Z))")
# “Three-quarters (72%) of cases”.
_ASIDE: Final = regex(r"\s\([^()\s]{1,12}(?:\s(?:per\s?cent|percent|million|billion))?\)(?=\s+(?:out\s+)?of\s)")
_THOSE: Final = regex(r"\s+(?:out\s+)?of\s+(?P<thing>those\s+(?:[a-z]{3,}ed|hurt|held|sent))\b")
# “A 19.6 per cent share of the market”.
_SHARE_OF: Final = regex(r"\s+share\s+of\s+(?:(?:the|all|its|their|total)\s+){0,2}(?!\d)")
# Tree cover; elsewhere “cover” is a verb.
_COVER: Final = regex(r"(?<=\b(?:tree|snow|land))\s+cover\b", re.IGNORECASE)
# Not “the share of five years earlier”.
_INNER_OF: Final = regex(
    rf"\s+of\s+(?!(?:{KNOWN})\b(?!['’]))(?:the\s+|a\s+|its\s+|their\s+|his\s+|her\s+)?(?=[^\W\d_])(?!(?:[a-z]+|last|this|next|previous)\s+(?:{any_of(TIME_UNITS)})s?\b)",
    re.IGNORECASE,
)
_AND: Final = regex(r"\s+and\s+(?:(?P<adjective>[a-z][\w-]*)\s+)?(?P<word>[a-z][\w-]*)")
_MEASURE: Final = regex(
    r"\s?(?:°\s?[CFK]?(?!\w)|(?<=\d)[CF]\b|parts\s+per\s+(?:million|billion|trillion)\b|sq\.?\s?(?:km|m|ft|miles?|metres?|kilomet(?:re|er)s?|feet)\b|(?:degrees?|deg)(?:\s+(?:Celsius|Fahrenheit|C|F))?\b|µg(?:/m[³3])?|mcg\b|(?:square|cubic)\s+(?:kilometres?|metres?|miles?|feet|kilometers?|meters?|yards?)\b"
    r"|(?:km|kg|mg|g|ml|cl|l|cm|mm|m|kWh|MWh|GWh|TWh|kW|MW|GW|mph|km/h|kmh|lb|lbs|oz|ft|ha|sq|ppm|ppb|dB|Hz|MHz|GHz|GB|TB|MB|Mbit|Mbps|Mb|kcal|cal|bpm|rpm|t|p|Mt|Gt|MtCO2e?|GtCO2e?|tCO2e?|CO2e)(?:[²³]|\d(?!\d))?(?:/[\w³²]+)?(?![\w'’]))"
)
# Words that measure and count nothing themselves.
MEASURED: Final = regex(
    r"[£$€¥₹p%]|US\$|°\w?|degrees?|tonnes?|tons?|kg|g|km|km²|m|mm|cm|miles?|metres?|kilometres?|hectares?|ha|acres?|litres?|ml|[kMGT]Wh?|barrels?|"
    r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|dollars?|pounds?|euros?|cents?|pence|mph|ppm|ppb|square|cubic|metric|Mt|Gt|"
    r"[kMGT]?bit/s|[kMGT]bps|[kMGT]B|[kMGT]?Hz|[kMGT]W|m?mol\S*|mg\S*|µg\S*|dB|points?|basis|times|hours?/\w+|lbs?|stones?|inches|feet|gallons?|pints?|calories|kcal"
)
_HYPHENED: Final = regex(r"[-‐‑](?P<unit>[^\W\d_]+)")
_PER: Final = regex(
    rf"\s*(?:,\s*)?(?:(?:per|for\s+every|for\s+each|in\s+every|out\s+of\s+every|to\s+every)\s+(?P<many>(?:\d+(?:[,\s]\d{{3}})*(?:\.\d+)?(?:[–-]\d+)?|hundred|thousand|million|a\s+hundred|a\s+thousand|a\s+million)"
    rf"(?:[\s-](?:hundred|thousand|million|billion)\b)?)?\s*(?P<of>(?!(?:in|at|on|is|are|was|were|and|or|to|for|by|from|globally|worldwide|among|amongst|across|against|compared|between|over|under|last|this|but|while|when|than|with|as|so|that)\b)[^\W\d_][\w'’-]*(?:\s+(?!(?:as|so|that|in|at|globally|worldwide|among|amongst|across|against|compared|but|while|when|on|of|is|are|was|were|and|or|to|for|by|from|with|than|since|over|between|during|last|this|per|each|a)\b)[a-z][\w'’-]*){{0,2}}(?:\s+of\s+(?!(?:the|a|an|all|its|their)\b)[a-z][a-z-]+)?)?"
    rf"|/(?P<slash>{any_of(TIME_UNITS)}|[a-zA-Z]{{1,3}})\b)",
    re.IGNORECASE,
)
_EACH: Final = regex(
    rf"\s+(?:(?:a|an|per|each|every|single|in\s+each|in\s+every)\s+){{1,2}}(?:single\s+|calendar\s+|working\s+)?(?P<unit>{any_of(TIME_UNITS)}|annum|head|person|capita)\b(?!\s+(?:earlier|later|ago|before|on(?=\s*[.,;]|\s+year\b|\Z)|after|old)\b)|\s+(?:on\s+a\s+)?(?P<adverb>hourly|daily|weekly|monthly|annually|yearly)\b(?!\s+(?:basis\b)?[a-z])",
    re.IGNORECASE,
)
_EVERY: Final = regex(
    rf"\s+(?:in\s+)?every\s+(?P<many>\d+(?:\.\d+)?|[a-z]+)\s+(?P<unit>(?:{any_of(TIME_UNITS)})s?)\b", re.IGNORECASE
)
_MOST_WORDS: Final = 7


class Thing(Struct, frozen=True):
    """What a number counts, with where its words end; `of` says that it is a part of those things."""

    text: str | None
    end: int
    of: bool = False


def thing_at(text: str, place: int, share: bool) -> Thing:
    """The thing named from a place on; after a share only what an “of” joins to it."""
    if hyphened := _HYPHENED.match(text, place):
        return Thing(hyphened["unit"], hyphened.end())
    if (measure := _MEASURE.match(text, place)) and not share:
        return _measured(text, measure)
    if aside := _ASIDE.match(text, place):
        place = aside.end()
    if not share and (done := _DONE.match(text, place)):
        return Thing(" ".join(done.group().split()), done.end())  # killed or seriously injured casualties
    if not share and (named := _AS.match(text, place)):
        return Thing(named["thing"], named.end())  # 42.5 million as refugees
    if share and (those := _THOSE.match(text, place)):
        return Thing(" ".join(those["thing"].split()), those.end(), of=True)  # 23 % of those killed
    of = _OF.match(text, place) or (_SHARE_OF.match(text, place) if share else None)
    start = of.end() - 1 if of else place
    if share and not of:
        return Thing(None, place)
    if of and (change := _CHANGE_IN.match(text, start)):
        return Thing(" ".join(change.group().split()), change.end(), of=True)  # three quarters of the rise in deaths
    words, end = _words(text, start, share=False)
    if not words:
        return Thing(None, place)
    return Thing(" ".join(text[start:end].split()), end, of=of is not None)


def _measured(text: str, measure: re.Match[str]) -> Thing:
    unit = " ".join(measure.group().split())
    if of := _INNER_OF.match(text, measure.end()):
        words, end = _words(text, of.end() - 1, share=False)
        if words:
            end = cover.end() if (cover := _COVER.match(text, end)) else end
            return Thing(f"{unit} of {' '.join(text[of.end() - 1 : end].split())}", end)
    return Thing(unit, measure.end())


def _words(text: str, place: int, share: bool) -> tuple[list[str], int]:
    """The words of a noun phrase: up to its plural, or to what cannot belong to it."""
    words: list[str] = []
    end = place
    while len(words) < _MOST_WORDS and (match := _CONTENT.match(text, end)):
        word = match["word"]
        if _ends(words, word, share, text[match.end() : match.end() + 40]):
            break
        words.append(word)
        end = match.end()
        if _is_plural(word) or text[end : end + 1] in "'’":
            if of := _INNER_OF.match(text, end):
                more, after = _words(text, of.end() - 1, share=False)
                if more:
                    return [*words, "of", *more], after
            if (both := _both(text, end)) is not None:
                return [*words, "and", *both.group().split()[1:]], both.end()
            follow = _CONTENT.match(text, end)
            if (
                word.lower() not in _ATTRIBUTIVE
                or follow is None
                or _ends(words, follow["word"], share, text[follow.end() : follow.end() + 40])
            ):
                break
        elif (of := _INNER_OF.match(text, end)) and words:
            more, after = _words(text, of.end() - 1, share=False)
            if more:
                return [*words, "of", *more], after
            break
    return words, end


def _both(text: str, place: int) -> re.Match[str] | None:
    """A second plural that `and` joins: `women and girls`, `children and young people`."""
    both = _AND.match(text, place)
    if both is None or not _is_plural(both["word"]) or both["word"] in _STOP | _VERBS:
        return None
    adjective = both["adjective"]
    odd = adjective is not None and (adjective in _STOP | _VERBS or adjective.endswith(("ed", "ing", "ly", "s")))
    return None if odd else both


def _ends(words: list[str], word: str, share: bool, after: str) -> bool:
    """Whether a word cannot belong to the thing: a preposition, a verb, an adverb, a change."""
    lower = word.lower()
    follow = re.match(r"\s+([a-z][\w-]*)", after)
    following = follow[1] if follow else ""
    goes_on = follow is not None and following not in _STOP and not following.endswith("ing")
    if lower in COMPARATIVES:
        return lower in _STOP or lower in _AMOUNTS or not goes_on  # “300 older people” are of one kind
    if lower == "likely":
        return bool(words) or not _is_plural(following)  # 1,076 likely voters
    if lower in _OFTEN and not words and goes_on:
        return False  # the daily average
    if (lower in _STOP and word != "US") or lower in NOUNS_OF_CHANGE:
        return True
    if lower.endswith("ly") and not _is_done(following) and lower not in _NO_ADVERBS:
        return True
    if _ends_time(words, lower, after):
        return True
    if words:
        return _follows(words[-1].lower(), lower, goes_on, after)
    if lower in _VERBS:
        return share or (not goes_on and lower not in _THINGS_TOO)
    return _is_done(lower) and not goes_on


def _ends_time(words: list[str], lower: str, after: str) -> bool:
    if words and _DETERMINER.match(after):
        return True  # “plastic enter the oceans”: nothing but a verb stands before an article
    if lower not in TIME_UNITS:
        return False
    if re.match(rf"[\s-]+(?:on|by|to)[\s-]+{lower}\b", after):
        return True  # year on year
    return not words and re.match(r"\s+(?:before|earlier|after)\b", after) is not None


def _follows(last: str, lower: str, goes_on: bool, after: str) -> bool:
    """Whether a word after another one of a thing is a verb."""
    if last.endswith(("'s", "’s")) or (last.endswith("ly") and _is_done(lower) and goes_on):
        return False  # a nurse's pay; forcibly displaced people
    if lower in {"leave", "pay"} and last in _LEAVES:
        return False
    named = lower in _THINGS_TOO and (last.endswith("ed") or _NOUN_AFTER.match(after) is not None)
    return (lower in _VERBS and not named) or ((_is_done(lower) or lower.endswith("ing")) and not goes_on)


def _is_done(word: str) -> bool:
    """Whether a word may be a participle: recorded, killed; not seabed or speed."""
    return word.endswith("ed") and len(word) > 4 and not word.endswith(("eed", "bed"))


def _is_plural(word: str) -> bool:
    lower = word.lower().split("-")[-1]
    if lower in IRREGULAR_PLURALS:
        return True
    return (
        lower.endswith("s")
        and len(lower) > 3
        and not lower.endswith(("ss", "us", "is", "'s", "’s"))
        and lower not in _NOT_PLURAL
    )


class Rate(Struct, frozen=True):
    """Per what a figure is: so many of something (`per`), or a length of time (`interval`)."""

    end: int
    per: str | None = None
    interval: str | None = None


def rate_at(text: str, place: int) -> Rate | None:
    """The rate that stands at a place: `per 100,000 people`, `a week`, `every two minutes`, `annually`."""
    if every := _EVERY.match(text, place):
        many = every["many"].lower()
        if many not in {"single", "other"}:
            return Rate(every.end(), interval=" ".join(f"{many} {every['unit']}".split()))
    if each := _EACH.match(text, place):
        word = (each["unit"] or each["adverb"]).lower()
        if word in INTERVALS:
            return Rate(each.end(), interval=INTERVALS[word])
        return Rate(each.end(), per={"head": "head", "capita": "head"}.get(word, word))
    if per := _PER.match(text, place):
        return _per(per)
    return None


def _per(match: re.Match[str]) -> Rate | None:
    if slash := match["slash"]:
        return Rate(match.end(), interval=slash) if slash in TIME_UNITS else None
    many, of = (match["many"] or "").strip(), (match["of"] or "").strip()
    if not many and not of:
        return None
    word = of.lower().split()[0] if of else ""
    if not many and word in INTERVALS:
        return Rate(match.start("of") + len(word), interval=INTERVALS[word])
    return Rate(match.end(), per=" ".join(f"{many} {of}".split()))
