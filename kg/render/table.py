"""Rows under headings, as text."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final

from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_UNBOUNDED: Final = 100_000
_BETWEEN: Final = 3  # blanks between two columns


def render_table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], width: int | None = None, color: bool = False
) -> str:
    """A table `width` columns wide, long cells folded; without a width every row is one line, as a pipe wants it."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    texts = [["" if value is None else plain_text(str(value)) for value in row] for row in rows]
    for n, heading in enumerate(headings):
        longest = max(map(len, plain_text(heading).split()), default=0)  # a heading is never broken inside a word
        whole = width is None or _is_of_words(texts, n, width)
        table.add_column(Text(plain_text(heading)), overflow="fold", no_wrap=whole, min_width=longest)
    for row in texts:
        table.add_row(*map(Text, row))
    written = StringIO()
    # rich reads COLUMNS, NO_COLOR and FORCE_COLOR by itself: the caller has already decided.
    console = Console(
        file=written,
        width=width or _UNBOUNDED,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        emoji=False,
        markup=False,
        highlight=False,
        _environ={},
    )
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in written.getvalue().splitlines())


def _is_of_words(rows: Sequence[Sequence[str]], column: int, width: int) -> bool:
    """Whether each cell of a column is one word, such as an id, and none takes more than half of the table: they are never broken."""
    return all(" " not in row[column] and 2 * len(row[column]) < width + _BETWEEN for row in rows)
