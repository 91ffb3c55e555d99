"""`kg explain CODE`: what one rule flags, why it matters and how to put it right."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.commands.check import rules_option
from kg.commands.output import emit, graph_option, output_option, tell_notes, width_of
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from pathlib import Path

    from kg.rules.rule import Rule


def _codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    from kg.rules.registry import built_in

    return [CompletionItem(r.code, help=r.title) for r in built_in() if r.code.startswith(incomplete.upper())]


@click.command("explain")
@click.argument("code", shell_complete=_codes)
@rules_option
@output_option
@graph_option
def command(code: str, folders: tuple[Path, ...], output: str, graph: str | None) -> None:
    """Explain one rule: what it flags, why, and what to do.

    \b
    kg explain P02
    """
    from kg.rules.registry import rule_of
    from kg.workspace.open import place_of
    from kg.workspace.rulebook import book_at

    book = book_at(place_of(graph, or_seeds=True), folders)
    tell_notes(book.faults)
    emit(explanation(rule_of(code, book.rules), width_of(output)), output)


def explanation(rule: Rule, width: int) -> str:
    """What the header of a rule's file says, as text."""
    parts = [plain_text(f"{rule.code}  {rule.title}  ({rule.severity})")]
    for heading, text in (
        ("FINDS", rule.flags),
        ("WHY", rule.why),
        ("EXAMPLE", rule.example),
        ("WHAT TO DO", rule.fix),
    ):
        parts.append(f"{heading}\n{fill(plain_text(text), width, break_on_hyphens=False, break_long_words=False)}")
    references = (
        fill(plain_text(text), width, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
        for text in rule.references
    )
    parts.append("\n".join(("REFERENCES", *references)))
    return "\n\n".join(parts) + "\n"
