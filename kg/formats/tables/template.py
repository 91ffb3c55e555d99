"""An empty spreadsheet to fill in, with an explanation of every column and an example to overwrite."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError, cannot_read
from kg.formats.tables.mapping import PROPOSED
from kg.formats.tables.workbook_writer import add_sheet, workbook

if TYPE_CHECKING:
    from pathlib import Path

# The words over the columns, and what to write under them. Every one is a word that an import recognises.
EXPLAINED: Final = {
    "Claim": "What was said, in your own words. One row for each claim. The only column that must be filled.",
    "Figure": "The number and what it counts, in one line: at least 1,400 children, Rotherham, 1997/2013, estimate. May be empty.",
    "Said by": "The person or body who said it.",
    "Outlet": "The newspaper, site or channel where it was said.",
    "Link": "The address of the page where it was said.",
    "Date": "When it was said, as 2024-03-05.",
    "Page": "Where on the page or in the recording.",
    "Source of the figure": "What the claim gives as its source: an address, a DOI, or the name of a report.",
    "Topic": "What the number measures. Claims with the same topic are compared.",
    "Verdict": "Your verdict. What it means for the claim can be changed when you import.",
    "Evidence": "What your verdict rests on: addresses, separated by spaces.",
    "Fact-check URL": "The address of your published fact-check.",
    "Review date": "When you published it, as 2024-03-05.",
    "Read": "Day and initials of whoever read the page itself: 2024-03-05 AB.",
}
_EXAMPLE: Final = (
    "The town loses 1,200 umbrellas a year.",
    "1,200 umbrellas, Exampleton, 2025, count",
    "A. Speaker",
    "Example News",
    "https://news.example/umbrellas",
    "2025-06-01",
    "paragraph 2",
    "https://council.example/lost-property-2025",
    "Umbrellas lost",
    "Mostly true",
    "https://council.example/lost-property-2025",
    "https://checks.example/umbrellas",
    "2025-06-03",
    "",
)
_HOW: Final = (
    ("1", "Write one claim a row in the sheet “Claims”; overwrite the example in row 2."),
    ("2", "Only the first column must be filled. Hold the pointer over a column's name to see what it is for."),
    ("3", "Save the file, then run: kg import THIS-FILE -o my-graph"),
    ("4", "Look through the records in my-graph, then run: kg check -g my-graph"),
)


def write_template(path: Path) -> None:
    """Write the spreadsheet. Raises UsageError for a name that does not end in .xlsx, or a file that cannot be written."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path}: a template is a spreadsheet; give it a name that ends in .xlsx")
    stream = BytesIO()
    verdicts = [word.capitalize() for words in PROPOSED.values() for word in words.split("; ")[:3]]
    with workbook(stream) as book:
        add_sheet(book, "Claims", tuple(EXPLAINED), [_EXAMPLE], {"Verdict": verdicts}, EXPLAINED)
        add_sheet(book, "How to use this", ("Step", "What to do"), _HOW, {})
    try:
        path.write_bytes(stream.getvalue())
    except OSError as error:
        raise cannot_read(path, error) from error
