"""A question answered by a store, in the syntax that was asked for and no larger than allowed."""

from __future__ import annotations

from io import RawIOBase
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from kg.errors import LimitError, QueryError, count, is_damage
from kg.sparql.default_graph import Graph, asks_own, data_graphs
from kg.sparql.guard import guarded, is_plain, is_update, names_graphs
from kg.sparql.query import GRAPH_FORMS, ROW_FORMS, Reply
from kg.sparql.rewrite import asks_all, dataset_names, prologue, with_values, with_variables
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO, Any

    from kg.sparql.query import Question

_ROWS: Final = {form: ox.QueryResultsFormat.from_media_type(media) for form, media in ROW_FORMS.items()}
_GRAPHS: Final = {form: ox.RdfFormat.from_media_type(media) for form, media in GRAPH_FORMS.items()}
_LISTS: Final = "`SELECT DISTINCT ?g { GRAPH ?g {} }`"
Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Named = ox.NamedNode | ox.BlankNode


def evaluate(store: ox.Store, question: Question) -> Found:
    """The engine's own answer to a read-only query; the prefixes of the project are known.

    Raises QueryError for a query that is refused or cannot be parsed. A query that names its graphs gets those, any other
    gets the union of all.
    """
    words = "" if isinstance(question.sparql, str) and is_plain(question.sparql) else guarded(question.sparql)
    given = question.default_graphs is not None or question.named_graphs is not None
    named = names_graphs(words)
    if named and not given:
        _check_graphs(store, graphs_of(question))
    if given:
        _check_graphs(store, (*(question.default_graphs or ()), *(question.named_graphs or ())))
    text = with_values(question.sparql, question.bound)
    prefixes = {**PREFIXES, **dict(question.prefixes)}

    default, others = _dataset(store, question, named)

    def found(text: str) -> Found:
        return store.query(
            text,
            base_iri=question.base,
            prefixes=prefixes,
            use_default_graph_as_union=not named and default is None,
            default_graph=default,
            named_graphs=others,
        )

    try:
        first = found(text)
        if isinstance(first, ox.QuerySolutions) and len(first.variables) > 1 and asks_all(text):
            # The engine has them in the order of the alphabet.
            return found(with_variables(text, question.sparql, [variable.value for variable in first.variables]))
        return first
    except SyntaxError as error:
        if is_update(guarded(question.sparql)):
            raise QueryError("a query only reads: INSERT, DELETE, LOAD and the other updates are refused") from error
        raise QueryError(_why(question)) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise _not_run(error) from error


def _not_run(error: Exception) -> Exception:
    """The error to raise for one of the engine: damage to the store is not the fault of the query."""
    return error if is_damage(error) else QueryError(f"the query could not be run: {error}")


def _dataset(store: ox.Store, question: Question, named: bool) -> tuple[list[Graph] | None, list[Named] | None]:
    """The default graph and the named graphs of a question; None where all graphs are meant, or the query itself says which."""
    if question.default_graphs is not None or question.named_graphs is not None:
        return [_iri(g) for g in question.default_graphs or ()], [_iri(g) for g in question.named_graphs or ()]
    graphs = None if named else data_graphs(store)
    if graphs is None:
        return None, None
    others = [graph for graph in graphs if not isinstance(graph, ox.DefaultGraph)]
    return graphs, None if asks_own(question) else others


def _why(question: Question) -> str:
    """Why a query cannot be parsed."""
    from kg.sparql.syntax_errors import explain_syntax_error

    prefixes = {**PREFIXES, **dict(question.prefixes)}
    parser = _parsing(prefixes, question.base)
    alone = parser(question.sparql)
    if alone is None:
        names = ", ".join(f"?{name}" for name, _ in question.bound)
        return f"the query cannot be asked with {names} bound: it gives such a variable a value itself, by BIND or AS"
    return explain_syntax_error(question.sparql, alone, parser, prefixes)


def _parsing(prefixes: dict[str, str], base: str | None) -> Callable[[str], str | None]:
    """A parser that says why a text is not a query; it runs on no data."""

    def why(text: str) -> str | None:
        try:
            ox.Store().query(text, base_iri=base, prefixes=prefixes)
        except SyntaxError as error:
            return str(error)
        return None

    return why


