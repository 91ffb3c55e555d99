"""One line beside an error of usage: what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from kg.errors import nearest
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Collection

_NO_COMMAND: Final = regex(r"No such command '(?P<name>.+)'\.")
_EXTRA: Final = regex(r"Got unexpected extra arguments? \((?P<first>[^ )]+).*\)")
_CODE: Final = regex(r"(?i:.*'(?P<code>[a-z]\d\d)' is not one of 'list', 'test'\.)")


def usage_hint(error: click.ClickException, commands: Collection[str]) -> str | None:
    """What was probably meant by an unknown option, argument or command; None where that is not clear."""
    context = getattr(error, "ctx", None)
    command = context.command if context is not None else None
    if isinstance(error, click.NoSuchOption):
        return _other_place(error.option_name, context)
    if unknown := _NO_COMMAND.fullmatch(error.message):
        return nearest(unknown["name"], commands).removeprefix("; ") or None
    extra = _EXTRA.fullmatch(error.message)
    if extra and command is not None and any("--graph" in option.opts for option in command.params):
        return f"to name a graph, write: kg {command.name} --graph {extra['first']}"
    if code := _CODE.fullmatch(error.message):
        return f"to read about one rule, write: kg explain {code['code'].upper()}"
    return None


def _other_place(option: str, context: click.Context | None) -> str | None:
    """Where an option goes that this command does not have."""
    if option not in {"--graph", "-g"} or context is None:
        return None
    if isinstance(context.command, click.Group):
        return "--graph goes after the command, as in: kg check --graph FOLDER"
    if any(isinstance(parameter, click.Argument) for parameter in context.command.params):
        return f"this command takes the folder or file by itself, as in: kg {context.command.name} FOLDER"
    return None
