"""The command line. `main` is the one boundary at which exceptions become lines and exit codes.

Every command is a module of its own, imported when it is asked for; what is heavy it imports when it runs.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING, Final, NoReturn

import click

from kg.errors import (
    AmbiguousError,
    BadDataError,
    ChecksumError,
    DamagedCacheError,
    HeadwaterError,
    count,
    is_damage,
    refusal,
)
from kg.render.safe import clip, plain_text
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each command is the module of its name, with its line of help: `kg --help` imports no command.
COMMANDS: Final = {
    "trace": "Trace a figure in a headline back to its evidence.",
    "impact": "Show what would happen to other claims if a source were withdrawn.",
    "diff": "Show what changed between two graphs or commits, and which verdicts changed.",
    "check": "Check every claim of a graph, or one document, against the rules.",
    "todo": "List what to read, find, ask and check again next.",
    "export": "Write the evidence behind a claim as a picture, page, report or file.",
    "rules": "List the rules with code and severity, or test them.",
    "explain": "Explain one rule: what it flags, why, and what to do.",
    "query": "Query a graph in SPARQL 1.1.",
    "serve": "Serve a graph: SPARQL endpoint, pages and JSON API.",
    "mcp": "Give an AI assistant read-only tools for a graph (MCP).",
    "dump": "Write the whole graph as RDF or Parquet files.",
    "load": "Load large RDF files into a store.",
    "validate": "Show what a folder or file contains, or what is wrong with it.",
    "init": "Make a workspace: settings, a commented example, a schema.",
    "desk": "Work on a workspace in the browser, from an article to records.",
    "draft": "Draft records from an article or report; list and accept drafts.",
    "snapshot": "Save a copy of a source, or compare the copy with the page as it is now.",
    "verify": "Compare quotations and figures with the saved copies of their sources.",
    "add": "Add a claim to a workspace.",
    "import": "Turn spreadsheets, fact-checks and reference lists into record files.",
    "formats": "List the formats that can be read and written, and what each loses.",
    "duplicates": "List sources and claims that may be the same; join those that you accept.",
    "schema": "Print the JSON Schema of record files, a trace or a check.",
}

# Commands whose name is a word of Python.
_MODULES: Final = {"import": "import_"}
BAD_INPUT: Final = 2
OUR_FAULT: Final = 3
INTERRUPTED: Final = 130
_LONGEST_NAME: Final = 200


class LazyGroup(click.Group):
    """A group whose commands are modules of this package, in the order in which people meet them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"kg.commands.{_MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)  # noqa: S101 - every command module has one
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands with their lines of help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("kg", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg", message="%(prog)s %(version)s")
def cli() -> None:
    """Trace a headline statistic back to the evidence it rests on.

    \b
    kg trace "1,400 children in Rotherham"   try the bundled example
    kg init my-graph                         begin a graph of your own
    kg explain P02                           what a rule flags, and why

    Exit codes: 0 no problem found; 1 findings; 2 wrong usage or unreadable data; 3 an error in this program; 130 stopped by
    Ctrl-C.
    """


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show “●” shows “?”
    # One short process: what the collector would free is freed by the end of it, and a trace is a tenth faster.
    gc.disable()
    code = run(sys.argv[1:])
    gc.freeze()  # nor is it looked through at the end
    sys.exit(code)


def run(arguments: Sequence[str], again: bool = True) -> int:
    """Run one command and return its exit code; every failure has become lines on standard error.

    If a file turns out to be damaged while it is read, the command is run again with a new cache.
    """
    if time.time() < 0:  # the engine ends the process then
        _say(["kg: the clock of this machine is before 1970; set it"])
        return BAD_INPUT
    try:
        code = cli.main(list(arguments), prog_name="kg", standalone_mode=False)
    except HeadwaterError as error:
        if again and isinstance(error, DamagedCacheError | ChecksumError):
            return _run_again(arguments)
        _say(_lines(error))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        _say(_hints(error))
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        _say(["kg: stopped; nothing was written"])
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one boundary: a bug becomes one line as well, with exit code 3
        if is_damage(error):
            if again:
                return _run_again(arguments)
            _say([f"kg: the store is damaged, or its disk is, so make it anew: {error}"])
            return BAD_INPUT
        if isinstance(error, OSError) and error.filename is not None:
            _say([f"kg: {clip(str(error.filename), _LONGEST_NAME)}: {error.strerror or error}"])
            return BAD_INPUT
        if reason := refusal(error):
            repeats = isinstance(error, OSError) and error.errno is not None
            _say([f"kg: {reason}" if repeats else f"kg: {reason}: {error}"])
            return BAD_INPUT
        return _our_fault(error)
    return code if isinstance(code, int) else 0


def _run_again(arguments: Sequence[str]) -> int:
    from kg.cache.workspace_cache import cache_distrusted

    with cache_distrusted():
        return run(arguments, again=False)


def _lines(error: HeadwaterError) -> list[str]:
    """One line per problem, or per claim to choose from."""
    if isinstance(error, BadDataError):
        return [*map(str, error.problems), f"kg: {count(len(error.problems), 'problem')}; nothing was loaded"]
    if isinstance(error, AmbiguousError):
        choices = (f"  {line}" for line in error.candidates)
        return [f"kg: {error}; name one of them by its id:", *choices]
    return [f"kg: {error}"]


def _hints(error: click.ClickException) -> list[str]:
    from kg.commands.usage_hints import usage_hint

    found = usage_hint(error, COMMANDS)
    return [f"Hint: {found}"] if found else []


def _say(lines: Sequence[str]) -> None:
    for line in lines:
        click.echo(plain_text(line), err=True)


def _our_fault(error: Exception) -> int:
    if os.environ.get("KG_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    else:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        _say([f"kg: this is an error in the program: {what} (KG_DEBUG=1 shows where; please report it)"])
    return OUR_FAULT