def answer(store: ox.Store, question: Question, most_bytes: int) -> Reply:
    """The answer in its syntax. Raises LimitError when it is larger than `most_bytes`."""
    return written(evaluate(store, question), question, most_bytes)


def written(found: Found | Iterable[ox.Triple], question: Question, most_bytes: int) -> Reply:
    """What the engine found, in the syntax that was asked for. Raises LimitError when it is larger than `most_bytes`."""
    buffer = _Bounded(most_bytes)
    place = cast("IO[bytes]", buffer)
    try:
        if isinstance(found, ox.QueryBoolean) and question.rows in {"csv", "tsv"}:
            return Reply("boolean", ROW_FORMS[question.rows], b"true\n" if found else b"false\n")
        if isinstance(found, ox.QueryBoolean | ox.QuerySolutions):
            found.serialize(place, _ROWS[question.rows])
            kind = "boolean" if isinstance(found, ox.QueryBoolean) else "rows"
            return Reply(kind, ROW_FORMS[question.rows], bytes(buffer.data))
        prefixes = PREFIXES if question.graph in {"ttl", "rdf"} else None
        # A solution may state what another has stated: a graph holds it once.
        ox.serialize(dict.fromkeys(found), place, _GRAPHS[question.graph], prefixes=prefixes)
        return Reply("graph", GRAPH_FORMS[question.graph], bytes(buffer.data))
    except (ValueError, OSError, RuntimeError) as error:
        raise _not_run(error) from error


def graphs_of(question: Question) -> list[str]:
    """The IRIs of the graphs that the FROM clauses of a query name: the engine itself resolves prefixes and base."""
    names = list(dict.fromkeys(dataset_names(question.sparql)))
    if not names:
        return []
    columns = " ".join(f"(STR({name}) AS ?g{number})" for number, name in enumerate(names))
    try:
        found: Any = ox.Store().query(
            f"{prologue(question.sparql)} SELECT {columns} WHERE {{}}",
            base_iri=question.base,
            prefixes={**PREFIXES, **dict(question.prefixes)},
        )
        row = next(found)
    except (SyntaxError, ValueError, StopIteration):
        return []  # the query itself cannot be parsed, and is about to say where
    return [row[number].value for number in range(len(names))]


def term_text(text: str) -> str | None:
    """A term written as N-Triples writes it, such as `<https://…>` or `"Leeds"@en`; None if the text is not one term."""
    try:
        quads = list(ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError):
        return None
    return str(quads[0].object) if len(quads) == 1 and not isinstance(quads[0].object, ox.BlankNode) else None


def literal_text(text: str, datatype: str | None = None) -> str:
    """A literal as N-Triples writes it."""
    return str(ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text))


def iri_text(text: str) -> str:
    """An IRI as N-Triples writes it. Raises QueryError if the text is not a valid IRI."""
    return str(_iri(text))


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryError(f"“{text}” is not an IRI") from error


def _check_graphs(store: ox.Store, graphs: Iterable[str]) -> None:
    """Raise QueryError for a graph that is not in the store: nothing is fetched, and an empty answer would not say so."""
    for graph in graphs:
        if not store.contains_named_graph(_iri(graph)):
            raise QueryError(f"there is no graph <{graph}> here, and nothing is fetched; {_LISTS} lists those that are")


class _Bounded(RawIOBase):
    """Bytes in memory, up to a number of them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.data = bytearray()
        self.most = most

    def writable(self) -> bool:
        """Whether it can be written to."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer
        """Take the bytes. Raises LimitError when they are too many."""
        if len(self.data) + len(data) > self.most:
            raise LimitError(
                f"the answer is larger than {_size(self.most)}; ask for less, or for a part with LIMIT and OFFSET"
            )
        self.data += data
        return len(data)


def _size(number: int) -> str:
    return f"{number // 1_048_576:,} MB" if number >= 1_048_576 else count(number, "byte")
