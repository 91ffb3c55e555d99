"""A SPARQL update on a store folder: refused where it would fetch something or write what Headwater derives, and else done whole.

The engine writes all operations of an update in one transaction, so a process that is ended in the middle leaves nothing half
written. What an update writes is known only once it was carried out, so it is tried on a copy in memory first.
"""

from __future__ import annotations

import re
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.patterns import regex
from kg.rdf.memory_copy import memory_copy
from kg.rdf.normalize import DERIVED_TERMS
from kg.rdf.own_graphs import OWN_GRAPHS
from kg.sparql.evaluate import iri_text
from kg.sparql.guard import ESCAPE, guarded
from kg.sparql.rewrite import masked
from kg.sparql.syntax_errors import explain_syntax_error
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTING_GO: Final = 2.0
_LOAD: Final = regex(r"\bload\b", re.IGNORECASE)
_OWN_DATASET: Final = regex(r"(?<![\w:-])(?:using|with)(?![\w:-])", re.IGNORECASE)
_WHERE: Final = regex(r"(?<![\w:-])(delete\s+)?where(?![\w:-])|[{}]", re.IGNORECASE)
_DERIVED: Final = tuple(map(ox.NamedNode, sorted(OWN_GRAPHS)))
_TERMS: Final = tuple(map(ox.NamedNode, sorted(DERIVED_TERMS)))


def checked_update(sparql: str, using: Iterable[str] = (), using_named: Iterable[str] = ()) -> str:
    """The text of an update with the dataset that a request gives its patterns.

    Raises QueryError for one that loads something or asks another service, or says itself which graphs it uses when the
    request does too (SPARQL 1.1 Protocol, section 2.2.3).
    """
    words = guarded(sparql)
    if _LOAD.search(words):
        raise QueryError("LOAD is refused, also as the name of a prefix: nothing is fetched")
    clauses = "".join(f" USING {iri_text(graph)}" for graph in using)
    clauses += "".join(f" USING NAMED {iri_text(graph)}" for graph in using_named)
    if not clauses:
        return sparql
    if _OWN_DATASET.search(words):
        raise QueryError("the request says which graphs are used, so the update may not have USING or WITH")
    if ESCAPE.search(masked(sparql)):
        raise QueryError("write \\u escapes out where the request says which graphs are used")
    return _with_clauses(sparql, clauses)


def _with_clauses(sparql: str, clauses: str) -> str:
    """The update with USING clauses before each WHERE that belongs to an operation and not to a query inside of one."""
    depth, taken = 0, 0
    parts = []
    for sign in _WHERE.finditer(masked(sparql)):
        if sign[0] in "{}":
            depth += 1 if sign[0] == "{" else -1
        elif not depth and sign[1]:
            raise QueryError("DELETE WHERE cannot be told which graphs to use; write DELETE {…} WHERE {…}")
        elif not depth:
            parts += [sparql[taken : sign.start()], clauses, " "]
            taken = sign.start()
    return "".join((*parts, sparql[taken:]))


def update(store: ox.Store, sparql: str) -> None:
    """Carry an update out. Raises QueryError where it cannot be parsed or done; nothing is changed then."""
    try:
        store.update(sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        why = explain_syntax_error(sparql, str(error), _parsing, PREFIXES)
        raise QueryError(why.replace("the query", "the update", 1)) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the update could not be done: {error}") from error


def _parsing(text: str) -> str | None:
    """Why a text is not a valid update; None if it is one. It is tried on an empty store."""
    try:
        ox.Store().update(text, prefixes=PREFIXES)
    except SyntaxError as error:
        return str(error)
    except (ValueError, OSError, RuntimeError):
        return None
    return None


def update_folder(path: str, sparql: str) -> None:
    """Carry an update out on a store folder, and leave it closed.

    Raises QueryError as `update` does, and for one that changes derived facts or the catalogue; UsageError where the folder
    cannot be opened for writing.
    """
    store = _opened(path)
    trial = memory_copy(store)
    before, stated = _derived(trial), _stated(trial)
    update(trial, sparql)
    if _derived(trial) != before or not _stated(trial) <= stated:
        raise QueryError("derived facts and the catalogue are made anew from the data, and cannot be written")
    del trial
    update(store, sparql)
    store.flush()


def _opened(path: str) -> ox.Store:
    """The folder, open for writing; a process that was just ended may take a moment to let go of it."""
    until = monotonic() + _LETTING_GO
    while True:
        try:
            return ox.Store(path)
        except OSError as error:
            if monotonic() > until:
                raise UsageError(
                    f"the store cannot be opened for writing; does another process use it? ({error})"
                ) from error
            sleep(0.02)


def without_derived(store: ox.Store) -> ox.Store:
    """A copy in memory without derived facts, also where a client wrote them."""
    copy = memory_copy(store)
    for graph in _DERIVED:
        copy.remove_graph(graph)
    for quad in _stated(copy):
        copy.remove(quad)
    return copy


def _stated(store: ox.Store) -> set[ox.Quad]:
    """What is stated with the terms of derived facts, in whichever graph."""
    return {quad for term in _TERMS for quad in store.quads_for_pattern(None, term, None, None)}


def _derived(store: ox.Store) -> set[ox.Quad]:
    return {quad for graph in _DERIVED for quad in store.quads_for_pattern(None, None, None, graph)}
