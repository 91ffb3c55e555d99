"""`kg init DIR`: a workspace with an example that traces at once."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import Final

import click

from kg.commands.output import emit
from kg.errors import UsageError, cannot_read, nearest
from kg.render.safe import plain_text
from kg.text_files import make_folder, replace_durably, sync

HEADLINE: Final = "1,200 umbrellas"

# A claim of each bundled graph to begin with.
_BEGIN_WITH: Final = {"travelling-numbers": "hardocp-2015/eight"}
_SEEDS_BEGIN_WITH: Final = "seed-article/rotherham"

SETTINGS: Final = """\
# The settings of this workspace; `kg` finds it from any folder inside.
name = {name}

# The IRI prefix of your own records. Use an address that you control before you publish them.
base = "https://example.org/{slug}/"

# The documents under examination: a headline is looked for in them first.
examines = ["explainer"]
"""

EXAMPLE: Final = """\
# yaml-language-server: $schema=records.schema.json
# One document per source, separated by ---. The claims made in a source stand under it.
source: explainer
title: An example explainer
kind: web article
issued: 2026-06
read: 2026-07-02 ME            # who read it, and when
claims:
  lost-umbrellas:
    says: The town loses 1,200 umbrellas a year.
    figure: 1,200 umbrellas, Exampleton, 2025, count
    about: umbrellas-lost
    at: paragraph 2
    read: 2026-07-02 ME
    leans on:
      - names: survey-2025/umbrellas   # mentioned in prose; use “cites” where there is a reference
        read: 2026-07-02 ME
---
source: survey-2025
title: Exampleton lost property survey
kind: report
publisher: Exampleton Council
issued: 2026-01
checked by: its maker only
read: 2026-07-03 ME
claims:
  umbrellas:
    says: The survey estimated about 1,200 umbrellas lost in 2025.
    figure: about 1,200 umbrellas, Exampleton, 2025, estimate
    about: umbrellas-lost
    read: 2026-07-03 ME
    made here: {how: a count at the lost property office, working: explained}
---
variables:
  - variable: umbrellas-lost
    name: Umbrellas lost
    unit: umbrellas
"""


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--example", metavar="NAME", help="Copy a graph that comes with Headwater, such as travelling-numbers.")
def command(folder: Path, example: str | None) -> None:
    """Make a workspace: settings, a commented example, and a schema for editors.

    DIR must be new or empty.

    \b
    kg init my-graph
    kg init numbers --example travelling-numbers
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder}: not an empty folder; `kg init` only fills a new or empty one")
        _place(folder, example_files(example) if example else workspace_files(folder.resolve().name))
    except OSError as error:
        raise cannot_read(folder, error) from error
    inside = folder.resolve() == Path.cwd()
    claim = _BEGIN_WITH.get(example, _SEEDS_BEGIN_WITH) if example else f'"{HEADLINE}"'
    steps = [*([] if inside else [f"cd {shlex.quote(str(folder))}"]), f"kg trace {claim}", "kg add"]
    emit(
        f"{folder}: a workspace with an example. Next:\n\n"
        + "".join(f"  {step}\n" for step in steps)
        + "\nDelete the example once you have records of your own; `kg check` looks at it too.\n"
    )


def example_files(name: str) -> dict[str, str]:
    """The files of a graph that comes with Headwater, with the schema for editors. Raises UsageError for a name that none has."""
    from kg.formats.record_schema import record_schema
    from kg.resources import bundled_graphs

    graphs = bundled_graphs()
    if name not in graphs:
        raise UsageError(f"--example {name}: there is no example of this name{nearest(name, graphs)}")
    files = sorted(path for path in graphs[name].iterdir() if path.suffix in {".yaml", ".toml"})
    schema = json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n"
    return {path.name: path.read_text(encoding="utf-8") for path in files} | {"records.schema.json": schema}


def workspace_files(name: str) -> dict[str, str]:
    """The files of a new workspace and what is in them."""
    from kg.formats.record_schema import record_schema

    name = plain_text(name) or "workspace"
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "workspace"
    return {
        "kg.toml": SETTINGS.format(name=json.dumps(name, ensure_ascii=False), slug=slug),
        "example.yaml": EXAMPLE,
        "records.schema.json": json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n",
    }


def _place(folder: Path, files: dict[str, str]) -> None:
    """Write the files beside the folder and then move them in, so that no workspace is left half-written."""
    parent = folder.resolve().parent
    make_folder(parent)
    stage = Path(tempfile.mkdtemp(prefix=".kg-init-", dir=parent))
    try:
        for name, text in files.items():
            (stage / name).write_text(text, encoding="utf-8")
            sync(stage / name)
        if folder.exists():
            _fill(folder, stage, files)
        else:
            stage.chmod(0o777 & ~_umask())
            replace_durably(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fill(folder: Path, stage: Path, names: dict[str, str]) -> None:
    """Move files into a folder that exists; it may be the current one, so it stays the same folder."""
    moved: list[Path] = []
    try:
        for name in names:
            (stage / name).rename(folder / name)
            moved.append(folder / name)
        sync(folder)
    except OSError:
        for path in moved:
            path.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
