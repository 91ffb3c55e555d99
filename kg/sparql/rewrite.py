"""Places in the text of a query: where its pattern begins, so that variables can be bound there, and the graphs it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import QueryError
from kg.patterns import regex
from kg.sparql.guard import ESCAPE, OPAQUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STAR: Final = regex(r"\s*(?:(?:distinct|reduced)\s*)?(\*)", re.IGNORECASE)
VARIABLE: Final = regex(r"[^\W\d]\w*|\d\w*")
_FORM: Final = regex(r"(?<![\w:?$-])(select|construct|ask|describe)(?![\w:-])", re.IGNORECASE)
_DATASET: Final = regex(r"(?<![\w:?$-])from(?![\w:-])", re.IGNORECASE)
_GRAPH: Final = regex(
    r"""(?:\s|\#[^\n\r]*)*(?:named(?:\s|\#[^\n\r]*)*(?=[<\w:]))?(<[^<>"{}|^`\\\x00-\x20]*>|[\w.-]*:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)""",
    re.IGNORECASE,
)


def masked(sparql: str) -> str:
    """The text with its IRIs, strings, comments and names blanked out: every sign that is left stands where it stood."""
    return OPAQUE.sub(lambda match: " " * len(match[0]), sparql)


def with_values(sparql: str, bound: tuple[tuple[str, str], ...]) -> str:
    """The query with variables bound to terms by one VALUES block at the beginning of its pattern.

    The terms are written by the engine, never by the user. Inside the pattern, so that groups and counts are restricted too.
    """
    if not bound:
        return sparql
    words = masked(sparql)
    if ESCAPE.search(words):
        raise QueryError("write \\u escapes out where variables are bound")
    for name, _ in bound:
        if not re.search(rf"[?$]{re.escape(name)}(?!\w)", sparql):
            raise QueryError(f"the query has no variable ?{name}")
    form = _FORM.search(words)
    place = _pattern(words, form) if form else None
    if place is None:
        raise QueryError("variables can be bound in SELECT, ASK, DESCRIBE … WHERE and CONSTRUCT {…} WHERE only")
    names, terms = " ".join(f"?{name}" for name, _ in bound), " ".join(term for _, term in bound)
    return f"{sparql[:place]} VALUES ({names}) {{ ({terms}) }} {sparql[place:]}"


def _pattern(words: str, form: re.Match[str]) -> int | None:
    """Where the pattern of a query begins, just after its brace; the template of a CONSTRUCT comes before it."""
    to_skip = 1 if form[1].lower() == "construct" else 0
    braces = parens = 0
    for place in range(form.end(), len(words)):
        match words[place]:
            case "(":
                parens += 1
            case ")":
                parens -= 1
            case "{" if not parens:
                if not braces and not to_skip:
                    return place + 1
                braces += 1
            case "}" if not parens:
                braces -= 1
                to_skip -= braces == 0
    return None


def prologue(sparql: str) -> str:
    """What stands before the form of a query: its prefixes and base."""
    form = _FORM.search(masked(sparql))
    return sparql[: form.start()] if form else ""


def dataset_names(sparql: str) -> Iterator[str]:
    """The graphs of the FROM clauses of a query as they are written, IRIs or prefixed names."""
    words = masked(sparql)
    form = _FORM.search(words)
    end = words.find("{", form.end()) if form else -1
    for clause in _DATASET.finditer(words, form.end() if form else 0, end if end >= 0 else len(words)):
        name = _GRAPH.match(sparql, clause.end())
        if name:
            yield name[1]


def form_of(sparql: str) -> str | None:
    """The form of a query: `select`, `ask`, `construct` or `describe`; None where there is none."""
    form = _FORM.search(masked(sparql))
    return form[1].lower() if form else None


def asks_all(sparql: str) -> bool:
    """Whether a query asks for `*`, whichever variables it has."""
    return "*" in sparql and _star(sparql) is not None


def with_variables(sparql: str, written: str, variables: Iterable[str]) -> str:
    """The query asking for these variables where it asks for `*`, in the order in which they first appear in it as it was written."""
    place = _star(sparql)
    if place is None:
        return sparql
    appearing = dict.fromkeys(found[0][1:] for found in OPAQUE.finditer(written) if found[0][0] in "?$")
    first = {name: number for number, name in enumerate(appearing)}
    named = sorted(variables, key=lambda name: first.get(name, len(first)))
    return f"{sparql[:place]}{' '.join(f'?{name}' for name in named)}{sparql[place + 1 :]}"


def _star(sparql: str) -> int | None:
    words = masked(sparql)
    form = _FORM.search(words)
    star = _STAR.match(words, form.end()) if form and form[1].lower() == "select" else None
    return star.start(1) if star else None
