"""TEI as GROBID writes it from a paper: title, authors, date, sections, tables, and references by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.text.document import BlockKind, Builder, Document, Piece
from kg.text.limits import MOST_TAGS, check_text, library_missing, too_large, unreadable
from kg.text.readers.html_metadata import day
from kg.text.readers.tables import Cell, add_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_T: Final = "{http://www.tei-c.org/ns/1.0}"
_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read(name: str, data: bytes) -> Document:
    """Read a TEI file. Raises UsageError for one that is not TEI, or declares entities."""
    try:
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except ImportError as error:
        raise library_missing("TEI", error) from error
    if data.count(b"<") > MOST_TAGS:
        raise too_large(name, f"has more than {MOST_TAGS:,} tags")
    try:
        tree = fromstring(data)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise unreadable(name, f"not TEI that can be read: {error}") from error
    if tree.tag != f"{_T}TEI":
        raise unreadable(name, "this XML is not TEI, the only XML that is read as a document")
    builder = Builder()
    facts = _facts(tree)
    if facts["title"]:
        builder.add(BlockKind.TITLE, facts["title"], level=1)
    for abstract in tree.iter(f"{_T}abstract"):
        _body(builder, abstract)
    for body in tree.iter(f"{_T}body"):
        _body(builder, body)
    _references(builder, tree)
    check_text(name, builder.parts)
    return Document(
        builder.text, tuple(builder.blocks), tuple(builder.anchors), media_type="application/tei+xml", **facts
    )


def _facts(tree: Any) -> dict[str, Any]:  # noqa: ANN401 - ElementTree elements
    header = tree.find(f"{_T}teiHeader")
    header = tree if header is None else header
    analytic = next(header.iter(f"{_T}analytic"), header)
    title = next((_text(one) for one in header.iter(f"{_T}title") if _text(one)), None)
    authors = tuple(filter(None, (_person(author) for author in analytic.iter(f"{_T}author"))))
    dates = [
        one.get("when") or _text(one) for one in header.iter(f"{_T}date") if one.get("type") in {None, "published"}
    ]
    doi = next((_text(one) for one in header.iter(f"{_T}idno") if one.get("type") == "DOI"), None)
    text = tree.find(f"{_T}text")
    return {
        "title": title,
        "authors": authors,
        "issued": next((found for date in dates if (found := day(date))), None),
        "doi": doi,
        "language": text.get(_LANG) if text is not None else None,
    }


def _person(author: Any) -> str:  # noqa: ANN401
    parts = [_text(part) for name in author.iter(f"{_T}persName") for part in name if part.tag != f"{_T}roleName"]
    return " ".join(filter(None, parts))


def _text(element: Any) -> str:  # noqa: ANN401
    return " ".join("".join(element.itertext()).split())


def _body(builder: Builder, body: Any) -> None:  # noqa: ANN401
    for element in body.iter():
        match element.tag.removeprefix(_T):
            case "head" if body is not element:
                builder.add(BlockKind.HEADING, _text(element), level=2)
            case "p":
                builder.add(BlockKind.PARAGRAPH, list(_pieces(element)))
            case "item":
                builder.add(BlockKind.ITEM, list(_pieces(element)))
            case "figDesc":
                builder.add(BlockKind.CAPTION, list(_pieces(element)))
            case "table":
                rows = [
                    [Cell(list(_pieces(cell))) for cell in row.iter(f"{_T}cell")] for row in element.iter(f"{_T}row")
                ]
                add_table(builder, rows)


def _pieces(element: Any, target: str | None = None) -> Iterator[Piece]:  # noqa: ANN401
    if element.text:
        yield Piece(element.text, target)
    for child in element:
        inner = (
            child.get("target") if child.tag == f"{_T}ref" and child.get("type") in {"bibr", "foot", "url"} else None
        )
        yield from _pieces(child, inner or target)
        if child.tail:
            yield Piece(child.tail, target)


def _references(builder: Builder, tree: Any) -> None:  # noqa: ANN401
    entries = [one for part in tree.iter(f"{_T}listBibl") for one in part.iter(f"{_T}biblStruct")]
    if entries:
        builder.add(BlockKind.HEADING, "References", level=2)
    for number, entry in enumerate(entries, start=1):
        raw = next((_text(note) for note in entry.iter(f"{_T}note") if note.get("type") == "raw_reference"), "")
        builder.add(
            BlockKind.NOTE,
            raw or _reference(entry),
            label=str(number),
            ids=(f"#{entry.get(_ID)}",) if entry.get(_ID) else (),
        )
    for note in tree.iter(f"{_T}note"):
        if note.get("place") == "foot" and note.get(_ID):
            builder.add(BlockKind.NOTE, _text(note), label=note.get("n"), ids=(f"#{note.get(_ID)}",))


def _reference(entry: Any) -> str:  # noqa: ANN401
    """A reference in one line, from its parts."""
    authors = ", ".join(filter(None, (_person(author) for author in entry.iter(f"{_T}author"))))
    date = next((one.get("when") or _text(one) for one in entry.iter(f"{_T}date")), "")
    titles = ". ".join(dict.fromkeys(_text(one) for one in entry.iter(f"{_T}title") if _text(one)))
    doi = next((_text(one) for one in entry.iter(f"{_T}idno") if one.get("type") == "DOI"), "")
    return ". ".join(
        filter(None, (f"{authors} ({date[:4]})" if date else authors, titles, f"doi:{doi}" if doi else ""))
    )
