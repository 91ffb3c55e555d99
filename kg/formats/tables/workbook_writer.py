"""XLSX workbooks, written so that every cell is text and a closed set of words can be chosen from a list."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_ROWS: Final = 1_048_575
_LONGEST: Final = 32_767
_WIDEST: Final = 60
_NARROWEST: Final = 12
_ROWS_WITH_LISTS: Final = 5000
_LONGEST_LIST: Final = 255


@contextmanager
def workbook(stream: IO[bytes]) -> Iterator[Any]:
    """A workbook that is written to a stream when the block ends. Raises UsageError where the library for it is not installed."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise UsageError("writing XLSX needs xlsxwriter; install the extra: pip install headwater[formats]") from error
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(stream, options)
    try:
        yield book
    finally:
        book.close()


def add_sheet(
    book: Any,  # noqa: ANN401 - the library is not typed
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    choices: Mapping[str, Sequence[str]],
    explained: Mapping[str, str] | None = None,
) -> None:
    """Add a sheet with words over its columns, which stay in sight, lists to choose from, and remarks on the words."""
    sheet = book.add_worksheet(name)
    bold, text = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"num_format": "@", "text_wrap": True}),
    )
    widths = [max(_NARROWEST, len(column) + 2) for column in columns]
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, bold)
        if explained and column in explained:
            sheet.write_comment(0, at, explained[column], {"x_scale": 2, "y_scale": 1.2})
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            break
        for at, cell in enumerate(row):
            if cell:
                sheet.write_string(number, at, _holdable(cell), text)
                widths[at] = max(widths[at], min(_WIDEST, len(cell)))
    for at, column in enumerate(columns):
        sheet.set_column(at, at, widths[at], text)
        words = list(choices.get(column, ()))
        if words and len(",".join(words)) <= _LONGEST_LIST and not any("," in word for word in words):
            rule = {"validate": "list", "source": words, "error_type": "warning", "ignore_blank": True}
            sheet.data_validation(1, at, _ROWS_WITH_LISTS, at, rule)
        elif words:
            _from_sheet(book, sheet, column, words, at)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(columns) - 1)


def _from_sheet(book: Any, sheet: Any, column: str, words: Sequence[str], at: int) -> None:  # noqa: ANN401
    """A list that is too long for a rule, or has commas in its words, stands in a hidden sheet."""
    name = f"words {column}"
    if name not in book.sheetnames:
        hidden = book.add_worksheet(name)
        hidden.hide()
        for number, word in enumerate(words):
            hidden.write_string(number, 0, word)
    source = f"='{name}'!$A$1:$A${len(words)}"
    rule = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
    sheet.data_validation(1, at, _ROWS_WITH_LISTS, at, rule)


def _holdable(cell: str) -> str:
    """A cell as long as a sheet can hold, without what XML cannot hold."""
    return "".join(c for c in cell if c in "\t\n\r" or c >= " ")[:_LONGEST]
