"""`kg formats`: what can be read and written, and what each format loses."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

import click
from msgspec.structs import asdict

from kg.commands.output import FormatName, emit, emit_json, on_terminal, width_of

_SHOWN: Final = ("name", "title", "endings", "purpose", "reads", "writes", "loses", "in_place", "imported")


@click.command("formats")
@click.argument("name", required=False)
@click.option("-f", "--format", "form", type=FormatName(["text", "json"]), default="text", show_default=True)
def command(name: str | None, form: str) -> None:
    """List the formats that can be read and written. With a NAME, show what that format can hold and what it loses.

    \b
    kg formats
    kg formats xlsx
    """
    from kg.formats.registry import FORMATS, named

    chosen = [named(name)] if name else list(FORMATS)
    if form == "json":
        emit_json([{key: value for key, value in asdict(one).items() if key in _SHOWN} for one in chosen])
        return
    lines = []
    for one in chosen:
        ways = {"--graph": one.in_place, "kg import": one.imported, "kg export": bool(one.writes)}
        lines.append(
            f"{one.name}: {one.title} ({', '.join(one.endings)}): {', '.join(way for way, given in ways.items() if given)}"
        )
        if name:
            kinds = {"reads": one.reads, "writes": one.writes, "loses": one.loses}
            lines += [f"    {word}: {'; '.join(of)}" for word, of in kinds.items() if of]
    if on_terminal("-"):
        lines = [
            part
            for line in lines
            for part in wrap(
                line, width_of("-"), subsequent_indent="        ", break_on_hyphens=False, break_long_words=False
            )
        ]
    emit("\n".join(lines))
