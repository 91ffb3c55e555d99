"""PROV-JSON, in and out: `prov_documents` does the work."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from kg.formats.exchange.prov_documents import as_rdf, document_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import RdfText
    from kg.model.records import Records


def parts(path: Path, context: Context) -> Iterator[RdfText]:
    """What a document states, as PROV-O."""
    yield from as_rdf(path, "json", context)


def write(records: Records, stream: IO[str]) -> tuple[str, ...]:
    """Write records as PROV-JSON; returns what it could not hold."""
    document, losses = document_of(records)
    document.serialize(stream, format="json", indent=2)
    stream.write("\n")
    return losses
