"""Answers of queries as data frames: a column per variable, with numbers, truth values and dates where a whole column holds them."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    import polars as pl

    from kg.sparql.query import Reply

_INTEGERS: Final = (
    "integer",
    "int",
    "long",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "unsignedInt",
    "unsignedLong",
)
_READ: Final[dict[str, Callable[[str], Any]]] = {
    **{iri(f"xsd:{name}"): int for name in _INTEGERS},
    **{iri(f"xsd:{name}"): float for name in ("decimal", "double", "float")},
    iri("xsd:boolean"): lambda text: text in {"true", "1"},
    iri("xsd:date"): date.fromisoformat,
    iri("xsd:dateTime"): datetime.fromisoformat,
}


def to_pandas(reply: Reply) -> pd.DataFrame:
    """Rows as a pandas DataFrame. Raises UsageError where pandas is not installed or the answer has no rows."""
    columns = _columns(reply)
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise _missing("pandas") from error
    return pd.DataFrame(columns)


def to_polars(reply: Reply) -> pl.DataFrame:
    """Rows as a polars DataFrame. Raises UsageError where polars is not installed or the answer has no rows."""
    columns = _columns(reply)
    try:
        import polars as pl
    except ModuleNotFoundError as error:
        raise _missing("polars") from error
    return pl.DataFrame({name: pl.Series(name, values, strict=False) for name, values in columns.items()})


def _missing(library: str) -> UsageError:
    return UsageError(f"{library} is not installed; install it with: pip install 'headwater[{library}]'")


def _columns(reply: Reply) -> dict[str, list[Any]]:
    if reply.kind == "graph":
        raise UsageError("a frame holds rows, and this query gives a graph; ask with SELECT")
    document = json.loads(reply.body)
    if reply.kind == "boolean":
        return {"answer": [bool(document["boolean"])]}
    rows = document["results"]["bindings"]
    return {name: _values([row.get(name) for row in rows]) for name in document["head"]["vars"]}


def _values(terms: Sequence[dict[str, Any] | None]) -> list[Any]:
    """The values of a column: read by their type where all are of one kind, else the texts that they are."""
    kinds = {_READ.get(term.get("datatype", "")) for term in terms if term is not None}
    read = kinds.pop() if len(kinds) == 1 else None
    texts = [None if term is None else _text(term) for term in terms]
    if read is None:
        return texts
    try:
        return [None if text is None else read(text) for text in texts]
    except (ValueError, OverflowError):  # no value of its type, or one that Python has none for
        return texts


def _text(term: dict[str, Any]) -> str:
    value = term["value"]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
