"""`kg load`: large RDF files into a store."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.commands.output import tell_notes
from kg.errors import count
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

_REFUSED: Final = 2
_INTERRUPTED: Final = 130
_EVERY: Final = 0.2  # seconds between two lines of progress


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES…")
@click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path),
    metavar="STORE",
    help="The folder of the store, made where it is not there.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], into: Path, quiet: bool) -> None:
    """Load large RDF files into a store, to be opened with --graph STORE.

    Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, plain or under .gz, .bz2 or .zst. A file that the store holds unchanged is
    left alone, a changed one replaced, so that a load that was stopped is begun again by the same line. A file that
    cannot be read is named with its line, and the others are kept.

    Exit code 0: all files are in the store; 2: at least one was refused; 130: stopped by Ctrl-C, with every file whole in
    the store or not in it.

    \b
    kg load archive/*.nt.gz --into archive-store
    kg check --graph archive-store
    """
    from kg.cache.bulk_store import add_files

    begun = time.monotonic()
    try:
        report = add_files(into, files, _teller(quiet))
    except KeyboardInterrupt:
        click.echo(
            "kg: stopped; no file is half loaded; the same line goes on with those that are not there yet", err=True
        )
        ctx.exit(_INTERRUPTED)
    if not quiet and sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    for file in report.lost:
        click.echo(plain_text(f"kg: the last generation of {into} was damaged; load this again: {file}"), err=True)
    tell_notes(dict.fromkeys(report.notes))
    for problem in report.problems:
        click.echo(plain_text(str(problem)), err=True)
    said = f"kg: {report.added:,} of {count(len(set(files)), 'file')} loaded in {time.monotonic() - begun:,.1f} s"
    said += f", {report.present:,} already there" if report.present else ""
    said += f", {count(len(report.problems), 'problem')}" if report.problems else ""
    said += f"; {count(report.left_out, 'derived triple')} left out" if report.left_out else ""
    click.echo(said, err=True)
    if report.problems or report.lost:
        ctx.exit(_REFUSED)


def _teller(quiet: bool) -> Callable[[Path, int, int], None]:
    """Tells of progress on standard error: one line that is written over on a terminal, a line a file elsewhere."""
    last = [0.0]
    finished: set[Path] = set()
    terminal = sys.stderr.isatty()

    def tell(path: Path, seen: int, size: int) -> None:
        done = seen >= size
        if quiet or (not terminal and not done) or (not done and time.monotonic() - last[0] < _EVERY):
            return
        if done and path in finished:
            return
        finished.update({path} if done else ())
        last[0] = time.monotonic()
        share = f"{100 * seen // size if size else 100:3d} %"
        text = plain_text(f"{path.name}  {share} of {size / 1e6:,.1f} MB")
        click.echo(f"\r\033[K{text}" if terminal else text, nl=not terminal, err=True)

    return tell
