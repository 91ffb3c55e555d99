"""A graph as Parquet files, for DuckDB, Polars, Spark and other readers of columns; the columns are described in docs/rdf.md."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.errors import UsageError
from kg.lineage.backing import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.lineage.analysis import Analysis
    from kg.model.link import Link
    from kg.model.records import Claim

QUADS, CLAIMS, LINKS = "quads.parquet", "claims.parquet", "links.parquet"
_TEXT, _DAY, _NUMBER, _FLAG, _TEXTS = "string", "date32", "float64", "bool_", "texts"
# The type of every column; the rows have the values in the same order.
COLUMNS: Final[dict[str, dict[str, str]]] = {
    QUADS: dict.fromkeys(("graph", "subject", "predicate", "object", "kind", "datatype", "language"), _TEXT),
    CLAIMS: {
        **dict.fromkeys(("iri", "id", "made_in", "says"), _TEXT),
        **dict.fromkeys(("low", "high"), _NUMBER),
        "share": _FLAG,
        **dict.fromkeys(("unit", "qualifier", "certainty", "area", "period"), _TEXT),
        **dict.fromkeys(("period_start", "period_end"), _DAY),
        "about": _TEXTS,
        "made_here": _FLAG,
        **dict.fromkeys(("reading", "backing", "could_reach"), _TEXT),
    },
    LINKS: dict.fromkeys(("iri", "source", "relation", "target", "needs_all", "shown", "outcome", "reading"), _TEXT),
}
# Rows that are in memory at once.
_BATCH: Final = 50_000


def write_parquet(store: ox.Store, analysis: Analysis, name_of: Callable[[str], str], folder: Path) -> list[str]:
    """Write the statements of a store, and the claims and links of its analysis, into a folder; returns the names of the files.

    Raises UsageError where pyarrow is not installed.
    """
    graph = analysis.graph
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        QUADS: map(_quad, store.quads_for_pattern(None, None, None)),
        CLAIMS: (_claim(analysis, graph.claims[node], name_of) for node in sorted(graph.claims)),
        LINKS: map(_link, graph.links),
    }
    for name, found in rows.items():
        _write(folder / name, COLUMNS[name], iter(found))
    return list(rows)


def _write(path: Path, columns: dict[str, str], rows: Iterator[tuple[Any, ...]]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise UsageError("Parquet needs pyarrow: pip install 'headwater[parquet]'") from error
    types = {_TEXTS: pa.list_(pa.string())}
    schema = pa.schema([(name, types.get(kind) or getattr(pa, kind)()) for name, kind in columns.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            arrays = [
                pa.array(values, field.type) for values, field in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _quad(quad: ox.Quad) -> tuple[str | None, ...]:
    """A statement; `kind` says whether its object is an `iri` or a `literal`."""
    graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None
    stated, value = (graph, str(getattr(quad.subject, "value", quad.subject)), quad.predicate.value), quad.object
    if isinstance(value, ox.Literal):
        return (*stated, value.value, "literal", value.datatype.value, value.language)
    return (*stated, str(getattr(value, "value", value)), "iri", None, None)


def _claim(analysis: Analysis, claim: Claim, name_of: Callable[[str], str]) -> tuple[Any, ...]:
    figure = claim.figure
    period = figure.period if figure else None
    backing = analysis.backing
    return (
        claim.id,
        name_of(claim.id),
        claim.made_in,
        claim.says,
        *(float(bound) if figure and bound is not None else None for bound in _bounds(claim)),
        figure.share if figure else None,
        figure.unit if figure else None,
        _word(figure.qualifier) if figure else None,
        _word(figure.certainty) if figure else None,
        figure.area if figure else None,
        period.text if period else None,
        period.start if period else None,
        period.end if period else None,
        list(claim.about),
        analysis.graph.making(claim.id) is not None,
        str(claim.status),
        LEVELS[backing.level[claim.id]] if figure else None,
        LEVELS[backing.reach[claim.id]] if figure else None,
    )


def _bounds(claim: Claim) -> tuple[Any, Any]:
    return (claim.figure.low, claim.figure.high) if claim.figure else (None, None)


def _link(link: Link) -> tuple[str | None, ...]:
    outcome = str(link.outcome.kind) if link.outcome else None
    return (
        link.id,
        link.source,
        str(link.relation),
        link.target,
        link.group,
        str(link.shown_as),
        outcome,
        str(link.reading.status),
    )


def _word(value: object) -> str | None:
    return None if value is None else str(value)
