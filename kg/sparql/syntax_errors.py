"""What is wrong with a query, in one line: where, at what, why, and what was expected there.

The parser says how far it looked, which is past the sign that it could not read: it compares a dozen signs with the longest keyword. So
a refused query is put to it once more with its words far apart; the word that it was then at is the one that it could not read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.errors import nearest
from kg.patterns import regex
from kg.sparql.guard import OPAQUE
from kg.sparql.rewrite import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    # The parser's message about a text; None where it can be read.
    Parser = Callable[[str], str | None]

_PLACE: Final = regex(r"(\d+):(\d+)")
_PART: Final = regex(
    rf"(?P<opaque>{OPAQUE.pattern})|(?P<space>\s+)|(?P<sign>\{{\||\|\}}|<<\(|\)>>|[{{}}()\[\];,])", re.DOTALL
)
# Longer than any keyword.
_APART: Final = " " * 32
_LONGEST_SPACED: Final = 50_000
# Prefixes that others use for a namespace, with the one used here.
_USUAL_PREFIXES: Final = {"dct": "dcterms", "dc": "dcterms", "sdo": "schema", "so": "schema", "headwater": "hw"}
_NO_PREFIX: Final = "a prefix is not declared"
_NO_IRI: Final = "this is not an IRI"
_UNGROUPED: Final = "SELECT asks for a variable that is neither in GROUP BY nor in an aggregate"
# Reasons of the parser's own among what it expected, each with what to say instead.
_REASONS: Final = {
    "Prefix not found": _NO_PREFIX,
    "IRI parsing failed": _NO_IRI,
    "The SELECT contains a variable that is unbound": _UNGROUPED,
    "SELECT * is not authorized with GROUP BY": "SELECT * cannot stand with GROUP BY; name the variables",
    "The SELECT overrides an existing variable": "SELECT (… AS ?name) takes a name that the pattern already binds",
    "The VALUES clause rows": "a row of VALUES holds more or fewer values than there are variables; UNDEF stands for none",
}
_KEYWORDS: Final = (
    "SELECT",
    "CONSTRUCT",
    "DESCRIBE",
    "ASK",
    "PREFIX",
    "BASE",
    "DISTINCT",
    "REDUCED",
    "WHERE",
    "FROM",
    "NAMED",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "FILTER",
    "BIND",
    "VALUES",
    "GRAPH",
    "EXISTS",
    "GROUP",
    "ORDER",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "UNDEF",
    "COUNT",
    "SAMPLE",
    "GROUP_CONCAT",
    "BOUND",
    "REGEX",
    "CONTAINS",
    "STRSTARTS",
    "STRENDS",
    "LANGMATCHES",
    "DATATYPE",
    "COALESCE",
    "REPLACE",
    "CONCAT",
    "INSERT",
    "DELETE",
    "DATA",
    "WITH",
    "USING",
)
_LIKE: Final = 0.7
# Signs of the language; the parser also lists whole character classes, which help nobody, and signs that are rarely used.
_SIGN: Final = regex(r'"([^"\w])"')
# What two signs begin together.
_TOGETHER: Final = {":<": "an IRI", "?$": "a variable"}
_MOST_EXPECTED: Final = 6
_NEAR: Final = 24
_OPENING: Final = {"}": "{", ")": "(", "]": "["}
_BRACKET: Final = regex(r"[{}()\[\]]")
_WORD: Final = regex(r"[A-Za-z_]{3,}(?![\w:])")
_DECLARED: Final = regex(r"\bprefix\s+([\w.-]*):", re.IGNORECASE)
_QUOTE: Final = regex(r"[\"']")
_SELECT: Final = regex(r"\bselect\b", re.IGNORECASE)
_GROUP: Final = regex(r"\bgroup\s+by\b", re.IGNORECASE)
_VARIABLE: Final = regex(r"[?$](\w+)")
_USED: Final = regex(r"(?<![\w.:-])([A-Za-z][\w.-]*):")


def explain_syntax_error(sparql: str, message: str, parser: Parser, declared: Collection[str] = ()) -> str:
    """The parser's message about a query as one line; `declared` are the prefixes that the parser knows."""
    found = _located(sparql, message, parser)
    if found is None:
        return f"the query cannot be parsed: {' '.join(message.split())}"
    place, message = found
    said = next((said for sign, said in _REASONS.items() if sign in message), None)
    place, reason = _undeclared(sparql, place, said, declared) or _unended(sparql) or (place, "")
    if said is not None and not reason:
        place, reason = _cause(sparql, place, said), f": {said}"
    reason = reason or _bracket(sparql, place) or _meant(sparql, place) or _wanted(sparql[:place], parser)
    return f"the query cannot be parsed: {_line(sparql, place)}, {_at(sparql, place)}{reason}"


def _located(sparql: str, message: str, parser: Parser) -> tuple[int, str] | None:
    """The sign that could not be read, counted from 0, and the message about it."""
    if len(sparql) <= _LONGEST_SPACED:
        apart = _Apart.of(sparql)
        fault = parser(apart.text)
        place = None if fault is None else _offset(apart.text, fault)
        if fault is not None and place is not None:
            return apart.before(place), fault
    place = _offset(sparql, message)
    return None if place is None else (place, message)


