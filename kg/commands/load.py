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
_ONLY_LINES: Final = (
    "kg: --lenient skips lines of N-Triples and N-Quads only; mend the other files, or convert them first"
)
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
@click.option(
    "--lenient",
    is_flag=True,
    help="Skip malformed lines of N-Triples and N-Quads, and report them.",
)
@click.option(
    "--most-skipped",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="With --lenient: refuse a file with more malformed lines than this.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], into: Path, lenient: bool, most_skipped: int, quiet: bool
) -> None:
    """Load large RDF files into a store. Open the store with --graph STORE.

    Reads Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, also compressed (.gz, .bz2, .zst). Run the same command again to go
    on after a stop: files that are in the store and have not changed are not loaded again, changed files are replaced.

    A file with an error is refused as a whole, with the line of the error, and the other files are loaded. With --lenient, malformed
    lines of N-Triples and N-Quads are skipped and reported. In the other syntaxes an error may change the meaning of what follows, so a
    file in them is still refused.

    Exit code 0: all files are in the store; 2: at least one file was refused; 130: stopped by Ctrl-C (each file is either
    loaded completely or not at all).

    \b
    kg load archive/*.nt.gz --into archive-store
    kg check --graph archive-store
    """
    from kg.cache.bulk_store import add_files

    begun = time.monotonic()
    try:
        report = add_files(into, files, _teller(quiet), most_skipped if lenient else None)
    except KeyboardInterrupt:
        click.echo(
            "kg: stopped; each file is either loaded completely or not at all; run the same command again to go on",
            err=True,
        )
        ctx.exit(_INTERRUPTED)
    if not quiet and sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    for file in report.lost:
        click.echo(
            plain_text(f"kg: the newest version of the store {into} was damaged; load this file again: {file}"),
            err=True,
        )
    tell_notes(dict.fromkeys(report.notes))
    for problem in report.problems:
        click.echo(plain_text(str(problem)), err=True)
    if lenient and any(problem.line and not _has_lines(problem.path) for problem in report.problems):
        click.echo(_ONLY_LINES, err=True)
    said = f"kg: {report.added:,} of {count(len(set(files)), 'file')} loaded in {time.monotonic() - begun:,.1f} s"
    said += f", {report.present:,} already there" if report.present else ""
    said += f", {count(len(report.problems), 'problem')}" if report.problems else ""
    said += f"; {count(report.left_out, 'derived triple')} left out" if report.left_out else ""
    said += f"; {count(report.skipped, 'malformed line')} skipped" if report.skipped else ""
    click.echo(said, err=True)
    if report.problems or report.lost:
        ctx.exit(_REFUSED)


def _has_lines(path: str) -> bool:
    from kg.rdf.streams import LINE_SYNTAXES, syntax_of

    return syntax_of(Path(path)) in LINE_SYNTAXES


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
