"""`kg rules`: the rules in one table."""

from __future__ import annotations

import click

from kg.commands.output import emit, emit_json, on_terminal, output_option, wants_color, width_of


@click.command("rules")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
def command(form: str, output: str) -> None:
    """List the rules, each with its code and severity.

    `kg explain CODE` says more about one of them.
    """
    from kg.rules.registry import built_in

    if form == "json":
        fields = ("code", "fault", "severity", "title", "flags", "why", "example", "fix", "references")
        emit_json([{field: getattr(rule, field) for field in fields} for rule in built_in()], output)
        return
    from kg.render.table import render_table

    rows = [(rule.code, rule.severity, rule.title) for rule in built_in()]
    width = width_of(output) if on_terminal(output) else None
    emit(render_table(("code", "severity", "flags"), rows, width, wants_color(output)), output)
