"""Where results go: standard output or a file, plain or with colour; and the options that say so."""

from __future__ import annotations

import json
import math
import os
import shutil
import stat
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from kg.errors import UsageError, cannot_read
from kg.render.safe import plain_json, plain_text
from kg.text_files import replace_durably

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

PIPED_WIDTH: Final = 80
_WIDEST: Final = 100
_NARROWEST: Final = 40
_BROKEN_PIPE: Final = 141  # as the shell reports a program that SIGPIPE ended

graph_option = click.option(
    "-g",
    "--graph",
    metavar="PATH|URL",
    envvar="KG_GRAPH",
    help="A folder of records, a file, a store folder or a SPARQL endpoint; bundled:seeds is the bundled example. "
    "Default: the environment variable KG_GRAPH, else the workspace around the current folder.",
)


drafts_option = click.option(
    "--drafts", is_flag=True, help="Include the drafts in record files, which are otherwise left out of every answer."
)


class Seconds(click.FloatRange):
    """A number of seconds within a range; what is endless or no number is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's own
        """The number. Fails as click does for anything else."""
        seconds = super().convert(value, param, ctx)
        if not math.isfinite(seconds):
            self.fail(f"{value} is not a number of seconds", param, ctx)
        return seconds


# Names that other tools use for a format, each with those used here; the first that a command offers is meant.
_FORMAT_NAMES: Final = {
    "turtle": ("ttl",),
    "ttl": ("turtle",),
    "n-triples": ("nt",),
    "ntriples": ("nt",),
    "nt": ("ntriples",),
    "n-quads": ("nq",),
    "nquads": ("nq",),
    "json-ld": ("jsonld",),
    "rdf/xml": ("rdf", "xml"),
    "rdf-xml": ("rdf", "xml"),
    "rdfxml": ("rdf", "xml"),
    "rdf": ("xml",),
    "xml": ("rdf",),
    "md": ("markdown",),
    "markdown": ("md",),
    "text": ("table",),
    "txt": ("text", "table"),
    "table": ("text",),
    "plain": ("text", "table"),
    "htm": ("html",),
}


if TYPE_CHECKING:
    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # generic only since click 8.2


class FormatName(_Choice):
    """The name of a format; the same names work in every command that has the format."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's own
        """The name as the command knows it. Fails as click does for anything else."""
        if isinstance(value, str) and value not in self.choices:
            known = [name for name in _FORMAT_NAMES.get(value.strip().lower().lstrip("."), ()) if name in self.choices]
            value = known[0] if known else value
        return super().convert(value, param, ctx)


output_option = click.option(
    "-o", "--output", metavar="FILE", default="-", help="Write the result to a file; “-” is standard output."
)


def on_terminal(output: str) -> bool:
    """Whether the result is looked at by a person."""
    stream: TextIO | None = sys.stdout  # None where it was closed before Python began
    return output == "-" and stream is not None and stream.isatty()


def wants_color(output: str) -> bool:
    """Whether to use colour: on a terminal, unless NO_COLOR or a dumb terminal says otherwise."""
    return on_terminal(output) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_of(output: str) -> int:
    """How many columns to fill: those of the terminal within reason, 80 for a pipe or a file."""
    if not on_terminal(output):
        return PIPED_WIDTH
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((PIPED_WIDTH, 24)).columns))


def tell_notes(notes: Iterable[str], lead: str = "note") -> None:
    """Say on standard error what was left out of the data or could not be read; faults are led by the program's name, as errors are."""
    for note in notes:
        click.echo(plain_text(f"{lead}: {note}"), err=True)


def emit(text: str, output: str = "-") -> None:
    """Write a result. Raises UsageError for a file that cannot be written."""
    if output == "-":
        try:
            click.echo(text, nl=not text.endswith("\n"), color=wants_color(output))
            sys.stdout.flush()
        except BrokenPipeError:
            _hang_up()
        except (OSError, ValueError, AttributeError) as error:
            _give_up_stdout()
            raise UsageError(
                f"standard output cannot be written: {getattr(error, 'strerror', None) or 'it is closed'}"
            ) from error
        return
    write_whole(Path(output), text if text.endswith("\n") else f"{text}\n")


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file as a whole or not at all: what was there before stays until all of it is on the disk.

    Raises UsageError for a file that cannot be written.
    """
    place = path.resolve()
    data = text.encode() if isinstance(text, str) else text
    held: Path | None = None
    try:
        if place.exists() and not place.is_file():  # a pipe or a device takes the text as it comes; a folder refuses
            place.write_bytes(data)
            return
        from tempfile import mkstemp

        number, name = mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
        held = Path(name)
        with os.fdopen(number, "wb") as file:
            file.write(data)
        held.chmod(stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o666 & ~_umask())
        replace_durably(held, place)
    except OSError as error:
        if held is not None:
            held.unlink(missing_ok=True)
        raise cannot_read(path, error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def emit_json(document: object, output: str = "-") -> None:
    """Write a result as JSON."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False, default=_number)
    emit(plain_json(text), output)


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _give_up_stdout() -> None:
    """Keep Python from failing once more when it flushes what could not be written."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _hang_up() -> NoReturn:
    """The reader has gone, as `| head` does: leave quietly, and keep Python from flushing into the closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(_BROKEN_PIPE)
