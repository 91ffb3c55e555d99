"""What a figure counts where its own words do not say: the subject of its verb, what was changed, or the figure before it."""

from __future__ import annotations

import re
from typing import Final

from kg.figures.changes import GROWN, HALVED, MOVES, STRAIGHT
from kg.figures.words import IRREGULAR_PLURALS, TIME_UNITS, any_of
from kg.patterns import regex

_VERBS: Final = any_of(
    set(MOVES)
    | set(
        "was were is are be been stood stands stand sit sits sat hover hovers hovered "
        "reached reaches averaged averages totalled totals hit hits topped passed exceeded "
        "range ranges ranged exceeds numbered remained remains peaked peaks settled settle ran runs went gone come comes came "
        "closed opened paid pay pays earn earns earned spiked amounted amounts accounted cost costs stayed stays "
        "held represents represent represented constitute constitutes "
        "constituted slowed slows quickened turned occurred happened appeared "
        "makes make made comprise comprises comprised equals equalled".split()
    )
)
_VERB: Final = regex(
    rf"\b(?:(?<=s\s)number|numbered|(?:make|made|makes|turned?s?|turns|showed|shows|went|goes|ended|ends)\s+up|{_VERBS})\b",
    re.IGNORECASE,
)
_HELPERS: Final = regex(
    r"(?:\s*\b(?:has|have|had|will|would|could|may|might|can|should|must|be|been|being|is|are|was|were|now|also|already|then|still|almost|nearly|more\s+than|about|"
    r"roughly|just|even|only|expected|projected|forecast|predicted|estimated|likely|set|due|thought|continued|began|started|currently|slightly|sharply|steadily|since|to|today|went|gone|going|come|came|down|up)\b)*\s*\Z",
    re.IGNORECASE,
)
_SAID: Final = (
    r"(?<!\bwho\s)(?<!\bthat\s)(?<!\bwhich\s)(?:\b(?:said|says?|show(?:s|ed)?|f(?:ou|i)nds?|suggest(?:s|ed)?|warn(?:s|ed)?|reveal(?:s|ed)?|believes?|thinks?|feels?|"
    r"agrees?|conclude[sd]?|means?|meant)\s+(?:that\s+)?(?=[a-z])"
    r"|\b(?:estimate[sd]?|report(?:s|ed)?|forecasts?|predict(?:s|ed)?|claim(?:s|ed)?|indicate[sd]?|confirm(?:s|ed)?|calculate[sd]?|add(?:s|ed)?|note[sd]?|thought)\s+that\s+(?=[a-z]))"
)
_BREAK: Final = regex(
    rf"(?<![A-Z]\.[A-Z])[.;:!?]\s+|{_SAID}|\bthat\s+(?=the\s)|\s[–—-]\s|\b(?:while|whereas|but|if|because|although|though|when|as|before|after)\s+|,\s+(?:and\s+)?|\)\s*|\("
)
_OPENING: Final = regex(
    r"\A(?!In\s+(?:real|cash|relative|absolute)\s+terms,?\s+\w)(?:In|On|By|Between|During|Since|At|After|Before|From|Over|Among|Across|For|Worldwide|Globally|Overall|Meanwhile|However|Nationally|Last|This|Under|Until|As|According|Compared|Despite|Within|With|Of)\b"
)
# “…, experiencing an overall increase”: what goes on about the subject before.
_ON: Final = regex(
    r"\A(?:(?:[a-z]+ing\s+(?:an?|the|its|their|to|by|from|at|up|down|about|around|nearly)|which|who|up|down|equivalent|compared|including|of\s+wh\w+)\s|(?:but|and|or|so|yet|then|still)\Z)"
)
# “In 2023 the share of workers …”: a time that no comma parts from the subject.
_DATED: Final = regex(
    r"\A(?:In\s+(?:total|all)|Overall)\s+(?=the\b)|\AIn\s+(?:the\s+)?[A-Z]\w+(?:\s+and\s+[A-Z]\w+)?\s+(?=[a-z])|\A(?:In|By|During|Since)\s+(?:[A-Z][a-z]+\s+)?(?:1[5-9]|20)\d\d\s+(?=\w)"
)
_LIST_END: Final = regex(r"\A[a-z-]+\s+(?:and|or)\s+[a-z-]+\Z")
_AND: Final = regex(r"\band\s+(?=(?:the\s+)?[a-z-]+(?:\s+[a-z-]+)?\s*\Z)")
_BRACKETED: Final = regex(r"\s*\([^()]*\)")
# “Median price of a house: $412,500”.
_LABEL: Final = regex(r"(?:\A|[.;]\s)(?P<label>[A-Z][^:.;,]{2,60}):\s*(?:\w+\s+){0,2}\Z")
_AMONG: Final = regex(r"\b(?:among|amongst)\s+(?P<group>.+)\Z", re.DOTALL)
_AMOUNT: Final = regex(
    r"\b(?:number|numbers|proportion|percentage|amount|level|levels|total|rate|rates|count|incidence|use|cases)\s+of\s+(?=[a-z])",
    re.IGNORECASE,
)
_COUNTERS: Final = regex(
    r"\A(?:(?:large|small|growing|record|great|huge|significant|overall|total|average)\s+)?(?:number|numbers|proportion|percentage|amount|total|count)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
_DETERMINER: Final = regex(
    r"\A(?:the|a|an|its|their|his|her|our|this|these|those|all|total|overall|some|many|annual)\s+", re.IGNORECASE
)
_CUT: Final = regex(
    r"\s+(?:in|on|at|among|amongst|"
    r"(?<!demand\s)(?<!audiences\s)(?<!applications\s)(?<!requests\s)(?<!support\s)(?<!spending\s)for|for(?=\s+(?:the|an?|its|their)\b)|from|between|with|by|(?<!visits\s)(?<!visitors\s)to|to(?=\s+(?:the|an?|its|their)\b)|across|under|over|within|during|since|per(?!\s+(?:hour|head|capita|person|pupil|worker|patient|child|household|student|employee|night|day|week|month|year|user)\b)|about|against|around|who|which|that|where|whose|involving|"
    r"including|(?<=s\s)(?:living|working|waiting)(?!\s+(?:list|time)s?\b)|"
    r"(?:(?<=people\s)|(?<=children\s)|(?<=number\s))(?:living|working|waiting)|recorded|reported|sold|sent|made|used|worldwide|globally|last|this|than|aged|using|near|through|after|before|now|still|has|have|had|was|were|is|are|will|would|could)\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)
_PRONOUN: Final = regex(
    r"\A(?:it|they|this|that|these|those|he|she|we|you|i|there|who|which|what|some|others|many|most|none|both|each|here|one|everyone|nobody|people's)\Z",
    re.IGNORECASE,
)
_PLACE: Final = regex(
    r"\A(?:US|UK|EU|U\.S\.|U\.K\.|British|American|Eurozone|English|German|French|Global|World)\s+(?=[a-z])"
)
# Nouns that stand for a figure named before.
_EMPTY: Final = regex(r"(?:average|total|figure|rest|remainder|result|median|mean|number)\Z", re.IGNORECASE)
_COUNTED_ONE: Final = regex(r"\A(?:one|two|three|another|every|each)\s+", re.IGNORECASE)
# Measures that go by their initials.
_INITIALS: Final = regex(r"(?!(?:UK|US|USA|EU|UN|NHS|BBC|ONS|WHO)\Z)[A-Z][A-Z\d&]{1,4}")
_POSSESSIVE: Final = regex(r"\A.*['’]s\s+(?=[a-z])")
_APPOSED: Final = regex(r"[^.;:!?]{0,60}?(?:\(|,?\s+or\s+|\s[–—-]\s|,\s+)(?:about\s+|some\s+|just\s+)?\Z")
_OBJECT: Final = regex(
    rf"\b(?P<verb>{any_of(MOVES)})\s+(?P<object>(?:the|its|their|his|her|our)?\s*[a-z][\w\s'’-]{{2,60}}?)\s+(?:by|from|to)\s+(?:\w+\s+){{0,3}}\Z",
    re.IGNORECASE,
)
_SHARE_OF: Final = regex(r"\Ashares?\s+of\s+(?:the\s+)?(?=[a-z])")
# “Pensioners saw their income rise by 4 %”: it is their income that rose.
_SAW: Final = regex(
    rf"\b(?:saw|sees?|seen|watched)\s+(?:the|its|their|his|her|our)\s+(?P<object>[a-z][\w\s'’-]{{2,40}}?)\s+(?:{any_of(STRAIGHT)})\s+"
    r"(?:\w+\s+){0,3}\Z",
    re.IGNORECASE,
)
# “Malaria deaths, which had fallen to”: what fell is named before.
_RELATIVE: Final = regex(r",\s+(?:which|who|that)\s*\Z")
_MOST_WORDS: Final = 6


def subject(left: str, grown: bool, share: bool = False) -> str | None:
    """The subject of the verb before a number, as a noun phrase; `grown` where the verb is the number itself, as in “doubled”.

    Of a `share` it is whom the subject is counted among, if anyone.
    """
    left = _BRACKETED.sub("", left)
    if grown:
        return _noun(_last_clause(_HELPERS.sub("", left)))
    if saw := _SAW.search(left):
        return _noun(saw["object"])
    changed = _OBJECT.search(left)
    moves = changed is not None and changed["object"].split()[0].lower() in MOVES  # “growth rose by”
    if changed and not moves and not _is_helper(changed["object"]) and (noun := _noun(changed["object"])):
        return noun
    found = list(_VERB.finditer(left))
    if not found:
        label = _LABEL.search(left)
        return _noun(label["label"]) if label else None
    words = _last_clause(_RELATIVE.sub("", _HELPERS.sub("", left[: found[-1].start()])))
    among = _AMONG.search(words) if share else None
    noun = (_noun(among["group"]) if among else None) or _noun(words)
    return _SHARE_OF.sub("", noun) if share and noun else noun


def _is_helper(words: str) -> bool:
    return (
        re.fullmatch(
            r"(?:up|down|back|further|again|slightly|sharply|steadily|only|just|more|less|even|in|on)(?:\s+\w+)?",
            words.strip(),
            re.IGNORECASE,
        )
        is not None
    )


def _last_clause(before: str) -> str:
    """The subject's own words: what follows the last break, unless that is only an opening such as “In 2019”."""
    parts = [part.strip(" ,") for part in _BREAK.split(before) if part and part.strip(" ,")]
    while parts:
        words = _DATED.sub("", parts.pop())
        if _LIST_END.match(words) and parts and not _OPENING.match(parts[-1]):
            continue  # “coal, oil and gas”: the end of a list, whose head stands before
        if not _OPENING.match(words) and not _ON.match(words):
            return _own_clause(words)
    return ""


def _own_clause(words: str) -> str:
    """What follows the last `and`, where a verb stands before it; two things that `and` joins stay together."""
    first, *rest = _AND.split(words)
    return rest[-1] if rest and _VERB.search(first) else words


def _noun(words: str) -> str | None:
    """A noun phrase in the form of a unit: without article, place or what follows a preposition; None for a pronoun or too much."""
    given = words = " ".join(words.split()).strip(' ,"“”')
    words = re.sub(r"\AIn\s+\w+\s+terms,?\s+", "", _POSSESSIVE.sub("", words))
    while (shorter := _DETERMINER.sub("", words)) != words:
        words = shorter
    words = _PLACE.sub("", words)
    words = _COUNTERS.sub("", _COUNTED_ONE.sub("", words))
    words = _CUT.sub("", words)
    words = re.sub(r"\s+of\s+(?:the\s+)?(?![A-Z]+s\b)[A-Z].*\Z", "", words)
    words = re.sub(r"\s+alone\Z", "", words)
    while (shorter := _TRAILING.sub("", words)) != words:
        words = shorter
    if (
        not words
        or words.lower() in _PREDICATES
        or words.lower() in TIME_UNITS
        or _NO_NOUN.search(words)
        or re.search(r"(?:^|\s)(?:an?|the|or|and|of)\Z", words, re.IGNORECASE)
        or _PRONOUN.match(words)
        or _EMPTY.match(words)
        or len(words.split()) > _MOST_WORDS
        or re.search(r"\d{3}|[(),;:]", words)
    ):
        return None
    if (
        (not re.search(r"[a-z]", words) and not _INITIALS.fullmatch(words))
        or re.match(r"[A-Z]\w+\s+[A-Z][a-z]", words)
        or re.match(r"(?:and|or|of|by|in|if|to|for|on|at|from|with)\b", words)
    ):
        return None
    named = not given.startswith(words)  # a capital that does not begin the sentence is that of a name: Britons
    return words if named or re.match(r"[A-Z]{2}|[A-Z]-", words) else words[0].lower() + words[1:]


# What was done to a thing does not name it: people affected, classes taught.
_TRAILING: Final = regex(
    r"(?<=\w)\s+(?:(?!(?:seabed|speed|bed|breed|need|feed|seed|weed|shed)\b)[a-z]{2,}ed|taught|seen|known|born|drawn|made|held|sent|found|spent|turned|hurt|shot|hit|lost|left|then|now|also|[a-z]{3,}ly)\Z"
)
# A number, a clause of its own, a list of which only the end is left, or “the first time that”.
_PREDICATES: Final = frozenset(
    "live lives think thinks feel believe say says die dies got went take have make give told expect want remain received "
    "get go come".split()
)
_NO_NOUN: Final = regex(
    r"\A(?:\d[\d.,]*(?!\d*-)|[£$€])|\A(?:are|is|was|were|be|has|have)\b|\A(?:first|last|second|third|only)\s+time\b|\band\s+other\b|(?<!\bof)\s(?:an?|the|its|their)\s|\b(?:it|they)\b|\A\w+(?:ly|ed)\Z|\A(?:that|this|there|but|so|what|when|how|not|where|which|who)\b|\s(?:saw|had|sees|posted)\Z",
    re.IGNORECASE,
)


def apposed(gap: str) -> bool:
    """Whether a number says the one before it in other terms: `one in five adults (21%)`, `, or 1 in 7`."""
    return _APPOSED.fullmatch(gap) is not None


GROWN_WORDS: Final = frozenset((*GROWN, *HALVED))
__all__ = ["GROWN_WORDS", "IRREGULAR_PLURALS", "apposed", "subject"]
