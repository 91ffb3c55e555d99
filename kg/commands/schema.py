"""`kg schema`: the JSON Schemas of what goes in and what comes out."""

from __future__ import annotations

import click

from kg.commands.output import emit_json, output_option


@click.command("schema")
@click.argument("which", type=click.Choice(["records", "trace", "check"]), default="records")
@output_option
def command(which: str, output: str) -> None:
    """Print the JSON Schema of record files, or of `kg trace` and `kg check` with `--format json`.

    Editors complete and check record files whose first line is
    `# yaml-language-server: $schema=records.schema.json`.

    \b
    kg schema > records.schema.json
    kg schema trace -o trace.schema.json
    """
    if which == "records":
        from kg.formats.record_schema import record_schema

        emit_json(record_schema(), output)
    elif which == "check":
        from kg.render.check_schema import check_schema

        emit_json(check_schema(), output)
    else:
        from kg.render.trace_schema import trace_schema

        emit_json(trace_schema(), output)
