"""Figures, changes and names as they stand within a printed sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model.figure_words import AreaNames, figure_words
from kg.model.plain_text import plain_text
from kg.model.words import Certainty
from kg.patterns import regex
from kg.rdf.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.compare.changes import Change
    from kg.model.figure import Figure

_ESTIMATED: Final = {
    str(Certainty.COUNT): "a count",
    str(Certainty.ESTIMATE): "an estimate",
    str(Certainty.PROJECTION): "a projection",
    "conservative estimate": "a conservative estimate",
    "conservative projection": "a conservative projection",
    str(Certainty.ASKED): "a question",
}
_EVERYWHERE: Final = frozenset({"World", "Worldwide", "Global"})
# Places whose names take an article: the UK, the Netherlands, the West Midlands.
_THE_PLACE: Final = regex(
    r"(?:UK|US|USA|EU|UAE|Netherlands|Philippines|Gambia|Bahamas|United .*|\S+ (?:Islands|Midlands))"
)
# Bodies whose names take an article: the Home Office, the Ministry of Justice, the World Health Organization.
_KIND_OF_BODY: Final = (
    r"(?:Agency|Association|Authority|Bank|Bureau|Centre|Center|College|Commission|Committee|Council|Court|Department|Federation|"
    r"Foundation|Fund|Inspectorate|Institute|Ministry|Nations|Office|Organi[sz]ation|Panel|Programme|Society|Survey|Union|University)"
)
_OF_A_COUNTRY: Final = (
    r"(?:National|International|European|World|United|Royal|Federal|Central|Home|Foreign|Cabinet|Independent|Crown|"
    r"American|British|African|Asian)"
)
_THE_BODY: Final = regex(rf"(?:{_KIND_OF_BODY}|House) (?:of|for|on) .+|{_OF_A_COUNTRY} (?:.+ )?{_KIND_OF_BODY}(?: .+)?")
_TIMES: Final = regex(r"((?i:doubl|trebl|tripl|quadrupl|quintupl|halv))ed")
# Names of fields that are clauses of their own.
_CLAUSE: Final = regex(r"(?:what|how|which) .+")


def figure_prose(figure: Figure, areas: AreaNames, leave_out: Iterable[str] = ()) -> str:
    """A figure within a sentence, without the fields of `leave_out`: `about 1,200 umbrellas in Leeds (an estimate)`."""
    gone = dict.fromkeys((*leave_out, "area", "certainty", "conservative"))
    words = figure_words(figure.model_copy(update=gone), areas)
    if figure.qualifier or figure.change or figure.low is not None or words.startswith("Ranked"):
        words = words[:1].lower() + words[1:]
    words = _as_noun(words)
    if figure.area and "area" not in leave_out:
        words += f"{',' if ',' in words.replace(figure.number or '', '') else ''} {where(areas.name(figure.area))}"
    if figure.certainty and "certainty" not in leave_out:
        certainty = ("conservative " if figure.conservative else "") + str(figure.certainty)
        words += f" ({_ESTIMATED[certainty]})".replace("(a question", "(asked as a question")
    return plain_text(words)


def _as_noun(words: str) -> str:
    """A figure whose words are no noun as one: `a rank of first`, `a doubling of deaths`, `a fall of 5%`."""
    first, _, rest = words.partition(" ")
    if first == "ranked":
        return f"a rank of {rest}"
    if first in {"increase", "decrease"}:
        return f"an {words}" if first == "increase" else f"a {words}"
    if doubled := _TIMES.fullmatch(first):
        return f"a {doubled[1].lower()}ing" + (f" of {rest}" if rest and rest[0].isalpha() else f" {rest}".rstrip())
    return words


def where(area: str) -> str:
    """`in Leeds`, `in the UK`, `worldwide`."""
    return "worldwide" if area in _EVERYWHERE else f"in {_place(area)}"


def _place(area: str) -> str:
    if area in _EVERYWHERE:
        return "the whole world"
    return f"the {area}" if _THE_PLACE.fullmatch(area) else area


def with_article(body: str) -> str:
    """The name of a body within a sentence: `the Home Office`; other names stand as they are."""
    return f"the {body}" if _THE_BODY.fullmatch(body) else body


def changes_prose(changes: Sequence[Change]) -> str:
    """Changes as one clause: `the number changed from 900 to 1,200, and “about” was left out`."""
    clauses = [_clause(change) for change in _comparable(changes)]
    comma = "," if len(clauses) > 1 else ""
    return f"{', '.join(clauses[:-1])}{comma} and {clauses[-1]}" if len(clauses) > 1 else "".join(clauses)


def _comparable(changes: Sequence[Change]) -> list[Change]:
    """The changes without that of the number where something else is counted: such numbers cannot be compared."""
    counted = any(change.field == "unit" and change.before and change.after for change in changes)
    return [change for change in changes if not (counted and change.field == "value")]


def _clause(change: Change) -> str:
    """One change as a clause; what only one end states was added or left out."""
    before, after = (plain_text(text) if text else None for text in (change.before, change.after))
    if before and after:
        if change.field == "certainty" and before in _ESTIMATED and after in _ESTIMATED:
            return f"{_ESTIMATED[before]} became {_ESTIMATED[after]}"
        if change.field in {"change", "share or count"}:
            one, other = (text if text[:2] in {"a ", "an"} else f"a {text}" for text in (before, after))
            return f"{one} became {other}"
        if change.field == "area":
            before, after = _place(before), _place(after)
    if change.field == "qualifier" and before and after:
        return f"“{before}” became “{after}”"
    field = label("field", change.field)
    name = field if _CLAUSE.fullmatch(field) else f"the {field}"
    if change.field == "qualifier":
        name = f"“{before or after}”"
    elif not (before and after):
        name += f" ({before or after})"
    if before is None or after is None:
        return f"{name} was {label('drift', 'added' if before is None else 'dropped')}"
    if change.kind.startswith("only "):
        return f"{label('drift', change.kind).replace('kept', 'was kept')} ({before} → {after})"
    return f"{name} changed from {before} to {after}"
