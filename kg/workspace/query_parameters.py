"""The values of parameters as terms: texts such as a command line has, and what a program holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from kg.errors import UsageError, encodable
from kg.sparql.evaluate import iri_text, literal_text, term_text
from kg.sparql.rewrite import VARIABLE
from kg.sparql.terms import term_of_value
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.workspace.opened import Opened

Bound = tuple[tuple[str, str], ...]
_NUMBERS: Final = (
    (re.compile(r"[+-]?\d+"), "xsd:integer"),
    (re.compile(r"[+-]?\d*\.\d+"), "xsd:decimal"),
    (re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+"), "xsd:double"),
)
_ADDRESS: Final = re.compile(r"(?:https?|urn|doi|file):\S+", re.IGNORECASE)
_PREFIXED: Final = re.compile(r"([A-Za-z][\w-]*):([\w.-]+)")
_ID: Final = re.compile(r"\w[\w.-]*(?:/[\w.-]+)?")
# How alike, of 100, a word and the id of a node are that it is taken for a slip; fewer letters are alike by chance.
_LIKE: Final = 85
_FEWEST: Final = 6
# Among more ids than this a word is not looked for.
_MOST_IDS: Final = 200_000
_IDS: Final = f"SELECT ?id {{ ?node dcterms:identifier ?id }} LIMIT {_MOST_IDS + 1}"


def bound_texts(graph: Opened, parameters: Iterable[str]) -> Bound:
    """Variables with their terms, from texts such as `claim=jay-2014/children-exploited`.

    Raises UsageError for a text that binds nothing, or binds a variable twice.
    """
    pairs: list[tuple[str, object]] = []
    for text in parameters:
        name, mark, value = text.partition("=")
        if not mark or not VARIABLE.fullmatch(name.lstrip("?$")):
            raise UsageError(f"--param {text}: write NAME=VALUE, with the name of a variable of the query")
        pairs.append((name, value))
    return _bound(graph, pairs)


def bound(graph: Opened, parameters: Mapping[str, object]) -> Bound:
    """Variables with their terms, by name. Raises UsageError for a value that has no term, and for a variable that is bound twice."""
    if not hasattr(parameters, "items"):
        raise UsageError(f"parameters are values by the names of variables, and {parameters!r} is none of that")
    return _bound(graph, parameters.items())


def _bound(graph: Opened, pairs: Iterable[tuple[str, object]]) -> Bound:
    found: dict[str, str] = {}
    for given, value in pairs:
        name = encodable(given).lstrip("?$")
        if not VARIABLE.fullmatch(name):
            raise UsageError(f"“{given}” is not the name of a variable")
        if name in found:
            raise UsageError(f"?{name} is bound twice")
        # The texts of rdflib are texts of Python as well, and are terms already.
        plain = isinstance(value, str) and not hasattr(value, "n3")
        found[name] = _term_of(graph, name, str(value)) if plain else term_of_value(name, value)
    return tuple(found.items())


def _term_of(graph: Opened, name: str, value: str) -> str:
    """The term that a text is, as N-Triples writes it.

    In this order: a term written out (`<https://…>`, `"Leeds"@en`), the short id of a node on record, an IRI, a prefixed name of
    the project, a number, `true` or `false`; anything else is a text, unless it is nearly the id of a node.
    """
    if encodable(value).startswith(("<", '"')):
        term = term_text(value)
        if term is None:
            raise UsageError(
                f'?{name}: {value} is not one term; write <IRI> or "text", "text"@language, "text"^^<type>'
            )
        return term
    node = next(iter(sorted(graph.store.named(value))), None)
    if node is not None or _ADDRESS.fullmatch(value):
        return iri_text(node or value)
    prefixed = _PREFIXED.fullmatch(value)
    if prefixed and prefixed[1] in PREFIXES:
        return iri_text(PREFIXES[prefixed[1]] + prefixed[2])
    for form, datatype in _NUMBERS:
        if form.fullmatch(value):
            return literal_text(value, iri(datatype))
    if value in {"true", "false"}:
        return literal_text(value, iri("xsd:boolean"))
    _refuse_slip(graph, name, value)
    return literal_text(value)


def _refuse_slip(graph: Opened, name: str, value: str) -> None:
    """Raise UsageError for a word that is nearly the id of a node: as a text it would find nothing, and nobody would know why."""
    if not _ID.fullmatch(value) or not isinstance(graph.store, OxigraphStore):
        return
    ids = [str(row[0]) for row in graph.store.query(_IDS).rows]
    if len(ids) > _MOST_IDS:
        return
    area, slash, _ = value.partition("/")
    near = process.extractOne(value, ids, scorer=fuzz.ratio, score_cutoff=_LIKE) if len(value) >= _FEWEST else None
    if near or (slash and any(known.startswith(f"{area}/") for known in ids)):
        meant = f"; did you mean “{near[0]}”?" if near else "."
        raise UsageError(
            f'?{name}: no node has the id “{value}”{meant} A text that looks like an id is written in quotes: "{value}"'
        )
