"""`kg add`."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import click

from kg.errors import BadDataError, UsageError, cannot_read
from kg.model.words import EVIDENCE

_FILE = "claims.yaml"


@click.command("add")
@click.option("--source", prompt="Source id", help="A short id for the document, such as guardian-2014.")
@click.option("--title", prompt="Its title", help="The title of the document.")
@click.option("--kind", prompt="What it is", default="web article", show_default=True, help="report, news article …")
@click.option("--claim", prompt="Claim id", help="A short name for the claim, unique in the document.")
@click.option("--says", prompt="What it says, in your words", help="The assertion in your own words.")
@click.option("--figure", prompt="Figure in one line (empty for none)", default="", help="at least 1,400 children, …")
@click.option("--at", prompt="Where in the document", default="", help="Page or paragraph.")
@click.option("--leans-on", prompt="Leans on (relation target; empty for none)", default="",
              help="Such as “cites jay-2014/children-exploited”.")  # fmt: skip
@click.option("--read", prompt="Read by you (DATE WHO; empty for unread)", default="", help="2026-07-02 KG")
@click.option("--file", "file_name", default=_FILE, show_default=True, help="The file to append to.")
@click.option("--graph", "-g", default=None, help="The workspace; by default the one above the current folder.")
def command(file_name: str, graph: str | None, **said: str) -> None:
    """Append a claim as a valid record: asked for step by step, or given as options."""
    from kg.workspace.config import workspace_above

    folder = Path(graph) if graph else workspace_above(Path.cwd())
    if folder is None or not folder.is_dir():
        raise UsageError("no workspace here; make one with: kg init DIR")
    path = folder / file_name
    if path.resolve().parent != folder.resolve():
        raise UsageError(f"--file {file_name}: must be a file of the workspace itself")
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
    except OSError as error:
        raise cannot_read(path, error) from error
    text = before + ("\n---\n" if before.strip() else "") + _document(said)
    _try(folder, path, text)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise cannot_read(path, error) from error
    click.echo(f"{path}: added {said['source']}/{said['claim']}")


def _document(said: dict[str, str]) -> str:
    """The record as YAML; texts are quoted as JSON strings, which YAML reads alike."""
    lines = [f"source: {_quoted(said['source'])}", f"title: {_quoted(said['title'])}", f"kind: {_quoted(said['kind'])}"]
    if said["read"]:
        lines.append(f"read: {_quoted(said['read'])}")
    lines += ["claims:", f"  {_quoted(said['claim'])}:", f"    says: {_quoted(said['says'])}"]
    lines += [f"    {key}: {_quoted(said[key])}" for key in ("figure", "at", "read") if said[key]]
    if said["leans_on"]:
        relation, _, target = said["leans_on"].strip().partition(" ")
        if relation not in set(EVIDENCE) or not target:
            raise UsageError(f"--leans-on: write a relation and a target; relations: {', '.join(EVIDENCE)}")
        lines += ["    leans on:", f"      - {relation}: {_quoted(target.strip())}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _try(folder: Path, path: Path, text: str) -> None:
    """Read the whole workspace with the new record in it; raises what is wrong, and nothing is written."""
    from kg.formats.folder import read_folder

    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "workspace"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
        (copy / path.name).write_text(text, encoding="utf-8")
        try:
            read_folder(copy)
        except BadDataError as error:
            problems = [str(problem).replace(f"{copy}/", "") for problem in error.problems]
            raise UsageError("not added:\n" + "\n".join(problems)) from error
