"""BibTeX and BibLaTeX, in and out; a broken entry is left out and said, the others are read."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.formats.exchange.reference import BIBTEX, Reference, kind_of, of_scheme, person, references, word_of
from kg.formats.tables.dates import read_date
from kg.text_files import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part
    from kg.model.records import Records

_MOST_BYTES: Final = 256 * 1024 * 1024
_NOT_LATEX: Final = ("url", "doi", "eprint")
_URL: Final = re.compile(r"https?://[^\s{}]+")
_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The references of a file. Raises UsageError where the library that reads them is not installed."""
    try:
        from bibtexparser.entrypoint import parse_string
        from bibtexparser.middlewares import LatexDecodingMiddleware
    except ImportError as error:
        raise UsageError("BibTeX needs bibtexparser; install the extra: pip install headwater[formats]") from error
    text = decode(path, read_bytes(path, "a reference list", _MOST_BYTES))
    with _quiet():
        library = parse_string(text)
        decoded = LatexDecodingMiddleware(allow_inplace_modification=False).transform(library)
    stated = {entry.key: entry for entry in library.entries}
    for block in decoded.failed_blocks:
        why = " ".join(str(getattr(block, "error", "")).split()) or "not understood"
        context.left_out(f"line {(block.start_line or 0) + 1}", "a broken entry", why[:200], item=str(block.raw or ""))
    for entry in decoded.entries:
        context.read("reference")
        place = f"line {(entry.start_line or 0) + 1}, {entry.key}"
        part = _reference(entry, _as_written(stated[entry.key]), context, place).part(context, place)
        if part is not None:
            yield part


@contextmanager
def _quiet() -> Iterator[None]:
    """The library logs what it also reports as a broken entry; that is shown once."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _as_written(entry: Any) -> dict[str, str]:  # noqa: ANN401
    """The fields that are not LaTeX text: a percent sign does not begin a comment there."""
    fields = {key.lower(): str(each.value) for key, each in entry.fields_dict.items()}
    cells = {key: re.sub(r"\\([&%$#_{}])", r"\1", fields[key]).strip("{} ") for key in _NOT_LATEX if key in fields}
    published = _URL.search(fields.get("howpublished", ""))
    return cells | ({"url": published[0], "howpublished": ""} if published and "url" not in cells else {})


def _reference(entry: Any, as_written: dict[str, str], context: Context, place: str) -> Reference:  # noqa: ANN401 - the library's type
    cells = {key.lower(): _plain(str(each.value)) for key, each in entry.fields_dict.items()} | as_written

    def first(*names: str) -> str:
        return next((cells[name] for name in names if cells.get(name)), "")

    found = Reference(
        key=entry.key,
        kind=kind_of(entry.entry_type, BIBTEX),
        title=first("title"),
        authors=[person(name) for name in re.split(r"\s+and\s+", first("author")) if name.strip()],
        container=first("journaltitle", "journal", "booktitle"),
        publisher=first("publisher", "institution", "school", "organization", "howpublished"),
        url=first("url") if first("url").startswith("http") else "",
    )
    found.add_identifier(first("doi"), "doi")
    found.add_identifier(first("isbn"), "isbn")
    found.add_identifier(first("pmid"), "pmid")
    if first("eprinttype", "archiveprefix").lower() == "arxiv":
        found.add_identifier(first("eprint"), "arxiv")
    written = first("date") or " ".join(filter(None, (first("day"), first("month"), first("year"))))
    if written:
        found.issued = _date(written, first("year"), first("month"), context, place)
    return found


def _date(written: str, year: str, month: str, context: Context, place: str) -> str | None:
    if re.fullmatch(r"[\d-]{4,10}/[\d-]{4,10}", written):
        return written
    tries = [written, f"{year}-{month.zfill(2)}" if month.isdecimal() else "", year]
    for text in filter(None, tries):
        found = read_date(text, None)
        if isinstance(found, str):
            return found
    context.in_doubt(place, "a date was left out: not understood", written)
    return None


def _plain(text: str) -> str:
    """A field without the braces that keep capitals; the LaTeX decoder gives another sign for the circumflex."""
    return " ".join(text.replace("{", "").replace("}", "").replace("\u02c6", "^").split())


def write(records: Records, stream: IO[str]) -> tuple[str, ...]:
    """Write the sources as BibTeX with the fields of BibLaTeX, in UTF-8; returns what it could not hold."""
    found, losses = references(records)
    for reference in found:
        cells = {
            "title": f"{{{_escaped(reference.title)}}}" if reference.title else "",
            "author": " and ".join(f"{{{_escaped(name)}}}" for name in reference.authors),
            "journal": _escaped(reference.container),
            "publisher": _escaped(reference.publisher),
            "date": reference.issued or "",
            "url": reference.url.replace("{", "%7B").replace("}", "%7D"),
            **{scheme: of_scheme(reference, scheme) for scheme in ("doi", "isbn", "pmid")},
        }
        lines = "".join(f",\n  {name} = {{{text}}}" for name, text in cells.items() if text)
        stream.write(
            f"@{word_of(reference.kind, BIBTEX)}{{{re.sub(r'[^A-Za-z0-9:._/-]', '-', reference.key)}{lines}\n}}\n\n"
        )
    return losses


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in " ".join(text.split()))
