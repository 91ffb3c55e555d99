"""`kg explain`."""

from __future__ import annotations

from textwrap import fill

import click

from kg.commands.output import width
from kg.errors import NotFoundError, nearest


@click.command("explain")
@click.argument("code")
def command(code: str) -> None:
    """Say what a rule flags, why it matters, and how to fix it."""
    from kg.rules.registry import built_in

    rules = {rule.code: rule for rule in built_in()}
    rule = rules.get(code.upper())
    if rule is None:
        raise NotFoundError(f"there is no rule {code}{nearest(code.upper(), rules)}")
    click.echo(f"{rule.code}  {rule.title}  ({rule.severity})")
    for heading in ("flags", "why", "example", "fix", "references"):
        click.echo(f"\n{heading.upper()}\n{fill(getattr(rule, heading), width())}")
