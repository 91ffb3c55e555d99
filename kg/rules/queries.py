"""The named queries that come with Headwater: questions of a researcher, as SPARQL over data and derived facts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.errors import NotFoundError, QueryError, nearest
from kg.resources import ontology
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

_HEADER: Final = re.compile(r"# Title: (?P<title>\S.*)\n# Answers: (?P<answers>\S.*)\n")
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class NamedQuery(Struct, frozen=True):
    """One question: its name, its title, what its rows answer, and the query."""

    name: str
    title: str
    answers: str
    sparql: str


@cache
def named_queries() -> tuple[NamedQuery, ...]:
    """The queries in `ontology/queries`, in the order of their names."""
    return tuple(read_query(path) for path in sorted(ontology("queries").glob("*.rq")))


def read_query(path: Path) -> NamedQuery:
    """The query in a file. Raises QueryError when its first two lines do not say what it is for."""
    text = path.read_text(encoding="utf-8")
    header = _HEADER.match(text)
    if header is None:
        raise QueryError(f"{path}: a named query begins with “# Title: …” and “# Answers: …”")
    return NamedQuery(path.stem, header["title"].strip(), header["answers"].strip(), text)


def declared(sparql: str) -> str:
    """A query with the prefixes that it uses declared, as editors and other endpoints need them."""
    used = [name for name in PREFIXES if re.search(rf"(?<![\w:]){name}:", sparql) and f"PREFIX {name}:" not in sparql]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + sparql


def is_query_name(text: str) -> bool:
    """Whether a text has the form of a query's name, which no query and no file with an ending has."""
    return _NAME.fullmatch(text) is not None


def query_of(name: str) -> NamedQuery:
    """The query of a name. Raises NotFoundError with the nearest name."""
    by_name = {query.name: query for query in named_queries()}
    if name not in by_name:
        raise NotFoundError(f"no query {name}{nearest(name, by_name)}")
    return by_name[name]
