"""`kg diff`: what changed between two graphs, or two commits of a workspace."""

from __future__ import annotations

import click

from kg.commands.output import FormatName, emit, emit_json, output_option, width_of

_DIFFERS = 1


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B", default=".")
@click.option("-f", "--format", "form", type=FormatName(["text", "json"]), default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help="Exit 1 if the verdict on any claim changed.")
@click.option("-g", "--graph", metavar="DIR", envvar="KG_GRAPH", help="The workspace, where A and B are commits.")
@output_option
@click.pass_context
def command(
    ctx: click.Context, before: str, after: str, form: str, exit_code: bool, graph: str | None, output: str
) -> None:
    """Show what changed in the evidence, and which verdicts changed with it.

    A and B are folders, files, or git commits of the workspace. Without B, A is compared with the current folder.

    \b
    kg diff HEAD~1
    kg diff v1.0 HEAD --format json
    kg diff old-graph new-graph
    """
    from kg.lineage.differences import differences
    from kg.workspace.comparison import state_of
    from kg.workspace.revisions import graph_at

    with graph_at(before, graph) as first:
        was = state_of(first)
    with graph_at(after, graph) as second:
        now = state_of(second)
    found = differences(was, now)
    if form == "json":
        from kg.render.differences import differences_document

        emit_json(differences_document(found, (before, after)), output)
    else:
        from kg.render.differences import render_differences

        emit(render_differences(found, width_of(output)), output)
    if exit_code and found.judged:
        ctx.exit(_DIFFERS)
