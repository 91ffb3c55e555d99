"""`kg rules`."""

from __future__ import annotations

import click


@click.command("rules")
def command() -> None:
    """List the rules: code, severity, title."""
    from kg.rules.registry import built_in

    for rule in built_in():
        click.echo(f"{rule.code}  {rule.severity:<5}  {rule.title}")
