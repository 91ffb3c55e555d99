"""`kg init`."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import click

from kg.errors import UsageError, cannot_read

_TOML = """\
# The settings of this workspace.
name = {name}
# The IRI prefix of your own records; choose one that you control before you publish.
base = "https://example.org/{slug}/"
# The documents that you examine: where a headline fits several claims alike, theirs is traced.
examines = ["explainer"]
"""

_EXAMPLE = """\
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
@click.argument("directory", metavar="DIR")
def command(directory: str) -> None:
    r"""Make a workspace in DIR with an example that traces at once.

    \b
    kg init facts && cd facts && kg trace "1,200 umbrellas"
    """
    from kg.formats.shape import record_schema
    from kg.formats.yaml_records import slugged

    place = Path(directory)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise UsageError(f"{place}: exists and is not empty; choose another folder")
    name = place.resolve().name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=place.parent, prefix=".kg-init-"))
    except OSError as error:
        raise cannot_read(place, error) from error
    try:
        draft.chmod(0o755)
        (draft / "kg.toml").write_text(_TOML.format(name=json.dumps(name), slug=slugged(name)), encoding="utf-8")
        (draft / "example.yaml").write_text(_EXAMPLE, encoding="utf-8")
        schema = json.dumps(record_schema(), indent=2, ensure_ascii=False)
        (draft / "records.schema.json").write_text(schema + "\n", encoding="utf-8")
        draft.replace(place)
    except OSError as error:
        raise cannot_read(place, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    click.echo(f"{place}: a workspace. Try: cd {place} && kg trace \"1,200 umbrellas\"")
