"""Rows under headings, as text."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final

from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_UNBOUNDED: Final = 100_000


def render_table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], width: int | None = None, color: bool = False
) -> str:
    """A table `width` columns wide, long cells folded; without a width every row is one line, as a pipe wants it."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for heading in headings:
        longest = max(map(len, plain_text(heading).split()), default=0)  # a heading is never broken inside a word
        table.add_column(Text(plain_text(heading)), overflow="fold", no_wrap=width is None, min_width=longest)
    for row in rows:
        table.add_row(*(Text("" if value is None else plain_text(str(value))) for value in row))
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
