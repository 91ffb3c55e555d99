"""The command line; each command is a module of its own, imported only when it is called."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module

import click

from kg import __version__
from kg.errors import AmbiguousError, HeadwaterError

# Command -> one line of help, so that `kg --help` imports no command.
COMMANDS = {
    "add": "Append a claim to the workspace.",
    "check": "Flag every claim that depends on weak or opaque sources.",
    "explain": "Say what a rule flags, why, and how to fix it.",
    "init": "Make a workspace with an example that traces at once.",
    "query": "Ask the graph in SPARQL.",
    "rules": "List the rules.",
    "schema": "Print the JSON Schema of record files or of a trace.",
    "trace": "Trace a headline figure back to the evidence it rests on.",
    "validate": "Read records without doing anything else.",
}


class _Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click'"'"'s signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kg.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    r"""Trace a headline statistic back to the evidence it rests on.

    \b
    kg trace "1,400 children in Rotherham"
    kg check
    """


def main() -> None:
    """Run the command line: the one place where errors become a line and an exit code."""
    # One short process: what the collector would free is freed by the end of it, and a trace is a tenth faster.
    gc.disable()
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except AmbiguousError as error:
        click.echo(f"{error}; name one of these:", err=True)
        for line in error.candidates:
            click.echo(f"  {line}", err=True)
        code = error.exit_code
    except HeadwaterError as error:
        click.echo(str(error), err=True)
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except Exception as error:
        if os.environ.get("KG_DEBUG"):
            raise
        click.echo(f"this is a fault of ours: {type(error).__name__}: {error}; KG_DEBUG=1 shows where", err=True)
        code = 3
    sys.exit(code if isinstance(code, int) else 0)
