"""PDFs as a browser prints them: the page turned upside down, every letter placed by itself, marks of notes raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.text.document import BlockKind
from kg.text.reading import read_document
from kg.text.statements import statements
from tests.text.files import pdf_with

if TYPE_CHECKING:
    from collections.abc import Sequence


def placed(runs: Sequence[tuple[float, float, float, str]]) -> str:
    """The content of a page whose runs stand at (x, y) from the top, as Chromium writes it."""
    words = "\n".join(f"BT /F1 {size} Tf 1 0 0 -1 {x} {y} Tm ({text}) Tj ET" for x, y, size, text in runs)
    return f".75 0 0 -.75 0 842 cm\n{words}"


def test_paragraphs_of_a_page_that_is_drawn_upside_down_are_told_apart() -> None:
    data = pdf_with(
        [
            placed(
                [
                    (40, 60, 20, "Ferries of Orrin"),
                    (40, 100, 12, "In 2021, 412 ferries"),
                    (40, 116, 12, "sailed."),
                    (40, 160, 12, "Nine sank."),
                ]
            )
        ]
    )
    document = read_document("page.pdf", data)
    assert [document.words(block) for block in document.blocks] == [
        "Ferries of Orrin",
        "In 2021, 412 ferries sailed.",
        "Nine sank.",
    ]


def test_a_raised_mark_within_a_line_is_a_superscript_and_the_number_before_it_stays_whole() -> None:
    line = [(40, 100, 12, "There were 42"), (113, 95, 10, "3"), (119, 100, 12, " ferries there in the end.")]
    document = read_document("page.pdf", pdf_with([placed(line)]))
    assert document.text.strip() == "There were 42³ ferries there in the end."


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.4\n", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"],
    ids=["empty", "without pages"],
)
def test_a_broken_pdf_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(UsageError, match=r"broken\.pdf: not a PDF that can be read"):
        read_document("broken.pdf", data)


def test_a_table_of_a_pdf_gives_the_claims_that_the_same_table_gives_as_html() -> None:
    rows = [("School", "Pupils", "Absent (%)"), ("Hill Lane", "412", "6.1"), ("Dale", "1,230", "8")]
    title, caption = "Schools of Orrin", "Table 1. Schools and pupils, 2022"
    runs = [(40, 60, 20, title), (40, 100, 12, "In 2021, 9 schools closed."), (40, 140, 12, caption)]
    runs += [
        (40 + 120 * place, 160 + 16 * number, 12, text)
        for number, row in enumerate(rows)
        for place, text in enumerate(row)
    ]
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    page = f"<html lang=en><h1>{title}</h1><p>In 2021, 9 schools closed.</p><table><caption>{caption}</caption>{cells}</table>"
    drafted = [
        [(one.figure.figure, one.heads) for one in statements(read_document(name, data)).statements if one.figure]
        for name, data in (("page.pdf", pdf_with([placed(runs)])), ("page.html", page.encode()))
    ]
    assert drafted[0] == drafted[1]
    assert len(drafted[0]) == 5


def test_lines_that_end_in_a_number_are_no_table_without_a_head() -> None:
    lines = [
        (40, 100, 12, "We were told that the works of"),
        (40, 116, 12, "2019 and those in the year 2020"),
        (40, 132, 12, "cost less than those of 2021."),
    ]
    document = read_document("page.pdf", pdf_with([placed(lines)]))
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH]
