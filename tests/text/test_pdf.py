"""PDFs as a browser prints them: the page turned upside down, every letter placed by itself, marks of notes raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.text.reading import read_document
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
