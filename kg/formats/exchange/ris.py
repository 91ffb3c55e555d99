"""RIS, in and out; a record without its type is said and kept to be mended, since the reading library would drop it."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any, Final

from kg.errors import UsageError, count
from kg.formats.exchange.reference import RIS, Reference, kind_of, of_scheme, person, references, word_of
from kg.formats.tables.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part
    from kg.model.records import Records

# The library takes ever longer for each line of a record.
_MOST_LINES: Final = 10_000
_TAG: Final = re.compile(r"^([A-Z][A-Z0-9])  ?-(?: |$)")


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The references of a file. Raises UsageError where the library that reads them is not installed."""
    try:
        import rispy
    except ImportError as error:
        raise UsageError("RIS needs rispy; install the extra: pip install headwater[formats]") from error
    for line, text in _records(path):
        place = f"line {line}"
        if text.count("\n") > _MOST_LINES:
            context.left_out(place, f"a record of more than {count(_MOST_LINES, 'line')}", item=text)
            continue
        try:
            (entry,) = rispy.loads(text, skip_unknown_tags=False) or [None]
        except (OSError, ValueError, KeyError) as error:
            context.left_out(place, "a record that is not RIS", str(error), item=text)
            continue
        if entry is None:
            context.left_out(place, "a record without its type (TY)", text.strip().splitlines()[0], item=text)
            continue
        context.read("reference")
        part = _reference(entry, context, place).part(context, place)
        if part is not None:
            yield part


def _records(path: Path) -> Iterator[tuple[int, str]]:
    """The text of each record, to its end mark or the next beginning, with the line it begins on."""
    lines: list[str] = []
    begun, filled = 1, False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            tag = match[1] if (match := _TAG.match(line)) else ""
            if tag == "TY" and filled:
                yield begun, "".join(lines) + "ER  - \n"
                lines, filled = [], False
            if not filled:
                lines, begun = [], number
            lines.append(line.rstrip("\n") + "\n")
            filled = filled or bool(line.strip())
            if tag == "ER":
                yield begun, "".join(lines)
                lines, filled = [], False
    if filled:
        yield begun, "".join(lines) + "ER  - \n"


def _reference(entry: dict[str, Any], context: Context, place: str) -> Reference:
    def first(*names: str) -> str:
        for name in names:
            value = entry.get(name)
            text = next(iter(value), "") if isinstance(value, list) else value
            if text:
                return " ".join(str(text).split())
        return ""

    found = Reference(
        key=first("id", "label"),
        kind=kind_of(first("type_of_reference"), RIS),
        title=first("primary_title", "title"),
        authors=[person(str(name)) for name in (entry.get("authors") or entry.get("first_authors") or [])],
        container=first("journal_name", "secondary_title", "alternate_title3", "alternate_title1"),
        publisher=first("publisher"),
        url=next((text for text in map(str, entry.get("urls") or [first("url")]) if text.startswith("http")), ""),
    )
    found.add_identifier(first("doi"), "doi")
    found.add_identifier(first("issn"), "isbn")
    written = first("date", "publication_year", "year").strip("/")
    if written:
        issued = read_date(written.replace("//", "/").strip("/"), None)
        found.issued = issued if isinstance(issued, str) else None
        if found.issued is None:
            context.in_doubt(place, "a date was left out: not understood", written)
    return found


def write(records: Records, stream: IO[str]) -> tuple[str, ...]:
    """Write the sources as RIS; returns what it could not hold."""
    found, losses = references(records)
    for reference in found:
        cells = [
            ("TY", word_of(reference.kind, RIS)), ("ID", reference.key), ("TI", reference.title),
            *(("AU", name) for name in reference.authors), ("JO", reference.container), ("PB", reference.publisher),
            ("DA", (reference.issued or "").replace("-", "/")), ("UR", reference.url), ("DO", of_scheme(reference, "doi")),
            ("SN", of_scheme(reference, "isbn")),
        ]  # fmt: skip
        stream.write("".join(f"{tag}  - {' '.join(text.split())}\n" for tag, text in cells if text) + "ER  - \n\n")
    return losses
