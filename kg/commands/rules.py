"""`kg rules`: the rules in one table, and their cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.commands.check import rules_option
from kg.commands.output import (
    FormatName,
    emit,
    emit_json,
    graph_option,
    on_terminal,
    output_option,
    tell_notes,
    wants_color,
    width_of,
)
from kg.errors import count
from kg.render.safe import plain_text
from kg.render.table import render_table

if TYPE_CHECKING:
    from pathlib import Path

    from kg.rules.rule import Rule

_FAILED = 1
_BAD_RULE = 2


@click.command("rules")
@click.argument("action", type=click.Choice(["list", "test"]), default="list")
@click.argument("codes", nargs=-1)
@click.option("-f", "--format", "form", type=FormatName(["text", "json"]), default="text", show_default=True)
@rules_option
@output_option
@graph_option
@click.pass_context
def command(
    ctx: click.Context,
    action: str,
    codes: tuple[str, ...],
    form: str,
    folders: tuple[Path, ...],
    output: str,
    graph: str | None,
) -> None:
    """List the rules with code and severity, or test them on their cases.

    Your own rules are in rules/ of the workspace (or --rules DIR), with their cases in rules/cases/CODE.yaml.

    Exit code of a test: 0 if every case comes out as expected; 1 if a case does not; 2 if a rule or a file of cases is
    malformed (the other rules are tested).

    \b
    kg rules
    kg rules test
    kg rules test Z01 --rules my-rules
    """
    from kg.rules.rule_selection import selected
    from kg.workspace.open import place_of
    from kg.workspace.rulebook import book_at

    book = book_at(place_of(graph, or_seeds=True), folders)
    tell_notes((*book.faults, *book.unknown), "kg")
    rules = selected(book.rules, codes)
    if action == "test":
        code = _test(rules, output)
        ctx.exit(_BAD_RULE if book.faults else code)
    elif form == "json":
        fields = ("code", "fault", "severity", "title", "flags", "why", "example", "fix", "references")
        emit_json([{field: getattr(rule, field) for field in fields} for rule in rules], output)
    else:
        rows = [(rule.code, rule.severity, rule.title) for rule in rules]
        width = width_of(output) if on_terminal(output) else None
        emit(render_table(("code", "severity", "flags"), rows, width, wants_color(output)), output)


def _test(rules: tuple[Rule, ...], output: str) -> int:
    """Say which cases came out otherwise than expected, and how many as expected; the exit code for that."""
    from kg.rules.cases import tested

    outcomes = [outcome for rule in rules for outcome in tested(rule)]
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    ill_formed = sum(outcome.ill_formed for outcome in wrong)
    lines = [plain_text(f"{o.code}  {o.case}: {o.wrong}" if o.case else f"{o.code}  {o.wrong}") for o in wrong]
    lines.append(
        f"{count(len(rules), 'rule')}, {count(len(outcomes) - len(wrong), 'case')} as expected, {len(wrong) - ill_formed} not"
        + (f"; {ill_formed} could not be tested" if ill_formed else "")
    )
    emit("\n".join(lines), output)
    return _BAD_RULE if ill_formed else _FAILED if wrong else 0