class _Apart(Struct, frozen=True):
    """A query with its words far apart, and where each of its pieces stood before."""

    text: str
    starts: list[int]
    stood: list[int]

    @classmethod
    def of(cls, sparql: str) -> _Apart:
        """Spaces are put where there are some already, and around brackets and marks; texts, IRIs and names stay whole."""
        parts, starts, stood = list(_pieces(sparql)), [], []
        text: list[str] = []
        size = 0
        for place, piece in [*parts, (len(sparql), "")]:
            starts.append(size)
            stood.append(place)
            # What follows it is far away, so that no keyword that is looked for in its place reaches there.
            text.append(piece + _APART)
            size += len(text[-1])
        return cls("".join(text), starts, stood)

    def before(self, place: int) -> int:
        """Where the piece at a place stood."""
        return self.stood[bisect_right(self.starts, place) - 1]


def _pieces(sparql: str) -> Iterator[tuple[int, str]]:
    """The text cut at its spaces, brackets and marks, each piece with its place and with the line ends that follow it."""
    begun = 0
    for part in _PART.finditer(sparql):
        if part.lastgroup == "opaque":
            continue
        if part.start() > begun:
            yield begun, sparql[begun : part.start()]
        yield part.start(), part[0]
        begun = part.end()
    if begun < len(sparql):
        yield begun, sparql[begun:]


def _offset(text: str, message: str) -> int | None:
    """The place in a text that a message about it names, counted from 0."""
    place = _PLACE.search(message)
    if place is None:
        return None
    lines = text.split("\n")
    line = min(max(0, int(place[1]) - 1), len(lines) - 1)
    return min(sum(len(before) + 1 for before in lines[:line]) + int(place[2]) - 1, len(text))


def _line(sparql: str, place: int) -> str:
    """The line and column of a place as words; what follows nothing but space is at the end of what is written."""
    before = sparql[:place] if sparql[place:].strip() else sparql.rstrip()
    line = before.count("\n") + 1
    return f"line {line}, column {len(before) - before.rfind(chr(10))}"


def _at(sparql: str, place: int) -> str:
    rest = sparql[place:].lstrip()
    if not rest:
        return "at its end"
    near = rest.splitlines()[0].strip()
    return f"at “{near[:_NEAR]}{'…' if len(near) > _NEAR else ''}”"


def _undeclared(sparql: str, place: int, said: str | None, known: Collection[str]) -> tuple[int, str] | None:
    """Where a prefix is used that nobody has declared, and that it is not: anywhere where the parser says so, else at the place."""
    words = masked(sparql)
    declared = {*known, *(found[1] for found in _DECLARED.finditer(words))}
    for used in _USED.finditer(words):
        if used[1] not in declared and (said == _NO_PREFIX or used.start() == place):
            meant = _USUAL_PREFIXES.get(used[1])
            close = f"; did you mean “{meant}”?" if meant in declared else ""
            if not close and get_close_matches(used[1], declared, n=1, cutoff=_LIKE):
                close = nearest(used[1], declared)
            return used.start(), f": the prefix “{used[1]}:” is not declared{close}"
    return None


def _unended(sparql: str) -> tuple[int, str] | None:
    """Where a text begins that does not end."""
    quote = _QUOTE.search(masked(sparql))
    return (quote.start(), f": the text that begins with this {quote[0]} does not end") if quote else None


def _cause(sparql: str, place: int, said: str) -> int:
    """Where the cause of what the parser found at a place is, as far as the words show it."""
    if said == _NO_IRI:
        return max(sparql.rfind("<", 0, place + 1), 0)
    words = masked(sparql)
    forms = [*_SELECT.finditer(words)]
    if said == _UNGROUPED and len(forms) == 1:
        grouped = sparql[found[-1].end() :] if (found := [*_GROUP.finditer(words)]) else ""
        end = words.find("{")
        for variable in _VARIABLE.finditer(sparql, forms[0].end(), end):
            before = words[forms[0].end() : variable.start()]
            if before.count("(") == before.count(")") and not re.search(rf"[?$]{variable[1]}\b", grouped):
                return variable.start()
    return place


def _bracket(sparql: str, place: int) -> str:
    """Which bracket before a place is not closed, where that is what is wrong there."""
    open_at: list[int] = []
    for sign in _BRACKET.finditer(masked(sparql), 0, place):
        if sign[0] not in _OPENING:
            open_at.append(sign.start())
        elif open_at:
            open_at.pop()
    closing = sparql[place : place + 1]
    if closing in _OPENING and not open_at:
        return f": there is no “{_OPENING[closing]}” that it closes"
    if open_at and (not sparql[place:].strip() or sparql[open_at[-1]] != _OPENING.get(closing, sparql[open_at[-1]])):
        return f": the “{sparql[open_at[-1]]}” of {_line(sparql, open_at[-1])} is not closed"
    return ""


def _meant(sparql: str, place: int) -> str:
    word = _WORD.match(sparql, place)
    close = get_close_matches(word[0].upper(), _KEYWORDS, n=1, cutoff=_LIKE) if word else []
    return f"; did you mean “{close[0]}”?" if word and close and close[0] != word[0].upper() else ""


def _wanted(before: str, parser: Parser) -> str:
    """Which signs could stand there, where they are few."""
    message = parser(before) or ""
    signs = [sign for sign in dict.fromkeys(_SIGN.findall(message)) if sign != "~"]
    for pair, what in _TOGETHER.items():
        if {*pair} <= {*signs}:
            signs = [what, *(sign for sign in signs if sign not in pair)]
    if not signs and "['0'..='9']" in message:
        signs = ["a number"]
    if not 0 < len(signs) <= _MOST_EXPECTED:
        return ""
    said = [sign if len(sign) > 1 else f"“{sign}”" for sign in signs]
    return f"; expected here: {' or '.join(filter(None, (', '.join(said[:-1]), said[-1])))}"
