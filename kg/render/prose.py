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
# Names of fields that are clauses of their own.
_CLAUSE: Final = regex(r"(?:what|how|which) .+")


def figure_prose(figure: Figure, areas: AreaNames, leave_out: Iterable[str] = ()) -> str:
    """A figure within a sentence, without the fields of `leave_out`: `about 1,200 umbrellas in Leeds (an estimate)`."""
    gone = dict.fromkeys((*leave_out, "area", "certainty", "conservative"))
    words = figure_words(figure.model_copy(update=gone), areas)
    if figure.qualifier or figure.change or figure.low is not None or words.startswith("Ranked"):
        words = words[:1].lower() + words[1:]
    words = words.replace("ranked ", "a rank of ", 1) if words.startswith("ranked ") else words
    if figure.area and "area" not in leave_out:
        words += f"{',' if ',' in words.replace(figure.number or '', '') else ''} {where(areas.name(figure.area))}"
    if figure.certainty and "certainty" not in leave_out:
        certainty = ("conservative " if figure.conservative else "") + str(figure.certainty)
        words += f" ({_ESTIMATED[certainty]})".replace("(a question", "(asked as a question")
    return plain_text(words)


def where(area: str) -> str:
    """`in Leeds`, `in the UK`, `worldwide`."""
    if area in _EVERYWHERE:
        return "worldwide"
    return f"in the {area}" if _THE_PLACE.fullmatch(area) else f"in {area}"


def with_article(body: str) -> str:
    """The name of a body within a sentence: `the Home Office`; other names stand as they are."""
    return f"the {body}" if _THE_BODY.fullmatch(body) else body


def changes_prose(changes: Sequence[Change]) -> str:
    """Changes as one clause: `the number changed from 900 to 1,200, and “about” was left out`."""
    clauses = [_clause(change) for change in changes]
    comma = "," if len(clauses) > 1 else ""
    return f"{', '.join(clauses[:-1])}{comma} and {clauses[-1]}" if len(clauses) > 1 else "".join(clauses)


def _clause(change: Change) -> str:
    """One change as a clause; what only one end states was added or left out."""
    before, after = (plain_text(text) if text else None for text in (change.before, change.after))
    if change.field == "certainty" and before in _ESTIMATED and after in _ESTIMATED:
        return f"{_ESTIMATED[before]} became {_ESTIMATED[after]}"
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
