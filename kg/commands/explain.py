"""`kg explain CODE`: what one rule flags, why it matters and how to put it right."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.commands.output import emit, output_option, width_of

if TYPE_CHECKING:
    from kg.rules.rule import Rule


def _codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    from kg.rules.registry import built_in

    return [CompletionItem(r.code, help=r.title) for r in built_in() if r.code.startswith(incomplete.upper())]


@click.command("explain")
@click.argument("code", shell_complete=_codes)
@output_option
def command(code: str, output: str) -> None:
    """Explain one rule: what it flags, why, and how to put it right.

    \b
    kg explain P02
    """
    from kg.rules.registry import built_in, rule_of

    emit(explanation(rule_of(code, built_in()), width_of(output)), output)


def explanation(rule: Rule, width: int) -> str:
    """What the header of a rule's file says, as text."""
    parts = [f"{rule.code}  {rule.title}  ({rule.severity})"]
    for heading, text in (("FLAGS", rule.flags), ("WHY", rule.why), ("EXAMPLE", rule.example), ("FIX", rule.fix)):
        parts.append(f"{heading}\n{fill(text, width, break_on_hyphens=False)}")
    parts.append("\n".join(("REFERENCES", *rule.references)))
    return "\n\n".join(parts) + "\n"
