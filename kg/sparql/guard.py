"""What a query may not do, as far as its text shows: leave the graph, change it, or nest or chain so deep that the engine crashes.

The text is read as SPARQL's grammar reads it: code point escapes first, then IRIs, strings, comments, variables and the local
parts of prefixed names, longest first. What is left holds the keywords. Where in doubt a query is refused: `SERVICE` next to
anything at all is, since the engine would send a request, and it has no switch against that.
"""

from __future__ import annotations

import re
from typing import Final

from kg.errors import QueryError, encodable
from kg.patterns import regex

MOST_CHARACTERS: Final = 1_000_000
DEEPEST: Final = 200
# The engine takes each link of a chain of operators or parts of a pattern a step deeper.
MOST_LINKS: Final = 2_000
MOST_PATTERNS: Final = 2_000
_SHORT: Final = 10_000
ESCAPE: Final = regex(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
OPAQUE: Final = regex(
    r"""<[^<>"{}|^`\\\x00-\x20]*>"""
    r'''|"""(?:[^"\\]|\\.|"{1,2}(?!"))*"""|\'\'\'(?:[^'\\]|\\.|'{1,2}(?!'))*\'\'\''''
    r"""|"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*\'"""
    r"""|\#[^\n\r]*"""
    r"""|[?$]\w+"""
    r"""|(?<=:)(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)+""",
    re.DOTALL,
)
# As above, in time proportional to the text: a string that is not closed is taken to where it would have to be.
_STRINGS: Final = regex(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*"""
    r'''|"""(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:"""|(?P<a>\\?\Z))|\'\'\'(?:[^'\\]|\\.|'{1,2}(?!'))*+(?:\'\'\'|(?P<b>\\?\Z))'''
    r"""|"(?:\\.|[^"\\\n\r])*+(?:"|(?P<c>\\?\Z|[\n\r]))|'(?:\\.|[^'\\\n\r])*+(?:'|(?P<d>\\?\Z|[\n\r]))""",
    re.DOTALL,
)
_SERVICE: Final = regex("service", re.IGNORECASE)
_UPDATE: Final = regex(r"\b(?:insert|delete|load|clear|drop|create|copy|move|add)\b", re.IGNORECASE)
_FROM: Final = regex(r"(?<![\w-])from(?![\w:-])", re.IGNORECASE)
_LINKS: Final = regex(r"\|\||&&|[+*/|^-]|\b(?:optional|union|minus|bind|filter|graph|values|exists)\b", re.IGNORECASE)
_ENDS: Final = regex(r"[.;](?!\d)")
_RUN: Final = regex(rf"(?:[!+-]\s*){{{DEEPEST},}}")


def guarded(sparql: str) -> str:
    """The words of a query without its IRIs, strings, comments and names.

    Raises QueryError for a query that is too long or too deep, or asks another service; UsageError for one that is not UTF-8.
    """
    if len(encodable(sparql)) > MOST_CHARACTERS:
        raise QueryError(f"the query is longer than {MOST_CHARACTERS:,} characters")
    plain = ESCAPE.sub(lambda match: _character(match[1] or match[2]), sparql)
    if len(plain) > _SHORT and any(match.lastgroup for match in _STRINGS.finditer(plain)):
        raise QueryError("a string in the query is not closed")
    words = OPAQUE.sub(" ", plain)
    if _SERVICE.search(words):
        raise QueryError("SERVICE is refused, also as the name of a prefix: no query leaves this graph")
    depth = deepest = 0
    for sign in re.findall(r"[{}()\[\]]", words):
        depth += 1 if sign in "{([" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST or _RUN.search(words):
        raise QueryError(f"the query is nested more than {DEEPEST} deep")
    if len(_LINKS.findall(words)) > MOST_LINKS:
        raise QueryError(
            f"the query has more than {MOST_LINKS:,} operators and parts; ask in several queries, or list values with VALUES"
        )
    if len(_ENDS.findall(words)) > MOST_PATTERNS and not is_update(words):
        raise QueryError(f"the query has more than {MOST_PATTERNS:,} patterns; ask in several queries")
    return words


def is_plain(sparql: str) -> bool:
    """Whether a glance at a query shows that `guarded` allows it, and that it names no graphs: most are so, and need no reading."""
    lower = sparql.lower()
    return (
        len(sparql) <= _SHORT
        and sparql.isascii()
        and "service" not in lower
        and "from" not in lower
        and "\\" not in sparql
        and sum(map(sparql.count, "{([")) <= DEEPEST
        and sum(map(sparql.count, "!+-")) < DEEPEST
    )


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else " "


def is_update(words: str) -> bool:
    """Whether the words of a query that cannot be parsed are those of an update."""
    return _UPDATE.search(words) is not None


def names_graphs(words: str) -> bool:
    """Whether a query says which graphs it asks."""
    return _FROM.search(words) is not None
