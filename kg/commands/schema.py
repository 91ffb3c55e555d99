"""`kg schema`."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.argument("what", type=click.Choice(["records", "trace"]), default="records")
def command(what: str) -> None:
    r"""Print the JSON Schema of record files (the default) or of a trace.

    \b
    kg schema > records.schema.json
    """
    if what == "trace":
        from kg.render.trace_json import trace_schema

        click.echo(json.dumps(trace_schema(), indent=2))
        return
    from kg.formats.shape import record_schema

    click.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))
